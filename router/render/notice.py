"""Turns one of our own short letters into HTML and text: a confirmation, a welcome, a farewell, an answer, an alarm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from router.render import view
from router.render.templates import Templates
from router.render.words import direction
from router.terms import Rendered

# What a notice may be given; a template of an installation can count on all of them being there.
_WORDS = ("title", "said", "about", "remedy")
_ADDRESSES = ("page", "leave_page", "leave_mail")
_LISTS = ("interests", "lines")


def notice(name: str, language: str, values: Mapping[str, object], templates: Templates) -> Rendered:
    """The notice of this name: a pair of files in templates/notices/ (confirm, welcome, left, answer, alarm and more).

    `values` may hold title (the newsletter's), interests (titles), page, leave_page and leave_mail (addresses), reply_to,
    said and lines (what an answer or alarm says), about (the subject it answers), remedy. The first line of the text
    template is the subject. Raises RouterError when there is no such notice or its template cannot be used.
    """
    given: dict[str, object] = {word: view.fit(str(values.get(word, ""))) for word in _WORDS}
    given |= {word: view.door(str(values.get(word, ""))) for word in _ADDRESSES}
    given |= {word: _lines(values.get(word, ())) for word in _LISTS}
    given |= {
        "leave": given["leave_page"] or given["leave_mail"],
        "reply_to": bool(values.get("reply_to")),
        "language": view.fit(language),
        "direction": direction(language),
    }
    subject, _, text = templates.render(f"notices/{name}.txt", given, language).partition("\n")
    given |= {"subject": subject, "head_css": Markup(templates.head_css)}
    html = templates.page(templates.render(f"notices/{name}.html", given, language))
    return Rendered(subject, html, text.strip("\n") + "\n")


def _lines(value: object) -> list[str]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    return [view.fit(str(one)) for one in value]
