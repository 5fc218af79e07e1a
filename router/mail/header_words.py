"""The words mail programs put before a forwarded mail, by language: header words, forward marks, subject prefixes.

Data, so that a language is added by a line. A header word alone decides nothing: `header_blocks` asks for a block.
"""

from __future__ import annotations

import re
from unicodedata import normalize

# language: from | date | to | subject | copy; words parted by commas. English words stand in blocks of any language.
_HEADERS = """
en: From | Sent, Date, Sent on, Sent at, Date sent | To | Subject, Subj | Cc, Bcc, Copies to, Send reply to, Status, Delivered-To, Reply-To, Reply To, Organization, Importance, Attachments, Files, Sender, Priority, X-Mailer, Sensitivity, Newsgroups, Resent-From, Message-ID
de: Von, Absender | Gesendet, Datum, Gesendet am, Gesendet um | An, Empfänger | Betreff, Thema | Kopie, Kopien, Blindkopie, Antwort an, Antwort-An, Wichtigkeit, Anlagen, Dateien, Priorität
fr: De, Expéditeur, De la part de | Envoyé, Date, Envoyé le, Date d'envoi | À, A, Pour, Destinataire | Objet, Sujet | Copie, Copies, Copie à, Répondre à, Importance, Pièces jointes, Fichiers
es: De, Remitente | Enviado, Fecha, Enviado el, Enviados, Fecha de envío | Para, A, Destinatario | Asunto, Tema | Copia, Copias, Responder a, Importancia, Datos adjuntos, Archivos, CCO
it: Da, Mittente | Inviato, Data, Inviato il, Data invio | A, Per, Destinatario | Oggetto, Ogg | Copia, Rispondi a, Priorità, Allegati, Ccn
pt: De, Remetente | Enviado, Enviada, Data, Enviada em, Enviado em, Data de envio | Para, Destinatário | Assunto | Cópia, Cópias, Responder a, Responder para, Importância, Anexos, Cco
nl: Van, Afzender | Verzonden, Datum, Verstuurd, Verzonden op | Aan, Naar | Onderwerp | Kopie, Antwoord aan, Antwoord-aan, Beantwoorden, Urgentie, Bijlagen
sv: Från, Avsändare | Skickat, Datum, Skickades, Skickat den | Till, Mottagare | Ämne, Rubrik | Kopia, Svara till, Svar till, Prioritet, Bilagor
da: Fra, Afsender | Sendt, Dato, Sendt den | Til, Modtager | Emne, Vedr | Kopi, Svar til, Prioritet, Vedhæftede filer
no: Fra, Frå, Avsender | Sendt, Dato, Sendt den | Til, Mottaker, Mottakar | Emne, Tema | Kopi, Kopi til, Svar til, Prioritet, Vedlegg
fi: Lähettäjä, Keneltä, Lähettänyt | Lähetetty, Päivämäärä, Päiväys, Pvm, Pvm., Lähetysaika | Vastaanottaja, Vastaanottajat, Kenelle, Saaja | Aihe, Otsikko | Kopio, Kopiot, Vastaus, Vastausosoite, Tärkeys
is: Frá, Sendandi | Sent, Dagsetning, Dags, Sent þann, Sent | Til, Viðtakandi | Efni, Viðfangsefni | Afrit, Svara til
pl: Od, Nadawca | Wysłano, Data, Wysłane, Wysłany, Data wysłania | Do, Adresat, Odbiorca | Temat | DW, Kopia, Do wiadomości, Odpowiedź do, Odpowiedz do, UDW
cs: Od, Odesílatel | Odesláno, Datum, Posláno, Odeslané | Komu, Pro, Příjemce | Předmět, Věc | Kopie, Odpovědět komu, Adresa pro odpověď, Skrytá kopie, Důležitost
sk: Od, Odosielateľ | Odoslané, Dátum, Poslané, Odoslaná | Komu, Pre, Príjemca | Predmet, Vec | Kópia, Odpovedať komu, Odpoveď na, Dôležitosť
hu: Feladó, Küldő, Felado | Elküldve, Dátum, Küldve, Küldés ideje, Küldési idő, Elküldés dátuma | Címzett, Címzettek, Kinek | Tárgy, Tema | Másolatot kap, Másolat, Válaszcím, Válasz erre
ro: De la, De, Expeditor | Trimis, Data, Dată, Trimis la, Trimis pe | Către, Pentru, La, Catre, Destinatar | Subiect, Subiectul | Copie, Răspuns către, Răspunde la
bg: От, Подател | Изпратено, Дата, Изпратен на, Изпратено на | До, На, Получател | Относно, Тема | Копие, Отговор до
ru: От, От кого, Отправитель | Отправлено, Дата, Послано, Отправлен, Дата отправки | Кому, Получатель | Тема | Копия, Обратный адрес, Ответить, Кому ответить, Файлы, Вложения
uk: Від, Від кого, Відправник, Від імені | Надіслано, Дата, Відправлено, Дата надсилання | Кому, До, Одержувач, Отримувач | Тема | Копія, Відповідь, Файли, Вкладення
be: Ад, Ад каго | Дасланы, Дата, Адпраўлена | Каму, Да | Тэма | Копія
sr: Od, Šalje, Pošiljalac, Од, Шаље, Пошиљалац | Poslato, Datum, Послато, Датум, Poslano | Za, Kome, Prima, За, Коме, Прима, Примa | Naslov, Predmet, Tema, Наслов, Предмет, Тема | Kopija, Копија
hr: Od, Šalje, Pošiljatelj | Poslano, Datum, Poslan | Za, Prima, Kome, Primatelj, Primatelji | Predmet, Naslov, Tema | Kopija, Kopija za, Odgovor na
sl: Od, Pošiljatelj | Poslano, Datum | Za, Prejemnik, Komu | Zadeva | Kopija, Kp, Odgovor na, V vednost
mk: Од, Испраќач | Испратено, Датум | До, За | Предмет, Наслов, Тема | Копија
el: Από, Αποστολέας | Στάλθηκε, Ημερομηνία, Εστάλη, Ημ/νία, Αποστολή | Προς, Παραλήπτης | Θέμα | Κοιν, Κοιν., Κοινοποίηση, Απάντηση σε
tr: Kimden, Gönderen | Gönderildi, Tarih, Gönderme tarihi, Gönderilme, Gönderim Tarihi, Gönderme Tarihi | Kime, Alıcı | Konu | Bilgi, Kopya, Gizli, Yanıt, Yanıtla, Yanıt adresi
az: Kimdən, Göndərən | Tarix, Göndərilib | Kimə, Alan | Mövzu | Surət
he: מאת, מ, שולח | נשלח, תאריך, נשלח ב, נשלח בתאריך | אל, ל, נמען, לכבוד | נושא, הנדון | עותק, העתק, השב אל
ar: من, المرسل | تاريخ, التاريخ, تم الإرسال, أُرسلت, تاريخ الإرسال, الإرسال, أرسلت, المرسلة, تم الارسال | إلى, الى, المستلم, المرسل إليه | الموضوع, موضوع | نسخة, نسخة إلى, الرد على
fa: از, فرستنده | تاریخ, ارسال شده, ارسال, فرستاده شده, زمان | به, گیرنده | موضوع, عنوان | رونوشت
zh: 发件人, 寄件者, 寄件人, 发送人, 從, 从, 发信人, 來自, 来自 | 发送时间, 日期, 发送日期, 已发送, 时间, 寄件日期, 傳送時間, 已傳送, 傳送日期, 寄件時間, 時間, 发件时间, 发信时间 | 收件人, 收件者, 至, 接收人, 收信人 | 主题, 标题, 主旨, 主題, 標題, 邮件主题 | 抄送, 副本, 抄送人, 密送, 回复, 答复, 重要性, 附件, 回覆
ja: 差出人, 送信者, 送信元, 発信者, 差出人名 | 送信日時, 日付, 日時, 送信日, 受信日時, 送信済み, 送信 | 宛先, 宛て先, 受信者, 送信先 | 件名, 題名, 表題, タイトル | 写し, 返信先, 重要度, 添付ファイル
ko: 보낸 사람, 보낸사람, 보낸이, 발신, 발신자, 보내는 사람 | 보낸 날짜, 날짜, 보낸 시간, 전송됨, 일자, 보낸날짜, 보낸 일시, 일시, 발송일 | 받는 사람, 받는사람, 수신, 받는이, 수신자 | 제목 | 참조, 숨은 참조, 회신
th: จาก, ผู้ส่ง | วันที่, ส่งเมื่อ, ส่ง, วันที่ส่ง | ถึง, ผู้รับ | เรื่อง, หัวเรื่อง, หัวข้อ | สำเนา, สำเนาถึง
vi: Từ, Người gửi | Đã gửi, Ngày, Ngày gửi, Vào, Gửi lúc, Thời gian, Vào lúc, Đã gửi vào | Đến, Tới, Người nhận, Gửi đến, Cho | Chủ đề, Tiêu đề | Đồng gửi, Bản sao
id: Dari, Pengirim | Dikirim, Tanggal, Terkirim, Tgl | Kepada, Untuk, Ke, Penerima | Perihal, Subjek, Judul, Hal | Tembusan, Salinan
ms: Daripada, Dari | Dihantar, Tarikh | Kepada, Untuk | Subjek, Perkara, Tajuk | Salinan
et: Saatja, Kellelt, Kes, Autor | Saadetud, Kuupäev, Saatmisaeg | Saaja, Adressaat, Kellele, Saajad | Teema, Pealkiri | Koopia, Koopia saajad, Vastuseaadress
lv: No, Sūtītājs, No kā | Nosūtīts, Datums, Sūtīts | Kam, Adresāts, Saņēmējs | Temats, Tēma | Kopija
lt: Nuo, Siuntėjas, Kas | Išsiųsta, Data, Siųsta, Išsiuntimo data | Kam, Iki, Gavėjas, Skirta | Tema | Kopija
ca: De, Remitent | Enviat, Data, Enviat el, Data d'enviament | Per a, A, Per, Destinatari | Assumpte, Tema | Còpia, Respon a
eu: Nork, Igorlea, Bidaltzailea | Bidalia, Data, Noiz, Bidalita | Nori, Hartzailea | Gaia | Kopia
gl: De, Remitente | Enviado, Data, Enviado o | Para, A | Asunto | Copia
sq: Nga | Dërguar, Data | Për, Drejtuar | Subjekti, Tema, Lënda | Kopje
cy: Oddi wrth, Gan | Dyddiad, Anfonwyd | At, I | Pwnc | Copi
ga: Ó | Dáta, Seolta | Chuig, Do | Ábhar | Cóip
hi: प्रेषक, से, द्वारा, की ओर से | दिनांक, भेजा गया, भेजे गए, तारीख, तिथि | प्रति, को, प्राप्तकर्ता, सेवा में | विषय | प्रतिलिपि
bn: থেকে, প্রেরক | তারিখ, পাঠানো হয়েছে | প্রতি, প্রাপক | বিষয় | অনুলিপি
ta: அனுப்புநர் | தேதி | பெறுநர் | பொருள் | நகல்
ka: გამგზავნი, ვისგან | თარიღი, გაიგზავნა | მიმღები, ვის | თემა, საგანი | ასლი
hy: Ումից, Ուղարկող | Ամսաթիվ, Ուղարկվել է | Ում, Ստացող | Թեմա | Պատճեն
kk: Кімнен, Жіберуші | Күні, Жіберілді | Кімге, Алушы | Тақырып, Тақырыбы | Көшірме
af: Van | Gestuur, Datum | Aan | Onderwerp | Afskrif
sw: Kutoka, Kutoka kwa | Tarehe, Ilitumwa | Kwa, Kwenda kwa | Mada, Kuhusu | Nakala
tl: Mula kay, Mula sa | Petsa, Ipinadala | Para kay, Kay | Paksa | Kopya
""".strip()

