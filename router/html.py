"""Turns the HTML of a mail into a capped tree, and the tree into plain text as a reader sees it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

MAX_CHARACTERS = 4_000_000
MAX_DEPTH = 256
MAX_NODES = 50_000

Page = LexborHTMLParser
Node = LexborNode

_BLOCKS = """address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol option p pre section summary table tbody td
    tfoot th thead tr ul"""
_SKIPPED = "script style head title template noscript textarea select object svg math iframe meta link"
_VOIDS = "br img p li td th tr tbody thead tfoot dd dt hr input meta link col option wbr"
BLOCKS = frozenset(_BLOCKS.split())
SKIPPED = frozenset(_SKIPPED.split())
_VOID = frozenset(_VOIDS.split())

_NAMED = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)
# Tags that can open a level, told by how they begin; most tags of a mail are others.
_opening = re.compile(r"<(?=[a-z])(?!t[dr][ >]|br[ />]|img[ />]|li[ >]|p[ >])", re.I).findall
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>?", re.I)
# font-size:0 and mso-hide hide nothing: the first is set on wrappers to close gaps, the second only speaks to Outlook.
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden"
    r"|(?:^|[;\s])(?:max-height|opacity)\s*:\s*0*(?:\.0+)?(?:px|pt|em|%)?\s*(?:!important)?\s*(?:;|$)",
    re.I,
)
MAX_STYLE = 200_000
_END = "\v"  # no text of a mail holds it by itself: `line` takes it for white space
# At-rules (@media and kin) hold for some screens only, so what they hide counts as shown.
_AT_RULE = re.compile(r"@[\w-]+[^{};]*(?:;|\{(?:[^{}]|\{[^{}]*\})*\})|/\*.*?\*/", re.S)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CLASS = re.compile(r"(?:^|,)\s*(?:\w+)?\.([\w-]+)\s*(?=,|$)")
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000\u2028\u2029]+")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_ASCII_SPACES = bytes.maketrans(b"\t\n\r", b"   ")
_ASCII_UNSEEN = bytes({*range(32)} - {*b"\t\n\r"}) + b"\x7f"
_IN_LINES = bytes.maketrans(b"\t\r", b"  ")
# Joiners shape Persian, Indic scripts and emoji; anywhere else they are filler.
_STRAY_JOINER = re.compile(
    r"(?<![\u0300-\u1fff\u2100-\U0010ffff])[\u200c\u200d]+|[\u200c\u200d]+(?![\u0300-\u1fff\u2100-\U0010ffff])"
)

_STEP = re.compile(r"(?:^|\s)([+~^/])\s+")
_ATTRIBUTE = re.compile(r"\s*@([\w-]+)$")


def parse(html: str) -> Page:
    """The tree of an HTML text, at most 256 levels deep and 50,000 nodes wide; never raises on any text.

    Lexbor needs more than quadratic time for deep nesting, so the caps are taken before it sees the text.
    """
    html = html[:MAX_CHARACTERS]
    if len(html) > MAX_NODES and html.count("<") > MAX_NODES:
        html = _first_tags(html, MAX_NODES)
    if len(_opening(html)) > MAX_DEPTH and _depth(html) > MAX_DEPTH:
        html = _flattened(html)
    return LexborHTMLParser(_unpaired(html))


def select(within: Page | Node, css: str) -> list[Node]:
    """The nodes that a CSS selector finds, in document order; none for a selector that is not CSS."""
    try:
        return within.css(css)
    except SelectolaxError:
        return []


def is_selector(css: str) -> bool:
    """Whether this can be read as a CSS selector."""
    try:
        _EMPTY.css(css)
    except SelectolaxError:
        return False
    return bool(css.strip())


@dataclass(frozen=True, slots=True)
class Path:
    """How to get from a story's node to one of its parts: steps of (sign, CSS), then an attribute or the text."""

    steps: tuple[tuple[str, str], ...]
    attribute: str = ""


@lru_cache(maxsize=512)
def read_path(line: str) -> tuple[Path, ...]:
    """A line of a source file as paths to try in turn.

    `.` is the story's node itself, `CSS` is inside it; `+ CSS` the next element; `~ CSS` a later sibling before the next story; `^ CSS` the
    nearest element around; `/ CSS` inside of where the steps led. `@href` takes an attribute. `||` means "else".
    """
    paths = []
    for choice in line.split("||"):
        choice = choice.strip()
        attribute = _ATTRIBUTE.search(choice)
        css = choice[: attribute.start()] if attribute else choice
        pieces = _STEP.split(f" {css}")
        steps = [("/", pieces[0].strip())] if pieces[0].strip(" .") else []
        steps += [(sign, name.strip()) for sign, name in zip(pieces[1::2], pieces[2::2], strict=True)]
        paths.append(Path(tuple(steps), attribute[1] if attribute else ""))
    return tuple(paths)


def line(text: str) -> str:
    """One line of plain text: white space folded, control, bidi and invisible characters left out."""
    if text.isascii():  # as most are: bytes are translated several times faster
        text = text.encode().translate(_ASCII_SPACES, _ASCII_UNSEEN).decode()
        return " ".join(text.split()) if "  " in text else text.strip()
    text = _UNSEEN.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _STRAY_JOINER.sub("", text)
    return _SPACES.sub(" ", text).strip()


