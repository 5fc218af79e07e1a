"""Links wrapped by mail programs and senders: each gives back what it wraps, without asking anybody."""

from __future__ import annotations

import base64
import json
import os
import zlib
from urllib.parse import quote, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router import links
from router.links import wrappers

PROVE = bool(os.environ.get("ROUTER_PROVE"))
COUNT = 20_000 if PROVE else 300

TARGETS = (
    "https://www.northgazette.example/2026/11/19/story",
    "https://papers.example/doi/10.5555/abc.12(3)",
    "http://lists.example/read?id=77&page=2",
    "https://fr.example/actualit%C3%A9s/sant%C3%A9?q=a%2Bb",
    "https://one.example/?next=https%3A%2F%2Ftwo.example%2F",
    "https://blog.example/p/title#notes",
)


def _b64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _proofpoint_2(url: str) -> str:
    return quote(url, safe="").replace("-", "%2D").replace("_", "%5F").replace("%", "-").replace("/", "_")


def _mailgun(url: str) -> str:
    return _b64_bytes(zlib.compress(urlencode({"h": "CANARY", "l": url}).encode()))


def _b64_bytes(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


WRAPPERS = {
    "google": lambda u: f"https://www.google.com/url?rct=j&sa=t&url={quote(u, safe='')}&ct=ga&cd=CANARY&usg=CANARY",
    "google-uk-q": lambda u: f"https://www.google.co.uk/url?q={quote(u, safe='')}&sa=D",
    "scholar": lambda u: f"https://scholar.google.com/scholar_url?url={quote(u, safe='')}&hl=en&sa=X&scisig=CANARY",
    "scholar-ru": lambda u: f"http://scholar.google.ru/scholar_url?url={quote(u, safe='')}&hl=ru",
    "safelinks": lambda u: f"https://eur03.safelinks.protection.outlook.com/?url={quote(u, safe='')}&data=05%7CCANARY&reserved=0",
    "safelinks-ap": lambda u: f"https://nam02.safelinks.protection.outlook.com/ap/w-59584e83/?url={quote(u, safe='')}&data=x",
    "urldefense-1": lambda u: f"https://urldefense.proofpoint.com/v1/url?u={quote(u, safe='')}&k=CANARY",
    "urldefense-2": lambda u: f"https://urldefense.proofpoint.com/v2/url?u={_proofpoint_2(u)}&d=DwMF&c=CANARY",
    "urldefense-3": lambda u: f"https://urldefense.com/v3/__{u}__;!!CANARY!abc$",
    "facebook": lambda u: f"https://l.facebook.com/l.php?u={quote(u, safe='')}&h=CANARY",
    "facebook-www": lambda u: f"https://www.facebook.com/l.php?u={quote(u, safe='')}&h=CANARY",
    "linkedin": lambda u: f"https://www.linkedin.com/redir/redirect?url={quote(u, safe='')}&urlhash=CANARY",
    "linkedin-comm": lambda u: f"https://www.linkedin.com/comm/redir/redirect?url={quote(u, safe='')}&urlhash=CANARY",
    "x": lambda u: f"https://x.com/i/redirect?url={quote(u, safe='')}&t=1&sig=CANARY&uid=CANARY",
    "wordpress": lambda u: f"https://public-api.wordpress.com/bar/?stat=x&redirect_to={quote(u, safe='')}&signature=CANARY",
    "medium": lambda u: f"https://medium.com/r/?url={quote(u, safe='')}",
    "elsevier": lambda u: f"https://click.notification.elsevier.com/CL0/{quote(u, safe='')}/1/0107CANARY/sig=422",
    "govdelivery": lambda u: f"https://links-2.govdelivery.com/CL0/{quote(u, safe=':')}/1/0101CANARY/sig=431",
    "amazon": lambda u: f"https://abc.r.us-east-1.awstrack.me/L0/{quote(u, safe='')}/1/0100CANARY/sig=300",
    "substack": lambda u: f"https://substack.com/redirect/2/{_b64(json.dumps({'e': u, 'u': 990041}))}.CANARYsig?",
    "convertkit": lambda u: f"https://click.convertkit-mail2.com/abc/def/{_b64(u)}",
    "mailjet": lambda u: f"https://x1.mjt.lu/lnk/AAAA/1/CANARY/{_b64(u)}",
    "mailgun": lambda u: f"https://email.mg2.letters.example/c/{_mailgun(u)}",
    "customer-io": lambda u: f"https://e.customeriomail.com/e/c/{_b64(json.dumps({'email_id': 'CANARY', 'href': u}))}/sig",
    "barracuda": lambda u: f"https://linkprotect.cudasvc.com/url?a={quote(u, safe='')}&c=E,1,CANARY",
    "trend": lambda u: f"https://imsva91-ctp.trendmicro.com/wis/clicktime/v1/query?url={quote(u, safe='')}&umid=CANARY",
    "fireeye": lambda u: f"https://protect2.fireeye.com/v1/url?k=CANARY&q=1&e=2&u={quote(u, safe='')}",
    "mimecast": lambda u: f"https://protect-eu.mimecast.com/redirect/CANARY?url={quote(u, safe='')}",
    "proxy": lambda u: f"https://login.ezproxy.northuni.example/login?url={quote(u, safe='')}",
    "reddit": lambda u: f"https://out.reddit.com/t3_x?url={quote(u, safe='')}&token=CANARY",
    "feedburner": lambda u: f"https://feedproxy.google.com/~r/blog/~3/x/?url={quote(u, safe='')}",
    "redirect": lambda u: f"https://news.example/redirect?url={quote(u, safe='')}&uid=CANARY",
    "redirect-click": lambda u: f"http://hq.papers.example/RedirectClick.cfm?url={quote(u, safe='')}&eid=CANARY",
    "yahoo": lambda u: f"http://rd.yahoo.com/dailynews/x/*{u}",
    "disqus": lambda u: f"https://disq.us/url?url={quote(u + ':HASH', safe='')}&cuid=1",
}  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", WRAPPERS)
def test_every_wrapper_gives_back_exactly_what_it_wraps(name: str, target: str) -> None:
    assert links.unwrap(WRAPPERS[name](target)) == target


def test_youtube_and_facebook_write_their_own_pages_as_paths() -> None:
    wrapped = (
        "https://www.youtube.com/attribution_link?a=CANARY&u=%2Fwatch%3Fv%3DaB3dE5gH7jK%26feature%3Dem-uploademail"
    )
    assert links.clean(wrapped) == "https://www.youtube.com/watch?v=aB3dE5gH7jK"
    post = "https://www.facebook.com/n/?groups%2F77%2Fpermalink%2F88%2F&aref=CANARY&n_m=a%40b.example"
    assert links.clean(post) == "https://www.facebook.com/groups/77/permalink/88/"


def test_proofpoint_puts_aside_what_is_odd() -> None:
    kept = _b64("é#")
    assert (
        links.unwrap(f"https://urldefense.com/v3/__https://x.example/caf*a*b__;{kept}!!CANARY!x$")
        == "https://x.example/caféa#b"
    )


def test_wrappers_in_wrappers_at_most_five_deep() -> None:
    names = ("google", "safelinks", "substack", "elsevier", "mailgun")
    url = target = TARGETS[0]
    for name in names:
        url = WRAPPERS[name](url)
    assert links.unwrap(url) == target
    assert links.unwrap(WRAPPERS["google"](url)) != target


@pytest.mark.parametrize(
    "inner", ["javascript:alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd"]
)
def test_a_wrapper_around_anything_but_a_page_is_no_link(inner: str) -> None:
    assert links.clean(f"https://www.google.com/url?url={quote(inner, safe='')}") == ""


WAYS = st.sampled_from([
    "/CL0/", "/L0/", "/RU=", "***", "v2/___", "https%3A%2F%2Fx.example", "https:%2F%2Fx.example", "https://x.example", "/amp/s/", "/c/",
    "aHR0cHM6Ly94LmV4YW1wbGUvYQ", "eyJ1cmwiOiJodHRwczovL3guZXhhbXBsZS9hIn0", "x.example%2Fy", "/", ".", "-", "_", "a", "money", "1", "=",
])  # fmt: skip
HOSTS = st.sampled_from([
    "www.google.com", "urldefense.com/v3/__", "urldefense.proofpoint.com/v2/", "click.pstmrk.it/3s", "x-y.cdn.ampproject.org/c/s/", "l.example", "x.awstrack.me",
    "r20.rs6.net", "www.facebook.com/n/", "www.youtube.com",
])  # fmt: skip


@settings(max_examples=COUNT, derandomize=True, deadline=None)
@given(HOSTS, st.lists(WAYS, max_size=6).map("".join))
def test_a_link_that_is_not_taken_apart_wraps_nothing(host: str, path: str) -> None:
    url = f"https://{host}/{path}"
    try:
        inner = wrappers._inner(url, urlsplit(url))
    except ValueError:
        return
    assert inner in (None, url) or wrappers._may_lead_on(url)


def test_a_link_that_is_nothing_but_a_wrapped_one_is_unwrapped() -> None:
    assert (
        links.clean(base64.b64encode(b"https://pubmed.example/31").decode().rstrip("=")) == "https://pubmed.example/31"
    )


@settings(max_examples=COUNT, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(sorted(WRAPPERS)), min_size=1, max_size=4), st.sampled_from(TARGETS))
def test_cleaning_twice_is_cleaning_once(names: list[str], target: str) -> None:
    url = target
    for name in names:
        url = WRAPPERS[name](url)
    once = links.clean(url)
    assert links.clean(once) == once
    assert "CANARY" not in once


def test_a_link_is_read_as_its_sender_wrote_it() -> None:
    sent = "https://click.sender.example/CL0/https%3A%2F%2Fwww.papers.example%2Fjournal%2Fx/1/CANARY"
    safe = f"https://eur01.safelinks.protection.outlook.com/?{urlencode({'url': sent, 'data': 'CANARY'})}"
    assert links.unguarded(safe) == sent
    assert links.unguarded(sent) == sent
    assert links.unguarded("https://urldefense.com/v3/__https://x.example/a__;!!CANARY!x$") == "https://x.example/a"
    assert links.unguarded("https://[broken") == "https://[broken"
