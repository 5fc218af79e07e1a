"""Turns what a clipper found into clippings: real titles, clean links, each story once, nothing private."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from router import html, links
from router.clippers.body import Body, Raw
from router.clippers.bylines import names
from router.clippers.dates import read_date
from router.terms import Clipping

MOST_STORIES = 2_000
LONGEST_TITLE = 400
LONGEST_TEXT = 3000
_SENTENCE_END = re.compile(r"(?<![\s.][a-z])[^\W\d_]{2}(?<! al)(?<! vs)(?<! no)(?<! jr)\.$", re.I)
_TAG = re.compile(
    r"^\s*\[(?:PDF|HTML|CITATION|BOOK|ZITATION|BUCH|LIVRE|LIBRO|CITA|CITAZIONE|C|B|DOC|ЦИТИРОВАНИЕ|КНИГА)\]\s*", re.I
)
_LABEL = re.compile(r"^(?:\[(?:new post|new article|neuer beitrag|nouvel article|nueva entrada)\]|new post:)\s*", re.I)
_KICKER = re.compile(r"^[A-ZÀ-Þ][\w &'’-]{2,28} / (?=\S.{14,})")  # "Homelessness / Councils spent record sum"
_FOOT = re.compile(r"\s(?:Subject: Digest Footer|Stay connected(?: with us)?:|Follow us(?: on)?:)\s.*$", re.I)
_PAGES = re.compile(
    r"\s*\((?:pages?|pp?\.?|seiten?|s\.|páginas?|pág\.)\s?[a-z]?\d{1,6}(?:\s?[-–]\s?[a-z]?\d{1,6})?\)$", re.I
)
_OF_FOOT = ("digest footer", "stay connected", "follow us")
_BULLETS = frozenset("\u00b7\u2022\u25aa\u25ab\u25e6\u2023\u25cf\u25cb\u25a0\u25a1\u25ba\u25b6\u203a\u2794\u2714\u2713")
_SIGNS = re.compile(r"[\W_]+")
_TO_SPACES = bytes(code if chr(code).isalnum() else 32 for code in bytes(range(128)).lower()) + bytes(range(128, 256))
_URL = re.compile(r"(?:https?://|www\.)\S+|[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}/\S*", re.I)
_BUTTON = re.compile(
    r"""(?ix)^\W*(?:(?:please\s+)?(?:click|tap)\s+(?:here|to\s+read)(?:\s+(?:now|today))?(?:\s+(?:to|for)\s+.{0,40})? | (?:read|see|view|show|watch|listen|get|learn|find\s+out|discover|explore|open|download|continue|go)(?:\s+(?:deeper|further|the|this|it|to|on|in|more|full|whole|entire|article|story|post|now|reading|here|online|pdf|video|issue|paper|abstract|rest|all|complete|app|details?|website|blog))*
    | (?:see|view|keep|get|check|review|update|verify|confirm|manage|claim|start|activate|renew|track|redeem|use|complete|restore|access|finish|try)\s+(?:your|my)(?:\s+\w+){1,2}
    | (?:keep|continue)\s+reading | (?:read|continue)\s+(?:more|on)\b.{0,40} | view\s+(?:the\s+|this\s+|full\s+)*(?:post|job|article|story|video|profile|comment|discussion|paper|abstract|details?|more)s? | read\s+(?:the|all|our|his|her|their|this|full)\b.{0,32} | (?:full|complete)\s+(?:text|story|article|coverage|report|details) | more(?:\s+(?:info(?:rmation)?|details|here|news|stories|»|>+))? | here | link | details? | abstract | pdf | html | comments?(?:\s*\(\d+\))? | \d+\s+comments? | reply | share | tweet | like | save | print | e-?mail | next | previous | home | website | subscribe | register(?:\s+now)? | sign\s+up(?:\s+.{0,30})?
    | (?:alles?|artikel|beitrag|post|video|job|stelle|stellenanzeige|details|nachricht|meldung)\s+(?:ansehen|anzeigen|öffnen|lesen) | (?:voir|lire|ver|leer|ler|vedi|visualizza|leggi|bekijk|lees)\s+(?:(?:le|la|l['’]|el|il|o|a|de|het)\s*)?(?:post|publication|publicaci[óo]n|publica[çc][ãa]o|billet|vid[ée]o|v[íi]deo|article|art[íi]culo|artigo|articolo|artikel|offre|oferta|vaga|empleo|bericht|bijdrage|vacature)
    | (?:ler|leia|ver|veja|leer|leggi|lire|lees|läs|les|lue)\s+(?:mais|m[áa]s|di\s+pi[ùu]|plus|meer|mer|lisää)\s+(?:em|en|no|na|on|in|op|på|nel|nella|su|sur|dans|sobre|aan)\b.{0,40}
    | weiter(?:lesen|\s+lesen)? | mehr(?:\s+(?:lesen|erfahren|dazu))? | jetzt\s+lesen | zum\s+(?:artikel|beitrag) | artikel\s+lesen | lire(?:\s+(?:la\s+suite|l['’]article|plus))? | en\s+savoir\s+plus | leer\s+(?:m[áa]s|art[íi]culo) | ver\s+m[áa]s | seguir\s+leyendo | leia\s+mais | saiba\s+mais | continua\s+a\s+leggere | leggi(?:\s+(?:tutto|di\s+pi[ùu]|l['’]articolo))? | lees\s+(?:meer|verder|het\s+artikel) | läs\s+mer | les\s+mer | læs\s+mere | lue\s+lisää | czytaj\s+(?:dalej|więcej) | číst\s+(?:dál|více) | читать(?:\s+(?:далее|полностью|ещё))? | подробнее | devamını\s+oku)\W*$"""
)
# The same in scripts without capitals: "▼詳しくはこちら", "→ 查看全文".
_CALL = re.compile(
    r"""(?ix)^\W*(?:.{0,16}(?:こちら|コチラ)(?:から|へ|まで|で|です|に|を(?:ご覧(?:ください|下さい)?|クリック(?:してください)?))?
    | もっと(?:読む|見る) | (?:全文|詳細|詳しく|続き|本文|記事|動画|資料)(?:情報|ページ)?(?:は|を|へ)?(?:読む|見る|表示|ご覧ください|ダウンロード)?
    | (?:参加|受講|傍聴|ご?応募|事前)?(?:お?申し?込み?|登録)(?:フォーム|方法|先|ページ)?(?:は|を|へ)?
    | (?:[请請]?(?:点击|點擊))?(?:查看|阅读|閱讀|浏览|瀏覽|了解|下载|下載)?(?:这里|這裡|此处|此處|更多|原文|全文|详情|詳情|详细|詳細)(?:内容|信息|报道|[请請]见)?
    | (?:我要|立即|马上|在线|線上)?(?:报名|報名|下载|下載|参加|參加|订阅|訂閱)(?:链接|連結|入口|表)?
    | (?:자세히|자세한\s?내용|전문|기사|원문|더|내용|보고서|자료)\s*(?:보기|읽기|보러\s?가기|바로\s?가기|내려받기|다운로드|확인하기|은|는)
    | (?:참가\s?)?(?:신청|바로\s?가기|내려받기|다운로드)(?:하기|서)?)\W*$"""
)


def is_button(words: str) -> bool:
    """Whether these words only ask to click ("Read more"): never a title."""
    if not any(map(str.isalpha, words)):
        return True
    if len(words) > 60:
        return False
    return _BUTTON.match(words) is not None or (not words.isascii() and _CALL.match(words) is not None)


def is_bare_url(words: str) -> bool:
    """Whether the words are an address and nothing else."""
    words = words.strip("<>()[] .")
    return " " not in words and _URL.fullmatch(words) is not None


def key_of(title: str) -> str:
    """A title for comparing inside one mail: letters and digits only."""
    if title.isascii():
        return b" ".join(title.encode().translate(_TO_SPACES).split()).decode()
    return " ".join(_SIGNS.sub(" ", unicodedata.normalize("NFKC", title).casefold()).split())


def headline(title: str, publisher: str, *, at_end: bool = False) -> tuple[str, str]:
    """The title without its publisher, and the publisher.

    Cut only where the tail is the publisher that the mail names beside it, or where the source says it stands there.
    """
    for dash in (" - ", " – ", " — ", " | "):
        head, sign, tail = title.rpartition(dash)
        if not sign or not head.strip():
            continue
        named, said = key_of(tail), key_of(publisher)
        if (
            said
            and named
            and (
                named == said
                or said.startswith(named)
                or (len(named) > 3 and said.replace(" ", "").startswith(named.replace(" ", "")))
            )
        ):
            return head.strip(), publisher
        if said and re.sub(r" (?:com|org|net|co uk|gov|edu)$", "", said) == re.sub(
            r" (?:com|org|net|co uk|gov|edu)$", "", named
        ):
            return head.strip(), publisher
        if at_end and not publisher and len(tail) <= 50:
            return head.strip(), tail.strip()
    return title, publisher


def finish(body: Body, raws: Iterable[Raw]) -> tuple[Clipping, ...]:
    """Clippings in the mail's order; account links, buttons and second mentions left out."""
    source = body.source
    kept: list[Clipping] = []
    by_link: dict[str, int] = {}
    by_title: dict[str, int] = {}
    at_end = body.parameter("publisher at") == "end"
    for raw, words, link, key in _told(body, [raw for raw in islice(raws, MOST_STORIES) if not is_bare_url(raw.title)]):
        title, publisher, journal, text, authors, note = words
        if not link:
            link = next((way for way in map(body.clean, raw.links) if way), "")
        kind = raw.kind or (source.kind if source else "news")
        if kind == "paper" and _SENTENCE_END.search(title):
            title = title[:-1]  # PubMed ends titles like sentences
        title, publisher = headline(title, publisher, at_end=at_end)
        doi = _doi(raw.doi, link, raw.byline, raw.text[:300])
        clipping = Clipping(
            title=title,
            link=link or (links.clean(f"https://doi.org/{doi}") if doi else ""),
            text=_without_foot(text)[:LONGEST_TEXT].strip(),
            publisher=publisher or (source.publisher if source else "") or journal,
            authors=names(authors) if raw.authors else "",
            journal=journal,
            published=read_date(raw.date) if raw.date else "",
            kind=kind,
            doi=doi,
            note=note,
        )
        key = key or links.canonical_of(clipping.link)
        name = key_of(title)
        at = by_link.get(key) if key else None
        if at is None and len(name) > 12:
            at = by_title.get(name)
        if at is not None:
            kept[at] = _joined(kept[at], clipping)
            continue
        by_title[name] = len(kept)
        if key:
            by_link[key] = len(kept)
        kept.append(clipping)
    return tuple(kept)


def _told(body: Body, raws: list[Raw]) -> Iterator[tuple[Raw, tuple[str, ...], str, str]]:
    """Each story with its words and its link as they may leave, and the link's key; no account link and no button.

    A mail's words and links are looked at together: that takes a fraction of looking at each.
    """
    words = body.scrubbed(
        [words for raw in raws for words in (raw.title, raw.publisher, raw.journal, raw.text, raw.authors, raw.note)]
    )
    words[::6] = titles = [_unlabelled(title)[:LONGEST_TITLE].strip() for title in words[::6]]
    urls = [raw.link for raw in raws]
    asked = links.may_be_account(urls, titles)
    cleaned = body.cleaned(urls)
    each = zip(*(words[place::6] for place in range(6)), strict=True)
    for raw, said, link, key in zip(raws, each, cleaned, links.canonical_of_all(cleaned), strict=True):
        if not is_button(said[0]) and not (asked and raw.link and links.is_account_link(raw.link, said[0])):
            yield raw, said, link, key


def _unlabelled(title: str) -> str:
    if title[:1] in _BULLETS and title[1:2] == " ":
        title = title[2:].lstrip()
    if title[:1] in "[nN":
        title = _LABEL.sub("", _TAG.sub("", title))
    if title.endswith(")"):
        title = _PAGES.sub("", title)
    return _KICKER.sub("", title) if " / " in title else title


def _without_foot(text: str) -> str:
    low = text.lower() if ":" in text else ""
    return _FOOT.sub("", text) if any(words in low for words in _OF_FOOT) else text


def _doi(*places: str) -> str:
    for place in places:
        if "10." in place and (found := links.doi(place)):
            return found
    return ""


def _joined(first: Clipping, second: Clipping) -> Clipping:
    """The first mention, with what only the second one says."""
    return Clipping(
        title=first.title,
        link=first.link or second.link,
        text=first.text or second.text,
        publisher=first.publisher or second.publisher,
        authors=first.authors or second.authors,
        journal=first.journal or second.journal,
        published=first.published or second.published,
        kind=first.kind,
        language=first.language or second.language,
        doi=first.doi or second.doi,
        note=first.note or second.note,
    )


def text_of(node: html.Node | None) -> str:
    """What a reader sees of a node that may be missing."""
    return html.text_of(node) if node is not None else ""
