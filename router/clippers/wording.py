"""Tells headlines from the other words that newsletters link: buttons, services, advertisements, dates."""

from __future__ import annotations

import re
from functools import lru_cache

from router.clippers.dates import MONTHS

_WIDE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# Said by newsletters about themselves, whatever follows.
_SERVES = (
    r"(?:see|view|browse|show|check out|explore|discover|shop|find) (?:all|more|our|other|the full|complete)\b.*",
    r"more (?:from|popular|stories|news|on|about)\b.*",
    r"(?:more|less|fewer) like this",
    r"more (?:\w+ ){0,3}(?:news|stories|discussions|articles|posts|products|reviews|options)",
    r"all (?:of )?(?:(?:today|this week|this month)['’]s |our |the )?(?:stories|issues|articles|news|headlines)\b.*",
    r"(?:a|the) (?:new|latest|current) issue (?:of|is|has)\b.*",
    r"(?:(?:die|eine) (?:neue|aktuelle) ausgabe|(?:le|un) nouveau numéro|(?:el|un) nuevo número|il nuovo numero)\b.*",
    r"(?:get|download|open) (?:the|our) app\b.*",
    r"read (?:the )?(?:full|whole|past|previous|back) issues?\b.*",
    r"(?:previous|next|past|back|current|full) issues?\b.*",
    r"(?:follow|like|join|find) (?:us|me|along)\b.*",
    r"sign[ -]?up\b.*",
    r"subscribe(?: (?:now|here|today|to|for|from|at|or|and|with|and)\b.*)?",
    r"(?:become a|upgrade to|upgrade your)\b.*(?:paid|member|subscri|premium|supporter|pro|patron|account|plan).*",
    r"register (?:now|here|today|for)\b.*",
    r"(?:donate|try|start|buy|order|book|get|claim|redeem)\b.{0,30}\b(?:now|today|free|trial|copy|discount|offer)\W*",
    r"(?:refer|invite|tell) (?:a|your)\b.*",
    r"(?:share|tweet|forward|pin|post|save|e-?mail|recommend|like|send) (?:this|it|on|to|via|us|me|the [\w ]{3,20})\b.{0,40}",
    r"take (?:the|our|a|this) (?:short |quick )?(?:survey|poll|quiz)\b.*",
    r"(?:join|enrol|enroll|apply|rsvp|register|check|start) (?:now|here|activity|today)\b.{0,20}",
    r"pass (?:it|this) (?:on|along).*",
    r"(?:help )?spread the word\b.*",
    r"buy (?:me|us) (?:a|another) (?:coffee|tea|beer|drink)\b.*",
    r"(?:browse|see|view|explore|discover|get) (?:\w+ )?newsletters?",
    r"add to (?:my |your )?(?:\w+ )?(?:calendar|list|favou?rites|basket|cart|reading list)",
    r"(?:join|start|continue|see|view) (?:the|a|this) (?:conversation|discussion|debate|chat|thread)\b.{0,30}",
    r"(?:like|share|post|discuss) .{1,90} on (?:facebook|twitter|x|linkedin|reddit|instagram|whatsapp|mastodon|bluesky|threads)",
    r"(?:\d[\d.,]*k? (?:up)?votes?|\d[\d.,]*k? points?)\b.{0,30}",
    r"(?:back )?to (?:the )?top",
    r".*\b(?:(?:table of )?contents|e?tocs?|(?:new|latest) (?:issues?|articles?|contents?|results?)) alerts?",
    r"(?:solicitation|call) (?:of|for) (?:abstracts|subscriptions|reviewers)",
    r"(?:unread|new) (?:notifications?|messages?|topics?|users?|replies|likes|followers|mentions)",
    r"(?:manage|edit|turn off|disable|pause|mute) (?:\w+ ){0,2}(?:applets?|feeds?|rules?|digests?|subscriptions?|filters?|notifications?|topics?)",
    r"(?:abonnez|inscrivez|réabonnez)[ -]vous\b.*",
    r"s['’]abonner\b.{0,40}",
    r"(?:suscr[íi]b\w*|ap[úu]nta(?:te|rse)|reg[íi]strate|hazte soci[oa])\b.{0,60}",
    r"(?:assin[ea]|inscreva-se|cadastre-se)\b.{0,40}",
    r"(?:abbonati|iscriviti|registrati)\b.{0,40}",
    r"(?:abonneer|schrijf je in|meld je aan|word (?:lid|abonnee))\b.{0,40}",
    r"(?:prenumerera|bli medlem|tegn abonnement|zaprenumeruj|zapisz się|подпис(?:аться|ывайтесь|атися)|abone ol\w*)\b.{0,40}",
    r"feel free to (?:forward|share).*",
    r"click to (?:share|tweet|play|enlarge).*",
    r"(?:new )?(?:articles?|papers?) in press\b.*",
    r"view (?:the )?(?:issue|journal|table of contents|alert|in|online|on|web|this (?:e-?mail|issue|journal|newsletter))\b.*",
    r"(?:manage|edit|update|change|cancel|control|customi[sz]e|adjust|personali[sz]e|tune|improve) (?:your|my|this|these|all|saved|e-?mail|alert)\b.*",
    r"(?:\w+ ){1,2}home ?page",
    r"(?:powered|created|produced|provided|brought to you|designed|published|publish) (?:by|on|with)\b.{0,40}",
    r"\d[\d.,]*k? (?:likes?|comments?|repl(?:y|ies)|reactions?|views?|shares?|retweets?)\b.*",
    r"\d[\d.,]*k? (?:\w+ )?(?:friends?|people|others?|readers?|members?|colleagues?|connections?|contacts?|followers?|persons?)"
    r"(?: (?:are|is) (?:now |also )?(?:talking about|reading|discussing|sharing|following|watching)"
    r"|(?: (?:have|has))?(?: also)? (?:shared|liked|read|recommended|saved|posted|tweeted|linked to|commented on))"
    r" (?:this|it|that)(?: (?:article|story|post|page|link|video|issue|now|today|already|on \w+|this week))*",
    r"\d[\d.,]* (?:freunde?|personen|leute|kontakte) (?:haben|hat) (?:das|dies|diesen (?:artikel|beitrag)|es) (?:\w+ )?(?:geteilt|gelesen|empfohlen|gemocht|kommentiert|gespeichert)",
    r"\d[\d.,]* (?:amie?s?|personnes?|contacts?|lecteurs?) (?:ont|a) (?:aim[ée]|partag[ée]|lu|recommand[ée])(?: (?:ceci|cela|ça|cet article|cette (?:page|vidéo)|ce (?:lien|billet)))?",
    r"\d[\d.,]* (?:amig[oa]s?|personas?|pessoas?|contact[oa]s?|contatos?|lectores?) (?:lo |l[oa]s? )?(?:han? )?(?:comparti\w+|le[íy]\w+|recomend\w+|gust\w+|curti\w+)(?: (?:esto|isto|isso|est[ea] (?:artículo|artigo|página|vídeo|enlace|link)))?",
    r"(?:link to|syndicate|suggest|submit) (?:us|our|a|an|your)\b.{0,30}",
    r"mehr (?:artikel|nachrichten|meldungen|themen|aus|von|zu)\b.*",
    r"alle (?:\w+ ){1,3}(?:anzeigen|ansehen|lesen|bekijken|lezen|tonen)\b.*",
    r"(?:voir|vedi|ver|zobacz|pokaż|se|visa|vis|bekijk|toon|zeige|mostrar?|mostra) (?:\w+ ){0,2}\d[\d.,]* \w+.{0,30}",
    r"(?:view|see|read) (?:the )?(?:policy|legal|privacy|terms)\b.*",
    r"(?:upload|create|build|complete) (?:a|an|your|my) (?:\w+ )?(?:cv|r[ée]sum[ée]|profile|account|alert)s?",
    r"(?:track|follow) (?:your|my|the) \w+",
    r"(?:suivre|consulter|gérer) (?:mon|ma|mes|votre|vos) \w+",
    r"(?:ver|seguir|gestionar|consultar) (?:mi|mis|tu|su|la|el) (?:pedido|env[íi]o|reserva|compra|factura|cuenta)",
    r"alle (?:artikel|ausgaben|nachrichten|meldungen|beiträge)\b.*",
    r"jetzt (?:lesen|anmelden|abonnieren|bestellen|testen|spenden|weiterempfehlen).*",
    r"(?:toutes? (?:les|nos|l['’])|voir (?:tou|plus|la|le|l['’]))\b.{0,40}",
    r"partage[rz].{0,30}",
    r"ver (?:tod[ao]s?|más|mas|en)\b.*",
    r"compart[ie].{0,30}",
    r"teilen\b.{0,30}",
    r"(?:unterstützen sie|unterstütze|spenden sie|soutenez|faites un don|apóyanos|haz una donación|apoie|sostieni|steun ons)\b.*",
    r"(?:donate|give|faire un don|je (?:donne|fais un don)|spenden|online spenden|dona(?:r|te|tion)?|haz un donativo|doar|fa[çc]a uma doação|doneer|doneren|ge en gåva|støt os)\W*",
    r"(?:donate|give|chip in|pitch in|contribute|spenden(?: sie)?|(?:je )?donne[rz]?|don[ae]r?|doa[er]?|doneer)"
    r"(?: (?:[$£€]\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|euros?|kr|zł|chf)|now|today|here|monthly|jetzt|heute|maintenant|ahora|agora|ora|nu))+\W*",
    r"(?:no|can['’]?t see (?:the|any)?|missing) (?:images?|pictures?)\b.{0,40}",
    r"there (?:are|were) (?:\w+ ){0,2}more results(?: (?:available )?(?:than we|for your|on (?:our|the))\b.*| available|\W.{0,15})?|(?:es gibt|wir haben) (?:\w+ ){0,2}weitere treffer(?: (?:für|zu) (?:ihr|dein)\w*\b.*)?",
    r"(?:il y a (?:\w+ ){0,2}d['’]autres résultats|hay (?:\w+ )?más resultados|ci sono altri risultati|há (?:\w+ )?mais resultados)"
    r"(?: (?:disponibles?|pour (?:votre|ta)|para (?:su|tu|a sua)|per la (?:tua|sua))\b.{0,20})?",
    r"(?:suggestions?|comments?|corrections?|questions?|feedback|contributions?|submissions?|tips|ideas|and|or|\W){1,9}(?: for .{1,40})? (?:is|are) (?:always |most |very )?(?:welcomed?|appreciated)(?: (?:at|to|by|via|from)\b.{0,30})?",
    r"(?:(?:for )?(?:the|an?|our|full|complete) ){0,3}(?:archives?|list) of (?:all )?(?:our )?(?:past|previous|back|older|earlier|old) (?:issues|editions|newsletters|numbers|mailings|postings|messages)\b.*",
    r"(?:alte|ältere|frühere|bisherige) (?:ausgaben|nummern|newsletter)(?: .{0,30}\b(?:archiv|hier|unter|online|finden|lesen)\b.{0,30})?|(?:les )?(?:anciens numéros|numéros (?:précédents|antérieurs|parus))(?: (?:d[eu]s? (?:la|cette|notre|nos)?|en ligne|ici|sur|:).{0,20}(?:lettre|bulletin|revue|archives?|ligne|site|ici)\b.{0,20})?",
    r"números (?:anteriores|atrasados)(?: (?:de|en|aquí).{0,20}(?:bolet|revista|archivo|web|aquí)\w*)?|numeri (?:arretrati|precedenti)\b.{0,30}|edições anteriores\b.{0,30}|eerdere (?:nummers|nieuwsbrieven|edities)\b.{0,30}",
    r"(?:(?:this|the) (?:newsletter|e-?mail|mailing)|this issue) (?:is|can be|may be) (?:also )?(?:available|read|seen|found|viewed)(?: \w+){0,2} (?:on|at|online|in)\b.{0,40}",
    r"you (?:can|may) (?:also )?(?:read|see|view|find) this (?:newsletter|issue|e-?mail|mailing)\b.{0,40}",
    r"(?:web|online|html|pdf) version of this (?:newsletter|issue|e-?mail|letter|mailing)\b.*",
    r"(?:see |read |get )?(?:(?:all |some )?(?:of )?our other newsletters|unsere (?:weiteren|anderen) newsletter|nos autres (?:lettres|newsletters)|nuestros otros boletines)",
    r"(?:to )?contact (?:the|our) (?:editors?|list ?owners?|moderators?|webmaster)",
    r"(?:more |further )?information (?:about|on) (?:the|this) (?:mailing )?list|(?:list )?archives? of (?:the|this) (?:mailing )?list|list archives",
    r"make changes to your (?:subscription|account|profile|settings)\b.*|(?:got|received) this from an? (?:friend|colleague)\b.*",
    r"(?:rate|review) this (?:newsletter|issue|letter|e-?mail|mailing)\b.{0,30}|what (?:do|did) you think of this (?:newsletter|issue|letter|e-?mail)\b.{0,10}|disclaimer|need help",
    r"about this (?:e-?mail|newsletter|message|list)\b.*",
    r"(?:copyright|©).*",
    r".*\bcopyright (?:\(c\)|©).*",
    r"http\S*",
)
# Only where two or three words say no more.
_SIGNS = r"""(?:facebook|twitter|x|linkedin|instagram|youtube|mastodon|bluesky|threads|tiktok|pinterest|whatsapp|telegram|rss
    |spotify|apple podcasts?|google news|feedly|pocket|reddit|slack|discord|github|vimeo|flickr|advertise|advertising|contact
    |feedback|archives?|home|about|faq|help|support|search|login|shop|store|jobs|careers|privacy|legal|terms|imprint
    |impressum|kontakt|staff|masthead|credits|colophon|our team|contact us|webcast archives|forums?|newsletters?|community|calendar|login)"""
