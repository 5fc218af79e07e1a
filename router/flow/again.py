"""Stories that were given, and clippings that joined them since -> what is truly new of them, told once; off by default."""

from __future__ import annotations

from router.folding import again
from router.store import again as told

CODES = {
    "never": (),
    "corrected": ("corrected", "figures"),
    "noted": ("noted",),
    "both": ("corrected", "figures", "noted"),
}


class Again:
    """Looks at what came since it last looked; `wanted` is a key of CODES."""

    def __init__(self, wanted: str) -> None:
        self.codes = frozenset(CODES[wanted])
        self._mark: int | None = None

    async def look(self) -> int:
        """How many stories were found truly new. What came before this was ever switched on is not looked at."""
        if not self.codes:
            return 0
        newest = await told.newest()
        if self._mark is None:
            self._mark = await told.mark()
        if self._mark is None:
            await told.tell([], newest)
            self._mark = newest
        if newest <= self._mark:
            return 0
        found = []
        for one in await told.joined(self._mark, newest):
            reason = again([held.clipping for held in one.before], one.held.clipping, one.alone)
            if reason is not None and reason.code in self.codes:
                found.append((one, reason))
        await told.tell(found, newest)
        self._mark = newest
        return len(found)
