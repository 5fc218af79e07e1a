"""Tells linked words that lead on from a list to the rest of its kind ("All events in our calendar", "More new topics")."""

from __future__ import annotations

import re

_BREAK = re.compile(r"\s*\n\s*")
_KINDS = """events?|dates|jobs|vacancies|courses|classes|offers|exhibitions|workshops|talks|lectures|seminars|webinars|concerts|shows|screenings
    |books|videos|photos|podcasts|episodes|posts|reviews|topics|threads|discussions|questions|answers|publications|reports|papers|resources
    |recipes|opportunities|activities|projects|news|stories|articles
    |termine|veranstaltungen|kurse|angebote|stellen(?:angebote)?|ausstellungen|konzerte|vorträge|seminare|themen|beiträge|folgen|bücher
    |publikationen|rezensionen|fragen|antworten|rezepte|nachrichten|meldungen
    |év[éè]nements|rendez-vous|spectacles|expositions|emplois|offres|formations|sujets|actualités|livres|vidéos|épisodes|réponses|recettes
    |eventos|actividades|noticias|cursos|ofertas|exposiciones|temas|artículos|libros|vídeos|episodios|preguntas|respuestas|recetas
    |publicaciones|vacantes|empleos|atividades|notícias|vagas|exposições|tópicos|artigos|livros|episódios|perguntas|respostas|receitas
    |publicações|eventi|appuntamenti|attività|notizie|corsi|offerte|mostre|argomenti|articoli|libri|video|episodi|domande|risposte|ricette
    |pubblicazioni|activiteiten|evenementen|agendapunten|vacatures|berichten|nieuwsberichten|cursussen|onderwerpen|artikelen|boeken|vragen
    |antwoorden|recepten|evenemang|arrangement(?:er)?|begivenheder|händelser|nyheter|nyheder|jobb|stillinger|kurser|ämnen|emner|inlägg
    |innlegg|artiklar|artikler|böcker|bøker|frågor|wydarze(?:nia|ń)|aktualności|oferty?|artykuł(?:y|ów)|temat(?:y|ów)|kurs(?:y|ów)
    |książ(?:ki|ek)|pyta(?:nia|ń)|akce|události|zprávy|články|témata?|kurzy|nabídky|событи[яй]|мероприяти[яй]|новост(?:и|ей)|ваканси[ий]
    |темы?|стать(?:и|ей)|вопрос(?:ы|ов)|tapahtum(?:at|ia)|uutis(?:et|ia)|etkinlikler|haberler|konular"""
_NEWEST = """new|latest|recent|upcoming|open|current|popular|top|related|similar|our|the|your|of|neuen?|aktuellen?|kommenden?|weiteren?|unsere
    |nouve(?:aux|lles)|prochaine?s|les|nos|des?|nuev[oa]s|recientes|próxim[oa]s|nuestr[oa]s|l[oa]s|nov[oa]s|recentes|noss[oa]s|[oa]s|nuov[ie]|recenti
    |prossim[ie]|nostr[ie]|gli|le|i|nieuwe|komende|onze|nya|kommande|våra|nye|kommende|vore|nowych|nowe|najbliższe|nasze|nové|naše|новые|новых|наши"""
_PLACES = """calendar|diary|agenda|schedule|listings|program(?:me)?|website|site|shop|blog|forum|archives?|kalender|termin(?:kalender|übersicht)
    |veranstaltungs(?:kalender|programm|übersicht)|programm|überblick|blick|übersicht|webseite|homepage|archiv|calendrier|programmation
    |calendario|programación|programa|calendário|programação|programma|kalendern|kalendariet|programmet|kalenderen|kalendarz(?:u)?|kalendář[ie]?
    |programu|календар[ье]|афиш[аеу]|программ[аеу]|расписани[ею]|kalenteri(?:ssa)?|takvim(?:de)?"""
_IN = "in|on|at|im|auf|zum|dans|sur|en|no|na|nel|nella|sul|op|i|på|w|na|v|в|на"
_THE = (
    "the|our|der|dem|unserem|unserer|le|la|el|il|de|het|onze|l['’]|notre|nuestr[oa]|noss[oa]|nostr[oa]|vår|vores|naszym"
)
_ALL = "all|alle|alla|tou(?:te)?s|tod[oa]s|tutt[ie]|wszystkie|všechny|все|kaikki|tüm"
_MORE = "more|mehr|plus|m[áa]s|mais|altr[ie]|meer|fler(?:e|a)?|więcej|další|ещ[её]|больше|lisää|weitere|autres|otr[oa]s|outr[oa]s"
_WHOLE = """(?:the |our )?(?:full|complete|whole|entire)|(?:das |der |die |unser )?(?:ganze|gesamte|komplette|vollständige)[sr]?|(?:zum|zur)(?: \\w{5,15}en)?
    |tout(?:e la| le)|tod[ao] (?:la|el|a|o)|tutt[oa] (?:il|la)|(?:de |het )?(?:volledige|hele)|hela|hele|cał[ya]|pełn[ya]|celý|вс[яь]|весь|koko"""
_SORTED = "nuev[oa]s|recientes|nov[oa]s|recentes|recenti|récents|cultural(?:es|e)?|complet[oa]"


def _one_of(words: str) -> str:
    return f"(?:{_BREAK.sub('', words)})"


_ONWARD = re.compile(
    rf"\W*(?:(?:{_ALL}|{_MORE}) (?:{_one_of(_NEWEST)} |[dl]['’]){{0,3}}{_one_of(_KINDS)}(?: {_one_of(_SORTED)})?"
    rf"(?: {_one_of(_IN)} (?:{_one_of(_THE)} ?){{0,2}}{_one_of(_PLACES)})?"
    rf"|{_one_of(_WHOLE)} {_one_of(_PLACES)}(?: {_one_of(_SORTED)})?"
    rf"|(?:le |la |l['’]|el |il |o |a )?{_one_of(_PLACES)} (?:complet[oa]?|complète|integrale|entier|intero|entero|inteir[oa]))\W*",
    re.I,
)


def leads_on(text: str) -> bool:
    """Whether linked words name the rest of what a list shows a part of, and nothing that is told there."""
    return len(text) <= 60 and _ONWARD.fullmatch(text) is not None