_SERVICE = re.compile(
    r"\W*(?:"
    + "|".join(_SERVES)
    + r"|"
    + re.sub(r"\s*\n\s*", "", _SIGNS)
    + r"(?: (?:us|me|page|cent(?:er|re)|here|now|feed|policy|team))?)\W*",
    re.I,
)
# The same where words are not parted by spaces.
_SERVICE_WIDE = re.compile(
    r"\W*(?:バックナンバー.{0,12}|(?:広告|メルマガ|メールマガジン|購読)(?:の|を)?(?:掲載|新規|無料)?(?:の|に)?(?:お?申し?込み?|お?問い?合わ?せ|募集|登録|ご?案内|について).{0,8}"
    r"|お?問い?合わ?せ(?:先|窓口|フォーム)?|(?:公式)?(?:ホームページ|(?:ウェブ)?サイト|HP)|(?:発行者|編集部|発行元|運営会社)(?:サイト|の?ホームページ)?|ご?意見・?ご?(?:感想|要望|質問).{0,12}"
    r"|[往过過歷历]期(?:回顾|回顧|电子报|電子報|通讯|通訊|内容|內容|查询|杂志|雜誌)?|(?:联系|聯絡|聯繫)(?:我们|我們|方式)|[订訂][阅閱](?:本刊|电子报|電子報|方式)?"
    r"|(?:官方|本会|本會)?(?:网站|網站|网址|網址|主页|首頁|官网|官網|微博)|投稿(?:邮箱|信箱|方式)"
    r"|지난\s?(?:호|뉴스레터|소식지)(?:\s?보기)?|(?:홈페이지|블로그|페이스북)(?:\s?바로\s?가기)?|(?:구독|후원)(?:\s?신청|하기)|문의(?:하기)?)\W*"
)
_ADVERTISEMENT = re.compile(
    r"(?i)^\W*(?:(?:a\s+)?(?:message|word)\s+from\s+(?:our|today['’]?s)?\s*(?:sponsors?|partners?).*|advertise?ments?|advertorial|ads?|sponsors?|(?:(?:this|today['’]s|the)\s+)?(?:\w+\s+)?(?:e-?mail|issue|edition|newsletter|mailing|digest)\s+(?:is\s+)?(?:sponsored|supported|brought\s+to\s+you|made\s+possible)\s+(?:in\s+part\s+)?by.*|sponsored(?:\s+(?:by|content|post|message|link)s?.*)?|presented\s+by.*|together\s+with.*|(?:from\s+)?our\s+sponsors?|anzeigen?|werbung|publicit[ée]|publicidad|anuncio|pubblicit[àa]|advertentie|annons|reklama|PR|広告|スポンサー|广告|廣告|推广|광고|.{1,40}\bsponsor)\W*$"
)
_CITATION = re.compile(
    r"\bvol(?:ume|\.)?\s*\d+\b.*(?:\bissues?\b|\bno\.|\bnumber\b|\bpp?\.|\(\d+\)|\b(?:19|20)\d\d\b)", re.I
)
_ISSUE = re.compile(
    r"(?:19|20)\d\d/\d{1,2} \(n[°ºo]\.? ?\d{1,4}\).{0,80}|(?:.{0,80}\W)?(?:v(?:ol(?:ume|umen|\.)?)?|bd|band|jg|jahrgang|tom[eo]?|t|årg|rocznik|jaarg(?:ang)?|том)\.?\s?\d{1,4},?\W{0,3}"
    r"(?:n(?:o|º|°|r|úm(?:ero)?|um(?:ber|éro|ero)?)?|issue|heft|h|fasc(?:icol[oe])?|zeszyt|z|вып(?:уск)?|№)\.?\s?\d{1,3}\b.{0,40}",
    re.I,
)
_ONLINE = re.compile(
    r"""(?ix)^\W*(?:
      (?:view|read|open|see|click)(?:\s+\w+){0,4}\s+(?:on\s*line|browser|web|(?:web)?site|webpage|page)\b.* | (?:view|read|open|see)\s+(?:this\s+)?(?:\w+\s+)?(?:in|on)\s+.{1,30} | (?:on|in)\s+the\s+web | (?:web|online|browser)[\s-]?(?:version|edition|ansicht|fassung|ausgabe|view|link)? | permalink | open\s+in\s+app(?:\s+or\s+online)? | online
    | (?:im|in\s+ihrem|in\s+deinem)\s+browser.* | online\s+(?:ansehen|lesen|öffnen|version|bekijken) | (?:.*\s)?browser\s+(?:ansehen|öffnen|anzeigen|lesen|bekijken) | (?:voir|lire|afficher|consulter|ouvrir)\s.*(?:en\s+ligne|navigateur|web|ligne) | version\s+(?:en\s+ligne|web) | (?:ver|leer|abrir)\s.*(?:navegador|l[íi]nea|web|online) | (?:visualizza|leggi|apri)\s.*(?:browser|online|web) | (?:bekijk|lees|open)\s.*(?:online|browser) | (?:visa|läs|öppna|se|vis|åpne|åbn|les|læs)\s.*(?:webbläsare|nettleser|browser|online|nätet|nett) | zobacz\s.* | otwórz\s.* | (?:открыть|читать|смотреть)\s.*(?:браузере|сайте|онлайн) | ブラウザ.* | 在(?:浏览器|瀏覽器|线|線).* | 웹.*보기
    )\W*$"""
)

