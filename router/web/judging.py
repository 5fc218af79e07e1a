"""A page on which a person chooses the three best stories of drawn newsletters, not knowing which were ours."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.responses import Response

from router.flow.blind import Drawn, Overlap, overlap
from router.planning.choose import TOP
from router.web import forms
from router.web.saying import Pages


def add_to(app: FastAPI, pages: Pages, drawn: list[Drawn], heard: Callable[[Overlap], None]) -> None:
    """The page below /judge; `heard` is told each result. It keeps nothing."""
    titles = {name: one.title for name, one in pages.house.interests().items()}
    shown = [
        {
            "at": at,
            "title": ", ".join(titles[name] for name in one.interests),
            "stories": [
                {"id": story.story, "title": story.title, "publisher": story.publisher, "text": story.text[:200]}
                for story in one.stories
            ],
        }
        for at, one in enumerate(drawn)
    ]

    @app.api_route("/judge", methods=["GET", "HEAD"])
    async def judge() -> Response:
        return pages.say("judge", newsletters=shown, three=TOP)

    @app.post("/judge")
    async def judged(request: Request) -> Response:
        form = await forms.read(request)
        known = [{str(story.story) for story in one.stories} for one in drawn]
        chosen = {
            at: frozenset(int(one) for one in form.many(f"n{at}") if one in known[at]) for at in range(len(drawn))
        }
        found = overlap(drawn, chosen)
        heard(found)
        return pages.say("said", said=str(found), more="Nothing of it was kept. Go back to change what you chose.")
