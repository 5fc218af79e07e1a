"""Stories that no interest took, and what people asked Google for -> lines an editor may want to write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from router.editing.preview import Preview
from router.rulebook import book as books
from router.rulebook.book import Book
from router.terms import Facts
from router.text import fold

ALERTS = "google-alerts"  # the source whose subjects carry what is searched for
FEWEST = 3  # stories that hold a phrase
MOST = 15  # suggestions of one kind
LONGEST = 3  # words of a phrase

_SHORTEST = 5  # letters of a word that stands alone or gets a star
_ENDING = 3  # letters that a star may stand for, to be the same word in another form
_QUERY = re.compile(r"google[^-–—:]*[-–—:]\s*(\S.*)", re.IGNORECASE)  # Google Alert - …, Alerta de Google: …
_WORD = re.compile(r"[^\W\d_][^\W_]+")
_OPERATOR = re.compile(r"\b(?:OR|AND|NOT)\b|(?:^|\s)-\S+|\b\w+:\S+|[\"()|+*]")
# Words that begin or end no phrase worth a rule, in the languages of the shipped rules.
_SMALL = """
a about after all also am an and are as at be been before but by can do for from get has have he her his how if
in into is it its more most new no not of on one or our out over say says she so than that the their them there
they this to two under up was we were what when where which who why will with you your als am auf aus bei das
dem den der des die durch ein eine einem einen einer er es für ihr im in ist mehr mit nach nicht noch oder sich
sie sind so um und von vor wie wir wird zu zum zur über al como con de del el en es esta este la las los más no
para pero por que se sin sobre su sus un una y ya
"""
_EDGES = frozenset(_SMALL.split())


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line, why it is proposed, and stories it would take."""

    kind: str  # near, query, phrase
    line: str  # `take any: night shelter*`; for a near form the word to write instead
    why: str
    stories: tuple[int, ...] = ()
    file: str = ""  # of the line it betters
    number: int = 0


def suggest(book: Book, unrouted: Mapping[int, Facts], subjects: Mapping[str, int]) -> list[Suggestion]:
    """Near forms first, then queries (`subjects` are those of Google's alerts, with how many mails), then phrases."""
    return [*_near(book, unrouted), *_queries(book, subjects), *_phrases(book, unrouted)]


def _near(book: Book, unrouted: Mapping[int, Facts]) -> Iterator[Suggestion]:
    preview = Preview(book, book, book.interests)
    for story, facts in unrouted.items():
        preview.see(story, facts)
    starred = [near for near in preview.near if near.words[0] == "`" and len(near.stories) >= FEWEST]
    for near in starred[:MOST]:
        words = near.words.split("`")[1]
        why = f"would add {len(near.stories)} stories of no interest, like “{near.title[:80]}”"
        yield Suggestion("near", words, why, tuple(near.stories), near.rule.file, near.rule.line)


def _queries(book: Book, subjects: Mapping[str, int]) -> Iterator[Suggestion]:
    asked: dict[str, int] = {}
    for subject, mails in subjects.items():
        if found := _QUERY.search(subject):
            query = " ".join(found[1].split())
            asked[query] = asked.get(query, 0) + mails
    given = 0
    for query, mails in sorted(asked.items(), key=lambda pair: (-pair[1], pair[0])):
        line = f"take search: {query}"
        words = " ".join(_OPERATOR.sub(" ", query).split())
        if given < MOST and words and not _taken(book, words) and _legal(line):
            given += 1
            count = f"{mails} mails" if mails > 1 else "1 mail"
            yield Suggestion("query", line, f"an alert asks for it ({count}), and no interest takes those words")


def _phrases(book: Book, unrouted: Mapping[int, Facts]) -> Iterator[Suggestion]:
    """The phrase most stories hold, then the one that most of the others hold, and so on; longer ones count for more."""
    holding: dict[tuple[str, ...], set[int]] = {}
    for story, facts in unrouted.items():
        for phrase in _said(facts.title):
            holding.setdefault(phrase, set()).add(story)
    often = {pattern: stories for pattern, stories in _starred(holding).items() if len(stories) >= FEWEST}
    covered: set[int] = set()
    for _ in range(MOST):
        best = max(often, key=lambda one: (len(often[one] - covered) * len(one.split()), len(one), one), default="")
        stories = often.pop(best, set())
        if len(stories - covered) < FEWEST:
            return
        covered |= stories
        line = f"take any: {best}"
        if _legal(line):
            title = unrouted[min(stories)].title
            why = f"{len(stories)} stories of no interest hold it, like “{title[:80]}”"
            yield Suggestion("phrase", line, why, tuple(sorted(stories)))


def _said(title: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(fold(title))
    found = set()
    for at in range(len(words)):
        for stop in range(at + 1, min(at + LONGEST, len(words)) + 1):
            phrase = tuple(words[at:stop])
            if {phrase[0], phrase[-1]} & _EDGES or (len(phrase) == 1 and len(phrase[0]) < _SHORTEST):
                continue
            if " ".join(phrase) in fold(title):  # nothing but a space stands between its words
                found.add(phrase)
    return found


def _starred(holding: Mapping[tuple[str, ...], set[int]]) -> dict[str, set[int]]:
    """Phrases whose last word has other forms (shelter, shelters) become one with a star."""
    one: dict[str, set[int]] = {}
    for phrase, stories in holding.items():
        said, last = " ".join(phrase), phrase[-1]
        root = next(
            (
                (*phrase[:-1], last[:-cut])
                for cut in range(_ENDING, 0, -1)
                if len(last) - cut >= _SHORTEST and (*phrase[:-1], last[:-cut]) in holding
            ),
            None,
        )
        if root is not None:
            one.setdefault(f"{' '.join(root)}*", set()).update(stories, holding[root])
        one.setdefault(said, set()).update(stories)
    return one


def _taken(book: Book, words: str) -> bool:
    return any(verdict.taken for verdict in book.judge(Facts(title=words)))


def _legal(line: str) -> bool:
    _, problems = books.compile({"interests/suggested.rules": f"interest: Suggested\n{line}\n"})
    return all(problem.level != "error" for problem in problems)