_TYPE = re.compile(
    r"^(?:open access\s*[-–—|·•:]?\s*)?(?:(?:original|research|review|regular|full|full length|short|brief|invited|empirical|theoretical|systematic|clinical|special issue)\s+)*"
    r"(?:article|paper|review|report|[eé]ditorial|commentary|letter|communication|note|perspective|introduction|corrigendum|erratum|book review|obituary|opinion|essay|comment|study|news|feature|correction|viewpoint|abstract|discussion|correspondence)s?$|^open access$|^free access$|^no access$|^full access$",
    re.I,
)


# Networks, as pictures and words that lead there or share there are called.
SOCIAL = re.compile(
    r"(?:facebook|twitter|instagram|linkedin|youtube|mastodon|bluesky|threads|tiktok|follow us(?: on .{1,12})?)", re.I
)
_SHARED = re.compile(
    r"\W*(?:(?:share|tweet|post|pin|like|send|forward|e-?mail)\b.{0,40}|(?:share )?(?:on |by |via )?(?:facebook|twitter|x|linkedin|pinterest|reddit|whatsapp"
    r"|telegram|google\+|e-?mail|print|pocket|bluesky|mastodon|threads)(?: icon| logo)?)\W*",
    re.I,
)
_CAPTION = re.compile(
    r"\W*(?:photo(?:graph)?s?|illustration|image|picture|credit|graphic|chart|data|source|foto|bild|grafik|abbildung|quelle"
    r"|cr[ée]dit|imagen|imagem|immagine|fuente|fonte|写真|图片|사진)s?(?: (?:by|credit|courtesy|von|par|por|di)\b|\s*[:：/|©])",
    re.I,
)
_ARCHIVE = re.compile(
    r"\W*(?:(?:recent(?:ly)?|previous(?:ly)?|past|older|earlier|related)\W+(?:\w+ ){0,2}(?:posts?|articles?|stor(?:y|ies)|issues?"
    r"|episodes?|reading|essays?|entries)|you (?:may|might) (?:also )?(?:like|enjoy|be interested).*|(?:keep|further) reading|(?:read|up) next"
    r"|(?:frühere|ältere|ähnliche) (?:beiträge|artikel)|(?:articles|billets) (?:récents|précédents|similaires)|à lire aussi|lire aussi"
    r"|entradas (?:recientes|anteriores|relacionadas)|lee también|te puede interesar|(?:posts|artigos) (?:recentes|anteriores|relacionados)|leia também"
    r"|altri (?:articoli|post)|leggi anche|lees ook|eerdere berichten|läs också|les også|читайте также|関連記事|最近の記事|相关阅读|推荐阅读)\W*",
    re.I,
)
_CONTACT = re.compile(
    r"\b(?:tel(?:efon|éfono|efono|efoon)?|phone|fax|tél(?:éphone)?|mob(?:ile?)?|тел)\b\.?\s?:?\s?[+(]?\d[\d\s()/.-]{4}",
    re.I,
)
_RELEASE = re.compile(
    r"@?[^\W\d_][\w@/.+-]{0,80}(?: [\w@/.+-]{1,40}){0,3} v?\d{1,4}\.\d(?:[\w.+-]{0,40}\w)?(?: \([\w .-]{2,20}\))?"
)
# What stands over a list of what stands below.
_CONTENTS = re.compile(
    r"\W*(?:(?:table of )?contents|in (?:this|today['’]?s) (?:issue|edition|newsletter|e-?mail)|(?:inhalt(?:sverzeichnis)?|in dieser ausgabe|themen dieser ausgabe)"
    r"|(?:au )?sommaire|dans (?:ce numéro|cette édition)|sumário|nesta edição|sumario|índice|en este (?:número|boletín)|en esta edición"
    r"|(?:indice|sommario|in questo numero)|inhoud(?:sopgave)?|in (?:dit nummer|deze (?:editie|nieuwsbrief))|innehåll|i (?:detta|dette) (?:nummer|brev)"
    r"|spis treści|w tym numerze|содержание|в этом (?:выпуске|номере)|目次|目录|目錄|목차)\W*",
    re.I,
)
_JOBS = re.compile(
    r"\b(?:jobs?|jobb|vacanc(?:y|ies)|careers?|job(?:angebote?|agent|mail|börse)|stellen(?:angebote?|anzeigen?|markt)?|emplois?|empleos?"
    r"|ofertas? de trabajo|vagas?|offerte di lavoro|lavoro|vacatures?|ledige?|lediga|stillinger|praca|oferty pracy|ваканси\w+"
    r"|avoimet työpaikat|állás(?:ok|ajánlat\w*)|iş ilan\w+)\b|求人|採用|招聘|职位|채용",
    re.I,
)
_DAY_WORDS = """am pm et pt gmt utc est edt cst cdt mst mdt pst pdt cet cest bst ist jst st nd rd th de of um uhr vol volume issue no number ausgabe nr
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
    lunes martes miércoles jueves viernes sábado domingo"""
