"""Letters made for the tests of this room, by hand: headers as given, bodies as given, invented people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Letter = Callable[..., bytes]


@pytest.fixture(scope="session")
def letter() -> Letter:
    return make


def make(
    body: str = "A line.\n",
    subject: str = "Weekly alert",
    sender: str = "Mira Holm <mira@town.example>",
    to: str = "inbox@router.example",
    html: str = "",
    headers: str = "",
    charset: str = "utf-8",
    kind: str = "text/plain",
    parts: str = "",
) -> bytes:
    """One mail as bytes; with `html` both bodies, with `parts` further MIME parts as text."""
    head = f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: Mon, 02 Mar 2026 07:00:00 +0000\n"
    head += f"Message-ID: <one@town.example>\nMIME-Version: 1.0\n{headers}"
    if html and not body:
        whole = f"{head}Content-Type: text/html; charset={charset}\n\n{html}"
    elif html or parts:
        kind = "alternative" if html and not parts else "mixed"
        whole = f"{head}Content-Type: multipart/{kind}; boundary=edge\n\n"
        whole += f"--edge\nContent-Type: text/plain; charset={charset}\n\n{body}\n" if body else ""
        whole += f"--edge\nContent-Type: text/html; charset={charset}\n\n{html}\n" if html else ""
        whole += f"{parts}--edge--\n"
    else:
        whole = f"{head}Content-Type: {kind}; charset={charset}\n\n{body}"
    return whole.encode(charset)
