"""What a link is worth: unwrapped offline, without who read it, safe to show, and equal to its equals."""

from __future__ import annotations

import os
import re
import string
import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from router import links

PROVE = bool(os.environ.get("ROUTER_PROVE"))
COUNT = 20_000 if PROVE else 300


@pytest.mark.parametrize("link", [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\nscript:alert(1)", "data:text/html;base64,PHN2Zz4=", "vbscript:msgbox(1)",
    "https://user:secret@bank.example/", "https://bank.example@evil.example/", "http://", "https:///path", "//", "ftp://x.example/",
    "https://x.example:0/", "https://exa mple/\u202egpj.exe", "https://x.example/\x00", "https://[::1", "mailto:not an address", "#top", "", "/relative",
])  # fmt: skip
def test_what_may_not_leave_does_not(link: str) -> None:
    assert links.safe(links.clean(link)) == ""


def test_trackers_tokens_and_addresses_go_and_the_rest_stays() -> None:
    raw = (
        "https://Shop.Example/read?id=7&utm_source=x&UTM_Campaign=y&fbclid=CANARY&token=CANARY&email=ida%40mail.example"
        "&who=ida@mail.example&jwt=eyJhbGciOiJIUzI1NiJ9.eyJ1IjoxfQ.sig&source=email-0a1b2c-digest&page=2#part-3"
    )
    assert links.clean(raw) == "https://shop.example/read?id=7&page=2#part-3"
    assert links.clean("https://x.example/a#:~:text=hello") == "https://x.example/a"
    assert links.clean("https://x.example/a?b=%2Fc%26d") == "https://x.example/a?b=%2Fc%26d"


def test_percent_is_decoded_once() -> None:
    assert (
        links.clean("https://www.google.com/url?url=https://x.example/a%3Fb%3D1%2520c") == "https://x.example/a?b=1%20c"
    )


def test_cut_lines_spaces_and_doubled_entities_are_mended() -> None:
    assert links.clean("https://x.example/long!\n /path?a=1&amp;b=2 ") == "https://x.example/long/path?a=1&b=2"


@pytest.mark.parametrize(("link", "said"), [
    ("https://www.linkedin.com/comm/pulse/a-b?midToken=C&otpToken=C", "https://www.linkedin.com/pulse/a-b"),
    ("https://x.com/a/status/1?s=20&t=C", "https://x.com/a/status/1"),
    ("https://letters.example/p/title?r=abc&s=r", "https://letters.example/p/title?s=r"),
    ("https://medium.com/p/title-3f2a?source=email-1&sk=friend", "https://medium.com/p/title-3f2a?sk=friend"),
    ("https://us2.list-manage.com/track/click?u=acc&id=7&e=reader", "https://us2.list-manage.com/track/click?u=acc&id=7"),
    ("https://pubmed.ncbi.nlm.nih.gov/123/?from_uid=C&utm_medium=email", "https://pubmed.ncbi.nlm.nih.gov/123/"),
    ("http://old.example/redirect.aspx?linkID=8&eid=41&sendId=22", "http://old.example/redirect.aspx?linkID=8&eid=41&sendId=22"),
    ("http://old.example/story.aspx?linkID=8&eid=41", "http://old.example/story.aspx?linkID=8"),
    ("http://old.example/redirect.aspx?linkID=8&eid=41", "http://old.example/redirect.aspx?linkID=8"),
    ("http://old.example/redirect.aspx?linkID=8&eid=RDR41&sendId=22", "http://old.example/redirect.aspx?linkID=8&sendId=22"),
    ("https://git.example/files/a?ref=release/newsletter", "https://git.example/files/a?ref=release/newsletter"),
    ("https://a.example/tides/?ref=the-lantern-newsletter", "https://a.example/tides/"),
])  # fmt: skip
def test_sites_keep_what_names_the_page(link: str, said: str) -> None:
    assert links.clean(link) == said