_BESIDE_DAYS = frozenset(_DAY_WORDS.split())
# Between two times of a day, or before one.
_TIME_WORDS = """noon midnight midday mittag mitternacht midi minuit mediodía medianoche to until till from at bis von ab à au du de a
    all day daily ganztägig täglich desde hasta das às até dalle alle tot van om uur kl klo od do godz h
    mo di mi fr sa so lun mer jeu ven sam dim lu ma me je ve di pon wt śr czw pt sob ndz niedz пн вт ср чт пт сб вс"""
_ORDINAL = re.compile(
    r"(?<=\d)(?:st|nd|rd|th|er|re|h(?:\d\d)?|[ºª°]|(?<=\b\d{4})-\d\d-\d\d)$"
)  # "3rd", "1er", "18h30", "2027-05-03"
_OF_DAYS = _BESIDE_DAYS | MONTHS.keys()
_OF_TIMES = _OF_DAYS | set(_TIME_WORDS.split())


_SHORT, _LINES = 200, 12_000  # signs of a line whose answer is kept, and how many: the lines of the longest page


def words_in(text: str) -> int:
    """How many words a reader counts; two letters of a script without spaces make one."""
    wide = len(_WIDE.findall(text))
    return len(_WORD.findall(_WIDE.sub(" ", text))) + (wide + 1) // 2


