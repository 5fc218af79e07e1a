"""A mail that somebody passed on, into the mail inside it and the words they put above it.

An automatic forward or a redirect keeps its From line: it is the alert itself and no forward.
"""

from __future__ import annotations

import email.utils
import re
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from urllib.parse import unquote

from router import html as pages
from router.errors import MailError
from router.mail import header_blocks, header_lines, header_words, notes
from router.mail.header_blocks import Block
from router.mail.parse import parse
from router.mail.wording import BIDI
from router.terms import Forward, Parsed, Reason

_LEVELS = 6  # how often one mail may have been passed on before we stop looking
_MOST_ENDS = 100  # marks below which another mail begins; more are looked at by nobody
_PREFIX = 14  # letters that a program may put before a subject
_LONGEST_NOTE = 600  # longer words above a block are the mail itself
_BULK = ("list-id", "list-unsubscribe", "precedence", "feedback-id", "x-campaign", "x-campaignid")
_LISTS = re.compile(r"(?:.*<)?(?:listserv|majordomo|listproc|owner-[\w.-]+|[\w.-]+-(?:request|owner|digest))@", re.I)
_SIGNS = " -=*"  # around a mark
_SOURCE = re.compile(
    r"\s*(?:From \S+@\S+ .{10,40}\d{4}\n|(?:Return-Path|Delivered-To|Received): )[^\n]*\n(?:[\w-]+:|[ \t])"
)


def unwrap(parsed: Parsed) -> Forward | None:
    """The mail that was passed on with this one, None when this is no forward. Looks one level deep."""
    parsed = _source_read(parsed)
    kind, bare = header_words.prefix(parsed.subject)
    inside = attached(parsed) if kind != "reply" else ()
    if inside:
        return _signed_off(inside[0], parsed)
    if kind != "forward" and (any(parsed.header(name) for name in _BULK) or _is_of_list(parsed)):
        return None
    found = _from_html(parsed, kind, bare) or _from_text(parsed, kind, bare)
    if found is None or (kind != "forward" and _is_shown(found, parsed, bare)):
        return None
    return _signed_off(found, parsed)


def _is_shown(found: Forward, parsed: Parsed, bare: str) -> bool:
    """Whether header lines are only shown in a letter of the writer's own, which goes on and is signed below them.

    Links are what mails are passed on for; a signature behind "-- " is set by a program, below whatever stands there.
    """
    if not found.note or "://" in found.text or header_words.key(found.subject) == header_words.key(bare):
        return False
    lines = [line for line in found.text.split("\n") if line.strip()]
    if any(line.rstrip() == "--" for line in lines):
        return False
    return found.sender.address != parsed.sender.address and any(
        notes.is_signed(line, parsed.sender.name) for line in lines[-3:]
    )


def _is_of_list(parsed: Parsed) -> bool:
    """Whether a list's software sent it, which in older days said so in no header of its own."""
    return any(_LISTS.match(address) for address in (parsed.sender.address, parsed.header("sender")))


def _signed_off(found: Forward, parsed: Parsed) -> Forward:
    return replace(found, note=notes.until_name(found.note, parsed.sender.name)) if found.note else found


def innermost(forward: Forward) -> Forward:
    """The story mail of a forward that had been forwarded before; every note of the way stays, the last one first.

    Only a mail that begins with the next forward is one: a thread quoted below somebody's words is theirs.
    """
    for _ in range(_LEVELS):
        outer = Parsed(
            headers=forward.headers,
            sender=forward.sender,
            subject=forward.subject,
            text=forward.text,
            html=forward.html,
            date=forward.date,
        )
        inner = unwrap(outer)
        again = header_words.prefix(forward.subject)[0] == "forward"
        if inner is None or (inner.note and not again) or len(inner.note) > _LONGEST_NOTE:
            return forward
        both = "\n\n".join(note for note in (forward.note, inner.note) if note)
        forward = replace(inner, note=both, note_by=forward.note_by if forward.note else inner.note_by)
    return forward


