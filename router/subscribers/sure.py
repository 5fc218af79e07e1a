"""An act that a link alone does not allow -> a letter to the address it is about, and the act when that says yes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from router.store import acts, subscribers
from router.store.acts import Kept, Told
from router.subscribers.addresses import Addresses
from router.subscribers.consent import STANDS, Consent
from router.subscribers.limits import Limits
from router.subscribers.notices import Notices
from router.subscribers.privacy import Privacy
from router.subscribers.schedules import in_words, kept
from router.subscribers.speaking import say, speaking
from router.terms import Address, Reason
from router.tokens import Token

ASKED = {
    "asked export": "send you all that we hold on you",
    "asked forget": "erase everything we hold on you, for good",
    "asked schedule": "send you more newsletters than now",
    "asked each": "send you a newsletter for each interest",
    "asked resume": "go on with your newsletter",
    "left": "take back that you left",
}


class Sure:
    """Asks for a yes, and does what was asked when it comes. A yes counts once and for seven days."""

    def __init__(self, notices: Notices, addresses: Addresses, consent: Consent, privacy: Privacy) -> None:
        self._notices, self._addresses, self._consent, self._privacy = notices, addresses, consent, privacy
        self._limits = Limits(addresses.keys)

    async def ask(self, subscriber: int, what: str, told: Mapping[str, Any], door: str, now: datetime) -> Reason:
        """Write to the subscriber what somebody asked in their name: export, forget, schedule, each, resume."""
        person = await subscribers.person(subscriber)
        act = await acts.add(subscriber, Told(door, f"asked {what}", told), now)
        if person is None or act is None:
            return Reason("gone", say("There is no such subscriber any more."))
        page, reply_to = self._addresses.sure(subscriber, act)
        with speaking(self._notices.words(person.language)):
            about = say(ASKED[f"asked {what}"])
            said = say("Somebody, most likely you, asked us to {about}.", about=about)
            lines = [_wanted(told)] if what == "schedule" else []
        values = {"said": said, "about": about, "page": page,
                  "reply_to": reply_to, "lines": lines}  # fmt: skip
        queued = await self._notices.write(
            "sure", str(act), Address(person.address), values, now, subscriber=subscriber, reply_to=reply_to,
            language=person.language, limits=[self._limits.answers(person.address)],
        )  # fmt: skip
        if queued is None:
            return Reason("enough", say("We wrote to your address often enough today; please try again tomorrow."))
        return Reason("asked", say("A letter is on its way to your address: it happens when you say yes there."))

    async def asked(self, token: Token, now: datetime) -> str:
        """What a yes would do, in words; "" when there is nothing to say yes to. Changes nothing."""
        act = await self._open(token, now)
        return say(ASKED[act.what]) if act else ""

    async def yes(self, token: Token, door: str, now: datetime) -> Reason:
        """Do what was asked; RouterError only when the database refuses."""
        act = await self._open(token, now)
        if act is None:
            said = say("There is nothing to confirm: it is done already, or was asked more than seven days ago.")
            return Reason("over", said)
        if act.what == "asked forget":
            return await self._privacy.forget(await subscribers.address_of(act.subscriber), now)
        if await acts.add(act.subscriber, Told(door, "yes", {"to": act.id}, f"yes|{act.id}"), now) is None:
            return Reason("over", say("That is done already."))
        if act.what == "asked export":
            return await self._privacy.send_held(act.subscriber, door, now)
        if act.what == "left":
            return await self._consent.join(act.subscriber, act.told["interests"], door, now)
        values = dict(act.told)
        if act.what == "asked resume":
            values = {"paused_until": None, "paused_since": None, "schedule_since": now}
            person = await subscribers.person(act.subscriber)
            if person is not None and person.state == "suspended":
                values["state"] = "active"
        await subscribers.change(act.subscriber, values, Told(door, act.what.removeprefix("asked ")), now)
        return Reason("done", say("Done: your newsletter comes as you wanted."))

    @staticmethod
    async def _open(token: Token, now: datetime) -> Kept | None:
        act = await acts.get(token.reference)
        if act is None or act.subscriber != token.subscriber or act.what not in ASKED or act.at < now - STANDS:
            return None
        said = [one for one in await acts.of(act.subscriber, ("yes",)) if one.told.get("to") == act.id]
        return None if said else act


def _wanted(told: Mapping[str, Any]) -> str:
    return say("It would come {when}.", when=in_words(kept(told)))
