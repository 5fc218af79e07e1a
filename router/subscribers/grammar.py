"""The lines of a person's reply -> the commands that stand at its top; prose is never taken for one.

letter  = { line } ; line = command NL ; words are case-free, English always works
command = "help" | "interests" | "status" | "why" num | "left out" | "more" target | "less" target | "mute" (num | source)
        | "unmute" source | "join" interest | "leave" interest | "only" interest {"," interest}
        | "daily" [time] | "weekly" [day] [time] | "days" day {"," day} [time] | "monthly" [day of the month] [time]
        | "at once" | "time" clock | "minutes" number
        | "one" ["per interest"] | "zone" name | "language" code | "plain" | "pretty"
        | "pause" [span | "until" date] | "resume" | "send" ["now"] | "export" | "stop" | "forget me" | "confirm"
target  = num | interest | source ; span = int ("days" | "weeks" | "months")
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from zoneinfo import available_timezones

from babel import localedata

from router.subscribers import vocabulary as words
from router.subscribers.quoting import SIGNS, quotes
from router.text import fold

MOST = 10  # commands in one letter
_CLOCK = re.compile(r"^(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d)?)?\s?(?P<half>am|pm|uhr|h|o'clock)?$")
_COLON = re.compile(r"^([^:]{1,20}): +")  # "join: housing"
_PLEASE = "|".join(map(re.escape, words.PLEASE))
_POLITE = re.compile(rf"^(?:{_PLEASE})[ ,]+|[ ,]+(?:{_PLEASE})$")
_MONTH_DAY = re.compile(r"([1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?")
_NUMBER = re.compile(r"^(?:#|no\.? ?|nr\.? ?|story )?([1-9]\d{0,2})$")
_ASKED = (
    "help",
    "interests",
    "status",
    "why",
    "left out",
)  # "stop?" is a question, "why 3?" too, and that one is a command
_PHRASES = sorted(
    ((phrase, word) for word, all_ in words.COMMANDS.items() for phrase in all_), key=lambda p: -len(p[0])
)


@dataclass(frozen=True, slots=True)
class Known:
    """The names a command may use: interests and sources, name -> title."""

    interests: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """One thing asked for. What a word does not need is empty."""

    word: str  # a key of vocabulary.COMMANDS
    line: str = ""  # as written
    number: int = 0  # of a story; of minutes (0: everything); of a day of the month (0: not said)
    interests: tuple[str, ...] = ()
    source: str = ""
    days: tuple[int, ...] = ()  # Monday = 0
    time: str = ""  # local, "07:00"
    value: str = ""  # a zone, a language; of editors a note, an address
    until: date | None = None


def read(
    text: str, known: Known, today: date, more: Callable[[str, Known], Command | None] | None = None
) -> tuple[Command, ...]:
    """The commands of a reply: from its first line that is not empty to the first that is none; () for a letter.

    `more` reads what only some people may write. A note of theirs goes on until an empty line.
    """
    found: list[Command] = []
    lines = [line.strip() for line in text[:20_000].splitlines()]
    for at, line in enumerate(lines):
        if not line:
            continue
        command = read_line(line, known, today) or (more(line, known) if more else None)
        if command is None and found and found[-1].word in ("note", "word") and lines[at - 1] and not quotes(line):
            found[-1] = replace(found[-1], value=f"{found[-1].value} {line}")
            continue
        if command is None or len(found) == MOST:
            break
        # A bare word right above running text is the beginning of that text, wrapped by a mail program.
        if (
            command.word != "stop"
            and line == command.line
            and " " not in line.strip(SIGNS)
            and _runs_on(line, lines[at + 1 : at + 2])
        ):
            break
        found.append(command)
    return tuple(found)


def read_line(line: str, known: Known, today: date) -> Command | None:
    """The command this line is, the whole line and nothing but it; None for anything else."""
    if len(line) > 200 or line.startswith(">"):
        return None
    asks = line.rstrip(SIGNS).endswith("?")
    said = fold(line.replace("-", "_")).replace("_", "-").strip(SIGNS + "?") or line.strip()  # fold drops hyphens
    said = _COLON.sub(r"\1 ", _POLITE.sub("", said)).strip(SIGNS)
    for phrase, word in _PHRASES:
        if said == phrase or said.startswith(phrase + " "):
            rest = said[len(phrase) :].strip(SIGNS)
            command = _argument(word, rest, line.strip(), known, today)
            if command is not None and (not asks or word in _ASKED):
                return command
    return None


def nearest(line: str, known: Known) -> str:
    """The command that a line nobody understands is most like; "" when it is like none."""
    said = fold(line).strip(SIGNS).split()
    firsts = {phrase.split()[0]: word for phrase, word in _PHRASES}
    near = difflib.get_close_matches(said[0], list(firsts), 1, 0.7) if said else []
    if not near:
        return ""
    word = firsts[near[0]]
    if word in ("join", "leave", "only", "more", "less"):
        names = {fold(name): name for pair in known.interests.items() for name in pair}
        like = difflib.get_close_matches(" ".join(said[1:]), list(names), 1, 0.5)
        return f"{word} {names[like[0]] if like else next(iter(known.interests.values()), 'NAME')}"
    return {
        "why": "why 3",
        "mute": "mute 3",
        "time": "time 07:00",
        "monthly": "monthly 15",
        "minutes": "minutes 20",
        "days": "days mon, thu",
    }.get(word, word)


def _runs_on(line: str, following: list[str]) -> bool:
    follows = following[0] if following else ""
    return line[-1:] not in ".!:" and len(follows.split()) >= 3 and follows[:1].islower()


def _argument(word: str, rest: str, line: str, known: Known, today: date) -> Command | None:
    """The command with what it needs; None when what follows the word is not that."""
    if word in (
        "help",
        "interests",
        "status",
        "at once",
        "left out",
        "one",
        "one per interest",
        "plain",
        "pretty",
        "resume",
        "send now",
        "export",
        "stop",
        "forget me",
        "confirm",
    ):
        return None if rest else Command(word, line)
    if word in ("why", "more", "less", "mute", "unmute"):
        return _aimed(word, rest, line, known)
    if word in ("join", "leave", "only"):
        names = (
            [named(part, known.interests) for part in re.split(r"\s*[,;&]\s*|\s+and\s+|\s+und\s+", rest)]
            if rest
            else []
        )
        whole = named(rest, known.interests)
        names = [whole] if whole else names
        return Command(word, line, interests=tuple(dict.fromkeys(names))) if names and all(names) else None
    if word in ("daily", "weekly", "days", "time"):
        return _when(word, rest, line)
    if word == "monthly":
        return _monthly(rest, line)
    if word == "pause":
        until = _until(rest, today)
        return Command(word, line, until=until) if until or not rest else None
    value = {"minutes": _minutes, "zone": _zone, "language": _language}[word](rest)
    if value is None:
        return None
    return Command(word, line, number=int(value)) if word == "minutes" else Command(word, line, value=value)


def _aimed(word: str, rest: str, line: str, known: Known) -> Command | None:
    number = _NUMBER.match(rest)
    if number and word != "unmute":
        return Command(word, line, number=int(number[1]))
    interest = named(rest, known.interests) if word in ("more", "less") else ""
    source = "" if interest or word == "why" else named(rest, known.sources)
    if interest or source:
        return Command(word, line, interests=(interest,) if interest else (), source=source)
    return None


def named(said: str, names: Mapping[str, str]) -> str:
    """The name that these words are, or whose title they are; "" for none."""
    said = _bare(said)
    return next((name for name, title in names.items() if said and said in (_bare(name), _bare(title))), "")


@cache
def _bare(words_: str) -> str:
    folded = " ".join(re.sub(r"[^\w]+", " ", fold(words_)).split())
    return folded.removeprefix("the ")


def _when(word: str, rest: str, line: str) -> Command | None:
    if word == "time":
        at = _clock(rest)
        return Command(word, line, time=at) if at else None
    days: list[int] = []
    parts = re.split(r"[\s,;]+", rest) if rest else []
    for n, part in enumerate(parts):
        if (at := _clock(" ".join(parts[n:]))) and (days or word != "days"):
            return _on(word, days, line, at)
        first, dash, last = part.partition("-")
        if part in words.DAYS or part.rstrip("s") in words.DAYS:
            days.append(words.DAYS.get(part, words.DAYS.get(part.rstrip("s"), 0)))
        elif dash and first in words.DAYS and last in words.DAYS:
            start, end = words.DAYS[first], words.DAYS[last]
            days += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
        elif part in ("weekdays", "werktags"):
            days += range(5)
        elif part not in words.AND:
            return None
    return _on(word, days, line, "")


def _on(word: str, days: list[int], line: str, at: str) -> Command | None:
    if (word == "daily" and days) or (word == "weekly" and len(set(days)) > 1) or (word == "days" and not days):
        return None
    return Command(word, line, days=tuple(sorted(set(days))), time=at)


def _monthly(rest: str, line: str) -> Command | None:
    """A lone number is a day of the month: "monthly 7" is none of seven o'clock, "monthly 7:00" is."""
    parts = _told(re.split(r"[\s,;]+", rest) if rest else [])
    day = _MONTH_DAY.fullmatch(parts[0]) if parts else None
    at = " ".join(_told(parts[1:] if day else parts))
    if at.isdigit() and not day:
        return None
    return (
        None if at and not _clock(at) else Command("monthly", line, number=int(day[1]) if day else 0, time=_clock(at))
    )


