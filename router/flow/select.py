"""select: subscribers whose time has come -> issues, each with its mail frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from router import headers
from router.crash import crashpoint
from router.flow.events import events
from router.planning import choose, when
from router.planning.beside import beside
from router.planning.editions import story_for_story
from router.planning.fit import fit
from router.render import Press, Templates
from router.store import acts, archive, editions, issues, subscribers
from router.store.deliveries import Draft
from router.store.issues import IssueDraft
from router.store.subscribers import Person
from router.subscribers.addresses import Addresses
from router.terms import Address, Chosen, Doors, Interest, IssueContent, Report, Slot

GRACE = timedelta(hours=20)  # a slot found later than this is left to the next one


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every newsletter of this house says of itself."""

    house: headers.House
    title: str
    imprint: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who an issue is written to when that is not its subscriber: an editor who looks at it first."""

    to: Address
    key: str  # of this one look: it is no delivery of the issue
    prefix: str = "Test: "


class Select:
    """Makes issues; `interests` and `sources` (name -> title) give those in force now; `again` are the ways in which a
    story that somebody had may be truly new."""

    def __init__(
        self,
        letterhead: Letterhead,
        addresses: Addresses,
        templates: Templates,
        interests: Callable[[], Mapping[str, Interest]],
        sources: Callable[[], Mapping[str, str]],
        again: Collection[str] = (),
    ) -> None:
        self._letterhead, self._addresses, self._press = letterhead, addresses, Press(templates)
        self._interests, self._sources, self._again = interests, sources, again
        self._waits: dict[int, tuple[Slot | None, str]] = {}  # whose slot brought nothing yet: it, and the news then
        self._idle: tuple[datetime, str] | None = None  # the minute and the news when nobody was due
        self._looked: tuple[datetime, int] | None = (
            None  # the minute in which everybody was looked at, the newest act then
        )
        self._found: set[int] = set()  # who was due at the last look

    async def due(self, now: datetime) -> list[int]:
        """Ids of subscribers whose slot has come and was not filled."""
        news = await issues.news()
        look = now.replace(second=0, microsecond=0), news
        if look == self._idle:
            return []  # the clock looks every second, and slots begin with a minute
        minute, some = look[0], None
        if self._looked and self._looked[0] == minute:
            some = await subscribers.restless(self._looked[1]) | self._waits.keys() | self._found
        else:
            self._looked = minute, await acts.newest()
        found = []
        for person in await subscribers.people(some):
            slot = slot_of(person, now)
            if slot and self._waits.get(person.id) != _waiting(person, slot, news):
                found.append(person.id)
        self._found = set(found)
        self._idle = None if found else look
        return found

    async def __call__(self, ids: Sequence[int], now: datetime) -> Report:
        """Make the issue of each of `ids` that is due; Report.next_ids are deliveries."""
        made, empty, held = [], 0, 0
        news = await issues.news()
        for person in await subscribers.people(set(ids)):
            slot = slot_of(person, now)
            if slot is None:
                continue
            drafts = await self.drafts(person, slot)
            crashpoint("select.before_commit")
            if drafts:
                made += await issues.put(drafts, now, slot)
            elif person.schedule.every == "once":
                self._waits[person.id] = _waiting(person, slot, news)  # no slot is used up by nothing
                empty += 1
            elif "held" in (await issues.unpublished(person.id, person.interests)).values():
                self._waits[person.id] = _waiting(person, slot, news)  # for the editor, as long as its slot stands
                held += 1
            else:
                await issues.nothing_new(person.id, slot)
                empty += 1
            crashpoint("select.after_commit")
        counts = {"made": len(made), "nothing new": empty, "waits for an editor": held}
        return Report("select", len(made), 0, counts, tuple(made))

    async def drafts(self, person: Person, slot: Slot, reader: Reader | None = None) -> list[IssueDraft]:
        """The issues of this slot as they would be written now, one over all interests or one for each; [] when there
        is nothing new for this person.

        Every byte follows from rows and slot, never from the moment: a preview and what is sent are the same. For a
        `reader` its doors are nobody's: an editor who tries the links of a test changes nothing for the subscriber.
        """
        if not person.one_each:
            draft = await self._draft(person, slot, reader, frozenset())
            return [draft] if draft else []
        made: list[IssueDraft] = []
        for name in _ordered(person.interests, self._interests()):
            had = frozenset(pick.candidate.story for draft in made for pick in draft.picks)
            one = replace(person, interests={name: person.interests[name]}, issues_made=person.issues_made + len(made))
            draft = await self._draft(one, replace(slot, name=f"{slot.name}:{name}"), reader, had)
            made += [draft] if draft else []
        return made

    async def _draft(self, person: Person, slot: Slot, reader: Reader | None, had: frozenset[int]) -> IssueDraft | None:
        known = self._interests()
        interests = {name: known.get(name) or Interest(name, name) for name in _ordered(person.interests, known)}
        last = await issues.last_made(person.id)
        # a clock that was years ahead, once, must not leave out everything since
        after = min(last, slot.due) - timedelta(days=person.wishes.keep_days) if last else None
        titles = self._sources()
        at_once = person.schedule.every == "once"
        new = await issues.candidates(person.id, person.interests, after, at_once=at_once)
        new += await issues.again_for(person.id, person.interests, self._again, after)
        candidates = [
            replace(one, also_in=tuple(titles.get(name, name) for name in one.also_in))
            for one in new
            if one.story not in had
        ]
        chosen = story_for_story(candidates, person.wishes, interests, slot.due)
        if chosen is None:
            chosen = choose.choose(candidates, person.wishes, interests, slot.due)
        if not chosen.picks:
            return None
        chosen = beside(chosen, events(pick.candidate for pick in chosen.picks))
        number = person.issues_made + 1
        content = IssueContent(
            title=self._letterhead.title,
            number=number,
            date=_in_words(slot.local_date),
            local_date=slot.local_date,
            chosen=chosen,
            interests=interests,
            doors=self._addresses.doors(0, 0) if reader else await self._doors(person, number, list(interests)),
            language=person.language,
            repeats=sum(pick.candidate.carried - 1 for pick in chosen.picks),
            outside=0 if person.one_each else await issues.outside(interests, last or min(person.interests.values())),
            imprint=self._letterhead.imprint,
            minutes=person.wishes.minutes,
            words=tuple(
                await editions.words(person.id, [pick.candidate.story for pick in chosen.picks], person.interests)
            ),
        )
        fitting = fit(chosen, self._press.size(content), person.wishes, slot.due)
        return self._drafted(
            person, slot, replace(content, chosen=fitting), reader, await self._archived(fitting, interests)
        )

    async def _doors(self, person: Person, number: int, interests: Sequence[str]) -> Doors:
        """Leaving an issue of one interest leaves that one, leaving a combined one leaves all."""
        only = await subscribers.tie_of(person.id, interests[0]) if len(interests) == 1 else 0
        return self._addresses.doors(person.id, number, only)

    async def _archived(self, chosen: Chosen, interests: Mapping[str, Interest]) -> tuple[str, str]:
        """The page of back numbers, where all these interests have a public one; and that of the edition which this
        issue is, story for story."""
        if any(one.archive != "public" for one in interests.values()):
            return "", ""
        if len(interests) > 1:
            return self._addresses.archive(), ""
        [name] = interests
        found = {pick.candidate.edition for pick in chosen.picks}
        date_ = found.pop().partition("|")[2] if len(found) == 1 else ""
        number = await archive.dated(name, date_) if date_ else None
        whole = number is not None and number.count == len(chosen.picks)
        return self._addresses.archive(name), self._addresses.archive(name, number.number) if number and whole else ""

    def _drafted(
        self, person: Person, slot: Slot, content: IssueContent, reader: Reader | None, archived: tuple[str, str]
    ) -> IssueDraft:
        house, number = self._letterhead.house, content.number
        key = f"{person.id}|{slot.local_date}|{slot.name}"
        said = self._press.issue(content)
        named = f"{reader.key}|{key}" if reader else key
        lines = headers.issue_headers(
            house, key=f"{house.instance}|{named}", to=reader.to if reader else Address(person.address, person.name),
            subject=f"{reader.prefix if reader else ''}{said.subject}", date=slot.due, doors=content.doors,
            list_name="newsletter", list_title=self._letterhead.title, issue=f"{slot.local_date}-{number}",
            archive=archived[0], archived=archived[1],
        )  # fmt: skip
        identifier = dict(lines)["Message-ID"]
        html = b"" if person.plain else said.html
        data = headers.assemble(lines, said.text, html, boundary=headers.boundary_of(identifier))
        headers.scan(data)
        kind = "test" if reader else "issue"
        mail = Draft(
            f"{kind}|{named}", kind, identifier.strip("<>"),
            self._addresses.envelope(0 if reader else person.id, 0 if reader else number),
            reader.to.address if reader else person.address, data, None if reader else person.id,
        )  # fmt: skip
        return IssueDraft(key, person.id, number, slot, said.subject, content.chosen.picks, _counted(content), mail)


def slot_of(person: Person, now: datetime) -> Slot | None:
    """The slot of this subscriber that is due now, None when there is none."""
    return when.due(person.schedule, person.last_slot, person.schedule_since, now, GRACE)


def _waiting(person: Person, slot: Slot, news: str) -> tuple[Slot | None, str]:
    return None if person.schedule.every == "once" else slot, news


def _counted(content: IssueContent) -> dict[str, int]:
    """What the foot of the newsletter counts, by reason: behind its "see them" stands the same."""
    counts = Counter(
        {"repeats, folded into the stories here": content.repeats, "outside your interests": content.outside}
    )
    counts.update(f"{reason}, kept for the next one" for _, reason in content.chosen.waiting)
    counts.update(str(reason) for _, reason in content.chosen.left_out)
    return {words: count for words, count in counts.items() if count}


def _ordered(mine: Mapping[str, datetime], known: Mapping[str, Interest]) -> list[str]:
    return [name for name in known if name in mine] + sorted(name for name in mine if name not in known)


def _in_words(local_date: str) -> str:
    day = date.fromisoformat(local_date)
    return f"{day:%A}, {day.day} {day:%B %Y}"
