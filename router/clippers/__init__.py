"""Cuts a mail into stories: one file a SHAPE, chosen by the source file, or tried in turn on a mail nobody described.

    Parsed | Forward ──body──▶ microdata | selectors | blocks | records | whole ──finish──▶ Cut

A clipper finds; `finish` cleans, so that no shape can forget to.
"""

from __future__ import annotations

from dataclasses import replace

from router import links
from router.clippers import blocks, microdata, records, selectors, whole
from router.clippers.answers import is_note, speaks
from router.clippers.body import Body, body_of
from router.clippers.finish import finish, key_of
from router.clippers.headlines import Found
from router.clippers.lines import Line
from router.clippers.marked import enclosed, posts
from router.clippers.pages import page_lines
from router.clippers.passed import is_passed, the_one
from router.clippers.rendered import page_of
from router.clippers.roles import Role
from router.clippers.tuning import tune
from router.clippers.wording import is_date, words_in
from router.html import to_text
from router.terms import Clipping, Cut, Forward, Parsed, Reason, Source

SHAPES = {
    "microdata": microdata.cut,
    "selectors": selectors.cut,
    "blocks": blocks.cut,
    "records": records.cut,
    "whole": whole.cut,
}


_DEEDS = ("share", "join", "support", "visit", "about", "forward", "recommend", "follow", "subscribe", "upgrade", "get")
_ASKS = (
    "enjoying", "are you enjoying", "do you enjoy", "loving", "like", "do you like", "love", "do you love", "new to",
    "gefällt ihnen", "gefällt dir", "mögen sie", "magst du", "vous aimez", "tu aimes", "te gusta", "le gusta", "ti piace",
    "gosta de", "gosta da", "gosta do", "vind je",
)  # fmt: skip
_OF = ("for", "of", "vom", "für", "du", "de", "del", "di", "van", "voor", "från", "за")  # "The Letter for 3 May"
_WORDS_A_LINK = 60  # of a post that is a list of links
_TOLD = 12  # words of a sentence that is no headline
_OTHERS, _SAID = 2, 4  # made as a headline is; words of one that is no name
_POST = 120  # words under the headline of a post
_TWIN = 40  # words under each of two headings of one look
_NOTED = 2  # links that a note to one reader may have
READ = 0.97  # the confidence of a mail that its source's file could read; less is a guess
UNSURE = 0.5  # below it a person should look: `router mail list --unread`


def cut(parsed: Parsed, forward: Forward | None = None, source: Source | None = None) -> Cut:
    """The stories of one mail. Never raises on any mail; confidence 0 to 1 says how sure the layout was understood."""
    body = body_of(parsed, forward, source)
    shape = source.clip if source else ""
    bare = forward is not None and source is not None and not body.html
    if bare and (page := page_of(body.text)) and not records.structured(body):
        body, shape = replace(body, html=page, text=""), "whole" if shape == "whole" else "blocks"
    found = _by_source(body, source, shape)
    return Cut(found.clippings, found.confidence, found.reason, len(body.hrefs))


def _by_source(body: Body, source: Source | None, shape: str) -> Cut:
    if source is None or source.parameters.get("story") == "either":
        return _unknown(body)
    if shape == "whole":
        words = len((body.text or to_text(body.html)).split())
        return (
            _index(body, words)
            or _single(body, words)
            or _digest(body)
            or Cut((), 0.0, Reason("no-story", f"{source.name} sent no post"))
        )
    if clippings := finish(body, tune(body, SHAPES[shape](body))):
        return Cut(clippings, READ, Reason("source", f"{source.name}, by {shape}"))
    return _unknown(body)


def is_digest(parsed: Parsed, source: Source | None) -> bool:
    """Whether a mail of this source holds posts, whose header lines look like those of a forward."""
    if source is None or source.clip != "records":
        return False
    return (
        len(posts(parsed.text.splitlines())) > 1
        or sum(1 for one in parsed.attachments if one.kind == "message/rfc822") > 1
    )


