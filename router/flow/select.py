"""select: subscribers whose time has come -> issues, each with its mail frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from router import headers
from router.crash import crashpoint
from router.planning import choose, when
from router.render import Templates, issue
from router.store import issues, subscribers
from router.store.deliveries import Draft
from router.store.issues import IssueDraft
from router.store.subscribers import Person
from router.subscribers.addresses import Addresses
from router.terms import Address, Interest, IssueContent, Rendered, Report, Slot

GRACE = timedelta(hours=20)  # a slot found later than this is left to the next one
MOST_BYTES = 90_000  # of the HTML part, decoded: Gmail cuts at about 102,000


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every newsletter of this house says of itself."""

    house: headers.House
    title: str
    imprint: str


class Select:
    """Makes issues; `interests` and `sources` (name -> title) give those in force now."""

    def __init__(
        self,
        letterhead: Letterhead,
        addresses: Addresses,
        templates: Templates,
        interests: Callable[[], Mapping[str, Interest]],
        sources: Callable[[], Mapping[str, str]],
    ) -> None:
        self._letterhead, self._addresses, self._templates = letterhead, addresses, templates
        self._interests, self._sources = interests, sources

    async def due(self, now: datetime) -> list[int]:
        """Ids of subscribers whose slot has come and was not filled."""
        return [person.id for person in await subscribers.people() if _slot(person, now)]

    async def __call__(self, ids: Sequence[int], now: datetime) -> Report:
        """Make the issue of each of `ids` that is due; Report.next_ids are deliveries."""
        made, empty = [], 0
        for person in await subscribers.people(set(ids)):
            slot = _slot(person, now)
            if slot is None:
                continue
            draft = await self.draft(person, slot)
            crashpoint("select.before_commit")
            if draft is None:
                await issues.nothing_new(person.id, slot)
                empty += 1
            elif (delivery := await issues.put(draft, now)) is not None:
                made.append(delivery)
            crashpoint("select.after_commit")
        return Report("select", len(made), 0, {"made": len(made), "nothing new": empty}, tuple(made))

    async def draft(self, person: Person, slot: Slot) -> IssueDraft | None:
        """The issue of this slot as it would be written now; None when there is nothing new for this person.

        Every byte follows from rows and slot, never from the moment: a preview and what is sent are the same.
        """
        known = self._interests()
        interests = {name: known.get(name) or Interest(name, name) for name in _ordered(person.interests, known)}
        last = await issues.last_made(person.id)
        after = last - timedelta(days=person.wishes.keep_days) if last else None
        titles = self._sources()
        candidates = [
            replace(one, also_in=tuple(titles.get(name, name) for name in one.also_in))
            for one in await issues.candidates(person.id, person.interests, after)
        ]
        chosen = choose.choose(candidates, person.wishes, interests, slot.due)
        if not chosen.picks:
            return None
        number = person.issues_made + 1
        key = f"{person.id}|{slot.local_date}|{slot.name}"
        content = IssueContent(
            title=self._letterhead.title,
            number=number,
            date=_in_words(slot.local_date),
            local_date=slot.local_date,
            chosen=chosen,
            interests=interests,
            doors=self._addresses.doors(person.id, number),
            language=person.language,
            repeats=sum(pick.candidate.carried - 1 for pick in chosen.picks),
            imprint=self._letterhead.imprint,
            minutes=person.wishes.minutes,
        )
        said = issue(content, self._templates)
        return self._drafted(person, slot, key, content, said)

    def _drafted(self, person: Person, slot: Slot, key: str, content: IssueContent, said: Rendered) -> IssueDraft:
        house, number = self._letterhead.house, content.number
        lines = headers.issue_headers(
            house, key=f"{house.instance}|{key}", to=Address(person.address, person.name), subject=said.subject,
            date=slot.due, doors=content.doors, list_name="newsletter", list_title=self._letterhead.title,
            issue=f"{slot.local_date}-{number}",
        )  # fmt: skip
        identifier = dict(lines)["Message-ID"]
        data = headers.compose(lines, said.text, said.html, boundary=headers.boundary_of(identifier))
        envelope = self._addresses.envelope(person.id, number)
        mail = Draft(f"issue|{key}", "issue", identifier.strip("<>"), envelope, person.address, data, person.id)
        left_out: dict[str, int] = {}
        for _, reason in content.chosen.left_out:
            left_out[str(reason)] = left_out.get(str(reason), 0) + 1
        return IssueDraft(key, person.id, number, slot, said.subject, content.chosen.picks, left_out, mail)


def _slot(person: Person, now: datetime) -> Slot | None:
    return when.due(person.schedule, person.last_slot, person.schedule_since, now, GRACE)


def _ordered(mine: Mapping[str, datetime], known: Mapping[str, Interest]) -> list[str]:
    return [name for name in known if name in mine] + sorted(name for name in mine if name not in known)


def _in_words(local_date: str) -> str:
    day = date.fromisoformat(local_date)
    return f"{day:%A}, {day.day} {day:%B %Y}"
