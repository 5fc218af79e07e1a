"""Values that only the type checker holds frozen are otherwise what frozen dataclasses are."""

from __future__ import annotations

import pickle
from copy import copy
from dataclasses import fields, replace

import pytest

from router.frozen import value
from router.terms import Address, Clipping, Reason, Source


def test_equal_hashed_copied_and_sent_by_their_fields() -> None:
    one, same = Clipping("A headline", "https://a.example/1"), Clipping("A headline", "https://a.example/1")
    assert one == same and hash(one) == hash(same) and {one: 1}[same] == 1 and one is not same
    other = replace(one, note="Read this")
    assert other != one and other.link == one.link and pickle.loads(pickle.dumps(other)) == other
    assert [field.name for field in fields(one)][:2] == ["title", "link"]


def test_a_pickle_holds_the_values_and_not_the_names_of_the_fields() -> None:
    clipping = Clipping("A headline", "https://a.example/1", doi="10.1234/5")
    address = Address("ann@house.example")
    for one in (clipping, address, (clipping, Source("a", senders=("@b.example",), parameters={"story": "li"}))):
        data = pickle.dumps(one)
        assert pickle.loads(data) == one and b"publisher" not in data and b"senders" not in data

    @value(frozen=True, slots=True)
    class Lonely:
        word: str

    lonely = Lonely("x")
    assert copy(lonely) == lonely and copy(lonely) is not lonely and copy(clipping) == clipping


def test_a_name_that_is_no_field_is_refused() -> None:
    with pytest.raises(AttributeError):
        Reason("new").word = "a slip"  # type: ignore[attr-defined]


def test_both_words_must_be_said_and_true() -> None:
    with pytest.raises(AssertionError):
        value(frozen=False, slots=True)