def test_an_address_in_a_path_is_somebodys_and_a_handle_is_not() -> None:
    assert links.clean("https://x.example/u/ida@mail.example/leave") == ""
    assert links.clean("https://x.example/u/ida%40mail.example/leave") == ""
    assert (
        links.clean("https://social.example/@ada@other.example/1155")
        == "https://social.example/@ada@other.example/1155"
    )
    assert links.clean("https://medium.com/@ada/title-3f2a") == "https://medium.com/@ada/title-3f2a"


def test_secrets_are_names_or_values() -> None:
    url = "https://x.example/read?mid=9665862&id=3&k=v"
    assert links.clean(url, secrets=("?k",)) == "https://x.example/read?mid=9665862&id=3"
    assert links.clean(url, secrets=frozenset({"9665862"})) == "https://x.example/read?id=3&k=v"
    assert links.clean("https://x.example/9665862/read", secrets=("9665862",)) == ""


def test_a_key_behind_what_was_clicked_names_the_reader() -> None:
    stories = [f"https://post.example/c/r{number}K9c/8814-hq7t2k" for number in range(4)]
    leaving = "https://post.example/away/412233-8814-hq7t2k"
    assert links.reader_ids(stories, [leaving]) == {"8814-hq7t2k"}
    assert links.clean(stories[0], secrets=links.reader_ids(stories, [leaving])) == "https://post.example/c/r0K9c"
    assert links.reader_ids(stories) == frozenset()
    assert links.reader_ids(stories[:2], [leaving]) == frozenset()
    ways = [f"https://post.example/{way}/8814-hq7t2k" for way in ("view", "share", "print")]
    assert links.reader_ids(ways, [leaving]) == frozenset()  # what stands there may be the letter itself


def test_the_readers_id_is_what_stands_in_the_unsubscribe_link_too() -> None:
    stories = [f"http://xp.example/rd.cfm?id=070{number}&mid=9665862091" for number in range(6)]
    account = "http://xp.example/unsubscribe.cfm?id=9665862091"
    assert links.reader_ids([*stories, account]) == {"9665862091"}
    assert links.reader_ids(stories) == frozenset()
    assert links.reader_ids([*stories[:2], account]) == frozenset()
    assert links.reader_ids(stories, ["https://xp.example/away?r=9665862091"]) == {"9665862091"}
    assert links.reader_ids([*stories, "http://xp.example/unsubscribe/9665862091/all"]) == {"9665862091"}
    assert links.reader_ids([*stories, "http://xp.example/baja?p=9665862091"]) == {"9665862091"}
    others = [f"http://xp.example/page/{number}" for number in range(9)]
    assert links.reader_ids([*stories, *others, account]) == {"9665862091"}
    campaign = [f"https://us2.list-manage.com/track/click?u=361de76a&id={number}&e=reader7" for number in range(5)]
    assert links.reader_ids([*campaign, "https://us2.list-manage.com/unsubscribe?u=361de76a&id=9&e=reader7"]) == {
        "reader7"
    }
    zoho = "https://zcv1.maillist-manage.eu/click.zc?m=1&od=3z17a80e5ade90&linkDgs=dc2b327a24d{}&repDgs=1a5f0c3e7bd29f"
    leaving = "https://zcv1.maillist-manage.eu/ua/optout?od=3z17a80e5ade90&rd=1a5f0c3e7bd29f"
    assert links.reader_ids([*map(zoho.format, range(5)), leaving]) == {"1a5f0c3e7bd29f"}
    numbered = "https://us2.list-manage1.com/unsubscribe?u=361de76a&id=9&e=reader7"
    assert links.reader_ids([*campaign, numbered]) == {"reader7"}


