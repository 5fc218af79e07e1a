"""Whatever the bytes: one mail said is one mail heard, and a missing server is a failure in words."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.wire.smtp_in import _normal
from router.wire.smtp_line import stuffed
from tests.servers.ports import program

EXAMPLES = 20_000 if os.environ.get("ROUTER_PROVE") else 300
NASTY = st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b".", b"..", b"a", b"\0", b"\xff", b" "])).map(b"".join)


@settings(max_examples=EXAMPLES, derandomize=True, deadline=None)
@given(st.one_of(NASTY, st.binary()))
def test_the_end_mark_stands_at_the_end_and_nowhere_else(data: bytes) -> None:
    said = stuffed(data)
    whole = b"\r\n" + said  # the DATA command's own line end
    assert whole.index(b"\r\n.\r\n") == len(whole) - 5
    assert said.count(b"\r") == said.count(b"\n") == said.count(b"\r\n")
    heard = whole[2:-3].replace(b"\r\n.", b"\r\n").removeprefix(b".") if said[:1] == b"." else None
    normal = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    expected = normal if normal.endswith(b"\r\n") or not normal else normal + b"\r\n"
    assert (heard if heard is not None else whole[2:-3].replace(b"\r\n.", b"\r\n")) == expected


@settings(max_examples=EXAMPLES, derandomize=True, deadline=None)
@given(NASTY)
def test_what_came_in_has_whole_line_ends_and_no_line_more_than_its_line_feeds(data: bytes) -> None:
    normal = _normal(data)
    assert normal.count(b"\r") == normal.count(b"\n") == normal.count(b"\r\n") == data.count(b"\n")
    assert _normal(normal) == normal


def test_a_missing_server_fails_with_the_remedy() -> None:
    with pytest.raises(pytest.fail.Exception, match="no-such-server is not installed; run `make setup` or `apt-get"):
        program("no-such-server", "postfix")
