"""Turns what a mail means into its bytes: the only writer of headers, and of everything that leaves the house.

The standard library is not used for writing: it makes an encoded word of a List-Unsubscribe longer than a line
(one-click dies, silently), drops quotes when it folds (and so adds a recipient) and writes encoded words of any length.
"""

from __future__ import annotations

from router.headers.bodies import assemble, attach, compose, quoted, scan
from router.headers.fields import LINE, OURS, address_header, clean, header, subject_line
from router.headers.letters import Headers, House, boundary_of, issue_headers, message_id, notice_headers

__all__ = [
    "LINE",
    "OURS",
    "Headers",
    "House",
    "address_header",
    "assemble",
    "attach",
    "boundary_of",
    "clean",
    "compose",
    "header",
    "issue_headers",
    "message_id",
    "notice_headers",
    "quoted",
    "scan",
    "subject_line",
]