def is_titleish(text: str, *, loose: bool = False) -> bool:
    """Whether the words can be a headline; loose: also one of a name or two ("Nx 15.0")."""
    return _seen_before(text, loose) if len(text) <= _SHORT else _titleish(text, loose)


def _titleish(text: str, loose: bool) -> bool:
    letters = sum(1 for sign in text if sign.isalpha())
    if letters < 2 or is_date(text):
        return False
    count = words_in(text)
    return count >= (1 if loose else 3) and letters * 3 >= len(text.replace(" ", ""))


_seen_before = lru_cache(maxsize=_LINES)(_titleish)  # each line of a page is asked about many times


def is_date(text: str) -> bool:
    """Whether the words are a day, a time or an issue number and nothing more."""
    words = [word.casefold().strip(".") for word in _WORD.findall(text)]
    named = [word for word in words if not _ORDINAL.sub("", word).replace(".", "").isdigit()]
    known = _OF_TIMES if sum(map(str.isdigit, text)) > 1 else _OF_DAYS
    return bool(words) and all(word in known for word in named)


def is_service(text: str) -> bool:
    """Whether linked words serve the newsletter or its shop rather than name a story."""
    if len(text) > 90:
        return False
    return _SERVICE.fullmatch(text) is not None or (not text.isascii() and _SERVICE_WIDE.fullmatch(text) is not None)


