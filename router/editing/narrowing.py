"""Judged stories -> their words in the index by which a preview narrows: in the quiet, or before somebody looks."""

from __future__ import annotations

from datetime import UTC, datetime

from router.rulebook.difference import held
from router.store import stories, texts

BATCH = 500  # stories in one transaction
EVER = datetime.min.replace(tzinfo=UTC)


async def keep_words(since: datetime = EVER, most: int | None = None) -> int:
    """Keep the words of judged stories first seen since then (`most`: of so many at once) that are not kept; how many it
    kept. StoreError when the database refuses: a preview then looks at these stories themselves."""
    kept, ids = 0, await texts.lacking(since)
    for start in range(0, len(ids), BATCH):
        if most is not None and start >= most:
            break
        folded = {story: held(facts) for story, facts in (await stories.facts(ids[start : start + BATCH])).items()}
        await texts.keep({story: words for story, words in folded.items() if words})
        kept += len(folded)
    return kept
