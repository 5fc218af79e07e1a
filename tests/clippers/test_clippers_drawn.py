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