def attached(parsed: Parsed) -> tuple[Forward, ...]:
    """The mails that came as attachments (message/rfc822), each read anew; none of a report or a list's digest."""
    if parsed.content_type in ("multipart/report", "multipart/digest"):
        return ()
    found = []
    for part in parsed.attachments:
        if part.kind not in ("message/rfc822", "message/global"):
            continue
        try:
            inner = parse(part.body)
        except MailError:
            continue
        if not inner.sender.address and not inner.subject:
            continue
        words = parsed.text or pages.to_text(parsed.html)
        found.append(
            Forward(
                sender=inner.sender,
                subject=inner.subject,
                text=inner.text or pages.to_text(inner.html),
                html=inner.html,
                note=_note_beside(words.split("\n")),
                note_by=parsed.sender,
                date=inner.date,
                how=Reason("attachment", "the mail came as an attachment"),
                headers=inner.headers,
            )
        )
    return tuple(found)


def _note_beside(lines: list[str]) -> str:
    """The forwarder's words in a mail that has the other attached: some programs write its header lines below them."""
    block = header_blocks.find(lines, forwarded=True)
    kept = lines[: block.start] if block else lines
    return notes.own_words([line for line in kept if not header_lines.is_mark(line)])


def _source_read(parsed: Parsed) -> Parsed:
    """A mail whose text is another mail's source (pasted, or stored by an archive) with that mail's text instead."""
    if not _SOURCE.match(parsed.text):
        return parsed
    try:
        inner = parse(parsed.text.encode())
    except MailError:
        return parsed
    return replace(parsed, text=inner.text, html=inner.html, attachments=(*parsed.attachments, *inner.attachments))


def _is_forward(block: Block, parsed: Parsed, kind: str, bare: str) -> bool:
    if kind == "forward" and "fi" in block.languages and parsed.subject[:2].casefold() == "vs":
        kind = "reply"  # Finnish for "answer"; Danish and Norwegian for "passed on"
    if kind == "forward":
        return True
    if block.how == "wrote" and not block.marked:
        return False
    if block.marked:
        return not block.quote or kind != "reply"
    sender = header_lines.sender(block.fields["from"]).address
    if kind == "reply" or (sender and sender in {one.address for one in parsed.to}):
        return False  # what we wrote, shown to us
    if sender and sender == parsed.sender.address and not block.written:
        return False  # a memo's head
    inner = header_words.key(block.fields.get("subject", ""))
    # An unknown prefix before the inner subject: programs add one to what they forward.
    own = header_words.key(bare)
    if inner and inner != own and own.endswith(inner) and len(own) - len(inner) <= _PREFIX:
        return True
    if "to" not in block.fields:
        return False  # what somebody wrote into a form
    named = block.written and not re.search(r"\d", block.fields["from"])
    if inner != own and not (named or header_lines.ADDRESS.search(block.fields["from"])):
        return False  # a timetable, a booking, minutes: "From: Town Hall"
    return not parsed.header("in-reply-to") and not parsed.header("references")


def _from_text(parsed: Parsed, kind: str, bare: str) -> Forward | None:
    if not parsed.text:
        return None
    lines = BIDI.sub("", parsed.text).split("\n")
    block = header_blocks.find(lines, bare, forwarded=kind == "forward")
    if block is None or not _is_forward(block, parsed, kind, bare):
        return None
    marks = {header_words.key(line.strip(_SIGNS)) for line in lines[block.start : block.end] if header_lines.ends(line)}
    body = lines[block.end :]
    return _forward(parsed, block, bare, lines, _body_text(body[: _ended(body, marks)], block.quote), "")


def _body_text(lines: Sequence[str], quote: int) -> str:
    """The inner body without the quote signs its block carries, and without what follows a quoted body."""
    filled = [line for line in lines if line.strip()]
    if not quote and filled and all(line.lstrip().startswith(">") for line in filled):
        quote = 1  # some programs quote the body and not the header lines above it
    if quote:
        last = max((n for n, line in enumerate(lines) if line.lstrip().startswith((">", "|"))), default=-1)
        lines = [_less_quoted(line, quote) for line in lines[: last + 1]] if last >= 0 else lines
    return textwrap.dedent("\n".join(lines)).strip("\n")


def _ended(lines: Sequence[str], marks: set[str]) -> int:
    """Where a program says that the forwarded mail ends, or repeats a mark from above it, with no header lines below:
    other words between dashes are a title of the mail's own ("--- Transmission lines ---")."""
    ends = (
        at
        for at, line in enumerate(lines)
        if header_lines.ends(line) and (header_lines.says_end(line) or header_words.key(line.strip(_SIGNS)) in marks)
    )
    for at in islice(ends, _MOST_ENDS):
        below = "\n".join(lines[at + 1 : at + 6])
        if header_blocks.find(below.split("\n"), forwarded=True) is None:
            return at
    return len(lines)


