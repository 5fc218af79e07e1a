"""Turns a mail that is itself the story (a post, an essay, an issue) into that one story."""

from __future__ import annotations

import re
from urllib.parse import unquote

from router import html, links
from router.clippers import bylines, dealings
from router.clippers.body import Body, Raw
from router.clippers.finish import is_bare_url, key_of
from router.clippers.lines import Line
from router.clippers.pages import page_lines
from router.clippers.wording import is_online_link, is_titleish, words_in

_PREFIX = re.compile(
    r"^\s*(?:(?:re|fwd?|fw|aw|wg|tr|rv|enc|i|vs|sv|ynt|doorst|antw|odp|pd|továbbítás|转发|轉寄|回复|vb)\s*:\s*|\[[^\]]{1,40}\]\s*"
    r"|(?:breaking(?: news)?|eilmeldung|alert|(?:press|news|media) release|pressemitteilung|medienmitteilung|communiqu[ée] de presse|nota de prensa|comunicado de prensa|comunicato stampa|persbericht|pressmeddelande|new (?:blog )?(?:post|article|story|comment|episode|issue|video|podcast|newsletter|release|paper|publication)|neuer beitrag|nouvel article|nueva entrada|blog post)\s*:\s*)+",
    re.I,
)
_LABELLED = re.compile(
    r"(?:^|\|)\s*(?:url|link|read (?:more|it|the .{1,30}|online)(?: (?:at|here|on .{1,20}))?|permalink|view (?:online|post)|source|web)\s*:?\s*<?(https?://\S+)",
    re.I | re.M,
)
_OF_FEED = re.compile(
    r"^[ \t]*(?:url|link|permalink): *<?https?://\S+[ \t\r]*\n(?:date|published|updated): .*\d", re.I | re.M
)
_ISSUE = re.compile(r"\s*(?:[:|(#]|\s[-–—]\s)\s*")  # what parts a letter's name from its number
_COUNT = re.compile(
    r"(?:#|(?:issue|no\.?|nr\.?|nº|vol\.?|ausgabe|numéro|número|numero|nummer)\s*#?)\d{1,5}\s*[:|,–—-]|\d{1,3}\s*[:|]",
    re.I,
)
_NAME = re.compile(r":\s")  # "The Letter: what this issue says"
_URL = re.compile(r"https?://[^\s<>\")\]]+", re.I)
_WELCOME = re.compile(
    r"\W*(?:welcome (?:to|aboard)|willkommen (?:bei[m]?|zu[m]?|im)|bienvenue (?:à|chez|dans|sur)|bienvenid[oa]s? a|benvenut[oaie] (?:a|in|su)"
    r"|bem-vind[oa]s? a[o]?|welkom bij|välkommen till|velkommen til|witaj(?:cie)? w)\W+(.+)",
    re.I,
)
_SENTENCE = re.compile(r"[.!?]\s+")
_WAY = 40  # signs before the name of a place where a mail can be seen
_BY = re.compile(
    r"^(?:by|von|par|por|di|door|av|af)\s+(?P<who>[^\W\d_].{2,60}?)(?:\s+(?:on|am|le|el|il|op)\s+.*)?$", re.I
)


def is_transaction(body: Body) -> bool:
    """Whether the subject speaks of the reader's dealings with the sender: no story."""
    return dealings.is_transaction(subject_of(body))


def is_welcome(body: Body) -> bool:
    """Whether the subject welcomes a new reader to the letter, by its name."""
    found, name = _WELCOME.match(subject_of(body)), key_of(publisher(body))
    return found is not None and name != "" and key_of(found[1]).startswith(name)


def is_dealing(body: Body) -> bool:
    """Whether the subject says so in the reader's face: `Your order …`."""
    return dealings.is_dealing(subject_of(body))


