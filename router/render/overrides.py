"""Turns an installation's folder of templates into those that may be used, and what is wrong with the others.

Each file is tried with made-up newsletters, notices and pages in a process that can be killed, before anything is written
with it: a template may loop for ever, or ask for more memory than there is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from html import unescape
from pathlib import Path

from router.errors import RouterError, WorkerLost
from router.render import samples
from router.render.issue import issue
from router.render.notice import notice
from router.render.press import Press
from router.render.templates import Templates, ours, read
from router.render.words import sentences
from router.workers import Workers

SECONDS = 2.0  # of CPU time for one file, tried with every sample
MEMORY = 512 << 20  # bytes of address space
_FORBIDDEN = re.compile(
    r"<(img|svg|script|form|input|button|details|iframe|object|embed|video|audio|link)\b|\bposition\s*:|\burl\(|@import|javascript:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Overrides:
    """An installation's files by name, and of these the ones that are not used, each with what is wrong in it."""

    own: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, RouterError] = field(default_factory=dict)


async def look(folder: Path | None) -> Overrides:
    """Read and try every file of this folder; None is no folder. Raises nothing for what is in a file."""
    if folder is None:
        return Overrides()
    if not folder.is_dir():
        return Overrides(
            wrong={"": RouterError(str(folder), "is no folder", "make it, or mend `templates` in router.toml")}
        )
    own, wrong = read(folder)
    extra = {name: text for name, text in own.items() if not _stands_for_ours(name)}
    async with Workers(1, "router.render.overrides:tried", memory=MEMORY, deadline=SECONDS) as workers:
        for name, text in own.items():
            if name in extra:
                if not any(name in other for other in own.values()):
                    wrong[name] = RouterError(
                        f"templates/{name}",
                        "stands for none of ours, and none of yours includes it",
                        _nearest(name),
                    )
                continue
            try:
                await workers.run(0, None, {**extra, name: text}, name)
            except WorkerLost as lost:
                what = f"asks too much: {lost.what}"
                wrong[name] = RouterError(f"templates/{name}", what, "take out what loops or grows without end")
            except RouterError as error:
                wrong[name] = error
    return Overrides(own, {name: _in(folder, error) for name, error in wrong.items()})


def _in(folder: Path, error: RouterError) -> RouterError:
    """The same, with the folder by the name its owner gave it."""
    return RouterError(f"{folder.name}/{error.where.removeprefix('templates/')}", error.what, error.remedy)


def tried(_: None, own: Mapping[str, str], name: str) -> None:
    """Use this one file beside ours; raises RouterError with what is wrong with it."""
    mails = name.startswith(("issue/", "notices/"))
    for number, line in enumerate(own[name].splitlines() if mails else (), 1):
        if found := _FORBIDDEN.search(line):
            what = f"has {found[0]!r}, which mail programs drop or distrust"
            raise RouterError(f"templates/{name}:{number}", what, "take it out")
    templates = Templates(own)
    {"issue": _issues, "notices": _notices, "web": _pages, "words": _words}[name.partition("/")[0]](templates, name)
    for error in templates.aside.values():
        raise error


def _issues(templates: Templates, name: str) -> None:
    press = Press(templates)
    for content in samples.issues():
        whole = issue(content, templates)
        press.issue(content)
        if name.endswith(".css") or templates.aside:
            continue
        shown = unescape(whole.html) if name.endswith(".html") else whole.text
        links = [one.candidate.link for one in content.chosen.picks]
        doors = content.doors
        for what, address in (
            ("the way to leave", doors.leave_page or doors.leave_mail),
            *(("a story's link", one) for one in links),
        ):
            if address not in shown:
                raise RouterError(f"templates/{name}", f"leaves out {what}", "show it as the shipped file does")


def _notices(templates: Templates, name: str) -> None:
    known = [one.removesuffix(".txt") for one in ours() if one.startswith("notices/") and one.endswith(".txt")]
    for one in [one for one in known if name.startswith(f"{one}.")] or known:  # a part of all is tried with all
        for language in samples.LANGUAGES:
            for values in samples.notices():
                notice(one.removeprefix("notices/"), language, values, templates)


def _pages(templates: Templates, name: str) -> None:
    known = list(samples.pages())
    for page, values in [one for one in known if one[0] == name] or known:
        for language in samples.LANGUAGES:
            templates.render(page, {**values, "language": language}, language)


def _words(templates: Templates, name: str) -> None:
    templates.words(Path(name).stem)


def untranslated(catalogue: str) -> int:
    """How many of our sentences this catalogue leaves to English."""
    theirs, all_of_ours = sentences(catalogue), sentences(ours()["words/de.po"])
    return len(all_of_ours - theirs)


def _stands_for_ours(name: str) -> bool:
    return name in ours() or bool(re.fullmatch(r"words/[a-z]{2,3}\.po", name))


def _nearest(name: str) -> str:
    near = get_close_matches(name, ours(), 1, 0.5)
    return f"name it as ours is, perhaps {near[0]}" if near else "remove it"
