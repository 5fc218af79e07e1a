"""The words a person may write to us, in five languages, each with the one English word that it means."""

from __future__ import annotations

# Without accents: what is read is folded first.
COMMANDS: dict[str, tuple[str, ...]] = {
    "help": ("help", "hilfe", "aide", "ayuda", "aiuto", "?"),
    "interests": ("interests", "interessen", "interets", "intereses", "interessi"),
    "status": ("status", "estado", "statut", "stato"),
    "why": ("why", "warum", "pourquoi", "por que", "perche"),
    "left out": ("left out", "what was left out", "ausgelassen", "was ausgelassen wurde", "omis", "omitidas", "omesse"),
    "more": ("more", "mehr", "plus", "mas", "piu"),
    "less": ("less", "fewer", "weniger", "moins", "menos", "meno"),
    "mute": ("mute", "stumm", "silenciar", "silenzia"),
    "unmute": ("unmute", "nicht mehr stumm", "reactivar", "riattiva"),
    "join": ("join", "subscribe", "subscribe to", "abonnieren", "rejoindre", "suscribir", "iscrivimi"),
    "leave": ("leave", "unsubscribe from", "unsubscribe", "verlassen", "quitter", "dejar", "lascia"),
    "only": ("only", "nur", "seulement", "solo"),
    "daily": ("daily", "every day", "taglich", "jeden tag", "quotidien", "chaque jour", "cada dia", "ogni giorno"),
    "weekly": ("weekly", "every week", "wochentlich", "hebdomadaire", "semanal", "settimanale"),
    "days": ("days", "tage", "jours", "dias", "giorni"),
    "monthly": (
        "monthly", "every month", "once a month", "monatlich", "jeden monat", "mensuel", "chaque mois", "mensual", "cada mes",
        "mensile", "ogni mese",
    ),
    "at once": (
        "at once", "as it happens", "immediately", "sofort", "tout de suite", "immediatement", "de inmediato",
        "inmediatamente", "subito",
    ),
    "time": ("time", "zeit", "uhrzeit", "heure", "hora", "ora"),
    "minutes": ("minutes", "minuten", "minutos", "minuti"),
    "one": ("one", "one newsletter"),
    "one per interest": ("one per interest", "eine je interesse", "un par interet", "uno por interes", "uno per interesse"),
    "zone": ("zone", "time zone", "timezone", "zeitzone", "fuseau", "zona"),
    "language": ("language", "sprache", "langue", "idioma", "lingua"),
    "plain": ("plain", "plain text", "nur text", "texte seul", "solo texto", "solo testo"),
    "pretty": ("pretty", "html"),
    "pause": ("pause", "pausa", "pausieren"),
    "resume": ("resume", "fortsetzen", "reprendre", "reanudar", "riprendi"),
    "send now": ("send", "send now", "jetzt senden", "envoyer maintenant", "enviar ahora", "invia ora"),
    "export": ("export",),
    "stop": (
        "stop", "stopp", "unsubscribe", "unsubscribe me", "remove me",
        "unsubscribe me from this list", "remove me from this list", "remove me from your list", "remove me from the list",
        "remove me from your mailing list", "take me off this list", "take me off your list", "take me off the list",
        "cancel my subscription",
        "abmelden", "aus dem verteiler nehmen", "nehmen sie mich aus dem verteiler", "abbestellen", "baja", "darme de baja", "cancelar", "desabonner",
        "me desabonner", "disiscrivi", "disiscrivimi",
    ),
    "forget me": ("forget me", "vergiss mich", "oubliez-moi", "oublie-moi", "olvidame", "dimenticami"),
    "confirm": ("confirm", "bestatigen", "confirmer", "confirmar", "conferma"),
}  # fmt: skip

YES = frozenset({"yes", "ja", "oui", "si", "ok", "okay", "confirm", "confirmed", "join", "subscribe", "please", "sure"})
NO = frozenset({"no", "nein", "non", "nope"})
NOT = frozenset(
    {"not", "don", "dont", "never", "nicht", "kein", "keine", "pas", "jamais", "nunca", "mai"}
)  # "please don't"
PLEASE = ("please", "pls", "bitte", "s'il vous plait", "svp", "por favor", "per favore")
WROTE = ("wrote", "schrieb", "a ecrit", "escribio", "ha scritto", "schreef", "escreveu")  # above a quote
UNTIL = frozenset({"until", "till", "bis", "jusqu'au", "hasta", "fino al"})
AND = frozenset({"and", "und", "et", "y", "e", "&", "on", "at", "um", "am", "a"})
DAY_OF = frozenset({"the", "day", "den", "tag", "le", "jour", "el", "dia", "il", "giorno"})  # before a day of the month

DAYS: dict[str, int] = {
    name: day
    for day, names in enumerate(
        (
            "mon monday mo montag lun lundi lunes lunedi",
            "tue tues tuesday di dienstag mar mardi martes martedi",
            "wed wednesday mi mittwoch mer mercredi mie miercoles mercoledi",
            "thu thur thurs thursday do donnerstag jeu jeudi jue jueves gio giovedi",
            "fri friday fr freitag ven vendredi vie viernes venerdi",
            "sat saturday sa samstag sonnabend sam samedi sab sabado sabato",
            "sun sunday so sonntag dim dimanche dom domingo domenica",
        )
    )
    for name in names.split()
}
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

SPANS: dict[str, int] = {
    **dict.fromkeys(("day", "days", "tag", "tage", "jour", "jours", "dia", "dias", "giorno", "giorni"), 1),
    **dict.fromkeys(
        ("week", "weeks", "woche", "wochen", "semaine", "semaines", "semana", "semanas", "settimana", "settimane"), 7
    ),
    **dict.fromkeys(("month", "months", "monat", "monate", "mois", "mes", "meses", "mese", "mesi"), 30),
}

MONTHS: dict[str, int] = {
    name: month
    for month, names in enumerate(
        (
            "jan january januar janner janvier enero gennaio",
            "feb february februar fevrier febrero febbraio",
            "mar march marz mars marzo",
            "apr april avril abril aprile",
            "may mai mayo maggio",
            "jun june juni juin junio giugno",
            "jul july juli juillet julio luglio",
            "aug august aout agosto",
            "sep sept september septembre septiembre settembre",
            "oct october okt oktober octobre octubre ottobre",
            "nov november novembre noviembre",
            "dec december dez dezember decembre diciembre dicembre",
        ),
        1,
    )
    for name in names.split()
}

LANGUAGES: dict[str, str] = {
    "english": "en", "englisch": "en", "german": "de", "deutsch": "de", "french": "fr", "francais": "fr",
    "spanish": "es", "espanol": "es", "italian": "it", "italiano": "it", "arabic": "ar",
}  # fmt: skip