# Parts of words that stand in the line a program writes above a forwarded mail ("Begin forwarded message:").
_MARKS = """
forwarded, forward message, fwd message, begin forward, weitergeleitet, weiterleitung, transféré, transfere, transmis,
réexpédi, faire suivre, reenviad, reenviat, inoltrat, encaminhad, reencaminhad, doorgestuurd, doorgezonden, videresend,
vidaresend, vidarebefordra, vidarebefordrat, välitet, edelleenlähe, eteenpäin, áframsen, framsen, przekaz, przesłan, przesyłan,
přeposla, přeposíla, preposla, preposiela, továbbít, tovább küldött, redirecționat, redirectionat, transmis, înainta, препрат, препрать,
пересыла, переслан, перенаправ, переадрес, пересил, перасла, proslije, prosleđ, prosled, прослеђ, posredovan, препратен,
προωθ, iletil, ileti başlangıcı, yönlendir, yönləndir, הועבר, מועבר, שהועבר, محول, معاد توجيه, إعادة توجيه, تمت إعادة, هدایت, ارسال‌شده,
转发, 轉寄, 轉發, 转寄, 転送, 전달, 전달된, ส่งต่อ, chuyển tiếp, diteruskan, dimajukan, terusan, edastat, edasi saadet,
pārsūt, persiųst, persiunč, reexpedi, birbidal, përcjell, anfonwyd ymlaen, अग्रेषित, फ़ॉरवर्ड, ফরওয়ার্ড,
გადაგზავნილი, վերահասցե, қайта жіберіл, aangestuur, umelekezwa, ipinasa
""".strip()

