"""Every mail of tests/mail becomes the stories that stand beside it, and nothing private leaves it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from urllib.parse import unquote

import pytest

from router.flow import reading
from router.rulebook.sources import read_sources
from router.terms import Clipping, Envelope, Knows, Reading

HERE = Path(__file__).parent
HOUSE = HERE.parent.parent
MAILS = sorted(HERE.glob("*/*.eml"))
FILES = sorted((HOUSE / "rules" / "sources").glob("*.rules"))
SOURCES, PROBLEMS = read_sources((f"rules/sources/{file.name}", file.read_text("utf-8")) for file in FILES)
OWNER = "inbox@router.example"


def read(file: Path) -> Reading:
    """One fixture, read as the clip step reads it."""
    return reading.read(Knows(sources=SOURCES), file.read_bytes(), Envelope())


def said(clipping: Clipping, wanted: dict[str, str]) -> dict[str, str]:
    """Of a clipping, the fields that the golden speaks of; a link it leaves open (null) only has to be one."""
    fields = {name: getattr(clipping, name) for name in wanted}
    if wanted.get("link", "") is None and clipping.link.startswith("http"):
        fields["link"] = None
    return fields


@pytest.mark.parametrize("file", MAILS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_mail_becomes_its_stories(file: Path) -> None:
    golden = json.loads(file.with_suffix(".json").read_text("utf-8"))
    mail = read(file)
    found = [said(clipping, wanted) for clipping, wanted in zip(mail.clippings, golden["stories"], strict=False)]
    found += [asdict(clipping) for clipping in mail.clippings[len(found) :]]
    name = mail.source or "unknown"
    if found != golden["stories"] or name != golden["source"]:
        new = {"source": name, "stories": found}
        file.with_suffix(".json.new").write_text(json.dumps(new, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert name == golden["source"]
    assert found == golden["stories"]
    assert mail.lane == golden.get("lane", "alert" if found else mail.lane)


@pytest.mark.parametrize("file", MAILS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_nothing_private_leaves(file: Path) -> None:
    assert b"CANARY" in file.read_bytes()
    opaque = ("wiley", "tandf", "sage", "apa", "cambridge", "springer-nature", "beehiiv")
    for clipping in read(file).clippings:
        fields = asdict(clipping)
        if file.parent.name in opaque:
            fields.pop("link")  # the token is the link: it stays, because nothing else opens the story
        whole = unquote(unquote(json.dumps(fields)))
        assert "CANARY" not in whole
        assert OWNER not in whole.lower()


def test_every_source_reads_and_its_samples_take_what_they_say() -> None:
    assert [str(problem) for problem in PROBLEMS] == []
    for source in SOURCES:
        assert source.samples, f"{source.file} names no sample"
        assert source.setup and source.groups, source.file
        for sample in source.samples:
            name, _, count = sample.partition(" takes ")
            found = read(HERE / name)
            assert found.source == source.name
            assert len(found.clippings) == int(count), sample
