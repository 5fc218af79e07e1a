"""Turns an interest's days into editions: which one a story belongs to, whether it waits for an editor, and its order."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from router.errors import RouterError
from router.planning import reading, when
from router.planning.choose import TOP, TOP_FROM, choose, settle
from router.terms import Candidate, Chosen, Interest, Pick, Reason, Schedule, Slot, Wishes

_HOLD = re.compile(r"(\d+) ?(minute|hour|day)s?")


@dataclass(frozen=True, slots=True)
class Days:
    """When editions close: a local time in the zone of the house."""

    closes: str  # HH:MM
    zone: str

    def open_at(self, moment: datetime) -> Slot:
        """The edition of a story routed at `moment`: its date, and when it closes. What comes at that very moment is
        the next one's. Raises RouterError for a zone or time that cannot be read."""
        slot = when.upcoming(Schedule(time=self.closes, zone=self.zone), moment)
        if slot is None:
            raise RouterError("edition_closes", f"{self.zone} has no {self.closes} any more", "choose another time")
        return slot

    def belongs(self, routed: datetime, closed: Collection[str]) -> Slot:
        """The edition a story routed then goes into: its day's, or the next one that is not among the `closed` dates."""
        slot = self.open_at(routed)
        while slot.local_date in closed:
            slot = self.open_at(slot.due)
        return slot


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of an edition now: open, held or release; for a release the moment it counts from."""

    reason: Reason
    at: datetime


def goes(hold: str, held: bool, closes: datetime) -> datetime | None:
    """When the clock releases an edition, None when only an editor does. `hold` is what the interest's file says (no,
    yes, "4 hours"), `held` that an editor keeps it whatever that says."""
    found = _HOLD.fullmatch(hold)
    if held or hold == "yes":
        return None
    return closes + timedelta(**{f"{found[2]}s": int(found[1])}) if found else closes


def rule(state: str, hold: str, held: bool, closes: datetime, now: datetime) -> Ruling:
    """What becomes of an edition in this state, with `hold` and `held` as `goes` has them.

    What the clock releases from `open` counts from the moment it should have been, however late the clock is read.
    """
    if state == "open" and now < closes:
        return Ruling(Reason("open", "takes stories until it closes"), now)
    at = goes(hold, held, closes)
    if at is None:
        return Ruling(Reason("held", "an editor holds it" if held else "waits for an editor"), now)
    if now < at:
        return Ruling(Reason("held", f"waits {hold} for an editor, then goes by itself"), now)
    return Ruling(Reason("release", "its time has come"), at if state == "open" else now)


def order(
    candidates: Sequence[Candidate], pins: Mapping[int, int], interest: Interest, closes: datetime
) -> tuple[Candidate, ...]:
    """The stories of one edition as everybody reads them: pins (story -> place among the pins) first, then by rank."""
    everything = Wishes(minutes=0)
    chosen = choose(candidates, everything, {interest.name: replace(interest, at_most=0)}, closes)
    ranked = [pick.candidate for pick in chosen.picks]
    return tuple(sorted(ranked, key=lambda one: pins.get(one.story) or len(ranked) + len(pins)))


def story_for_story(
    candidates: Sequence[Candidate], wishes: Wishes, interests: Mapping[str, Interest], now: datetime
) -> Chosen | None:
    """One edition as it is, for who has one interest and no wishes; None when there is more to decide than that."""
    editions = {one.edition for one in candidates}
    personal = wishes.minutes > 0 or any(wishes.more.values()) or wishes.muted
    if len(interests) != 1 or personal or len(editions) != 1 or "" in editions:
        return None
    [(name, interest)] = interests.items()
    ordered = sorted(candidates, key=lambda one: one.place)
    shown = ordered[: interest.at_most or None]
    top = TOP if len(shown) >= TOP_FROM else 0
    waiting: list[tuple[int, Reason]] = []
    left_out: list[tuple[int, Reason]] = []
    full = Reason("at-most", f"{interest.title} has its {interest.at_most} stories")
    for candidate in ordered[len(shown) :]:
        settle(candidate, full, wishes, now, waiting, left_out)
    picks = (_pick(one, at, "top" if at <= top else name, wishes) for at, one in enumerate(shown, 1))
    return Chosen(tuple(picks), tuple(waiting), tuple(left_out))


def _pick(candidate: Candidate, number: int, section: str, wishes: Wishes) -> Pick:
    read, guessed = reading.read(candidate, wishes.words_a_minute)
    skim = reading.skim(candidate, wishes.words_a_minute)
    seconds = max(read, skim) if number <= TOP else skim + read / reading.OPENED
    return Pick(candidate, number, section, ceil(seconds), guessed, ceil(read))
