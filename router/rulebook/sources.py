"""Turns the lines of a source file into a terms.Source, and a mail into the source that made it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

from router.html import is_selector, read_path
from router.rulebook.domains import host_name
from router.rulebook.lines import Line, Problem, Slip, meant, nearest, split
from router.rulebook.recognise import recognise
from router.terms import Source

__all__ = ["CLIPS", "HEADS", "KINDS", "PARAMETERS", "read_source", "read_sources", "recognise"]

KINDS = ("news", "paper", "post", "video", "notice", "question")

CLIPS = ("microdata", "selectors", "blocks", "records", "whole")
# What a clipper may be told, beside the lines that every source may have.
PARAMETERS = (
    *("story", "title", "link", "byline", "text", "publisher at", "authors", "journal", "citation", "date", "note"),
    *("skip", "split", "start", "end", "min"),
)
PATHS = (
    "title",
    "link",
    "byline",
    "text",
    "authors",
    "journal",
    "citation",
    "date",
    "note",
)  # of the clipper `selectors`
_ONCE = ("source", "name", "kind", "signed", "clip", "publisher")
_MANY = ("from", "list-id", "header", "tag", "host", "subject", "unwrap", "drop", "secret", "group", "setup", "sample")
HEADS = (*_ONCE, *_MANY, *PARAMETERS)

_SAMPLE = re.compile(r"^\S+( takes \d+)?$")


def read_source(file: str, text: str) -> tuple[Source | None, list[Problem]]:
    """One source of one file's text; None when a problem is an error."""
    lines, problems = split(file, text)
    said: dict[str, list[Line]] = {}
    for line in lines:
        if line.head not in HEADS:
            problems.append(
                Problem(
                    file,
                    line.number,
                    f"unknown head `{line.head}:`",
                    meant(line.head, HEADS, "docs/sources.md lists the heads of a source"),
                )
            )
        elif not line.body:
            problems.append(Problem(file, line.number, f"nothing after `{line.head}:`", "write it or drop the line"))
        elif line.head in said and line.head not in _MANY:
            first = said[line.head][0].number
            problems.append(
                Problem(file, line.number, f"`{line.head}:` stands in line {first} already", "keep one of the two")
            )
        else:
            said.setdefault(line.head, []).append(line)
    if not lines and not problems:
        problems.append(Problem(file, 0, "the file is empty", "a source begins with `source: NAME`"))
    elif not any(problem.level == "error" for problem in problems):
        source = _build(file, said, problems)
        if not any(problem.level == "error" for problem in problems):
            return source, problems
    return None, problems


def _build(file: str, said: dict[str, list[Line]], problems: list[Problem]) -> Source:
    def one(head: str, otherwise: str = "") -> str:
        return said[head][0].body if head in said else otherwise

    def many(head: str) -> tuple[str, ...]:
        return tuple(part for line in said.get(head, ()) for part in _parts(line.body))

    def check(head: str, judge: Callable[[str], None]) -> None:
        for line in said.get(head, ()):
            try:
                judge(line.body)
            except Slip as slip:
                problems.append(Problem(file, line.number, slip.what, slip.remedy))

    stem = file.rpartition("/")[2].removesuffix(".rules")
    if "source" not in said:
        problems.append(Problem(file, 1, "the file names no source", f"begin it with `source: {stem}`"))
    elif one("source") != stem:
        problems.append(
            Problem(
                file,
                said["source"][0].number,
                f"the source is called `{one('source')}` and the file `{stem}`",
                "give both the same name",
            )
        )
    check("kind", partial(_one_of, "kind", KINDS))
    check("clip", partial(_one_of, "clip", CLIPS))
    for head in ("from", "signed", "host"):
        check(head, _domains)
    check("drop", _dropped)
    check("story", _story)
    for head in PATHS if one("clip") == "selectors" else ():
        check(head, _path)
    check("sample", _sample)
    if not any(head in said for head in ("from", "list-id", "header", "tag", "host")):
        problems.append(
            Problem(
                file,
                said["source"][0].number if "source" in said else 1,
                "nothing says how a mail of this source is known",
                "add a line from:, list-id:, header:, tag: or host:",
            )
        )
    return Source(
        name=stem,
        title=one("name", stem),
        kind=one("kind", "news"),
        senders=tuple(_sender(name) for name in many("from")),
        signed=host_name(one("signed")),
        list_ids=tuple(name.strip("<>").lower().strip(".") for name in many("list-id")),
        headers=tuple(_header(line.body) for line in said.get("header", ())),
        tags=tuple(tag.lower().lstrip("+") for tag in many("tag")),
        hosts=tuple(host_name(name) for name in many("host")),
        subjects=many("subject"),
        clip=one("clip", "blocks"),
        parameters={name: one(name) for name in said if name in PARAMETERS},
        unwrap=many("unwrap"),
        drop=many("drop"),
        secret=many("secret"),
        groups=many("group"),
        publisher=one("publisher"),
        setup="\n".join(line.body for line in said.get("setup", ())),
        samples=tuple(line.body for line in said.get("sample", ())),
        file=file,
    )


def _parts(body: str) -> list[str]:
    """Split at the commas that stand outside brackets and quotes; of `text: a, b` each part keeps its `text:`."""
    prefix = "text: " if body.startswith("text:") else ""
    parts, depth, quote = [""], 0, ""
    for char in body.removeprefix("text:"):
        if char == "," and not depth and not quote:
            parts.append("")
            continue
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        else:
            depth += (char in "[(") - (char in "])")
        parts[-1] += char
    return [prefix + part.strip() for part in parts if part.strip()]


def _header(body: str) -> tuple[str, str]:
    name, _, value = body.partition(":")
    return name.strip().lower(), value.strip()


def _sender(name: str) -> str:
    local, at, domain = name.lower().lstrip("*").rpartition("@")
    return f"{local}{at}{host_name(domain.lstrip('.'))}"


def _one_of(head: str, known: tuple[str, ...], body: str) -> None:
    if body not in known:
        near = nearest(body, known)
        remedy = f"did you mean `{near}`?" if near else f"one of {', '.join(known)}"
        raise Slip(f"unknown {head} `{body}`", remedy)


def _domains(body: str) -> None:
    for name in body.split(","):
        domain = name.rpartition("@")[2].strip().lstrip("*.")
        if not host_name(domain) or "." not in domain:
            raise Slip(
                f"`{name.strip()}` is no address or domain", "write one like alerts@paper.example or paper.example"
            )


def _dropped(body: str) -> None:
    for part in _parts(body):
        if not part.startswith("text:") and not is_selector(part):
            raise Slip(f"`{part}` is no CSS", 'write one like a[href*="/account"], or `text:` and the words')


def _story(body: str) -> None:
    if body != "either" and not is_selector(body):
        raise Slip(f"`{body}` is no CSS", "write one like table.story a[href], or `either`")


def _path(body: str) -> None:
    for path in read_path(body):
        for _, css in path.steps:
            if not is_selector(css):
                raise Slip(
                    f"`{css}` is no CSS", "write steps like ^ td / .headline @title, or `.` for the story itself"
                )


def _sample(body: str) -> None:
    if not _SAMPLE.match(body):
        raise Slip(f"`{body}` is no sample", "write `sample: FILE.eml takes 3`")


def read_sources(files: Iterable[tuple[str, str]]) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """The sources of many files (name, text), in the order of their names, and every problem."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for file, text in sorted(files):
        source, slips = read_source(file, text)
        problems += slips
        if source is not None:
            sources.append(source)
    return tuple(sources), tuple(problems)