def _told(parts: list[str]) -> list[str]:
    while parts and parts[0] in words.AND | words.DAY_OF:
        parts = parts[1:]
    return parts


def _clock(said: str) -> str:
    """07:00 of "7", "7.00", "7 am", "19h30", "7 uhr"; "" for what is no time of day."""
    found = _CLOCK.match(said)
    if not found:
        return ""
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour % 24:02}:{minute:02}"


def _minutes(said: str) -> str | None:
    if said in ("all", "everything", "alles", "tout", "todo", "tutto"):
        return "0"
    return said if re.fullmatch(r"\d{1,3}", said) and int(said) <= 240 else None


def _zone(said: str) -> str | None:
    wanted = said.replace(" ", "_")
    names = _zones()
    cities = [name for low, name in names.items() if low.endswith(f"/{wanted}") and low.count("/") == 1]
    return names.get(wanted) or (cities[0] if len(cities) == 1 else None)


@cache
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def _language(said: str) -> str | None:
    code = words.LANGUAGES.get(said, said)
    if not re.fullmatch(r"[a-z]{2,3}(?:[-_][a-z]{2,4})?", code) or not localedata.exists(code[:3].strip("-_")):
        return None
    base, _, region = code.replace("_", "-").partition("-")
    return f"{base}-{region.upper()}" if region else base