def cut(body: Body) -> list[Raw]:
    """One story: the subject or the headline that says the same, the link that opens it, the first words."""
    lines = page_lines(body) if body.html else []
    title, link = _headline(body, lines)
    if not title:
        return []
    online = _online(lines) if lines else _online_in_text(body.text)
    alone = "" if lines else _link_alone(body)
    ways = (_by_slug(body, title), link, online, _labelled(body.text), alone)
    raw = Raw(title=title, publisher=publisher(body), links=[way for way in ways if way and not _is_home(way)])
    raw.link = raw.links.pop(0) if raw.links else ""
    raw.text = _first_words(body, lines, title)
    raw.authors = _author(lines, body.text)
    return [raw]


def is_signed_post(body: Body) -> bool:
    """Whether a text is one post, as feed readers mail it: the address of its own page and its day above, or its headline
    above and that address below."""
    text = body.text.lstrip()
    if _OF_FEED.match(text) and len(_OF_FEED.findall(text)) == 1:
        return True
    said = body.text.rstrip().rpartition("\n")[2]
    return len(_LABELLED.findall(body.text)) == 1 and _LABELLED.match(said) is not None and headline_in_text(body) != ""


def only_link(lines: list[Line]) -> str:
    """The one link of a page beside those about the reader's account and the sender's networks, "" when more or none."""
    found = {
        span.href: None
        for line in lines
        for span in line.spans
        if span.href[:4] == "http"
        and not links.is_account_link(span.href, html.line(span.text))
        and not links.is_share_link(span.href)
        and not _is_home(span.href)
        and not links.is_profile_link(span.href)
        and (not span.image or span.text)
    }
    return next(iter(found)) if len(found) == 1 else ""


def _is_home(url: str) -> bool:
    """Whether a link opens a site's front page, which is no story."""
    place = links.unwrap(url).partition("://")[2].partition("/")[2]
    return place.partition("?")[0].strip("/") == "" and "=" not in place


def subject_of(body: Body) -> str:
    """The subject without Re:, Fwd:, list names and "New post:"."""
    return html.line(_PREFIX.sub("", html.line(body.subject)))


def publisher(body: Body) -> str:
    """Who sends it, as they call themselves; never a bare address."""
    name = html.line(body.sender.name).strip("\"' ")
    return "" if "@" in name else name


def issue_of(body: Body) -> str:
    """The name in a subject before a number or a day: `The Letter - Issue 31`, `Watch (3 new)`, `The Letter: #94: Robots`."""
    name, rest = (*_ISSUE.split(subject_of(body), 1), "")[:2]
    if words_in(rest) > 4:
        count = _COUNT.match(rest)
        rest = count[0] if count else ""
    return name if len(name.split()) <= 5 and any(map(str.isdigit, rest)) and words_in(rest) <= 4 else ""


def headline_of(body: Body, lines: list[Line]) -> Line | None:
    """The line near the top that says what the subject says."""
    subject = subject_of(body)
    wanted, name = key_of(subject), _NAME.split(subject)[0]
    best: Line | None = None
    for line in lines[:60] if wanted else ():
        said = key_of(line.text)
        same = said and (
            said == wanted or (len(said) > 14 and line.text != name and (said in wanted or _repeats(said, wanted)))
        )
        if same and (best is None or (line.href and not best.href)):
            best = line
    return best


def _repeats(said: str, wanted: str) -> bool:
    """Whether a line says the subject and little more, rather than hold its words in a paragraph."""
    return wanted in said and len(said) <= 2 * len(wanted) + 40


def headline_in_text(body: Body) -> str:
    """The line that stands alone near the top of a text and says what the subject says, a name before it left out."""
    subject = subject_of(body)
    wanted = {key_of(subject), key_of(_NAME.split(subject, maxsplit=1)[-1])} if len(subject) > 14 else set()
    lines = ["", *body.text.splitlines()[:60], ""] if wanted else []
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        alone = not any(map(str.isalnum, above)) and not any(map(str.isalnum, below))
        if alone and words_in(line) >= 3 and key_of(line) in wanted:
            return html.line(line).strip("#*_ ")
    return ""


