"""A mail from its bytes to the clippings cut from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from router.frozen import value
from router.terms.steps import Reason


class Lane(StrEnum):
    """What a mail is, in the order of care: an earlier lane is looked at before a later one."""

    SETUP = "setup"  # a forwarding confirmation or a double opt-in: shown to a person, never clicked
    BOUNCE = "bounce"  # a delivery status or complaint report
    REPLY = "reply"  # an auto-reply
    LOOP = "loop"  # our own mail come back
    COMMAND = "command"  # a person tells us something: a reply, a tag of ours
    QUESTION = "question"  # a person asks the stories something
    TIP = "tip"  # an enrolled person's own link
    FORWARD = "forward"  # an alert passed on by a person
    ALERT = "alert"  # what the house lives on
    OTHER = "other"  # no story, with a reason
    QUARANTINE = "quarantine"  # hostile, unreadable, or not who it says it is


@value(frozen=True, slots=True)
class Address:
    """A mail address with its display name; the address is lower case, "" when there is none."""

    address: str
    name: str = ""


@value(frozen=True, slots=True)
class Envelope:
    """How a mail came to us, beside its bytes."""

    door: str = "file"  # imap, smtp, lmtp, folder, import, file
    sender: str | None = None  # MAIL FROM; "" is the null sender, None is not known
    recipients: tuple[str, ...] = ()  # RCPT TO, as far as known
    mailbox: str = ""  # name of the mailbox in router.toml
    too_big: int = 0  # bytes of the whole mail, when it passed the size limit and only its headers are at hand


@value(frozen=True, slots=True)
class Attachment:
    """A part kept as bytes: message/rfc822, message/delivery-status, text/rfc822-headers and their kin."""

    kind: str  # MIME type, lower case
    name: str
    body: bytes


@value(frozen=True, slots=True)
class Parsed:
    """One mail, read: headers decoded and unfolded, bodies as text. Bytes are never re-serialised from it."""

    headers: tuple[tuple[str, str], ...]  # lower-case name, decoded value, in the mail's order
    sender: Address
    subject: str
    text: str  # the text/plain body, "" when there is none
    html: str  # the text/html body, "" when there is none
    to: tuple[Address, ...] = ()
    date: datetime | None = None
    message_id: str = ""  # without < >
    attachments: tuple[Attachment, ...] = ()
    rung: str = "mail-parser"  # which reader of the ladder succeeded: mail-parser, compat32, headers
    defects: tuple[str, ...] = ()
    content_type: str = "text/plain"  # of the whole mail, lower case, no parameters
    content_params: Mapping[str, str] = field(default_factory=dict)  # e.g. report-type of multipart/report

    def header(self, name: str) -> str:
        """The first value of this header, "" when the mail has none."""
        name = name.lower()
        for key, words in self.headers:
            if key == name:
                return words
        return ""

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of this header, topmost first."""
        name = name.lower()
        return tuple(value for key, value in self.headers if key == name)


@value(frozen=True, slots=True)
class Forward:
    """The mail inside a mail that somebody passed on, and the words they put above it."""

    sender: Address
    subject: str
    text: str  # the inner mail's text
    html: str  # the inner mail's HTML, "" when only text was forwarded
    note: str = ""  # the forwarder's own words, without banner and signature
    note_by: Address = Address("")
    date: datetime | None = None
    how: Reason = Reason("inline")  # inline, attachment, header-block, ...
    headers: tuple[tuple[str, str], ...] = ()  # of an attached mail: everything; inline: nothing


@value(frozen=True, slots=True)
class Bounce:
    """What a returned mail says: hard, full, soft, policy, complaint, reply, delayed, other."""

    kind: str
    recipients: tuple[str, ...] = ()
    message_id: str = ""  # of the mail of ours that it returns, without < >
    reason: Reason = Reason("none")


