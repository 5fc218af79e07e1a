"""Plain letters that draw their titles: boxes, number cells, rules with words in them, signs that close a line below."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import LINKS, Case, check, mail_of

TITLES = [
    "空き店舗に学童保育が入る",
    "給食の牛乳びん、紙パックへ",
    "夏の教室、受け付け始まる",
    "古い写真を探しています",
]
TOLD = " 商店街の空き店舗を借り上げ、放課後の子どもたちを受け入れる取り組み\nが始まりました。定員は二十名です。\n"
FOOT = "\n─────────────────────\n発行：まち便り編集部\n配信停止はこちら：https://l.example/stop?u=7\n"
BOXES = {
    "heavy": "┏━┓\n┃N┃ TITLE\n┗━┻━━━━━━━━━━━━━━━━\n",
    "light": "┌─┐\n│N│TITLE\n└─┴────────────────\n",
    "double": "╔════════════════════════╗\n║ N. TITLE\n╚════════════════════════╝\n",
    "signs": "■━━━━━━━━━━━━━━━━━━\n■N■ TITLE\n━━━━━━━━━━━━━━━━━━━\n",
    "a rule": "【N】TITLE━━━━━━━━━━━━━━\n",
}


def letter(box: str, call: str, titles: list[str], *, listed: bool) -> str:
    contents = "".join(f"【{number}】{title}\n" for number, title in enumerate(titles, 1))
    top = (
        f"■目次■─────────────────────\n{contents}──────────────────────\n\n"
        if listed
        else "五月晴れの日が続きます。\n\n"
    )
    told = (
        f"{box.replace('TITLE', title).replace('N', str(number))}{TOLD}{f'{call}{chr(10)}{link}' if link else ''}\n\n"
        for number, (title, link) in enumerate(zip(titles, [*LINKS[:3], ""], strict=False), 1)
    )
    return f"{top}{''.join(told)}{FOOT}"


@pytest.mark.parametrize("name", BOXES)
@pytest.mark.parametrize("call", ["▼詳しくはこちら", "→ 続きを読む"])
def test_a_title_in_a_box(name: str, call: str) -> None:
    check(Case(name, TITLES[:3], text=letter(BOXES[name], call, TITLES[:3], listed=False)))


@pytest.mark.parametrize("name", BOXES)
def test_a_listed_title_in_a_box_needs_no_link(name: str) -> None:
    text = letter(BOXES[name], "▼詳細", TITLES, listed=True)
    text = text.replace(
        "\n─────────────────────\n発行",
        "\n─[PR]──────────────────\n棚はラックの店へ\nhttps://ads.example/9\n───────\n発行",
    )
    cut = clippers.cut(mail_of(Case(name, TITLES, text=text)))
    assert [(clipping.title, clipping.link) for clipping in cut.clippings] == list(
        zip(TITLES, [*LINKS[:3], ""], strict=True)
    )


SIGNED = [
    "Landtag berät über ein Heimgesetz",
    "Verband klagt gegen Kürzung der Fahrtkosten und bekommt vor dem Sozialgericht recht",
    "Zahl der Lehrlinge steigt im dritten Jahr",
]
SAID = "Celle. Das Gericht sieht keine Grundlage. Die Kasse prüft nun die Zahl in\nder Berufung.\n"


@pytest.mark.parametrize("signs", ["+++ +++", "*** ***", "== ==", "### ###", ">>> <<<", "--- ---"])
def test_a_title_whose_sign_closes_on_the_next_line(signs: str) -> None:
    opens, closes = signs.split()
    told = (
        f"{opens} {title.replace('vor dem ', 'vor dem' + chr(10) + '    ')} {closes}\n\n{SAID}Weiter: {link}\n\n"
        for title, link in zip(SIGNED, LINKS, strict=False)
    )
    check(
        Case(signs, SIGNED, text=f"Ticker 12/2006\n\n{''.join(told)}-----\nAbbestellen: https://l.example/stop?u=7\n")
    )


def test_a_list_ends_above_a_rule() -> None:
    titles = ["Приют открыт для собак", "Школа объявляет набор", 'Конкурс "Малый музей - 2007"']
    listed = "".join(f" * {title}\n" for title in titles)
    told = (
        f"{title.upper()}\n\nЗаявки принимаются до мая.\nПодробнее: {link}\n\n{'-' * 50}\n"
        for title, link in zip(titles, LINKS, strict=False)
    )
    check(
        Case(
            "list", titles, text=f"В ВЫПУСКЕ:\n{listed}{'=' * 50}\n\n{''.join(told)}\nОтписаться: https://l.example/u\n"
        )
    )


def told_by(pattern: str, titles: list[str]) -> str:
    rows = zip(titles, LINKS, strict=False)
    return "".join(pattern.replace("TITLE", title).replace("ADDRESS", link) for title, link in rows)


LEAVE = "\n------\nAbbestellen: https://l.example/unsubscribe?u=7\n"
APART = {
    "stars before it": "*** TITLE\n\n   Der Antrag läuft bis Mai.\n   ADDRESS\n\n",
    "what is told on its line": "+++ TITLE +++ In Köpenick leben\nMenschen unter einem Dach. ADDRESS\n\n",
    "told in a short sentence": "=== TITLE ===\nBefragt wurden 900 Leute.\n[ ADDRESS ]\n\n",
}


@pytest.mark.parametrize("name", APART)
def test_a_title_set_apart_over_one_sentence(name: str) -> None:
    check(Case(name, SIGNED, text=f"Ticker 4/2003\n\n{told_by(APART[name], SIGNED)}{LEAVE}"))


def test_capitals_over_one_sentence() -> None:
    titles = [title.upper() for title in SIGNED]
    told = told_by("TITLE\n\nDer Antrag läuft bis Mai.\nMehr: ADDRESS\n\n", titles)
    check(Case("capitals", titles, text=f"Ticker 4/2003\n\n{told}{LEAVE}"))


def test_further_links_of_a_title_set_apart_are_its_own() -> None:
    told = told_by("+++ TITLE +++\n\nDer Antrag läuft bis Mai.\nMehr: ADDRESS\n\n", SIGNED)
    told = told.replace("\n\n+++", "\nDas Urteil als Datei: https://l.example/urteil.pdf\n\n+++", 1)
    check(Case("further", SIGNED, text=f"Ticker 4/2003\n\n{told}{LEAVE}"))


def test_titles_between_signs_need_no_link() -> None:
    told = told_by(f"+++ TITLE +++\n\n{SAID}Die Träger warnen vor den Kosten und wollen das Papier ändern.\n\n", SIGNED)
    cut = clippers.cut(mail_of(Case("no links", SIGNED, text=f"Ticker 4/2003\n\n{told}{LEAVE}")))
    assert [(clipping.title, clipping.link) for clipping in cut.clippings] == [(title, "") for title in SIGNED]


def test_short_news_may_lead_to_a_front_page() -> None:
    titles = [
        *SIGNED[:2],
        "Die Zahl der Plätze steigt um vier Prozent",
        "Verband vergibt seinen Preis an Schulen in Fulda",
    ]
    told = told_by("+++ TITLE +++\n\nDer Antrag läuft bis Mai.\nMehr: ADDRESS\n\n", SIGNED[:2])
    news = f"+++ Kurz gemeldet +++\n\n* {titles[2]}. <{LINKS[2]}>\n* {titles[3]}. <http://preis.example/>\n"
    check(Case("front page", titles, text=f"{told}{news}{LEAVE}"))


KOREAN = ["청년 주거 조례가 통과되었습니다", "마을 도서관이 밤에도 문을 엽니다", "돌봄 노동자 조사 결과를 냅니다"]
CALLS = {
    "ja": (TITLES[:3], "●TITLE\n 本館でお受けします。\n ⇒ ADDRESS\n\n", "バックナンバー https://l.example/back/\n広告のお申し込み https://l.example/ad/\n購読・解除： https://l.example/k/\n"),
    "ja, files": (TITLES[:3], "■■■■■■■■■■\nTITLE\n■■■■■■■■■■\n本館でお受けします。\n▼報告書（PDF）\nADDRESS\n\n", "登録・変更・解除： https://l.example/k/\n"),
    "ko": (KOREAN, "[1] TITLE\n--------\n지난 9일 시의회에서 통과되었습니다. 내년부터\n월세의 일부를 지원합니다.\n▶ 자세히 보기\nADDRESS\n\n", "지난호 보기 https://l.example/back\n수신거부: https://l.example/off\n"),
    "zh": (["北港老屋改建為青年基地", "照顧者喘息服務擴大辦理", "社區廚房徵志工"], "一、TITLE\n三十年的米倉重新開放，提供十二間工作室。\n→ 查看全文\nADDRESS\n\n", "歷期電子報 https://l.example/back\n取消訂閱：https://l.example/off\n"),
}  # fmt: skip


@pytest.mark.parametrize("language", CALLS)
def test_calls_and_services_where_words_are_not_parted(language: str) -> None:
    titles, pattern, foot = CALLS[language]
    told = told_by(pattern, titles)
    check(Case(language, titles, text=f"{told}--------------\n{foot}"))


def test_a_list_below_a_title_between_signs_holds_stories_of_its_own() -> None:
    told = told_by("+++ TITLE +++\n\nDer Antrag läuft bis Mai.\nMehr: ADDRESS\n\n", SIGNED)
    dates = "* Lesung über die Nacht im Heim\n  https://l.example/d1\n* Treffen der Angehörigen in Celle\n  https://l.example/d2\n"
    text = told.replace("+++ Zahl", f"+++ Termine in diesem Monat +++\n\nWir sehen uns.\n\n{dates}\n+++ Zahl", 1)
    cut = clippers.cut(mail_of(Case("list", [], text=f"Ticker 4/2003\n\n{text}{LEAVE}")))
    assert {"https://l.example/d1", "https://l.example/d2"} <= {clipping.link for clipping in cut.clippings}


ALONE = ["Council buys the old mill by the harbour", "Ferry to run on Sundays again", "Allotment rents frozen"]
FRAMES = ["T", ":: T ::", "-=[ T ]=-", ".: T :.", "~ T ~", "[ T ]", ">> T <<", "=> T", "7.- T", "ITEM 7: T"]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_title_that_stands_alone_over_one_sentence(frame: str) -> None:
    pattern = f"{frame.replace('T', 'TITLE') if frame != 'ITEM 7: T' else 'ITEM 7: TITLE'}\n\nA new crew was trained.\nMore: ADDRESS\n\n"
    check(Case(frame, ALONE, text=f"THE PIER - Issue 14\n\n{told_by(pattern, ALONE)}{LEAVE}"))


def test_who_wrote_what_is_linked_above_is_no_title() -> None:
    pattern = "TITLE\nADDRESS\n\nAda Roe, Reader in Law, Northmoor University\n\nA new crew was trained in May.\n\n\n"
    check(Case("who", ALONE, text=f"THE PIER\n\n{told_by(pattern, ALONE)}{LEAVE}"))