def _until(said: str, today: date) -> date | None:
    """The first day on which newsletters come again."""
    span = re.fullmatch(r"(?:for |fur )?(\d{1,3}|a|one|eine?n?|une?|una?) (\w+)", said)
    if span and span[2] in words.SPANS:
        return today + timedelta(days=words.SPANS[span[2]] * (int(span[1]) if span[1].isdigit() else 1))
    first, _, rest = said.partition(" ")
    if first in words.UNTIL:
        day = _date(rest, today)
        return day if day and today < day <= today + timedelta(days=800) else None
    return None


def _date(said: str, today: date) -> date | None:
    """A date as people write it: 2026-12-24, 24.12., 24.12.2026, 24 December, December 24, a day's name."""
    if said in words.DAYS:
        return today + timedelta(days=(words.DAYS[said] - today.weekday() - 1) % 7 + 1)
    said = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", said)
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", said)
    dotted = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.?\s?(\d{4})?", said)
    named = re.fullmatch(r"(\d{1,2})\.? (?:de )?([a-z]+)(?: (\d{4}))?", said) or re.fullmatch(
        r"([a-z]+) (\d{1,2}),?(?: (\d{4}))?", said
    )
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if dotted:
            day, month, year = int(dotted[1]), int(dotted[2]), dotted[3]
        elif named:
            number, name = (named[1], named[2]) if named[1].isdigit() else (named[2], named[1])
            if name not in words.MONTHS:
                return None
            day, month, year = int(number), words.MONTHS[name], named[3]
        else:
            return None
        found = date(int(year or today.year), month, day)
        return found if year or found > today else found.replace(year=found.year + 1)
    except ValueError:
        return None
