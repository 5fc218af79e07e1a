"""A person's word on folds: "these are one", "these are two"; done at once and remembered for ever, over a replay."""

from __future__ import annotations

from collections.abc import Sequence

from router.errors import RouterError
from router.folding import ONE, TWO, Face, best, face, keys, said
from router.store import merging, stories
from router.store.stories import Held
from router.store.transaction import Connection, unit
from router.terms import Reason


async def same(a: int, b: int) -> Reason:
    """Make stories `a` and `b` one, under the older number. RouterError when one of them is not there."""

    async def work(connection: Connection) -> Reason:
        into, gone = sorted((a, b))
        mine, other = await _held(into), await _held(gone)
        words = {said(_face(one), _face(two)): ONE for one in mine for two in other}
        await merging.remember(connection, words)
        await merging.join(connection, into, gone)
        await _rewrite(connection, into, [*mine, *other])
        return Reason("one", f"stories {into} and {gone} are one now: {into}")

    if a == b:
        raise RouterError(f"story {a}", "it is one already", "name two stories")
    return await unit(work, alone=True)


async def apart(story: int, clipping: int) -> Reason:
    """Take this clipping, with those of the same link, out of the story; what is left of it keeps its number."""

    async def work(connection: Connection) -> Reason:
        held = await _held(story)
        chosen = next((one for one in held if one.id == clipping), None)
        if chosen is None:
            numbers = ", ".join(f"c{one.id}" for one in held)
            raise RouterError(f"clipping c{clipping}", f"story {story} has none of this number", f"it has {numbers}")
        link = _face(chosen).link
        going = [one for one in held if one.id == clipping or (link and _face(one).link == link)]
        staying = [one for one in held if one not in going]
        if not staying:
            raise RouterError(f"clipping c{clipping}", "it is the whole story", "nothing has to be taken apart")
        words = {said(_face(one), _face(two)): TWO for one in going for two in staying}
        await merging.remember(connection, words)
        new = await merging.part(
            connection, [one.id for one in going], min(one.seen for one in going), best([one.clipping for one in going])
        )
        await _rewrite(connection, story, staying)
        await _rewrite(connection, new, going)
        return Reason("two", f"story {story} gave {len(going)} of {len(held)} clippings to story {new}")

    return await unit(work, alone=True)


async def keep_apart(a: int, b: int) -> Reason:
    """Remember that two stories, which are two now, are never to be one."""

    async def work(connection: Connection) -> Reason:
        words = {said(_face(one), _face(two)): TWO for one in await _held(a) for two in await _held(b)}
        await merging.remember(connection, words)
        return Reason("two", f"stories {a} and {b} stay two")

    return await unit(work)


async def _held(story: int) -> list[Held]:
    held = await stories.clippings_of([story])
    if not held:
        raise RouterError(f"story {story}", "there is none of this number", "`router stories list` shows them")
    return held


async def _rewrite(connection: Connection, story: int, held: Sequence[Held]) -> None:
    places = [keys(_face(one)) for one in held]
    strong = dict.fromkeys(key for one in places for key in one.strong)
    weak = dict.fromkeys(key for one in places for key in one.weak)
    await merging.rewrite(connection, story, best([one.clipping for one in held]), len(held), strong, weak)


def _face(held: Held) -> Face:
    return face(held.clipping, held.seen, held.story)
