"""Turns a source's `skip:` line into the question whether a title is no story."""

from __future__ import annotations

import re

from router.clippers.body import Body


def skips_of(body: Body) -> list[str]:
    """The titles that are no stories, as the source's `skip:` has them."""
    skips = (skip.strip().casefold() for skip in re.split(r",(?=\s)", body.parameter("skip")))
    return [skip for skip in skips if skip]


def is_skipped(skips: list[str], title: str) -> bool:
    """Whether one of them is this title."""
    return any(_fits(skip, title.casefold()) for skip in skips)


def _fits(skip: str, title: str) -> bool:
    """`read the full issue` is the whole title; with a `*` at an end it may go on there."""
    if skip.startswith("*") and skip.endswith("*"):
        return skip.strip("*") in title
    if skip.endswith("*"):
        return title.startswith(skip[:-1])
    return title.endswith(skip[1:]) if skip.startswith("*") else title == skip