def is_advertisement(text: str) -> bool:
    """Whether a line announces that what stands beside it was paid for."""
    return len(text) <= 90 and _ADVERTISEMENT.match(text) is not None


def is_online_link(text: str) -> bool:
    """Whether linked words open this very mail on the web."""
    text = " ".join(text.split())
    return len(text) <= 70 and _ONLINE.match(text) is not None


def is_label(text: str) -> bool:
    """Whether a line that stands out only names the section below it."""
    return len(text.split()) <= 5 and text.rstrip().endswith(":")


def is_archive(text: str) -> bool:
    """Whether a line names other posts of the same writer: below one in full they are not what the mail tells."""
    return len(text) <= 60 and _ARCHIVE.match(text) is not None


def is_contact(text: str) -> bool:
    """Whether a line says by which number someone is called."""
    return len(text) <= 160 and _CONTACT.search(text) is not None


def is_release(text: str) -> bool:
    """Whether the words are a program and its version: `@scope/name 7.1.2`."""
    return _RELEASE.fullmatch(text) is not None


def is_contents(text: str) -> bool:
    """Whether a line only names the list of contents below it."""
    return len(text) <= 40 and _CONTENTS.fullmatch(text) is not None


def offers_jobs(text: str) -> bool:
    """Whether a mail says that it brings vacant posts."""
    return _JOBS.search(text) is not None