def _unknown(body: Body) -> Cut:
    """A mail of no known source: rows marked up, records that say what they are, a list, else one story, else none."""
    if whole.is_welcome(body) or (not body.listed and whole.is_dealing(body)):
        return _listed(body, (), 0)
    if microdata.has_rows(body) and (found := finish(body, tune(body, microdata.cut(body)))):
        return Cut(found, 0.9, Reason("microdata", "rows marked up by the sender"))
    if body.text and not body.html and (found := finish(body, tune(body, records.structured(body)))):
        return Cut(found, 0.85, Reason("records", "records with labels"))
    if body.enclosed and (found := finish(body, tune(body, enclosed(body.enclosed)))):
        return Cut(found, 0.9, Reason("digest", "the posts of a digest"))
    cut = _page(body) if body.html else _text(body)
    if cut.clippings or not body.html:
        return cut
    if found := finish(body, tune(body, records.in_page(body))):
        return Cut(found, 0.7, Reason("records", "records with labels"))
    if body.text or "<pre" not in body.html.lower():
        return _text(body) if body.text else cut
    return _text(replace(body, text=to_text(body.html)))  # a text that was only put into a page


def _page(body: Body) -> Cut:
    lines = page_lines(body)
    publisher, issue = key_of(whole.publisher(body)), key_of(whole.issue_of(body))
    names = [name for name in (publisher, issue) if name]
    stories = blocks.listed(lines, f"{body.subject} {body.sender.name}")
    stories = [
        story
        for story in stories
        if not any(_is_name(story.title, name) for name in names)
        or (issue != publisher and key_of(story.title) == issue and _is_one_of(story, stories))
    ]
    words = sum(len(line.text.split()) for line in lines)
    headline = whole.headline_of(body, lines)
    named = (
        headline is not None and key_of(headline.text) in names and not _is_told(headline, stories, lines, publisher)
    )
    if headline is not None and (named or _is_named_after(headline, stories)):
        headline = None  # the letter's own name, or its first story's
    if headline is not None and _is_titled(body, headline, stories) and words > 40 * len(stories):
        stories = [story for story in stories if not story.inside]  # what a post refers to
    strength = blocks.evidence(stories, names=not whole.is_transaction(body))
    alike = [story for story in stories if headline is not None and story.line.look == headline.look]
    hero = headline is not None and len(alike) < 3 and words > 60 * len(stories) and not _are_twins(alike, lines)
    alike_all = strength >= 2 and all(story.line.look == stories[0].line.look for story in stories)
    headings = all(story.line.heading and story.line.href for story in stories)
    pair = alike_all and (headings or all(story.closed for story in stories))
    if (strength >= 5 and not (hero and words > 120 * len(stories))) or (
        (strength >= 3 or pair) and words < 150 * len(stories) and not hero
    ):
        return _listed(body, finish(body, tune(body, blocks.raws(stories))), strength)
    if announced := blocks.announced(lines, stories):
        return _listed(body, finish(body, tune(body, blocks.raws(announced))), len(announced))
    if headline is None and len(stories) == 1 and stories[0].link and stories[0].line.heading in (1, 2):
        return _listed(
            body, () if whole.is_transaction(body) else finish(body, tune(body, blocks.raws(stories))), strength
        )
    single = _single(body, words)
    if single is not None and single.clippings[0].link:
        return single
    if headline is None and strength == len(stories) >= 2 and all(story.line.heading for story in stories):
        return _listed(body, finish(body, tune(body, blocks.raws(stories))), strength)
    if not stories and not whole.is_transaction(body) and (found := blocks.headed(lines)):
        return Cut(
            finish(body, tune(body, blocks.raws(found))),
            0.4,
            Reason("headed", "headlines over paragraphs, without links"),
        )
    if single is not None:
        return single
    if whole.is_transaction(body):
        return _listed(body, (), 0)
    clippings = finish(body, tune(body, blocks.raws(stories)))
    if not clippings and headline is not None and body.listed and words >= 40 and (link := whole.only_link(lines)):
        return _bulletin(body, link)
    return _listed(body, clippings, strength)


