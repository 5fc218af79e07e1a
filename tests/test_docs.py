"""The docs say what is there: every command, option, setting, source and rule word, and nothing that is not.

`ROUTER_GOLDEN=1 pytest tests/test_docs.py` writes the tables anew that stand between marks.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
import typer
from pydantic import BaseModel

from router.cli.app import app
from router.config import Config, load
from router.rulebook.load import shipped
from router.rulebook.sources import CLIPS, HEADS, KINDS, read_source, read_sources
from router.subscribers import vocabulary
from router.subscribers.grammar import Known, read
from router.terms import Lane

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "rules/README.md")] + sorted(ROOT.glob("docs/*.md"))
NOT_YET = ROOT / "docs" / "not-yet.md"
UNUSED = ("item", "article", "entry", "topic", "digest", "campaign", "broadcast", "manager", "helper", "utils", "info")
PART = "<!-- {}: `ROUTER_GOLDEN=1 pytest tests/test_docs.py` writes this part anew -->\n"
END = "<!-- end -->"


def text(page: Path | str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def ids(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


# -- commands ----------------------------------------------------------------------------------------


def commands() -> dict[str, Any]:
    """Every command by its words, from the application itself."""

    def walk(command: Any, name: str) -> Iterator[tuple[str, Any]]:
        if hasattr(command, "commands"):
            for word, inner in command.commands.items():
                yield from walk(inner, f"{name} {word}".strip())
        else:
            yield name, command

    return dict(walk(typer.main.get_command(app), ""))


COMMANDS = commands()
NOUNS = {name.partition(" ")[0] for name in COMMANDS if " " in name}


def commands_part() -> str:
    lines = ["| command | does |", "|---|---|"]
    rest = ["", "| option | of | |", "|---|---|---|"]
    for name, command in COMMANDS.items():
        words = [
            param.metavar or param.name.upper() + ("..." if param.nargs != 1 else "")
            for param in command.params
            if param.param_type_name == "argument"
        ]
        shown = " ".join(["router", name, *(word.replace("|", "\\|") for word in words)])
        lines.append(f"| `{shown}` | {_cell(' '.join((command.help or '').split()))} |")
        rest += [
            f"| `{param.opts[0]}` | `router {name}` | {_cell(param.help or '')} |"
            for param in command.params
            if param.param_type_name == "option" and param.opts[0] not in ("--config", "--json")
        ]
    return "\n".join([*lines, *rest]) + "\n"


# -- settings ----------------------------------------------------------------------------------------


def parts_of_config() -> Iterator[tuple[str, bool, type[BaseModel]]]:
    """(section, whether there may be several, model) of every section of router.toml."""
    for name, field in Config.model_fields.items():
        many = get_origin(field.annotation) is list
        model = get_args(field.annotation)[0] if many else field.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield name, many, model


def settings_part() -> str:
    sections = [name for name, _, _ in parts_of_config()]
    out = ["Above all sections:", "", *_table(Config, [*sections, "people", "where"])]
    for name, many, model in parts_of_config():
        out += ["", f"`{'[[' if many else '['}{name}{']]' if many else ']'}` {model.__doc__}", "", *_table(model, ())]
    return "\n".join([*out, "", f"`[people]` {Config.model_fields['people'].description}"]) + "\n"


def _table(model: type[BaseModel], without: Any) -> list[str]:
    lines = ["| setting | without it | |", "|---|---|---|"]
    for name, field in model.model_fields.items():
        if name not in without:
            value = field.get_default(call_default_factory=True)
            shown = "must be said" if field.is_required() else f"`{_toml(value)}`"
            lines.append(f"| `{name}` | {shown} | {_cell(field.description or '')} |")
    return lines


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("<", "\\<")


def _toml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


# -- sources -----------------------------------------------------------------------------------------


def sources_part() -> str:
    files = sorted(shipped().joinpath("sources").glob("*.rules"))
    found, problems = read_sources((f"sources/{path.name}", path.read_text(encoding="utf-8")) for path in files)
    assert not problems and len(found) == len(files)
    rows = [f"| `{one.name}` | {one.title} | {one.kind} | {one.clip} | {', '.join(one.groups)} |" for one in found]
    return "\n".join(["| source | | kind | cut by | group |", "|---|---|---|---|---|", *rows]) + "\n"


@pytest.mark.parametrize(
    ("page", "part", "made"),
    [
        ("docs/running.md", "commands", commands_part),
        ("docs/running.md", "settings", settings_part),
        ("docs/sources.md", "sources", sources_part),
    ],
    ids=["commands", "settings", "sources"],
)
def test_what_is_there_is_in_the_docs(page: str, part: str, made: Any) -> None:
    head, mark, rest = text(page).partition(PART.format(part))
    stands, end, tail = rest.partition(END)
    assert mark and end, f"{page} has lost the marks around its {part}"
    if os.environ.get("ROUTER_GOLDEN"):
        (ROOT / page).write_text(f"{head}{mark}{made()}{end}{tail}", encoding="utf-8")
        return
    missing = [line for line in made().splitlines() if line not in stands.splitlines()]
    over = [line for line in stands.splitlines() if line not in made().splitlines()]
    assert (missing, over) == ([], []), f"{page}: run ROUTER_GOLDEN=1 pytest tests/test_docs.py"


def test_every_command_says_what_it_does_and_every_option_too() -> None:
    for name, command in COMMANDS.items():
        assert command.help and command.help.strip().endswith("."), f"router {name}"
        for param in command.params:
            assert param.param_type_name == "argument" or param.help, f"router {name}: {param.opts}"


# -- rule words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", HEADS)
def test_every_line_of_a_source_is_explained(word: str) -> None:
    assert f"`{word}:`" in text("docs/sources.md")


def test_every_clipper_kind_and_lane_is_explained() -> None:
    sources, flow = text("docs/sources.md"), text("docs/flow.md")
    for word in CLIPS:
        assert f"| `{word}` |" in sources, word
    for word in KINDS:
        assert re.search(rf"\b{word}\b", sources), word
    for lane in Lane:
        assert f"| `{lane}` |" in flow, lane


def test_the_example_of_a_source_is_one() -> None:
    [example] = re.findall(r"^```source\n(.*?)^```$", text("docs/sources.md"), re.MULTILINE | re.DOTALL)
    source, problems = read_source("sources/street-paper.rules", example)
    assert source is not None and [str(problem) for problem in problems] == []


def test_the_editor_s_example_holds() -> None:
    from router.rulebook.book import compile as compile_book

    for example in re.findall(r"^```rules\n(.*?)^```$", text("docs/editor.md"), re.MULTILINE | re.DOTALL):
        book, problems = compile_book({"interests/young-carers.rules": example})
        assert [str(problem) for problem in problems] == []
        assert book.interests


@pytest.mark.parametrize("word", vocabulary.COMMANDS)
def test_every_command_of_a_reply_is_on_the_subscriber_s_page(word: str) -> None:
    """By confirming a letter is answered, not a newsletter; the page says so in prose."""
    page = text("docs/subscriber.md")
    assert word == "confirm" or re.search(rf"`{word}\b[^`]*`", page), word


def test_the_subscriber_s_examples_mean_something() -> None:
    known = Known({"homelessness": "Homelessness", "ageing": "Ageing"}, {"NAME": "The Source"})
    table = text("docs/subscriber.md").partition("| write | and |")[2].partition("\n\n")[0]
    examples = re.findall(r"`([^`]+)`", "\n".join(line.split("|")[1] for line in table.splitlines()[2:]))
    assert len(examples) > 20
    for line in examples:
        assert read(line, known, date(2026, 11, 23)), line


# -- nothing is named that is not there --------------------------------------------------------------


def named_commands(page: Path) -> Iterator[str]:
    """What stands after `router` in code: in backticks, and in blocks that are indented or fenced."""
    code = re.findall(r"`([^`\n]+)`", text(page))
    code += re.findall(r"^(?:    |\t)(.+)$", text(page), re.MULTILINE)
    for block in re.findall(r"^```\w*\n(.*?)^```$", text(page), re.MULTILINE | re.DOTALL):
        code += block.splitlines()
    for line in code:
        yield from re.findall(r"(?:^|\s|bin/)router ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?(?:[^`]*))", line)


def _known(words: str) -> bool:
    first, _, rest = words.strip().partition(" ")
    if first in NOUNS:
        second = rest.split(" ")[0]
        if not re.fullmatch(r"[a-z-]+", second):
            return True  # the noun alone
        return all(f"{first} {one}" in COMMANDS for one in second.split("|"))
    return first in COMMANDS


@pytest.mark.parametrize("page", [page for page in PAGES if page != NOT_YET], ids=ids)
def test_every_command_that_is_named_exists(page: Path) -> None:
    assert [words for words in named_commands(page) if not _known(words)] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page != NOT_YET], ids=ids)
def test_every_option_that_is_named_exists(page: Path) -> None:
    for words in named_commands(page):
        name = max((name for name in COMMANDS if f"{words} ".startswith(f"{name} ")), key=len, default="")
        if name:
            known = {opt for param in COMMANDS[name].params for opt in param.opts}
            said = set(re.findall(r"(?<=\s)--[a-z-]+", words))
            assert said <= known | {"--help"}, f"router {words}"


def test_what_is_not_yet_there_is_not_there() -> None:
    rows = re.findall(r"^\| `router ([a-z -]+)` \|", text(NOT_YET), re.MULTILINE)
    assert [name for name in rows if name in COMMANDS] == [], "it is built: take its line out of docs/not-yet.md"


def test_every_promised_command_is_there_or_said_to_be_missing() -> None:
    promised = (
        "demo init try run doctor status verify login config import clip fold mail:list,show,retry,release "
        "rules:check,explain,preview,replay,suggest,fmt,new,revert sources:list,how stories:search,same,apart "
        "edition:show,pin,drop,note,hold,release issue:preview,send,test subscribers:list,add,import,export,why,forget "
        "people:add,list,role deliveries:list,retry templates:check db:migrate,backup,restore,to-postgres"
    )
    missing = text(NOT_YET)
    for promise in promised.split():
        noun, _, verbs = promise.partition(":")
        for verb in verbs.split(","):
            name = f"{noun} {verb}".strip()
            row = next((line for line in missing.splitlines() if line.startswith(f"| `router {noun}")), "")
            said = f"`router {name}`" in missing or (bool(verb) and f"`{verb}`" in row)
            assert name in COMMANDS or said or _in_rows(missing, noun, verb), f"router {name}"


def _in_rows(page: str, noun: str, verb: str) -> bool:
    return any(f"`{verb}`" in line for line in page.splitlines() if line.startswith(f"| `router {noun} "))


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    code = re.findall(r"`([^`\n]+)`", text(page)) + re.findall(r"^ {4}(.+)$", text(page), re.MULTILINE)
    named = {word for line in code for word in re.findall(r"\bmake ([a-z]+)", line)}
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_link_and_every_file_that_is_named_exists(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        if not target.startswith(("http://", "https://", "mailto:")):
            path, _, anchor = target.partition("#")
            assert (page.parent / path).exists() if path else True, target
            assert not anchor or anchor in _anchors(page.parent / path if path else page), target
    for name in re.findall(r"`((?:tests|docs|deploy|router|templates)/[\w./-]+)(?:::\w+)?`", text(page)):
        assert (ROOT / name).exists() or "NAME" in name or "<" in name, name


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_test_that_is_named_exists(page: Path) -> None:
    for file, name in re.findall(r"`(tests/[\w/.]+\.py)::(\w+)`", text(page)):
        assert re.search(rf"def {name}\(", text(file)), f"{file}::{name}"


# -- the README --------------------------------------------------------------------------------------


def test_the_readme_s_configuration_is_legal_and_short(tmp_path: Path) -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```$", text("README.md"), re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        (tmp_path / "router.toml").write_text(block, encoding="utf-8")
        config = load(tmp_path / "router.toml")
        assert config.mailbox and config.inbox.address and config.people
        assert sum(not line.startswith("[") for line in block.splitlines()) <= 11
        assert tomllib.loads(block)


def test_the_readme_uses_the_words_of_the_house() -> None:
    prose = re.sub(r"`[^`]*`", "", text("README.md")).lower()
    assert [word for word in UNUSED if re.search(rf"\b{word}s?\b", prose)] == []


def test_the_readme_s_first_commands_are_the_two() -> None:
    lines = [line.strip() for line in text("README.md").splitlines() if line.startswith("    make ")]
    assert [line.split("#")[0].strip() for line in lines] == ["make demo", "make test"]


def test_pictures_are_small_and_shown() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    everything = "".join(text(page) for page in PAGES)
    assert pictures
    for picture in pictures:
        assert picture.suffix == ".png" and picture.stat().st_size < 300_000, picture.name
        assert picture.name in everything, f"{picture.name} is shown nowhere"
