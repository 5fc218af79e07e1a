"""Cuts a mail into stories: one file a SHAPE, chosen by the source file, or tried in turn on a mail nobody described.

    Parsed | Forward ──body──▶ microdata | selectors | blocks | records | whole ──finish──▶ Cut

A clipper finds; `finish` cleans, so that no shape can forget to.
"""

from __future__ import annotations

from router.clippers import blocks, microdata, records, selectors, whole
from router.clippers.body import Body, body_of
from router.clippers.finish import finish
from router.html import to_text
from router.terms import Cut, Forward, Parsed, Reason, Source

SHAPES = {
    "microdata": microdata.cut,
    "selectors": selectors.cut,
    "blocks": blocks.cut,
    "records": records.cut,
    "whole": whole.cut,
}


def cut(parsed: Parsed, forward: Forward | None = None, source: Source | None = None) -> Cut:
    """The stories of one mail. Never raises on any mail; confidence 0 to 1 says how sure the layout was understood."""
    body = body_of(parsed, forward, source)
    if source is not None and source.clip in SHAPES:
        clippings = finish(body, SHAPES[source.clip](body))
        if clippings:
            return Cut(clippings, 0.97, Reason("source", f"{source.name}, by {source.clip}"))
    return _unknown(body)


def _unknown(body: Body) -> Cut:
    if microdata.has_rows(body):
        clippings = finish(body, microdata.cut(body))
        if clippings:
            return Cut(clippings, 0.9, Reason("microdata", "rows marked up by the sender"))
    listed = finish(body, blocks.cut(body) if body.html else records.cut(body))
    words = len(to_text(body.html).split()) if body.html else len(body.text.split())
    if listed and ((len(listed) >= 3 and words < 220 * len(listed)) or words < 120 * len(listed)):
        return Cut(listed, 0.6, Reason("listed", f"{len(listed)} headlines with links"))
    if words >= 12 and (single := finish(body, whole.cut(body))):
        return Cut(single, 0.5, Reason("whole", "the mail is the story"))
    return Cut((), 0.0, Reason("no-story", "nothing in it looks like a story"))
