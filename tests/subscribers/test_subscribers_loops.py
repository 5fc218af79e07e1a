"""Two Routers and three vacation bots wired together for two days: every mail is answered by somebody, and it falls silent."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from router.store.bulk import reader
from router.subscribers import limits
from tests.house import IDENTITY, Clock, House, Post, alert, opened

HOURS = 48  # two mornings: what the one sent on the first, the other could send on the second
STEPS = 192 if os.environ.get("ROUTER_PROVE") else 16
BOTS = {
    "away@uni.example": "I am away until Monday.\nYours",  # says nothing of itself, as the worst ones do
    "eager@uni.example": "help",  # and this one hits on a command
    "polite@uni.example": "I am away.",  # RFC 3834
}
Mail = tuple[str, str, bytes]


@dataclass
class Router:
    """One of the two: it lives while it is looked at, and sleeps in its files between."""

    folder: Path
    domain: str
    clock: Clock
    post: Post = field(default_factory=Post)
    out: list[Mail] = field(default_factory=list)

    @property
    def inbox(self) -> str:
        return f"inbox@{self.domain}"

    def opened(self) -> Any:
        identity = IDENTITY | {"sender": f"letters@{self.domain}"}
        return opened(
            self.folder, self.clock, self.post, inside=True, identity=identity, inbox={"address": self.inbox},
            web={"base_url": f"https://{self.domain}"}, people={f"maria@{self.domain}": "owner"},
        )  # fmt: skip

    async def wake(self, came: list[Mail]) -> list[Mail]:
        """Take what came, work for a moment, and give what goes out."""
        async with self.opened() as house:
            for sender, to, raw in came:
                if house.installation.addresses.accepts(to):
                    await house.mail(raw, recipients=(to,), sender=sender)
            await house.tick()
            assert await house.law() == []
        new, self.post.sent = self.post.sent, []
        self.out += new
        return new


def answered(by: str, mail: Mail, number: int) -> list[Mail]:
    """What a bot says to a mail, to where a mail program would send it."""
    read = cast(EmailMessage, message_from_bytes(mail[2], policy=policy.default))
    head = "Auto-Submitted: auto-replied\n" if by.startswith("polite") else ""
    to = str(read["Reply-To"] or read["From"]).strip("<>").rpartition("<")[2]
    raw = (
        f"{head}From: <{by}>\nTo: {to}\nSubject: Re: {read['Subject']}\nMessage-ID: <{number}@uni.example>\n"
        f"In-Reply-To: {read['Message-ID']}\n\n{BOTS[by]}\n"
    )
    return [(by, to, raw.encode())]


async def subscribed(house: House, other: Router) -> None:
    for address in (*BOTS, other.inbox, other.inbox.replace("@", "+housing@")):
        await house.subscriber(address, "housing", zone="Europe/Vienna")


async def test_they_fall_silent(tmp_path: Path) -> None:
    clock = Clock()
    first, second = Router(tmp_path / "1", "news.example", clock), Router(tmp_path / "2", "other.example", clock)
    for one, other in ((first, second), (second, first)):
        one.folder.mkdir()
        async with one.opened() as house:
            await subscribed(house, other)
    clock.ahead(minutes=5)
    waiting: dict[str, list[Mail]] = {
        "news.example": [("x@google.com", first.inbox, alert(("Homeless families wait", "https://herald.example/h")))],
        # and somebody bids each of them ask the other, in the other's name
        "other.example": [
            (first.inbox, "inbox+commands@other.example", b"From: <inbox@news.example>\nMessage-ID: <1@x.example>\n\njoin care\n")
        ],
    }  # fmt: skip
    number, each = 0, Counter[int]()
    for step in range(STEPS):
        came, waiting = waiting, {"news.example": [], "other.example": []}
        for router in (first, second):
            for mail in await router.wake(came[router.domain]):
                each[step * HOURS // STEPS] += 1
                number += 1
                back = answered(mail[1], mail, number) if mail[1] in BOTS else [mail]
                for sender, to, raw in back:
                    waiting.setdefault(to.rpartition("@")[2], []).append((sender, to, raw))
        clock.ahead(hours=HOURS / STEPS)
    for router in (first, second):
        replies = Counter(to for _, to, raw in router.out if b"Auto-Submitted: auto-replied" in raw)
        assert not replies or max(replies.values()) <= limits.ANSWERS, replies
        newsletters = Counter(to for _, to, raw in router.out if b"\r\nList-Id:" in raw)
        assert newsletters and max(newsletters.values()) <= 2, "the day's, and at most what the other made of it"
        assert "polite@uni.example" not in replies
        assert not any(b"Re: Re:" in raw for _, _, raw in router.out), "and no subject grows"
    assert sum(each.values()) < 80 and sum(each[hour] for hour in range(12, 24)) <= 5, each
    async with first.opened():
        [[stories]] = [row.values() for row in await reader().execute_query_dict('SELECT COUNT(*) FROM "story"')]
        assert stories == 1, "our own story come back by the other is the same story"