_FORWARD_PREFIXES = """
fwd, fw, fd, videresend, forward, forwarded, tr, transf, wg, wtr, weiterl, rv, reenv, reenviado, enc, res. enc, i, inoltro, inoltrato, vb, vs,
vl, pd, prz, doorst, doorgestuurd, fs, trs, ilt, i̇lt, πρθ, tov, továbbítás, yml, 转发, 轉寄, 轉發, 转寄, 転送, 전달, הועבר, إعادة توجيه, محول,
пересл, пер, препр, переслано, ส่งต่อ, ct, chuyển tiếp, prs, pārs, pārsūtīts, ed, edasi, posr, pros, proslijeđeno, prosleđeno, bt, redir, fwrd, yön,
přep, přeposláno, prep, vidarebefordrat, videresendt, ps, rd, teruskan, diteruskan, ileti, iletilen
""".strip()
_REPLY_PREFIXES = """
re, aw, antw, antwort, sv, svar, res, resp, r, rif, risposta, rép, réf, odp, odg, ynt, yan, cevap, απ, απάντηση, vá, válasz, atb, bls, balas, ats, vast, er, ra,
回复, 答复, 回覆, 回應, 答覆, 返信, 회신, 답장, תשובה, השב, رد, ответ, отв, отг, на, відп, ตอบกลับ, tl, trả lời, răsp, odpověď, sv. , vsv, ref
""".strip()