@value(frozen=True, slots=True)
class Sender:
    """What authentication says of a mail's From, by the configured authserv-id only (RFC 8601)."""

    verdict: str  # pass, fail, unknown
    domain: str = ""  # the domain that passed
    reason: Reason = Reason("not-judged")


@value(frozen=True, slots=True)
class Source:
    """Who makes an alert and how its mails are read: one file of rules/sources/."""

    name: str  # google-scholar, the file's name
    title: str = ""  # "Google Scholar alerts"
    kind: str = "news"  # news, paper, post, video, notice, question
    senders: tuple[str, ...] = ()  # `from:` addresses or @domains
    signed: str = ""  # the domain that must have signed
    list_ids: tuple[str, ...] = ()  # `list-id:` suffixes
    headers: tuple[tuple[str, str], ...] = ()  # `header:` name, value prefix
    tags: tuple[str, ...] = ()  # `tag:` inbox address words
    hosts: tuple[str, ...] = ()  # `host:` link hosts
    subjects: tuple[str, ...] = ()  # `subject:` words, only a hint beside another sign
    clip: str = "blocks"  # microdata, selectors, blocks, records, whole
    parameters: Mapping[str, str] = field(default_factory=dict)  # the clipper's own lines: story, title, link, ...
    unwrap: tuple[str, ...] = ()  # "*/scholar_url ?url"
    drop: tuple[str, ...] = ()  # CSS selectors or "text: words" of what is never a story
    secret: tuple[str, ...] = ()  # "?email_for_op": parameters that must not leave
    groups: tuple[str, ...] = ()
    publisher: str = ""  # when every story of this source has the same
    setup: str = ""  # how a person switches this alert on
    samples: tuple[str, ...] = ()  # "google-scholar/new-results.eml takes 4"
    file: str = ""  # where it stands, for messages


@value(frozen=True, slots=True)
class Clipping:
    """One thing cut from one mail. A fact: it never changes."""

    title: str
    link: str = ""  # unwrapped, without trackers and tokens; "" when the mail gives none
    text: str = ""  # what the mail says of it, one paragraph
    publisher: str = ""
    authors: str = ""
    journal: str = ""
    published: str = ""  # ISO date, or "" when the mail does not say
    kind: str = "news"  # news, paper, post, video, notice, question
    language: str = ""  # BCP 47, "" when not said
    note: str = ""  # a person's words about it
    note_by: str = ""  # their name
    doi: str = ""


@value(frozen=True, slots=True)
class Cut:
    """What a clipper made of one mail, and how sure it is (0 to 1)."""

    clippings: tuple[Clipping, ...]
    confidence: float
    reason: Reason
    links: int = 0  # different links in what was looked at


@value(frozen=True, slots=True)
class Knows:
    """What reading one mail may lean on besides the mail itself; handed to the worker processes as one value."""

    sources: tuple[Source, ...] = ()
    inbox: str = ""  # inbox@host, "" when not configured
    own_domains: tuple[str, ...] = ()  # domains whose mail could be ours
    separator: str = "+"
    authserv_id: str = ""  # whose Authentication-Results is believed; "" = nobody's
    people: Mapping[str, str] = field(default_factory=dict)  # address -> editor | owner
    subscribers: frozenset[str] = frozenset()  # confirmed addresses, lower case
    interests: frozenset[str] = frozenset()  # tags that an interest takes
    instance: str = ""  # our X-Router-Instance
    version: int = 0  # of the rulebook these sources come from


@value(frozen=True, slots=True)
class Reading:
    """Everything one mail was found to be: the answer of a worker process."""

    lane: Lane
    reason: Reason
    parsed: Parsed | None = None
    tag: str = ""  # the +tag it was sent to
    source: str = ""  # name of the source, "" when none is known
    confidence: float = 0.0
    clippings: tuple[Clipping, ...] = ()
    links: int = 0  # different links in what was looked at for stories
    forward: Forward | None = None
    bounce: Bounce | None = None
    sender: Sender = Sender("unknown")
