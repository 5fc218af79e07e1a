"""A preview -> the lines in which people read it, on a screen as in a mail: counts, examples, near misses, a bar a day."""

from __future__ import annotations

from collections.abc import Sequence

from router.editing.preview import Day, Near, Preview, Routed

BAR = 30  # characters of the longest


def lines(found: Preview, days: Sequence[Day], *, examples: int, near: int) -> list[str]:
    """So many examples and near misses of each kind at most; the bars are of all days that hold anything."""
    routed = sum(day.routed for day in days)
    said = [f"{', '.join(found.interests) or 'no interest'}: {routed} routed, +{len(found.gained)} −{len(found.lost)}"]
    for sign, changed in (("+", found.gained), ("−", found.lost)):
        said += [f"{sign} {_one(one, len(found.interests) > 1)}" for one in changed[-examples:]]
        if len(changed) > examples:
            said.append(f"{sign} and {len(changed) - examples} older ones")
    said += [_near(one) for one in found.near[:near]]
    most = max((day.routed for day in days), default=0) or 1
    for day in days:
        bar = "█" * -(-day.routed * BAR // most)
        change = " ".join(f"{sign}{n}" for sign, n in (("+", day.gained), ("−", day.lost)) if n)
        said.append(f"{day.day} {bar} {day.routed} {change}".rstrip())
    return said


def _one(one: Routed, several: bool) -> str:
    rule = one.verdict.rule
    words = ", ".join(dict.fromkeys(found.words for found in one.verdict.found))
    by = f"{rule.file}:{rule.line}: {words}" if rule else ""
    return f"{one.story} {one.title[:100]} ({one.verdict.interest + ', ' if several else ''}{by})"


def _near(one: Near) -> str:
    count = f"{len(one.stories)} stories" if len(one.stories) > 1 else "1 story"
    what = one.words.replace(" would take it", "") + " would add" if one.words[0] == "`" else f"{one.words}:"
    return f"near: {one.rule.file}:{one.rule.line}: {what} {count}, like “{one.title[:80]}”"