@pytest.mark.parametrize("name", ["rid", "inxuid", "abbonato", "kunden_nr", "readerid", "suscriptor"])
def test_a_number_that_a_readers_parameter_has_on_nearly_all_links_is_the_readers_id(name: str) -> None:
    stories = [f"http://xp.example/story.php?id={number}&{name}=55190" for number in range(6)]
    assert links.reader_ids([*stories, "http://xp.example/about"]) == {"55190"}
    assert links.reader_ids(stories[:2]) == frozenset()
    others = [f"http://xp.example/story.php?id=9{number}" for number in range(6)]
    assert links.reader_ids([*stories, *others]) == frozenset()


@pytest.mark.parametrize("piece", ["view=article2", "lang=en", "issue=20811", "option=content"])
def test_what_all_links_ask_for_without_meaning_a_reader_stays(piece: str) -> None:
    assert links.reader_ids([f"http://xp.example/story.php?id={number}&{piece}" for number in range(6)]) == frozenset()


def test_a_readers_key_behind_a_short_label_is_told_too() -> None:
    key = "8672ed819b1769b82bc71fb4bcf35b89"
    story = f"https://jobs.example/job/DFK218/lecturer-in-care?src=jbe_{key}"
    assert links.reader_ids([story], [f"https://jobs.example/alerts/unsubscribe/{key}"]) == {key}
    questions = [f"http://q.example/q/{number}?letter=1&code=138861%7c{key}" for number in (54380, 54411)]
    assert links.reader_ids(questions) == {f"138861%7c{key}"}
    assert links.clean(questions[0], secrets=links.reader_ids(questions)) == "http://q.example/q/54380?letter=1"
    assert links.reader_ids([f"http://q.example/q/{number}?from=care_homes_and_nights" for number in range(9)]) == set()


