"""Turns template files and plain data into HTML with its styles written in, and into text.

Templates are files of the installation or ours, never anything a reader or editor can type; they run in Jinja's
sandbox all the same, see only strings, numbers and lists, and what they put out is escaped and capped.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import css_inline
from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from router.errors import RouterError
from router.render.words import Words, base, runs

OUTPUT_CAP = 1_000_000  # characters one template may put out

# "<" never stands in serialised text, so both begin at a tag and not at a title that reads like one.
_CLASSES = re.compile(r'(<[a-z0-9]+(?: [a-z]+="[^"]*")*?) class="([^"]*)"')
_LINK = re.compile(r'(<a(?: class="[^"]*")?) href="([^"]*)" ?')
_SELECTOR = re.compile(r"\.([a-z][a-z0-9]*)")


def shipped() -> Path:
    """Where our own templates stand: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent / "templates"
    return checkout if (checkout / "issue").is_dir() else package / "shipped" / "templates"


def wrap(text: str, indent: int, first: int | None = None) -> str:
    """Text in lines of at most 72 columns, each indented; with `first`, the first line goes on after so many columns."""
    lead = "" if first is not None else " " * indent
    filler = textwrap.TextWrapper(
        72,
        initial_indent=" " * first if first is not None else lead,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    filled = filler.fill(text)
    return filled[first:] if first is not None else filled


def apart(parts: Sequence[str], page: str) -> Markup:
    """Parts with dots between; one that runs against the page's direction is kept from pulling its neighbours along."""
    against = Markup('<span dir="{}">{}</span>')
    shown = [against.format(way, part) if (way := runs(part)) and way != page else part for part in parts]
    return Markup(" · ").join(shown)


class Templates:
    """The templates in force: an installation's folder laid over ours, file by file."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` holds issue/ and notices/ of the installation, as far as it has its own; None means only ours."""
        places = [str(place) for place in (folder, shipped()) if place is not None]
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(places),
            autoescape=lambda name: name is not None and name.endswith(".html"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=100,
        )
        self._environment.filters.update(wrap=wrap, apart=apart)
        self._words: dict[str, Words] = {}

    @cached_property
    def head_css(self) -> str:
        """What stays in the head of a mail: dark mode and small screens."""
        return self._source("issue/head.css")

    @cached_property
    def _kept(self) -> frozenset[str]:
        return frozenset(_SELECTOR.findall(self.head_css))

    @cached_property
    def _inliner(self) -> css_inline.CSSInliner:
        return css_inline.CSSInliner(
            extra_css=self._source("issue/mail.css"),
            inline_style_tags=False,
            keep_style_tags=True,
            load_remote_stylesheets=False,
            minify_css=True,
        )

    def words(self, language: str) -> Words:
        """The words between the stories in this language. Raises RouterError when its catalogue cannot be read."""
        known = self._words.get(language)
        if known is None:
            tag = base(language)
            name = f"words/{tag}.po" if re.fullmatch("[a-z]{2,3}", tag) else ""
            text = self._source(name) if name in self._environment.list_templates(["po"]) else ""
            known = self._words[language] = Words(language, text, f"templates/{name}")
        return known

    def missing(self) -> dict[str, int]:
        """How many sentences were said in English for want of a translation, by language."""
        return {language: words.missing.total() for language, words in self._words.items() if words.missing}

    def render(self, name: str, values: Mapping[str, object], language: str = "en") -> str:
        """One template, not yet inlined. Raises RouterError naming the file and line when it cannot be rendered."""
        words = self.words(language)
        try:
            out = self._environment.get_template(name).render(values, _=words.gettext, ngettext=words.ngettext)
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            where = f"templates/{name}:{line}" if line else f"templates/{name}"
            raise RouterError(
                where, str(error.message or type(error).__name__), "correct or remove this file"
            ) from error
        if len(out) > OUTPUT_CAP:
            raise RouterError(f"templates/{name}", f"puts out more than {OUTPUT_CAP} characters", "shorten it")
        return out

    def page(self, html: str) -> str:
        """A whole HTML document with its styles written in."""
        return self._finish(self._inliner.inline(html))

    def fragment(self, html: str) -> str:
        """Part of a body with its styles written in: the same characters as inside a whole document."""
        return self._finish(self._inliner.inline_fragment(html, ""))

    def _finish(self, html: str) -> str:
        """Drops classes that only the inliner needed, and gives every address a line of its own: then the bytes around
        it do not depend on its length, and a story can be encoded before anybody knows whose link it will carry."""
        return _LINK.sub('\\1\nhref="\\2"\n', _CLASSES.sub(self._needed, html))

    def _needed(self, match: re.Match[str]) -> str:
        kept = " ".join(name for name in match[2].split() if name in self._kept)
        return f'{match[1]} class="{kept}"' if kept else match[1]

    def _source(self, name: str) -> str:
        loader = self._environment.loader
        assert loader is not None
        try:
            return loader.get_source(self._environment, name)[0]
        except TemplateError as error:
            raise RouterError(f"templates/{name}", "is missing", "restore the shipped file") from error
