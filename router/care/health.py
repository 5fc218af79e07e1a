"""The newest mails of each source -> how it goes: whether its layout changed, whether it fell silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from router.clippers import READ
from router.store import sources
from router.store.sources import Went
from router.terms import Reason

UNREAD = 3  # mails in a row without a story, or cut by guess, before a layout is thought to have changed
GAPS = 3  # between mails, before a usual one can be told
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What needs a look, and the mail since which it does: both together name it, so that it is told once."""

    reason: Reason
    since: int


@dataclass(frozen=True, slots=True)
class Health:
    """How one source goes: sums over its newest mails (20 at most), its usual gap in days."""

    source: str
    mails: int
    links: int
    stories: int
    newest: datetime
    usual_gap: float | None  # None: too few mails to tell
    troubles: tuple[Trouble, ...]

    def __str__(self) -> str:
        return "; ".join(str(one.reason) for one in self.troubles) or "well"


async def health(now: datetime) -> list[Health]:
    """Every source that a mail came from in the last 400 days, by name."""
    return judge(await sources.lately(now), now)


def judge(lately: Mapping[str, Sequence[Went]], now: datetime) -> list[Health]:
    """As `health`, of mails already looked up, newest first."""
    return [_of(source, went, now) for source, went in sorted(lately.items()) if went]


def _of(source: str, went: Sequence[Went], now: datetime) -> Health:
    gap = _usual_gap(went)
    return Health(
        source,
        len(went),
        sum(one.links for one in went),
        sum(one.stories for one in went),
        went[0].arrived,
        None if gap is None else round(gap, 1),
        (*_layout(went), *_silence(went[0], gap, now)),
    )


def _layout(went: Sequence[Went]) -> tuple[Trouble, ...]:
    last, before = went[:UNREAD], went[UNREAD:]
    if len(last) < UNREAD or not any(one.links for one in last):
        return ()
    if not any(one.stories for one in last):
        words, well = f"0 stories from the last {UNREAD} mails: layout changed?", [one for one in before if one.stories]
    elif all(one.confidence < READ for one in last):
        words = f"the last {UNREAD} mails were cut by guess, not by its file: layout changed?"
        well = [one for one in before if one.confidence >= READ]
        if not well:  # its file leaves the cutting to the mail
            return ()
    else:
        return ()
    return (Trouble(Reason("layout", words), well[0].mail if well else 0),)


def _usual_gap(went: Sequence[Went]) -> float | None:
    """The median of days between mails; what comes within an hour came together."""
    times = [one.arrived for one in went]
    gaps = [(later - earlier) / _DAY for later, earlier in pairwise(times)]
    gaps = [gap for gap in gaps if gap > 1 / 24]
    return median(gaps) if len(gaps) >= GAPS else None


def _silence(newest: Went, gap: float | None, now: datetime) -> tuple[Trouble, ...]:
    """Three usual gaps and a week are waited for: a holiday is no trouble."""
    days = (now - newest.arrived) / _DAY
    if gap is None or days < 3 * gap + 7:
        return ()
    usual = f"{gap:.0f}" if gap >= 1 else "under a day"
    return (Trouble(Reason("quiet", f"quiet for {days:.0f} days, usual gap {usual}"), newest.mail),)