def lines(texts: Sequence[str]) -> list[str]:
    """`line` of each text; plain ones are translated together."""
    together = "\n".join(texts)
    if together.isascii() and together.count("\n") == len(texts) - 1:
        together = together.encode().translate(_IN_LINES, _ASCII_UNSEEN).decode()
        if "  " not in together:
            return [text.strip() for text in together.split("\n")]
    return [line(text) for text in texts]


def text_of(node: Node) -> str:
    """What a reader sees of this node, as one line."""
    inner = node
    while inner.tag not in SKIPPED and not is_hidden(inner):  # mostly one text in elements that hold nothing else
        child = inner.first_child
        if child is None or child.next is not None:
            break
        if child.tag == "-text":
            return line(child.text_content or "")
        inner = child
    return line("".join(text if text is not None else " " for text in _seen(node)))


def to_text(html: str) -> str:
    """Plain text of an HTML body: a line for each block and each line of <pre>; hidden text, scripts and styles left out."""
    lines: list[str] = []
    held: list[str] = []
    page = parse(html)
    for text in _seen(page.root, hidden_classes(page)):
        if text == _END:
            lines.append(line("".join(held)))
            held = []
        elif text is not None:
            held.append(text)
        elif held:
            lines += filter(None, [line("".join(held))])
            held = []
    lines.append(line("".join(held)))
    return "\n".join(lines).strip("\n")


def hidden_classes(page: Page) -> frozenset[str]:
    """The classes that the page's own style sheets hide on every screen (`.preheader {display:none}`)."""
    found: set[str] = set()
    for sheet in page.css("style"):
        rules = sheet.text()
        if "none" in rules:
            for names, body in _RULE.findall(_AT_RULE.sub(" ", rules[:MAX_STYLE])):
                if _NOT_SHOWN.search(body):
                    found.update(_CLASS.findall(names))
    return frozenset(found)


def is_hidden(node: Node, classes: frozenset[str] = frozenset()) -> bool:
    """Whether the node's attributes keep it from the reader's eye (preheaders, fall-backs for one program)."""
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    if classes and (named := attributes.get("class")) and not classes.isdisjoint(named.split()):
        return True
    style = attributes.get("style")
    return style is not None and _hides(style)


@lru_cache(maxsize=1024)
def _hides(style: str) -> bool:
    # a mail repeats its styles row by row
    return _HIDDEN.search(style) is not None


def walk(root: Node | None, hidden: frozenset[str] = frozenset()) -> Iterator[tuple[Node, bool]]:
    """Every visible node in document order: (node, True) where it opens, (element, False) where it closes.

    hidden: classes whose elements are not shown, see hidden_classes.
    """
    node = root
    depth = 0
    while node is not None:
        tag = node.tag
        if tag == "-text":
            yield node, True
            below = None
        elif tag is None or tag in SKIPPED or tag[0] in "-!_" or is_hidden(node, hidden):
            below = None
        else:
            yield node, True
            below = node.first_child
            if below is None:
                yield node, False
        if below is not None:
            node, depth = below, depth + 1
            continue
        while True:
            if depth == 0:
                return
            after = node.next
            if after is not None:
                node = after
                break
            parent = node.parent
            if parent is None:
                return
            node, depth = parent, depth - 1
            yield node, False


def _seen(root: Node | None, hidden: frozenset[str] = frozenset()) -> Iterator[str | None]:
    """The visible texts in order; None stands where a block begins or ends, _END where a line of <pre> does."""
    within = 0
    for node, opens in walk(root, hidden):
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            text = "" if text == _END else text
            if within and "\n" in text:
                *above, text = text.split("\n")
                for words in above:
                    yield words
                    yield _END
            yield text
        elif tag in BLOCKS:
            within += (1 if opens else -1) if tag == "pre" else 0
            yield None


def _first_tags(html: str, count: int) -> str:
    at = 0
    for _ in range(count):
        at = html.find("<", at) + 1
    return html[: at - 1]


def _depth(html: str) -> int:
    """How deep tags stand in one another. Tags that close themselves or one another never deepen the tree."""
    deepest = depth = 0
    levels = _Levels()
    for closes, name in _NAMED.findall(html):
        depth += levels.step(closes, name.lower())
        deepest = max(deepest, depth)
    return deepest


class _Levels:
    """Whether a tag goes a level down, up or neither: one that closes what is not open lifts nothing."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def step(self, closes: str, name: str) -> int:
        if name in _VOID:
            return 0
        if not closes:
            self._open[name] += 1
            return 1
        if not self._open[name]:
            return 0
        self._open[name] -= 1
        return -1


def _flattened(html: str) -> str:
    """The same text without the tags that open below the depth cap, and without those that close them."""
    depth = 0
    levels = _Levels()

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        step = levels.step(match[1], match[2].lower())
        depth += step
        if step == 0:
            return match[0] if match[2].lower() in _VOID else ""
        return match[0] if depth + (step < 0) <= MAX_DEPTH - 16 else ""

    return _TAG.sub(keep, html)


def _unpaired(html: str) -> str:
    """Lone surrogates cannot be encoded for the parser; they stand for bytes no charset could read."""
    return html if html.isascii() else html.encode("utf-8", "replace").decode("utf-8")


_EMPTY = LexborHTMLParser("")
