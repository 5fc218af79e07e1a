"""What strangers and machines can make us send: the capped confirmations, and nothing else (TRUST T1 to T4, T23)."""

from __future__ import annotations

import os
import random
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path

from router.store import subscribers
from router.store.bulk import reader
from router.tokens import Purpose
from tests.house import House, alert, opened

PROVE = bool(os.environ.get("ROUTER_PROVE"))
ADA, BEN = "ada@uni.example", "ben@uni.example"
INBOX = "inbox@news.example"
WORDS = ("help", "status", "join care", "join housing", "stop", "forget me", "export", "minutes 5", "only care", "pause",
         "language de", "send now", "leave housing", "yes", "Please tell me who else reads this.", "")  # fmt: skip


async def started(house: House) -> None:
    """Ada is subscribed and has a newsletter; what went out until now is forgotten."""
    await house.subscriber(ADA, "housing", zone="Europe/Vienna")
    house.clock.ahead(minutes=5)
    await house.mail(alert(("Homeless families wait", "https://herald.example/h"), number=1))
    house.clock.ahead(hours=2)
    await house.tick()
    house.post.sent.clear()


async def state() -> str:
    """What the forger would like to change: subscribers and their ties, without what was only asked."""
    mine = await reader().execute_query_dict('SELECT * FROM "subscriber" WHERE "address" = ?', [ADA])
    ties = await reader().execute_query_dict(
        'SELECT * FROM "subscription" WHERE "subscriber_id" = 1 AND "state" <> \'unconfirmed\''
    )
    confirmed = await reader().execute_query_dict('SELECT COUNT(*) FROM "subscription" WHERE "state" = \'confirmed\'')
    return str((mine, ties, confirmed))


async def test_forged_mails_change_nothing_and_bring_out_only_capped_confirmations(tmp_path: Path) -> None:
    choice, letters = random.Random(3), "abcdefghijklmnopqrstuvwxyz234567"
    inbox = {"address": INBOX, "authserv_id": "mx.news.example"}
    async with opened(tmp_path, inside=True, inbox=inbox) as house:
        await started(house)
        before = await state()
        keys = house.installation.keys
        tokens = [f"{one.value}.{keys.make(one, 1, 1)}" for one in Purpose]
        victims = [ADA] + [f"v{n}@else.example" for n in range(5)]
        for n in range(1000 if PROVE else 80):
            real = choice.choice(tokens)
            at = choice.randrange(2, len(real) - 1)
            changed = real[:at] + choice.choice(letters.replace(real[at], "")) + real[at + 1 :]
            crossed = f"{choice.choice('rucs')}.{keys.make(Purpose.READ, 1, 1)}"
            tag = choice.choice(("commands", "commands", changed, crossed, "c.short", "rules", "ask"))
            sender = choice.choice(victims)
            head = choice.choice(
                (
                    "",
                    f"Authentication-Results: mx.news.example; dkim=fail header.d={sender.partition('@')[2]}\n",
                    f"Authentication-Results: mx.evil.example; dkim=pass header.d={sender.partition('@')[2]}\n",
                    "Authentication-Results: mx.news.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example\n",
                    "In-Reply-To: <0123456789abcdef0123456789abcdef@news.example>\n",
                    f"From: <{choice.choice(victims)}>\n",  # a second From line
                )
            )
            to = f"inbox+{tag}@news.example"
            await house.mail(
                f"{head}From: Somebody <{sender}>\nTo: {to}\nSubject: {choice.choice(WORDS)}\nMessage-ID: <f{n}@evil.example>\n\n"
                f"{choice.choice(WORDS)}\nhttps://spam.example/{n} cheap\n",
                recipients=(to,), sender=sender,
            )  # fmt: skip
        await house.tick()
        assert await state() == before
        out = [(to, message_from_bytes(data, policy=policy.default)) for _, to, data in house.post.sent]
        kinds = Counter(
            "letter" if "A reader writes" in str(mail["Subject"]) else str(mail["Subject"]).partition(":")[0]
            for _, mail in out
        )
        assert set(kinds) <= {"Please confirm", "letter", "Test news needs you"}, kinds
        asked = Counter(to for to, mail in out if str(mail["Subject"]).startswith("Please confirm"))
        assert asked and max(asked.values()) == 1 and ADA not in asked - Counter([ADA])
        assert {to for to, mail in out if not str(mail["Subject"]).startswith("Please confirm")} <= {
            "maria@news.example"
        }
        assert all(b"spam.example" not in data for _, to, data in house.post.sent if to != "maria@news.example")