FIELDS = ("from", "date", "to", "subject", "copy")


def key(word: str) -> str:
    """A header word as it is looked up: case and inner blanks do not count, nor do signs of emphasis."""
    folded = word.replace("\u00a0", " ").strip(" *_\t").casefold().replace("i\u0307", "i")  # the Turkish İ
    return normalize("NFC", " ".join(folded.split()))


def _words(rows: str) -> list[str]:
    return [key(word) for word in rows.replace("\n", " ").split(",") if word.strip()]


def _table() -> dict[str, dict[str, set[str]]]:
    table: dict[str, dict[str, set[str]]] = {}
    for row in _HEADERS.splitlines():
        language, _, words = row.partition(":")
        for name, column in zip(FIELDS, words.split("|"), strict=True):
            for word in _words(column):
                table.setdefault(word, {}).setdefault(name, set()).add(language)
    return table


HEADERS = _table()  # word -> field -> languages that use it so
SENT = frozenset(
    _words(row.split("|")[1])[0] for row in _HEADERS.splitlines()
)  # "Sent", not "Date": a mail program's word
_MARK_WORDS = tuple(_words(_MARKS))
_FORWARDS = frozenset(_words(_FORWARD_PREFIXES))
_REPLIES = frozenset(_words(_REPLY_PREFIXES))
_PREFIX = re.compile(
    r"\s*(?:\[[^\]]{1,60}\]\s*)*([^\W\d_][^\W\d_]{0,14}\u0307?[^\W\d_]{0,9}(?: [^\W\d_]{2,9})?)\.?(?:\[\d+\]|\(\d+\))?\s?[:：]\s*"
)

_BEHIND = re.compile(r"\s[(\[]fwd[)\]]\s*$", re.I)  # "subject (fwd)", as Pine writes
_BRACKETED = re.compile(r"\s*(?:\[[^\]:]{1,60}\]\s*)*\[([^\[\]:]{1,15}:.*)\]\s*$")  # "[Fwd: subject]"


def marks_in(words: str) -> bool:
    """Whether these words hold those of a forward mark, in any language; also asked of a whole mail, to save asking
    of each of its lines."""
    folded = key(words)
    return any(mark in folded for mark in _MARK_WORDS)


def answered(subject: str) -> str:
    """The subject of what was answered: without any "Re:" before it, in whatever language and however often."""
    kind, rest = prefix(subject)
    while kind == "reply":
        subject = rest.strip()
        kind, rest = prefix(subject)
    return subject


def prefix(subject: str) -> tuple[str, str]:
    """The first prefix of a subject as "forward", "reply" or "", and the subject without it and list tags before it."""
    if whole := _BRACKETED.match(subject):
        kind, rest = prefix(whole[1])
        if kind == "forward":
            return kind, rest
    if told := _BEHIND.search(subject):
        return "forward", subject[: told.start()]
    match = _PREFIX.match(subject)
    if match is None:
        return "", subject
    word = key(match[1])
    kind = "forward" if word in _FORWARDS else "reply" if word in _REPLIES else ""
    return kind, subject[match.end() :] if kind else subject
