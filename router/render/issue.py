"""Turns an issue into a newsletter as HTML and as text, rendered whole: the way that `press` must equal, byte for byte."""

from __future__ import annotations

from markupsafe import Markup

from router.render import view
from router.render.templates import Templates
from router.render.words import direction
from router.terms import IssueContent, Rendered


def issue(content: IssueContent, templates: Templates) -> Rendered:
    """One newsletter for one subscriber. Raises RouterError when a template cannot be used."""
    words = templates.words(content.language)
    html, text = [], []
    before, after = tune(content)
    for block in view.blocks(content, words):
        values = dict(block.values()) | {"tune": before and f"{before}{block.number}{after}"}
        name = f"issue/{block.template}"
        html.append(templates.render(f"{name}.html", values | {"number": str(block.number)}, content.language))
        text.append(templates.render(f"{name}.txt", values | {"number": in_text(block.number)}, content.language))
    page, plain = frame(content, templates), frame(content, templates)
    page |= {"body": Markup("".join(html)), "head_css": Markup(templates.head_css)}
    plain |= {"body": "".join(text), "head_css": ""}
    return Rendered(
        view.subject(content, words),
        templates.page(templates.render("issue/frame.html", page, content.language)),
        templates.render("issue/frame.txt", plain, content.language),
    )


def in_text(number: int) -> str:
    """A story's number in the text part, where numbers stand under each other."""
    return str(number).rjust(3)


def tune(content: IssueContent) -> tuple[str, str]:
    """The address behind *tune*, before and after a story's number; two empty strings where there is none."""
    before, slot, after = content.doors.tune.partition("{number}")
    if not slot or not view.door(before + after):
        return "", ""
    return view.percent(before), view.percent(after)


def frame(content: IssueContent, templates: Templates) -> dict[str, object]:
    """The values of everything around the body."""
    doors = content.doors
    before, after = tune(content)
    way = direction(content.language)
    return {
        "title": view.fit(content.title),
        "imprint": view.fit(content.imprint),
        "language": view.fit(content.language),
        "direction": way,
        "far": "left" if way == "rtl" else "right",
        "reply_to": bool(doors.reply_to),
        "leave": view.door(doors.leave_page or doors.leave_mail),
        "see_them": view.door(doors.see_them),
        "preferences": view.door(doors.preferences),
        "tune": before and f"{before}1{after}",
        **view.sentences(content, templates.words(content.language)),
    }
