"""Links about the reader's own account, buttons that share, and who is named by them."""

from __future__ import annotations

import pytest

from router import links
from router.links import account


@pytest.mark.parametrize("text", [
    "Unsubscribe", "unsubscribe here", "Manage your preferences", "Abmelden", "Newsletter abbestellen", "Se désabonner", "Cancelar la suscripción",
    "Darse de baja", "Annulla l’iscrizione", "Uitschrijven", "Avprenumerera", "Wypisz się", "Отписаться", "退订", "配信停止", "解除はこちら", "Per cancellarsi", "수신거부", "View in your browser",
    "Log in", "Privacy policy", "Update my profile", "إلغاء الاشتراك", "Κατάργηση εγγραφής", "Abonelikten çık",
    "Para cancelar o recebimento", "Indique este boletim a um amigo", "Reenvía este boletín a un amigo", "うまく表示されない方はこちら",
    "Ihr Abo verwalten Sie unter", "Sie möchten den Newsletter nicht mehr erhalten?", "Um sich abzumelden, besuchen Sie", "Pour modifier votre abonnement",
    "Pour ne plus recevoir cette lettre", "Gestione su suscripción en", "Para dejar de recibir este boletín", "Para deixar de receber este boletim",
    "Per non ricevere più questa newsletter", "Om deze nieuwsbrief niet meer te ontvangen", "Avsluta prenumerationen", "Aby zrezygnować z subskrypcji",
    "Управление подпиской", "Настройки рассылки", "Политика конфиденциальности", "Aboneliğinizi yönetin", "You joined the list to get this weekly mail", "Delete this search",
    "Your account", "Ihr Konto", "Mon compte", "Mi cuenta", "Minha conta", "Il mio account", "Mijn account", "Mitt konto", "Moje konto", "Личный кабинет",
    "登録・解除：", "購読・解除", "登録・変更・解除は", "解除はこちら：", "プライバシーポリシー", "개인정보처리방침", "Gestionar mis preferencias", "Administrar suscripción", "As suas preferências",
    "Hantera din prenumeration", "Rezygnacja:", "Rezygnacja z subskrypcji", "Zarządzaj ustawieniami", "Odhlášení", "Odhlaste se", "Ochrana osobních údajů", "Отказаться от рассылки",
    "Forward email", "Love The Letter? Tell your friends and get rewards!",
])  # fmt: skip
def test_account_links_are_known_in_many_languages(text: str) -> None:
    assert links.is_account_link("https://x.example/q/1", text)


@pytest.mark.parametrize("text", [
    "Councils change how they manage risk", "Signing up foster carers is harder than ever", "The account of a night nurse", "Help arrives for carers",
    "Enviar dinheiro para um amigo ficou mais caro", "Envían ayuda a los amigos del barrio", "How to tell a friend the truth",
    "Tell your friends: the library is open on Sundays", "About half of students skip meals", "Datenbank der Jugendämter geht online", "A change of caseworker lengthens the wait", "How to log what you see",
    "Pour ne plus recevoir de démarchage, une liste s'ouvre", "Para dejar de recibir llamadas, basta una firma", "Handyabo: was Kunden ändern wollen",
    "Jak zrezygnować z pracy nocnej", "Aby zrezygnować z rosyjskiego gazu, Niemcy budują terminal", "Управление подписало соглашение с заводом",
    "You asked: are email newsletters worth it?", "Das Abo wird sich ändern", "Настройки подписчиков изменят закон", "Kunden können E-Mails nicht mehr empfangen", "Новые настройки школьной столовой",
    "Forward: e-mail at fifty", "Mein Konto und ich: zehn Jahre ohne Bargeld", "Mi cuenta pendiente con el mar", "Your account of the flood",
    "Rezygnacja ministra zdrowia", "Zastupitelé odhlasovali nový rozpočet", "Госдума предложила отказаться от ЕГЭ", "Cómo gestionar los residuos en casa",
    "Så ska kommunen hantera krisen", "개인정보 유출 사고가 늘었다", "プライバシー保護の新指針を公表", "As preferências dos eleitores mudam", "Le preferenze degli italiani a tavola",
    "Україна не може відмовитися від газу", "Úřad pro ochranu osobních údajů udělil pokutu", "登録団体の一覧を公表", "避難指示を解除、住民が戻る",
])  # fmt: skip
def test_headlines_are_no_account_links(text: str) -> None:
    assert not links.is_account_link("https://x.example/news/1", text)


