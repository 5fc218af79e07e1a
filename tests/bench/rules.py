"""How fast stories are judged by 1,000 and 10,000 rules, and rules come into force: `make bench BENCH=rules`.

Words are drawn as texts use them (a few very often, most seldom); rules ask for seldom words and phrases, as editors do.
Baselines: one compiled pattern a term searched in the folded text; and dovecot-sieve asking for the same words.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from router.rulebook import sheets
from router.rulebook.book import Book
from router.rulebook.book import compile as compile_book
from router.rulebook.tree import patterns_of
from router.terms import Facts
from router.text import fold

VOCABULARY, STORIES, PLAIN_STORIES, SIEVE_MAILS = 20_000, 1_000, 4, 20
SYLLABLES = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "or", "ul")]

SIEVE_SETTINGS = """mail_uid = nobody
mail_gid = nogroup
mail_home = {folder}
mail_location = maildir:{folder}/mail
first_valid_uid = 0
first_valid_gid = 0
"""


def words(chance: random.Random) -> list[str]:
    """Words nobody owns, each once."""
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        made["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4))))] = None
    return list(made)


def stories(chance: random.Random, vocabulary: Sequence[str], number: int) -> list[Facts]:
    """Titles of 10 words and texts of 60, by Zipf's law."""
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    told = (chance.choices(vocabulary, weights, k=70) for _ in range(number))
    return [Facts(title=" ".join(said[:10]).capitalize(), text=" ".join(said[10:]) + ".") for said in told]


def rule_files(chance: random.Random, vocabulary: Sequence[str], rules: int) -> dict[str, str]:
    """Files of 100 lines: mostly lists of four terms, some with `+`, `~`, `*` and skip."""
    seldom = vocabulary[len(vocabulary) // 4 :]

    def term() -> str:
        said = " ".join(chance.choices(seldom, k=chance.choice((1, 2, 2, 3))))
        return said + "*" * (chance.random() < 0.15)

    def line() -> str:
        form = chance.random()
        if form < 0.8:
            return f"take {chance.choice(('any', 'any', 'title'))}: {', '.join(term() for _ in range(4))}"
        if form < 0.9:
            return f"take any: {term()}, {term()} + {term()}, {term()}"
        return f"take any: {term()} ~ {term()}" if form < 0.95 else f"skip any: {term()}, {term()}"

    return {
        f"interests/i{number}.rules": f"interest: I {number}\n" + "\n".join(line() for _ in range(100)) + "\n"
        for number in range(rules // 100)
    }


def cpu(work: Callable[[], object], repeats: int = 7) -> float:
    """CPU seconds of the best of some runs."""
    best = float("inf")
    for _ in range(repeats):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def plain_seconds(book: Book, told: Sequence[Facts]) -> float:
    """CPU seconds a story when each term is one compiled pattern, searched in the folded text."""

    def compiled(term: str) -> re.Pattern[str]:
        return re.compile(r"(?<!\w)" + re.escape(term.strip("*")) + ("" if term.endswith("*") else r"(?!\w)"))

    rules = [[compiled(term) for term in sorted(patterns_of(rule.tree))] for rule in book.rules]

    def judge() -> None:
        for facts in told:
            text = fold(facts.title) + "\n" + fold(facts.text)
            for patterns in rules:
                any(pattern.search(text) for pattern in patterns)

    return cpu(judge, 1) / len(told)


def reload(files: dict[str, str], cold: bool) -> Callable[[], object]:
    """Bring rules into force: everything anew, or after one file of many was saved."""

    def work() -> None:
        if cold:
            for cache in (sheets.sheet_of, sheets.split_file):
                cache.cache_clear()
        else:
            files["interests/i0.rules"] += "take any: one line more\n"
        assert compile_book(files)[0].engine

    return work


def sieve_seconds(book: Book, told: Sequence[Facts]) -> float | None:
    """CPU seconds a mail of dovecot-sieve asking for the same words, its start taken off; None where it is absent."""
    if not shutil.which("sievec") or not shutil.which("sieve-test"):
        return None
    tests = []
    for rule in book.rules:
        listed = ", ".join(f'"{term.strip("*")}"' for term in sorted(patterns_of(rule.tree)))
        where = f'header :contains "subject" [{listed}]'
        body = f", body :text :contains [{listed}]" if rule.part != "title" else ""
        tests.append(f"if anyof({where}{body}) {{ keep; }}")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # sieve-test gives up the rights of root
        Path(folder, "dovecot.conf").write_text(SIEVE_SETTINGS.format(folder=folder), encoding="utf-8")
        scripts = {"all": "\n".join(tests), "none": "keep;"}
        for name, script in scripts.items():
            Path(folder, f"{name}.sieve").write_text(f'require "body";\n{script}\n', encoding="utf-8")
            subprocess.run(["sievec", f"{folder}/{name}.sieve"], check=True, capture_output=True)
        seconds = {}
        for name in scripts:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            for number, facts in enumerate(told):
                mail = Path(folder, f"{number}.eml")
                mail.write_text(f"From: a@paper.example\nSubject: {facts.title}\n\n{facts.text}\n", encoding="utf-8")
                asked = ["sieve-test", "-c", f"{folder}/dovecot.conf", f"{folder}/{name}.sieve", str(mail)]
                subprocess.run(asked, check=True, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds[name] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (seconds["all"] - seconds["none"]) / len(told)


def main() -> None:
    chance = random.Random(4)
    vocabulary = words(chance)
    told = stories(chance, vocabulary, STORIES)
    few, many = (rule_files(chance, vocabulary, rules) for rules in (1_000, 10_000))
    cold, warm = cpu(reload(many, cold=True)), cpu(reload(many, cold=False))
    books = {rules: compile_book(files)[0] for rules, files in ((1_000, few), (10_000, many))}
    seconds = {}
    print(f"{'rules':>7} {'terms':>7} {'µs a story':>11} {'verdicts a story':>17}")
    for rules, book in books.items():
        assert len(book.rules) >= rules
        verdicts = sum(len(book.judge(facts)) for facts in told) / STORIES
        seconds[rules] = cpu(lambda book=book: [book.judge(facts) for facts in told]) / STORIES  # type: ignore[misc]
        terms = len(set().union(*(patterns_of(rule.tree) for rule in book.rules)))
        print(f"{rules:>7,} {terms:>7,} {seconds[rules] * 1e6:>11.1f} {verdicts:>17.2f}")
    plain = plain_seconds(books[1_000], told[:PLAIN_STORIES])
    sieve = sieve_seconds(books[1_000], told[:SIEVE_MAILS])
    print(f"one pattern a term, 1,000 rules: {plain * 1e6:,.0f} µs a story")
    print(f"dovecot-sieve, 1,000 rules: {'absent' if sieve is None else f'{sieve * 1e6:,.0f} µs a mail'}")
    print(f"10,000 rules in force: {cold:.2f} s CPU from nothing, {warm:.2f} s after one file of 100 was saved")
    figures = {
        "times_naive_at_1000": round(plain / seconds[1_000]),
        "slowdown_1000_to_10000": round(seconds[10_000] / seconds[1_000], 2),
        "reload_10000_s": round(warm, 3),
        "cold_10000_s": round(cold, 3),
        "times_sieve_at_1000": None if sieve is None else round(sieve / seconds[1_000], 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