def _less_quoted(line: str, quote: int) -> str:
    for _ in range(quote):
        bare = line.lstrip()
        if bare[:1] not in (">", "|"):
            break
        line = bare[1:].removeprefix(" ")
    return line


def _forward(parsed: Parsed, block: Block, bare: str, lines: Sequence[str], text: str, html: str) -> Forward:
    sender = header_lines.sender(block.fields.get("from", ""))
    return Forward(
        sender=sender,
        subject=block.fields.get("subject", "").strip(" *") or bare.strip(),
        text=text,
        html=html,
        note=notes.own_words(lines[: block.start], wrapped=not html),
        note_by=parsed.sender,
        date=_date(block.fields.get("date", "")),
        how=Reason(block.how, "the mail's header lines stand in the text"),
    )


def _date(words: str) -> datetime | None:
    try:
        return email.utils.parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _from_html(parsed: Parsed, kind: str, bare: str) -> Forward | None:
    if not parsed.html:
        return None
    page = pages.parse(BIDI.sub("", parsed.html))
    lines, last_nodes = _lines(page)
    block = header_blocks.find(lines, bare, forwarded=kind == "forward")
    if block is not None:
        block.fields["from"] += _address_behind(lines, last_nodes, block)
    if block is None or not _is_forward(block, parsed, kind, bare):
        return None
    _cut_before(last_nodes[block.end - 1])
    inner = page.body.html if page.body is not None else ""
    text = "\n".join(words for words in (_preheader(page), pages.to_text(inner or "")) if words)
    return _forward(parsed, block, bare, lines, text, inner or "")


def _address_behind(lines: Sequence[str], last_nodes: Sequence[pages.Node], block: Block) -> str:
    """The address in the link of the From line, where a program shows the name alone; "" when there is none."""
    if header_lines.ADDRESS.search(block.fields["from"]):
        return ""
    rows = [header_lines.header(header_lines.plain(line)[0]) for line in lines[block.start : block.end]]
    senders = [n for n, row in enumerate(rows, block.start) if row and "from" in header_words.HEADERS[row[0]]]
    node = last_nodes[senders[0]] if senders else None
    for _ in range(3):
        for near in (node, node.prev) if node is not None else ():
            href = (near.attributes.get("href") or "") if near is not None and near.tag == "a" else ""
            if href[:7].lower() == "mailto:":
                return f" <{unquote(href[7:].partition('?')[0])}>"
        node = node.parent if node is not None else None
    return ""


def _preheader(page: pages.Page) -> str:
    """The hidden line a newsletter shows in the list of mails only: part of its text, though not of its page."""
    for node in page.body.traverse(include_text=True) if page.body is not None else ():
        if node.tag == "-text":
            if (node.parent is None or node.parent.tag not in pages.SKIPPED) and pages.line(node.text_content or ""):
                break
        elif node.tag not in pages.SKIPPED and pages.is_hidden(node):
            return pages.line(node.text(deep=True))
    return ""


def _lines(page: pages.Page) -> tuple[list[str], list[pages.Node]]:
    """What a reader sees line by line, and the last piece of text of each line in the tree."""
    lines: list[str] = []
    nodes: list[pages.Node] = []
    held: list[str] = []
    last: pages.Node | None = None
    for node, _ in pages.walk(page.root):
        tag = node.tag
        if tag == "-text":
            held.append(node.text_content or "")
            last = node
        elif tag in pages.BLOCKS and held:
            words = pages.line("".join(held))
            if words and last is not None:
                lines.append(words)
                nodes.append(last)
            held = []
    words = pages.line("".join(held))
    if words and last is not None:
        lines.append(words)
        nodes.append(last)
    return lines, nodes


def _cut_before(node: pages.Node) -> None:
    """Take this node and everything before it out of the tree; styles stay, they are asked for hidden text."""
    target: pages.Node | None = node
    first = True
    while target is not None and target.tag not in ("body", "html"):
        parent = target.parent
        before = target.prev
        while before is not None:
            earlier = before.prev
            if before.tag != "style":
                before.decompose()
            before = earlier
        if first:
            target.decompose()
            first = False
        target = parent
