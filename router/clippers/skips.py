"""Turns a source's `skip:` line into the question whether a title is no story."""

from __future__ import annotations

import re
from functools import lru_cache

from router.clippers.body import Body


def skips_of(body: Body) -> list[str]:
    """The titles that are no stories, as the source's `skip:` has them."""
    words = (
        [drop.removeprefix("text:").strip() for drop in body.source.drop if drop.startswith("text:")]
        if body.source
        else []
    )
    skips = (skip.strip().casefold() for skip in re.split(r",(?=\s)", body.parameter("skip")))
    return [skip for skip in skips if skip] + [f"*{word.casefold()}*" for word in words if word]


def is_skipped(skips: list[str], title: str) -> bool:
    """Whether one of them is this title."""
    return any(_pattern(skip).fullmatch(title.casefold()) is not None for skip in skips)


@lru_cache(maxsize=512)
def _pattern(skip: str) -> re.Pattern[str]:
    """`read the full issue` is the whole title; a `*` stands for any words at its place."""
    head = r"(?:.*\W)?" if skip.startswith("*") else ""
    tail = r"(?:\W.*)?" if skip.endswith("*") else ""
    words = (re.escape(word.strip()) for word in skip.strip("*").split("*"))
    return re.compile(head + r"\W.*\W?".join(words) + tail, re.S)