def test_share_buttons_and_persons() -> None:
    assert links.is_share_link("https://www.facebook.com/sharer/sharer.php?u=https://x.example")
    assert links.is_share_link("https://x.com/intent/tweet?url=https://x.example")
    assert not links.is_share_link("https://x.example/shared-housing")
    assert links.is_profile_link("https://www.linkedin.com/comm/in/some-one?trk=x")
    assert links.is_profile_link("https://www.youtube.com/channel/UC1?feature=em")
    assert not links.is_profile_link("https://www.youtube.com/watch?v=aB3dE5gH7jK")
    assert links.is_profile_link("https://r.example/profile/Amara-Lind?from=mail")
    assert links.is_profile_link("https://p.example/author=40112")
    assert links.is_profile_link("https://forum.example/u/mara")
    assert not links.is_profile_link("https://r.example/profiles/how-a-night-nurse-built-a-home")
    assert not links.is_profile_link("https://r.example/profile/slow/issues/31")
    assert not links.is_account_link("", "I read every terms of service for a month and this is what I agreed to")
    assert links.is_account_link("", "Our terms of service")


@pytest.mark.parametrize(
    "url",
    [
        "https://oxford.academia.edu/AdaRoe?swp=rr-ac-4471",
        "https://shs.cairn.info/publications-de-ada-roe--66123.htm",
        "https://journals.example/action/doSearch?ContribAuthorRaw=Roe%2C+Ada",
        "https://www.mdpi.com/search?q=&authors=Ada%20Roe",
        "https://s.example/cgi-bin/wxis.exe/iah/?IsisScript=iah.xis&indexSearch=AU&exprSearch=ROE,+ADA",
        "https://papers.ssrn.com/sol3/cf_dev/AbsByAuth.cfm?per_id=44719",
        "https://loop.frontiersin.org/people/44719/overview",
    ],
)
def test_pages_of_who_wrote_a_paper_are_no_story(url: str) -> None:
    assert links.is_profile_link(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.academia.edu/4471920/The_Village_Pump?email_work_card=title",
        "https://shs.cairn.info/revue-lac-2026-3-page-5?lang=fr",
        "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=44719",
        "https://www.mdpi.com/2411-9999/7/1/88",
        "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=44719&per_id=7",
        "https://l.example/research?author-interview=1",
        "https://l.example/en/research?author=12&post=88",
        "https://ideas.repec.org/a/abc/journl/v7y2026i1p5-28.html",
    ],
)
def test_papers_are_no_pages_of_who_wrote_them(url: str) -> None:
    assert not links.is_profile_link(url)


def test_what_stands_on_the_account_page_names_the_reader() -> None:
    posts = [f"http://posts.example/job/A{n}/lecturer-in-{n}/?src=mail&jbid=312919674" for n in range(3)]
    account = "http://posts.example/account/mails/?jbid=312919674&h=1662c3ed6137"
    assert links.reader_ids([*posts, account]) == {"312919674"}
    assert not links.is_account_link("http://paper.example/news/account-of-a-nurse", "")
    assert not links.is_account_link("http://paper.example/verification/a-code-of-practice?key=12", "")
    assert links.is_profile_link("https://forum.example/u/ada") and not links.is_profile_link(
        "https://click.example/u/x7ab3"
    )


def test_an_account_page_is_one_whatever_is_asked_of_it() -> None:
    assert account.is_account_place("https://www.google.com/alerts/share")
    assert not account.is_account_place("https://search.ebscohost.example/login.aspx")
    assert not account.is_account_place("https://search.ebscohost.example/login%2Easpx")
    assert not account.is_account_place("mailto:unsubscribe@lists.example")
    assert not links.is_account_link("https://search.ebscohost.example/login.aspx?direct=true&AN=1", "")