async def test_a_yes_is_to_what_its_letter_names_whatever_was_asked_beside_it(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        await house.installation.consent.ask(BEN, ["housing"], "page", house.clock())
        await house.tick()
        await house.installation.consent.ask(BEN, ["care"], "page", house.clock())  # a stranger: no second letter
        await house.tick()
        [(_, _, letter)] = house.post.sent
        back = str(message_from_bytes(letter, policy=policy.default)["Reply-To"]).strip("<>")
        await house.mail(
            f"From: <{BEN}>\nTo: {back}\nSubject: Re\nMessage-ID: <y@uni.example>\n\nyes\n",
            recipients=(back,),
            sender=BEN,
        )
        ties = {tie.interest: tie.state for tie in await subscribers.ties(1)}
        assert ties == {"housing": "confirmed", "care": "unconfirmed"}


async def test_a_flood_of_requests_for_one_address_is_three_letters_ever(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        for day in range(10):
            for n in range(5):
                await house.mail(
                    f"From: <{BEN}>\nTo: inbox+commands@news.example\nSubject: x\nMessage-ID: <{day}.{n}@evil.example>\n\njoin housing\n",
                    recipients=("inbox+commands@news.example",), sender=BEN,
                )  # fmt: skip
            await house.tick()
            house.clock.ahead(days=1)
        assert len(house.post.sent) == 3
        assert await subscribers.find(BEN) is not None


MACHINES = [
    "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated", "Precedence: bulk", "Precedence: junk", "Precedence: list",
    "List-Id: <list.uni.example>", "X-Loop: list@uni.example", "X-Autoreply: yes", "X-Autorespond: yes", "Return-Path: <>",
]  # fmt: skip


async def test_machines_are_neither_obeyed_nor_answered(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        await started(house)
        before = await state()
        to = f"inbox+r.{house.installation.keys.make(Purpose.REPLY, 1, 1)}@news.example"
        mails = [(f"{head}\nFrom: <{ADA}>", ADA) for head in MACHINES]
        mails += [
            (f"From: <{local}@uni.example>", ADA) for local in ("mailer-daemon", "noreply", "no-reply", "postmaster")
        ]
        mails += [(f"From: <{ADA}>", "")]
        for n, (head, sender) in enumerate(mails):
            await house.mail(
                f"{head}\nTo: {to}\nSubject: Re\nMessage-ID: <m{n}@uni.example>\n\nhelp\nminutes 5\n",
                recipients=(to,),
                sender=sender,
            )
        await house.tick()
        assert await state() == before and house.post.sent == []


async def test_in_an_editor_s_name_nothing_is_done_and_she_alone_is_asked_five_times_a_day(tmp_path: Path) -> None:
    """Rules, words on stories, invitations and yeses, with tokens that are cut, crossed or of somebody else's letter."""
    choice, maria = random.Random(5), "maria@news.example"
    inbox = {"address": INBOX, "authserv_id": "mx.news.example"}
    words = ("housing add take any: rent", "housing drop take any: homeless*, rough sleeping", "housing show", "drop 1", "hold",
             "release housing", "note 1 cheap pills", "route 1 to care", f"invite {BEN} to housing", "yes", "")  # fmt: skip
    heads = (
        "", "Authentication-Results: mx.news.example; dkim=fail header.d=news.example\n",
        "Authentication-Results: mx.evil.example; dkim=pass header.d=news.example\n",
        "Authentication-Results: mx.news.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example\n",
    )  # fmt: skip
    async with opened(tmp_path, inbox=inbox) as house:
        await started(house)
        keys, rules = house.installation.keys, (tmp_path / "rules" / "interests" / "housing.rules").read_text()
        ask = reader().execute_query_dict
        before = str(
            [await ask(f'SELECT * FROM "{table}"') for table in ("edition_story", "edition", "route", "story")]
        )
        for n in range(600 if PROVE else 60):
            real = f"e.{keys.make(Purpose.EDIT, 0, 1)}"
            at = choice.randrange(2, len(real) - 1)
            cut = real[:at] + ("a" if real[at] != "a" else "b") + real[at + 1 :]
            crossed = f"e.{keys.make(choice.choice([one for one in Purpose if one is not Purpose.EDIT]), 0, 1)}"
            to = f"inbox+{choice.choice(('rules', 'rules', 'commands', cut, crossed))}@news.example"
            sender = choice.choice((maria, maria, ADA, BEN))
            await house.mail(
                f"{choice.choice(heads)}From: <{sender}>\nTo: {to}\nSubject: rules\nMessage-ID: <e{n}@evil.example>\n\n"
                f"{choice.choice(words)}\n", recipients=(to,), sender=sender,
            )  # fmt: skip
        await house.tick()
        after = str([await ask(f'SELECT * FROM "{table}"') for table in ("edition_story", "edition", "route", "story")])
        assert after == before and (tmp_path / "rules/interests/housing.rules").read_text() == rules
        assert (await ask('SELECT COUNT(*) AS "n" FROM "rulebook"'))[0]["n"] == 1
        assert {row["what"] for row in await ask('SELECT DISTINCT "what" FROM "deed"')} <= {
            "asked rules",
            "asked words",
        }
        assert len(await subscribers.listed()) == 1, "nobody was invited"
        out = [(to, message_from_bytes(data, policy=policy.default)) for _, to, data in house.post.sent]
        answers = [to for to, mail in out if str(mail["Auto-Submitted"]) == "auto-replied"]
        assert set(answers) == {maria} and len(answers) == 5
        assert {to for to, _ in out} == {maria}
