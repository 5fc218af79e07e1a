"""Turns a mail, or the mail inside a forward, into what a clipper looks at; and holds what it cuts until it is finished."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import translate
from functools import cached_property, lru_cache
from urllib.parse import unquote

from router import links
from router.clippers.answers import drop_quote, unquoted
from router.html import Page, line, lines, parse
from router.terms import Address, Forward, Parsed, Source

URL = re.compile(r"https?://[^\s<>\"|]+[^\s<>\"|.,;:!?')\]}]", re.I)
_MARKUP = re.compile(r"<(?:!doctype|html|body|table|t[dr]|div|p|br|font|span)\b[^<>]*>", re.I)
_OWNERS = frozenset(
    ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-forwarded-to", "x-forwarded-for", "x-envelope-to")
)
_WRITTEN = re.compile(r"<?\b(?:https?://|www\.)[^\s<>\"]+>?", re.I)
_ADDRESS = re.compile(r"[\w.+=-]+@[\w-]+(?:\.[\w-]+)+")
_written = links.finder(r"://|www\.|@|%40")  # signs of what is written out in a text


@dataclass(slots=True)
class Raw:
    """One thing as it stands in the mail: links still wrapped, texts still with the mail's white space."""

    title: str
    link: str = ""
    text: str = ""
    publisher: str = ""
    byline: str = ""  # authors, journal and date in one line, as the mail has them
    authors: str = ""
    journal: str = ""
    date: str = ""
    kind: str = ""
    doi: str = ""
    links: list[str] = field(default_factory=list)  # further links to the same thing
    lines: list[str] = field(default_factory=list)  # the text, line by line, where the shape knows lines
    above: str = ""  # the line above the title
    note: str = ""  # a person's words about it


@dataclass(frozen=True)
class Body:
    """The part of a mail that may hold stories, with what is known of whom it came from and to."""

    html: str
    text: str
    subject: str
    sender: Address
    received: datetime | None
    source: Source | None
    owners: frozenset[str]  # addresses that must not be said
    listed: bool = False  # it came through a list: List-Id, List-Unsubscribe, Precedence
    posted: bool = False  # people write to that list (RFC 2369 List-Post): the mail is somebody's post
    enclosed: tuple[bytes, ...] = ()  # the mails of a MIME digest
    leaving: tuple[str, ...] = ()  # links of its header that end the subscription (RFC 2369 List-Unsubscribe)

    @cached_property
    def page(self) -> Page:
        """The tree of the HTML; parsed once."""
        page = parse(self.html)
        if self.posted or not self.listed:  # a newsletter's quotes are its own
            drop_quote(page)
        return page

    @cached_property
    def hrefs(self) -> tuple[str, ...]:
        """Every link of the mail, as written."""
        found = [node.attrs.get("href") or "" for node in self.page.css("a[href]")] if self.html else []
        return tuple(dict.fromkeys(found or URL.findall(self.text)))

    @cached_property
    def secrets(self) -> frozenset[str]:
        """What must be cut from every link: the source's own parameters, the reader's ids, the owner's addresses."""
        own = self.source.secret if self.source else ()
        return frozenset(own) | links.reader_ids(self.hrefs, self.leaving) | self.owners

    @cached_property
    def _values(self) -> tuple[str, ...]:
        return tuple(secret for secret in self.secrets if not secret.startswith("?"))

    def clean(self, url: str) -> str:
        """The link as it may leave, "" when it is no page, a share button or an account link."""
        return self.cleaned([url])[0]

    def cleaned(self, urls: list[str]) -> list[str]:
        """Each of the links as it may leave."""
        said = links.clean_all(map(self._unwrapped, urls), secrets=self.secrets)
        if links.may_be_share(urls) or links.may_be_share(said):
            said = ["" if links.is_share_link(*pair) else pair[1] for pair in zip(urls, said, strict=True)]
        return ["" if url.startswith("mailto:") else url for url in said]

    def _unwrapped(self, url: str) -> str:
        """By the source's `unwrap: HOST/PATH ?parameter`, where a `*` stands for anything."""
        for rule in self.source.unwrap if self.source else ():
            at, parameter = _wrapper(rule)
            if at(url.partition("://")[2].partition("?")[0].lower()) and (found := parameter(url)):
                inner = unquote(found[1].replace("+", " "))
                if inner[:4].lower() == "http":
                    return inner
        return url

    def scrubbed(self, texts: list[str]) -> list[str]:
        """Each as one line of plain text without mail addresses, written-out links and the reader's ids."""
        texts = lines(texts)
        together = "\n".join(texts)
        private = _written(together) or any(value in together for value in self._values)
        return list(map(self._scrubbed, texts)) if private else texts

    def _scrubbed(self, text: str) -> str:
        said = text
        if "://" in text or "www." in text:
            text = _WRITTEN.sub("", text)  # an address written out may carry a token; the story's link is kept apart
        if "@" in text or "%40" in text:
            text = _ADDRESS.sub("", text.replace("%40", "@"))
        for value in self._values:
            if value in text:
                text = text.replace(value, "")
        return text if text is said else line(text)

    def parameter(self, name: str) -> str:
        """A line of the source file, "" when it has none."""
        return self.source.parameters.get(name, "") if self.source else ""


@lru_cache(maxsize=1024)
def _wrapper(rule: str) -> tuple[Callable[[str], object], Callable[[str], re.Match[str] | None]]:
    """For `HOST/PATH ?parameter`: whether a place is that, and the parameter with its value in a link."""
    place, _, name = rule.partition(" ?")
    at = lru_cache(maxsize=64)(re.compile(translate(place.strip().lower())).match)  # the same for each story of a mail
    return at, re.compile(rf"[?&]{re.escape(name.strip())}=([^&#]+)").search


def _kinds(html: str, text: str) -> tuple[str, str]:
    """(html, text), where a text part that is a page in truth is taken for one."""
    if not html and len(_MARKUP.findall(text[:6000])) >= 3:
        return text, ""
    return html, text


def _owners(headers: Iterable[tuple[str, str]]) -> set[str]:
    return {word.lower() for name, value in headers if name in _OWNERS for word in _ADDRESS.findall(value)}


def body_of(parsed: Parsed, forward: Forward | None, source: Source | None) -> Body:
    """What to cut: the inner mail of a forward, else the mail itself."""
    owners = {address.address for address in parsed.to if address.address} | _owners(parsed.headers)
    if forward is not None:
        owners |= {forward.note_by.address, parsed.sender.address} - {"", forward.sender.address}
        owners |= _owners(forward.headers)
        html, text = _kinds(forward.html, forward.text)
        return Body(
            html=html,
            text=unquoted(text),
            subject=forward.subject or parsed.subject,
            sender=forward.sender,
            received=forward.date or parsed.date,
            source=source,
            owners=frozenset(owners),
        )
    listed = any(parsed.header(name) for name in ("list-id", "list-unsubscribe", "list-post"))
    listed = listed or parsed.header("precedence").lower() in ("list", "bulk")
    messages = tuple(one.body for one in parsed.attachments if one.kind == "message/rfc822")
    html, text = _kinds(parsed.html, parsed.text)
    return Body(
        html=html,
        text=unquoted(text),
        subject=parsed.subject,
        sender=parsed.sender,
        received=parsed.date,
        source=source,
        owners=frozenset(owners - {parsed.sender.address}),
        listed=listed,
        posted="mailto:" in parsed.header("list-post").lower(),
        enclosed=messages if listed and len(messages) > 1 else (),
        leaving=tuple(URL.findall(parsed.header("list-unsubscribe"))),
    )
