"""The words of the house as frozen value types; this page is the glossary.

    mail ──arrive──▶ Mail ──clip──▶ Clippings ──fold──▶ Stories ──route──▶ Routes ──select──▶ Issues ──send──▶ Deliveries

Rooms on one floor never import each other; what they share is here, handed over by the step.
Every time is an aware datetime in UTC unless its name says otherwise; every text is str without control characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from router.frozen import value


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
class Reason:
    """Why something was decided: a stable code for machines, words for people."""

    code: str
    words: str = ""

    def __str__(self) -> str:
        return self.words or self.code


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


# -- rules -------------------------------------------------------------------------------------------


@value(frozen=True, slots=True)
class Facts:
    """What rules look at: one story as the matcher, the preview and the search page see it."""

    title: str = ""
    text: str = ""
    authors: str = ""
    publisher: str = ""
    note: str = ""
    link: str = ""
    kind: str = ""
    language: str = ""
    sources: tuple[str, ...] = ()  # names of the sources that carried it
    tags: tuple[str, ...] = ()  # inbox words it was sent to
    date: str = ""  # ISO date the story is from, for `during:`


@value(frozen=True, slots=True)
class Found:
    """One place where a rule's words matched: part, the words as they stand there, offset in characters."""

    part: str
    words: str
    at: int


@value(frozen=True, slots=True)
class Rule:
    """One take or skip line of a rule file."""

    interest: str
    file: str
    line: int
    text: str  # the line as written
    words: str  # the line read back in words
    skip: bool = False


@value(frozen=True, slots=True)
class Verdict:
    """What the rulebook says of one story and one interest, and by which line."""

    interest: str
    taken: bool
    rule: Rule | None  # the line that decided; None: nothing matched
    found: tuple[Found, ...] = ()


@value(frozen=True, slots=True)
class Interest:
    """What subscribers choose: one file of rules/interests/."""

    name: str  # child-protection, the file's name
    title: str  # "Child protection"
    about: str = ""
    at_most: int = 0  # stories in one issue; 0 = no limit
    hold: str = "no"  # no, yes, "4 hours"
    join: str = "public"  # public, invitation, private
    archive: str = "public"  # public, unlisted, subscribers
    during: tuple[str, str] | None = None  # ISO dates, both included
    file: str = ""


# -- newsletters -------------------------------------------------------------------------------------


@value(frozen=True, slots=True)
class Wishes:
    """What one subscriber wants of an issue."""

    minutes: int = 20  # 0 = everything
    words_a_minute: int = 238  # Brysbaert 2019: the mean for English non-fiction
    more: Mapping[str, int] = field(default_factory=dict)  # interest or source -> -1 less, 0 normal, +1 more
    muted: frozenset[str] = frozenset()  # sources
    keep_days: int = 7  # a story that did not fit waits so long, then is said to be left out


@value(frozen=True, slots=True)
class Candidate:
    """A routed story that a subscriber has not had: what `choose` decides on."""

    story: int
    title: str
    link: str
    text: str
    publisher: str
    interests: tuple[str, ...]  # names, all that took it and the subscriber has
    why: str  # the rule in words
    published: datetime
    routed: datetime
    also_in: tuple[str, ...] = ()  # titles of further sources that carried it
    carried: int = 1  # mails that showed it
    note: str = ""
    note_by: str = ""
    authors: str = ""
    journal: str = ""
    kind: str = "news"
    language: str = ""
    sources: tuple[str, ...] = ()
    pinned: bool = False
    again: Reason | None = None  # had before, and truly new: corrected, figures, noted
    again_id: int = field(default=0, compare=False)
    edition: str = field(default="", compare=False)  # interest|date of the edition it comes from, "" for none
    place: int = field(default=0, compare=False)  # its place in that edition, 1 = first


@value(frozen=True, slots=True)
class Pick:
    """A story chosen for one issue: its number, section and cost in seconds of reading."""

    candidate: Candidate
    number: int
    section: str  # "top", an interest's name, or "also"
    seconds: int
    guessed: bool = True  # the reading time is a guess: say "about"
    read: int = 0  # seconds to read the story itself, beyond what the newsletter shows; 0 = not said
    beside: Reason | None = None  # the story before tells of the same event, and how that is known


@value(frozen=True, slots=True)
class Chosen:
    """What one issue holds, what waits for the next, and what was left out, each with its reason."""

    picks: tuple[Pick, ...]
    waiting: tuple[tuple[int, Reason], ...] = ()
    left_out: tuple[tuple[int, Reason], ...] = ()


@value(frozen=True, slots=True)
class Slot:
    """One time at which a subscriber's issue is due: the key part `local date|slot`, and the moment in UTC."""

    local_date: str
    name: str
    due: datetime

    @property
    def beside(self) -> bool:
        """Whether it takes no local date of the schedule: a newsletter at once, or one that was asked for."""
        return self.name not in ("daily", "weekly", "monthly")


@value(frozen=True, slots=True)
class Schedule:
    """When a subscriber wants a newsletter: local days and time, never a cron."""

    every: str = "daily"  # daily, weekly, monthly, once (at once)
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)  # Monday = 0
    time: str = "07:00"  # local
    zone: str = "UTC"
    month_day: int = 1


@value(frozen=True, slots=True)
class Doors:
    """The addresses one issue offers its subscriber; "" where this installation has no such door."""

    leave_page: str = ""  # RFC 8058 one-click https URI, also the visible link
    leave_mail: str = ""  # mailto:
    reply_to: str = ""
    tune: str = ""  # pattern with {number}
    see_them: str = ""  # what was left out
    preferences: str = ""
    home: str = ""


@value(frozen=True, slots=True)
class IssueContent:
    """All that a newsletter says: plain data for the templates."""

    title: str  # the installation's newsletter title
    number: int
    date: str  # local date in words
    local_date: str  # ISO
    chosen: Chosen
    interests: Mapping[str, Interest]
    doors: Doors
    language: str = "en"
    repeats: int = 0  # mails folded into stories since the last issue
    outside: int = 0  # stories outside the subscriber's interests
    imprint: str = ""
    minutes: int = 20
    words: tuple[tuple[str, str, str], ...] = ()  # an interest, the editor's word on its edition, by whom


@value(frozen=True, slots=True)
class Rendered:
    """A newsletter or notice as text, not yet as bytes."""

    subject: str
    html: str
    text: str


@value(frozen=True, slots=True)
class Report:
    """What one run of a step did: counts by word, and the ids it handed on."""

    step: str
    done: int = 0
    failed: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    next_ids: tuple[int, ...] = ()