def _is_told(headline: Line, stories: list[Found], lines: list[Line], publisher: str) -> bool:
    """Whether much is told under a headline before the first story: `Storm: 31 March` is a post, and `Storm` no letter's name."""
    if key_of(headline.text) == publisher:
        return False
    begin = next(at for at, line in enumerate(lines) if line is headline)
    end = next((story.at for story in stories if story.at > begin), len(lines))
    return sum(words_in(line.text) for line in lines[begin + 1 : end] if not line.hrefs) >= _POST


def _is_one_of(story: Found, stories: list[Found]) -> bool:
    """Whether a headline of some words is made as two and more others are: a subject may begin with it as with a name."""
    made = story.line.place, story.line.look
    alike = sum(1 for other in stories if other.link and (other.line.place, other.line.look) == made)
    return alike > _OTHERS and words_in(story.title) >= _SAID


def _is_titled(body: Body, headline: Line, stories: list[Found]) -> bool:
    """Whether a mail is a post under its title: linked or the whole subject, and of another look than any story's."""
    if any(story.line.look == headline.look and story.line is not headline for story in stories):
        return False
    return bool(headline.href) or key_of(headline.text) == key_of(whole.subject_of(body))


def _are_twins(alike: list[Found], lines: list[Line]) -> bool:
    """Whether two linked headings of one look are each told at length: the mail is about neither alone."""
    if len(alike) != 2 or not all(story.link and story.line.heading for story in alike):
        return False
    first, second = alike
    told = (
        sum(words_in(line.text) for line in part if not line.hrefs)
        for part in (lines[first.at : second.at], lines[second.at :])
    )
    return all(words >= _TWIN for words in told)


def _is_named_after(headline: Line, stories: list[Found]) -> bool:
    """Whether a mail's title is only that of its first story, with three and more to come."""
    others = [story for story in stories if story.line is not headline and story.link]
    return len(others) > 3 and key_of(others[0].title) == key_of(headline.text)


def _index(body: Body, words: int) -> Cut | None:
    """A post that is a list of links to others: four and more paragraphs, each of a few words behind its link."""
    stories = blocks.listed(page_lines(body)) if body.html else []
    own = links.host(links.unwrap(stories[0].link)) if stories else ""
    leads = [
        story
        for story in stories
        if story.role is Role.LEAD or (story.line.heading and links.host(links.unwrap(story.link)) not in ("", own))
    ]
    if len(leads) < 4 or words > _WORDS_A_LINK * len(leads):
        return None
    raws = blocks.raws(leads)
    for raw in raws:
        raw.kind = "news"  # others wrote them: nothing of the post's own name and kind is theirs
    return _listed(body, finish(body, raws), len(leads))


def _digest(body: Body) -> Cut | None:
    """Several posts in one mail, where a source sends each as a mail of its own as a rule."""
    stories = blocks.listed(page_lines(body)) if body.html and not whole.is_transaction(body) else []
    strength = blocks.evidence(stories)
    return _listed(body, finish(body, tune(body, blocks.raws(stories))), strength) if strength >= 3 else None


def _bulletin(body: Body, link: str) -> Cut:
    """An announcement under its headline, with one link somewhere in it."""
    raws = whole.cut(body)
    for raw in raws:
        raw.link = link
    return Cut(finish(body, tune(body, raws)), 0.5, Reason("whole", "an announcement with one link"))


def _is_name(said: str, name: str) -> bool:
    """Whether a headline is only the newsletter's own name, its first word, it and a day, or asks to do something with it."""
    title = key_of(said)
    before, after = title.removesuffix(name).split(), title.removeprefix(name).split()
    if title == name or name.startswith(f"{title} ") or (title.endswith(f" {name}") and before[0] in _DEEDS):
        return True
    if said.rstrip().endswith("?") and " ".join(before) in _ASKS:
        return True
    return title.startswith(f"{name} ") and is_date(" ".join(after[after[0] in _OF :]))


