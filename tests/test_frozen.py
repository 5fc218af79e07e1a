"""Values that only the type checker holds frozen are otherwise what frozen dataclasses are."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace

import pytest

from router.frozen import value
from router.terms import Clipping, Reason


def test_equal_hashed_copied_and_sent_by_their_fields() -> None:
    one, same = Clipping("A headline", "https://a.example/1"), Clipping("A headline", "https://a.example/1")
    assert one == same and hash(one) == hash(same) and {one: 1}[same] == 1 and one is not same
    other = replace(one, note="Read this")
    assert other != one and other.link == one.link and pickle.loads(pickle.dumps(other)) == other
    assert [field.name for field in fields(one)][:2] == ["title", "link"]


def test_a_name_that_is_no_field_is_refused() -> None:
    with pytest.raises(AttributeError):
        Reason("new").word = "a slip"  # type: ignore[attr-defined]


def test_both_words_must_be_said_and_true() -> None:
    with pytest.raises(AssertionError):
        value(frozen=False, slots=True)