def is_share_picture(words: str) -> bool:
    """Whether a picture's words say that it shares or sends what stands above it."""
    return _SHARED.fullmatch(words) is not None


def is_caption(text: str) -> bool:
    """Whether a line only says whose picture stands above it."""
    return len(text) <= 120 and _CAPTION.match(text) is not None


def is_greeting(text: str) -> bool:
    """Whether a line only greets the reader or signs off."""
    return (
        re.match(
            r"(?i)^(?:dear|hi|hello|hey|good\s+(?:morning|afternoon|evening|day)|gm|greetings|liebe|hallo|guten|bonjour|hola|ciao|that['’]s a wrap|see you|until next)\b[^:]{0,60}[,.!]?$|^(?:best(?:\s+(?:wishes|regards).{0,30})?|(?:cheers|thanks|enjoy)(?:\W+\w+){0,3})\W*$",
            text,
        )
        is not None
    )


def is_type(text: str) -> bool:
    """Whether a line only says what kind of paper stands below it ("Research Article")."""
    return _TYPE.match(text) is not None


def is_issue(text: str) -> bool:
    """Whether words name a journal's volume and its number, and hardly more: `Notebooks v. 10 n. 2 (2026)`."""
    return len(text) <= 140 and any(map(str.isdigit, text)) and _ISSUE.fullmatch(text) is not None


def is_citation(text: str) -> bool:
    """Whether a line says where a paper stands: volume, issue, pages."""
    return len(text) <= 200 and _CITATION.search(text) is not None
