"""Turns template files and plain data into HTML with its styles written in, and into text.

Templates are files of the installation or ours, never anything a reader or editor can type; they run in Jinja's
sandbox all the same, see only strings, numbers and lists, and what they put out is escaped and capped. A file of the
installation that cannot be used is set aside, and ours used in its place: no slip in one may stop a newsletter.
"""

from __future__ import annotations

import re
import textwrap
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import css_inline
from jinja2 import FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from router.errors import RouterError
from router.render.words import Words, base, runs

OUTPUT_CAP = 1_000_000  # characters one template may put out
SUFFIXES = frozenset({".html", ".txt", ".css", ".po"})
PLACE = "template:"  # before the name of a template in tracebacks
EMPTY: Mapping[str, Any] = MappingProxyType({})

# "<" never stands in serialised text, so both begin at a tag and not at a title that reads like one.
_CLASSES = re.compile(r'(<[a-z0-9]+(?: [a-z]+="[^"]*")*?) class="([^"]*)"')
_LINK = re.compile(r'(<a(?: class="[^"]*")?) href="([^"]*)" ?')
_QUOTED = re.compile("(“[^”]*”)")
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


def quotes(text: str, page: str) -> Markup:
    """Text whose “quoted words” keep their quotes, where they run against the page's direction."""
    against = Markup('<span dir="{}">{}</span>')
    parts = _QUOTED.split(text)
    return Markup("").join(
        against.format(way, part) if at % 2 and (way := runs(part)) and way != page else part
        for at, part in enumerate(parts)
    )


def read(folder: Path) -> tuple[dict[str, str], dict[str, RouterError]]:
    """Every template and catalogue below a folder by its name there; and what could not be read."""
    found, wrong = {}, {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file():
            name = path.relative_to(folder).as_posix()
            try:
                found[name] = path.read_text(encoding="utf-8")
            except (UnicodeDecodeError, OSError) as error:
                wrong[name] = RouterError(f"templates/{name}", f"cannot be read: {error}", "save it as UTF-8")
    return found, wrong


class Templates:
    """The templates in force: an installation's files laid over ours, all read once, so that they never change mid-way."""

    def __init__(self, own: Mapping[str, str] = EMPTY, aside: Mapping[str, RouterError] = EMPTY) -> None:
        """`own` are the installation's files by name, as far as it has its own; `aside` says which of them not to use."""
        self._shipped = ours()
        self._own = {name: text for name, text in own.items() if name not in aside}
        self.aside: dict[str, RouterError] = dict(aside)
        self._environment = ImmutableSandboxedEnvironment(
            loader=FunctionLoader(self._text),
            autoescape=lambda name: name is not None and name.endswith(".html"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.filters.update(wrap=wrap, apart=apart, quotes=quotes)
        self._words: dict[str, Words] = {}

    def set_aside(self, name: str, error: RouterError) -> bool:
        """Use our file in place of the installation's; False when this one is ours, and nothing of theirs to blame."""
        own = {name} & set(self._own)
        if not own:  # ours fails: what it includes or extends is to blame, which stands beside it
            own = {one for one in self._own if one.partition("/")[0] == name.partition("/")[0]}
        for one in own:
            del self._own[one]
            self.aside[one] = error
        if own:
            assert self._environment.cache is not None
            self._environment.cache.clear()
            self._words.clear()
            for kept in ("head_css", "_kept", "_inliner"):
                self.__dict__.pop(kept, None)
        return bool(own)

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
        """The words between the stories in this language; English where there is no catalogue."""
        known = self._words.get(language)
        if known is None:
            tag = base(language)
            name = f"words/{tag}.po" if re.fullmatch("[a-z]{2,3}", tag) else ""
            try:
                known = Words(language, (self._text(name) or ("",))[0], f"templates/{name}")
            except RouterError as error:
                if not self.set_aside(name, error):
                    raise
                return self.words(language)
            self._words[language] = known
        return known

    def languages(self) -> frozenset[str]:
        """The languages there are words for."""
        names = self._shipped.keys() | self._own.keys()
        return frozenset({"en"} | {name[6:-3] for name in names if name.startswith("words/")})

    def missing(self) -> dict[str, int]:
        """How many sentences were said in English for want of a translation, by language."""
        return {language: words.missing.total() for language, words in self._words.items() if words.missing}

    def render(self, name: str, values: Mapping[str, object], language: str = "en") -> str:
        """One template, not yet inlined. Raises RouterError naming file and line when ours cannot be rendered."""
        words = self.words(language)
        while True:
            try:
                return self._render(name, {**values, "_": words.gettext, "ngettext": words.ngettext})
            # a template can fail with anything: a division, a deep recursion, more than there is memory for
            except Exception as error:
                file, wrong = self._fault(name, error)
                if not self.set_aside(file, wrong):
                    raise wrong from error

    def _render(self, name: str, values: Mapping[str, object]) -> str:
        out, size = [], 0
        for piece in self._environment.get_template(name).generate(values):
            out.append(piece)
            size += len(piece)
            if size > OUTPUT_CAP:
                raise RouterError(f"templates/{name}", f"puts out more than {OUTPUT_CAP} characters", "shorten it")
        return "".join(out)

    @staticmethod
    def _fault(name: str, error: Exception) -> tuple[str, RouterError]:
        """The file that failed, and what a person reads of it."""
        if isinstance(error, RouterError):
            return name, error
        line = 0
        if isinstance(error, TemplateSyntaxError):
            name, line = error.name or name, error.lineno
        for frame in traceback.extract_tb(error.__traceback__):  # Jinja gives each its template's name and line
            if frame.filename.startswith(PLACE):
                name, line = frame.filename.removeprefix(PLACE), frame.lineno or 0
        if isinstance(error, TemplateNotFound):
            what = f"there is no template {error.name}"
        else:
            what = str(getattr(error, "message", None) or error or type(error).__name__)
        where = f"templates/{name}:{line}" if line else f"templates/{name}"
        return name, RouterError(where, " ".join(what.split())[:300], "correct or remove this file")

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
        text = self._text(name)
        if text is None:
            raise RouterError(f"templates/{name}", "is missing", "restore the shipped file")
        return text[0]

    def _text(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """As Jinja's loaders want it: text, the file name of tracebacks, and whether it is still current."""
        text = self._own.get(name, self._shipped.get(name))
        return None if text is None else (text, f"{PLACE}{name}", lambda: True)


@cache
def ours() -> Mapping[str, str]:
    """The shipped files by name."""
    return MappingProxyType(read(shipped())[0])