def _headline(body: Body, lines: list[Line]) -> tuple[str, str]:
    said = headline_of(body, lines)
    if said is not None:
        # of `The paper "Title" by Ada Roe was added` only the title
        linked = html.line("".join(span.text for span in said.spans if span.href and span.href == said.href))
        return linked if key_of(linked) == key_of(subject_of(body)) else said.text, said.href
    if not lines and (title := headline_in_text(body)):
        return title, ""
    if subject := subject_of(body):
        return subject, ""
    fit = [
        line
        for line in lines[:80]
        if (line.heading in (1, 2) or line.size >= 22) and len(line.text) <= 260 and is_titleish(line.text)
    ]
    largest = max(fit, key=lambda line: line.size, default=None)
    return (largest.text, largest.href) if largest is not None else ("", "")


def _online(lines: list[Line]) -> str:
    for line in lines:
        before = ""
        for span in line.spans:
            words = html.line(span.text)
            if (
                span.href
                and not span.href.startswith(("#", "mailto:"))
                and (is_online_link(words) or _is_place(before, words))
            ):
                return span.href
            before = f"{before}{span.text}"[-_WAY:]
    return ""


def _is_place(before: str, words: str) -> bool:
    """Whether linked words name where a mail can be seen: the last word of `View it on GitHub`."""
    said = _SENTENCE.split(before)[-1]
    return words_in(words) == 1 and not is_bare_url(words) and words_in(said) <= 3 and is_online_link(f"{said}{words}")


def _online_in_text(text: str) -> str:
    """The link beside words that open the mail on the web: "(On the web: https://…)"."""
    for line in text.splitlines():
        if "://" in line and (found := _URL.search(line)) and is_online_link(line[: found.start()].strip(" (<[:-")):
            return found[0].rstrip(".,;:")
    return ""


def _link_alone(body: Body) -> str:
    """The one link of a text under its headline that stands on a line of its own and is no matter of the account."""
    if not headline_in_text(body):
        return ""
    found = {url for url in _URL.findall(body.text) if not links.is_account_link(url, "")}
    said = [line.strip(" <>\t") for line in body.text.splitlines() if "://" in line]
    return next((line for line in said if line in found), "") if len(found) == 1 else ""


def _labelled(text: str) -> str:
    found = _LABELLED.search(text)
    return found[1].rstrip(">.,)") if found else ""


def _by_slug(body: Body, title: str) -> str:
    """The link whose address spells the title, or begins to."""
    wanted = {word for word in key_of(title).split() if len(word) > 2}
    best, most = "", 0.6
    for href in body.hrefs if wanted else ():
        if links.is_share_link(href) or links.is_account_link(href, ""):
            continue
        path = unquote(links.unwrap(href).partition("?")[0].partition("://")[2].partition("/")[2])
        said = set(key_of(path).split())
        last = {word for word in key_of(path.rstrip("/").rpartition("/")[2]).split() if len(word) > 2}
        share = len(wanted & said) / len(wanted)
        if len(last) >= 4:
            share = max(share, len(wanted & last) / len(last))
        if share > most:
            best, most = href, share
    return best


def _first_words(body: Body, lines: list[Line], title: str) -> str:
    said = key_of(title)
    texts = [line.text for line in lines] if lines else [part.strip() for part in re.split(r"\n\s*\n", body.text)]
    found: list[str] = []
    for text in texts:
        if len(text) >= 60 and key_of(text) != said and not text.lower().startswith(("url:", "http")):
            found.append(_URL.sub("", text))
        if sum(map(len, found)) > 600:
            break
    return " ".join(found)


def _author(lines: list[Line], text: str) -> str:
    for said in [line.text for line in lines[:25]] or text.splitlines()[:12]:
        found = _BY.match(said.strip())
        if found and (bylines.are_names(found["who"]) or len(found["who"].split()) == 2):
            return found["who"]
    return ""