SAME = (
    ("https://www.x.example/a/?b=1&c=2", "http://x.example/a?c=2&b=1"),
    ("https://m.x.example/a", "https://x.example/a/"),
    ("https://amp.x.example/a", "https://www.x.example/a"),
    ("https://x.example/a.amp.html", "https://x.example/a.html"),
    ("https://x.example/a/amp", "https://x.example/a"),
    ("https://en.m.wiki.example/Care", "https://en.wiki.example/Care"),
    ("https://x.example/a/index.html", "https://x.example/a"),
    ("https://youtu.be/aB3dE5gH7jK", "https://www.youtube.com/watch?v=aB3dE5gH7jK&feature=share"),
    ("https://dx.doi.org/10.5555/ABC", "https://doi.org/10.5555/abc"),
    ("https://arxiv.org/pdf/2611.01234v2", "http://export.arxiv.org/abs/2611.01234"),
    ("https://twitter.com/a/status/1?s=20", "https://x.com/a/status/1"),
    ("https://www.ncbi.nlm.nih.gov/pubmed/123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
    ("https://x.example/caf%C3%A9", "https://x.example/café"),
    ("https://www.google.com/url?url=https://x.example/a", "https://x.example/a"),
    ("https://open.substack.com/pub/care/p/a-bed", "https://care.substack.com/p/a-bed"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_page_has_one_key(one: str, other: str) -> None:
    assert links.canonical(one) == links.canonical(other) != ""


@pytest.mark.parametrize(("one", "other"), [
    ("http://blog.example/#85534328", "http://blog.example/#85395270"),
    ("https://x.example/read?id=1", "https://x.example/read?id=2"),
    ("https://x.example/a", "https://y.example/a"),
    ("https://x.example/stock.asp?ref=22410", "https://x.example/stock.asp?ref=22411"),
    ("https://x.example/A", "https://x.example/a"),
])  # fmt: skip
def test_different_pages_have_different_keys(one: str, other: str) -> None:
    assert links.canonical(one) != links.canonical(other)


def test_identifiers_are_exact() -> None:
    assert links.doi("J Care. 2026;9(1):3. doi: 10.5555/jc.2026.3.") == "10.5555/jc.2026.3"
    assert links.doi("https://press.example/doi/full/10.5555/Abc.12(3)?af=R") == "10.5555/abc.12(3)"
    assert links.doi("(see 10.5555/x)") == "10.5555/x"
    assert links.doi("no number here 10.5 of 12/13") == ""
    assert links.pmid("PMID: 42013377 [Free PMC article.]") == "42013377"
    assert links.arxiv("arXiv:2611.01234v3 [cs.CY]") == "2611.01234"
    assert links.identifiers("https://pubmed.ncbi.nlm.nih.gov/77/", "T. doi: 10.5555/q.") == (
        "doi:10.5555/q",
        "pmid:77",
    )
    assert links.identifiers("https://www.sciencedirect.com/science/article/pii/S2999000126000011") == (
        "pii:S2999000126000011",
    )
    assert links.identifiers("https://gazette.example/content/53/26095.html") == ("article:gazette.example/26095",)
    assert links.identifiers("https://gazette.example/2026/11/20261119") == ()


PIECES = st.sampled_from([
    "http://", "https://", "javascript:", "www.google.com", "/url?url=", "%", "%2F", "%25", "//", "@", ":", "#", "?", "&", "=", "..", "\u202e", "é",
    "x.example", "eyJlIjoi", "/CL0/", "/c/eJ", "__", ";", "!!", "*", "[", "]", "\x00", "\n", " ", "urldefense.com/v3/__", "aHR0c", "-", "~", "\ud800",
])  # fmt: skip


@settings(max_examples=COUNT, derandomize=True, deadline=None)
@given(st.lists(PIECES | st.text(string.printable, max_size=6), max_size=24).map("".join))
@example("https://[")
@example("https://x.example:99999/")
@example("http://\ud800/")
def test_no_text_raises_and_what_comes_out_is_safe(url: str) -> None:
    said = links.clean(url)
    assert said == "" or said.startswith(("http://", "https://", "mailto:"))
    assert links.safe(said) == said
    links.canonical(url)
    links.identifiers(url, url)
    links.is_account_link(url, url)
    links.host(url)


@settings(max_examples=COUNT, derandomize=True, deadline=None)
@given(
    st.lists(
        st.lists(
            PIECES | st.sampled_from(["9665862", "&amp;", "unsubscribe", "/login", "/alerts/share"]), max_size=8
        ).map("".join),
        max_size=6,
    )
)
@example(["https://x.example/a", "https://x.example/?a&amp;amp;b", "mailto:?body=x", "https://x.example/log\nin/", ""])
def test_many_links_are_what_each_of_them_is(urls: list[str]) -> None:
    secrets = frozenset({"?k", "9665862"})
    said = links.clean_all(urls, secrets=secrets)
    assert said == [links.clean(url, secrets=secrets) for url in urls]
    assert links.canonical_of_all(said) == list(map(links.canonical_of, said))
    assert links.may_be_share(urls) or not any(map(links.is_share_link, urls))
    assert links.may_be_account(urls) or not any(links.is_account_link(url, "") for url in urls)
    lines = [" ".join(url.split()) for url in urls]
    assert links.may_be_account([], lines) or not any(links.is_account_link("", line) for line in lines)


def test_one_look_at_a_mails_links_and_words_tells_of_none_or_of_some() -> None:
    urls = [f"https://x.example/news/{n}" for n in range(20)]
    assert not links.may_be_account(urls, ["A night nurse", "Help arrives for carers"])
    assert links.may_be_account(urls, ["A night nurse", "Log in"])
    assert links.may_be_account([*urls, "https://x.example/login"])
    assert not links.may_be_share(urls)
    assert links.may_be_share([*urls, "mailto:?subject=x", *urls])


@pytest.mark.parametrize("text", [
    "Please VERIFY it", "verifying", "éverify", "ONAYLA", "\u0130\u00c9CHEC", "\ud800", "", "a\nverify\n",
])  # fmt: skip
def test_seldom_words_are_found_as_by_their_pattern(text: str) -> None:
    pattern = re.compile(r"\bverify\b|onayla|échec", re.I)
    found = links.seldom(pattern)(text)
    assert (found and found.span()) == ((wanted := pattern.search(text)) and wanted.span())


def test_keys_on_thousands_of_links_are_found_in_one_pass() -> None:
    keys = ("k{}defghij1", "m{}defghij2", "p{}defghij3")
    urls = [
        f"https://s{n}.example/page/{n}?" + "&".join(f"x{at}={key.format(n // 2)}" for at, key in enumerate(keys))
        for n in range(16_000)
    ]
    began = time.process_time()
    assert len(links.reader_ids(urls)) == 24_000
    assert time.process_time() - began < 3  # place by place it took twenty


def test_a_key_is_its_own_key() -> None:
    for one, other in pairwise(f"https://{links.canonical(url)}" for pair in SAME for url in pair):
        assert links.canonical(one) == one.removeprefix("https://")
        assert links.canonical(other) == other.removeprefix("https://")


@pytest.mark.parametrize("sign", ["\x00", "\u200b", "\u202e", "\ud800", "\x85"])
def test_a_doi_ends_before_a_sign_nobody_sees(sign: str) -> None:
    assert links.doi(f"doi: 10.5555/abc.1{sign}") == "10.5555/abc.1"
    assert links.doi(f"https://doi.org/10.5555/abc.1{sign}x") == "10.5555/abc.1"


def test_the_key_of_a_link_that_ends_some_day_is_cut() -> None:
    page = "http://courier.example/2003/06/10SLUG.html"
    assert links.clean(f"{page}?en=4f1c0b9d2e7a6631") == page
    assert links.clean("http://courier.example/page?en=1") == "http://courier.example/page?en=1"


def test_what_stands_beside_the_readers_address_names_the_reader_too() -> None:
    stories = [f"http://l.example/e_article000{number}.cfm?x=a1qh2,0" for number in (123, 124, 130)]
    others = [f"http://paper.example/story/{number}.htm" for number in range(9)]
    change = "http://maker.example/change.cfm?x=a1qh2,0&email=ida%40router.example"
    assert links.reader_ids([*stories, *others, change]) == {"a1qh2,0"}
    assert links.reader_ids([*stories, *others, change.partition("&")[0]]) == frozenset()
    shared = [
        f"http://l.example/view?id=1BxiMVs0XRA5nFMdKvBdBZjg&email=ida@router.example&at={at}" for at in ("top", "foot")
    ]
    assert links.reader_ids([*shared, "http://l.example/about"]) == frozenset()
    addressed = [f"http://l.example/s{number}.asp?issue=200207&e=ida@router.example" for number in range(9)]
    assert links.reader_ids(addressed) == frozenset()


@pytest.mark.parametrize("query", ["show_article5?id={}&site=10b23", "view{}.php?issue=2026-05"])
def test_what_pages_of_one_host_need_stays_though_the_way_out_has_it_too(query: str) -> None:
    stories = [f"http://l.example/{query.format(number)}" for number in range(5)]
    others = [f"http://paper.example/story/{number}.htm" for number in range(9)]
    leaving = f"http://l.example/unsubscribe?{stories[0].rpartition('?')[2].rpartition('&')[2]}&user=9a8b7c"
    assert links.reader_ids([*stories, *others, leaving]) == frozenset()


def test_a_redirect_keeps_the_mailing_and_loses_the_reader() -> None:
    reader = "8f5118b2-a22b-2b51-7a17-1e8d31b0e09c"
    stories = [f"http://old.example/redirect.aspx?linkID={at}&sendId=2288104&puid={reader}" for at in range(4)]
    leaving = f"http://old.example/controls/email_marketing/optout.aspx?sid=1437&sendId=2288104&puid={reader}"
    assert links.reader_ids([*stories, leaving]) == {reader}
    stories = [f"http://old.example/redirect.aspx?linkID={at}&sendId=2288104&eid=412207" for at in range(4)]
    leaving = "http://old.example/controls/email_marketing/optout.aspx?sid=1437&sendId=2288104&eid=412207"
    assert links.reader_ids([*stories, leaving]) == {"412207"}