def _text(body: Body) -> Cut:
    name = key_of(whole.publisher(body))
    raws = [raw for raw in records.cut(body) if not name or not _is_name(raw.title, name)]
    if len(raws) <= _NOTED and not body.listed and is_note(body.text):
        raws = [raw for raw in raws if not speaks(raw.title)]
    found = finish(body, tune(body, raws))
    if len(found) > 1 and not body.listed and is_passed(body.text):
        found = the_one(found, body.subject)
    words = len(body.text.split())
    few = len(found) < 3 and words > 120 * len(found)
    if len(found) < 3 and whole.is_transaction(body):
        found = ()
    told = _is_sentence(found)
    single = _single(body, words, told=told)
    if single is not None and whole.is_signed_post(body):
        return single
    if found and not few and words <= 260 * len(found):
        return _listed(body, found, len(found))
    if few and not whole.is_transaction(body):
        if single is not None and single.clippings[0].link and whole.headline_in_text(body):
            return single  # headlines below its own are those of its sections
        if whole_ones := finish(body, tune(body, records.complete(body))):
            return Cut(whole_ones, 0.4, Reason("headed", "underlined headlines over paragraphs"))
    if single is not None and (single.clippings[0].link or not found or told):
        return single
    return (_post(body, found) if len(found) < 2 else None) or _listed(body, found, len(found))


def _is_sentence(found: tuple[Clipping, ...]) -> bool:
    """Whether the only story is a sentence of a letter, at its one link."""
    return len(found) == 1 and found[0].title.endswith(".") and len(found[0].title.split()) >= _TOLD


def _post(body: Body, found: tuple[Clipping, ...]) -> Cut | None:
    """A post to a discussion list: its subject, and the first link in it."""
    single = finish(body, tune(body, whole.cut(body))) if body.posted and not whole.is_transaction(body) else ()
    if not single:
        return None
    link = found[0].link if found else ""
    return Cut((replace(single[0], link=link, kind="post"),), 0.5, Reason("post", "a post to a list"))


def _listed(body: Body, found: tuple[Clipping, ...], strength: int) -> Cut:
    if not found:
        return Cut((), 0.0, Reason("no-story", "nothing in it looks like a story"))
    hosts = {links.host(clipping.link) for clipping in found if clipping.link}
    if body.source is None and len(hosts) == 1 and (name := whole.publisher(body)):
        found = tuple(clipping if clipping.publisher else replace(clipping, publisher=name) for clipping in found)
    return Cut(found, min(0.8, 0.3 + 0.1 * strength), Reason("list", f"{len(found)} headlines with links"))


def _is_letter(body: Body) -> bool:
    """Whether a text without a list's headers stands under its headline and says how not to get the next one."""
    leaves = any(links.is_account_link("", line.strip()[:80]) for line in body.text.splitlines()[-30:])
    return leaves and not body.html and whole.headline_in_text(body) != ""


def _single(body: Body, words: int, *, told: bool = False) -> Cut | None:
    """The mail as one story, when it has a link of its own or is plainly an issue of something.

    told: it is a letter in sentences, whatever link stands in them.
    """
    if body.source and body.source.kind == "paper":
        return None  # it lists papers, or is about the alert
    found = finish(body, tune(body, whole.cut(body)))
    if not found or whole.is_transaction(body):
        return None
    if found[0].link:
        return Cut(found, 0.9 if body.source else 0.6, Reason("whole", "the mail is the story"))
    if words >= (150 if body.listed and not told else 100) and (body.listed or _is_letter(body)):
        return Cut(found, 0.4, Reason("whole", "the mail is the story and gives no link"))
    return None
