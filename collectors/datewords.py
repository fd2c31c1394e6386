"""The words dates are written with: month names, and "3 weeks ago", in the languages reviews come in.

English, German, Spanish, French, Italian, Portuguese and Dutch are read here, quickly and without guessing; every other
language is left to dateparser (see `collectors.dates`).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

_MONTHS = (
    "january jan januar janner jaenner enero ene janvier janv gennaio gen janeiro januari",
    "february feb februar febrero fevrier fevr febbraio fevereiro fev februari",
    "march mar marz maerz marzo mars marco maart mrt",
    "april apr abril abr avril avr aprile",
    "may mai mayo maggio mag maio mei",
    "june jun juni junio juin giugno giu junho",
    "july jul juli julio juillet juil luglio lug julho",
    "august aug agosto ago aout augustus",
    "september sep sept septiembre set septembre settembre setembro setiembre",
    "october oct oktober okt octubre octobre ottobre ott outubro out",
    "november nov noviembre novembre novembro",
    "december dec dezember dez diciembre dic decembre dicembre dezembro",
)
MONTHS: dict[str, int] = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}

_UNITS = {
    "seconds": "second seconds sec secs segundo segundos sekunde sekunden seconde secondes secondi seconden",
    "minutes": "minute minutes min mins minuto minutos minuten minuti minuut",
    "hours": "hour hours hr hrs h hora horas stunde stunden std heure heures ora ore uur uren",
    "days": "day days d dia dias tag tage tagen jour jours giorno giorni dag dagen",
    "weeks": "week weeks wk wks w semana semanas woche wochen semaine semaines settimana settimane weken",
    "months": "month months mo mos mes meses monat monate monaten mois mese mesi maand maanden",
    "years": "year years yr yrs y ano anos jahr jahre jahren an ans annee annees anno anni jaar",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_ONE = {"a", "an", "one", "un", "una", "uno", "uma", "um", "ein", "eine", "einem", "einer", "einen", "une", "een"}
_AGO = frozenset(["ago", "hace", "vor", "fa", "ha", "geleden"])
_DAYS_BACK = {
    **dict.fromkeys(["today", "heute", "hoy", "oggi", "hoje", "vandaag", "hui"], 0),
    **dict.fromkeys(["yesterday", "gestern", "ayer", "ieri", "ontem", "gisteren", "hier"], 1),
}
# words that may stand before them; "aujourd" is the first half of French "today"
_CHANGED = {"edited", "updated", "posted", "reviewed", "bearbeitet", "editado", "modifie", "modificato", "aujourd"}
_NOW = frozenset(("now", "just now", "moments ago", "gerade eben", "ahora", "ahora mismo", "zojuist"))
_WITHIN = re.compile(r"\b(?:in the last|in the past|within the last|last|letzte|la ultima|this|diese|esta)\b")
_TOKEN = re.compile(r"\d+|[a-z]+")
_MOST = {
    "seconds": 10**9,
    "minutes": 10**7,
    "hours": 10**6,
    "days": 40_000,
    "weeks": 6_000,
    "months": 1_200,
    "years": 100,
}


def folded(text: str) -> str:
    """Lower case without accents: "März" -> "marz", so that one spelling finds a word."""
    if text.isascii():
        return text.lower()
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in split if not unicodedata.combining(c))


def relative(text: str, base: datetime) -> tuple[datetime, bool] | None:
    """When "3 weeks ago" was, seen from `base` (in the reader's own zone): the moment, and whether the hour counts.

    "in the last week" names a span, so its middle is taken. None when the words are no such expression. Spans beyond
    a century are refused.
    """
    words = folded(text).strip()
    if words in _NOW:
        return base, True
    tokens = _TOKEN.findall(words)
    if not tokens or len(tokens) > 9:
        return None
    if len(tokens) == 1 or (
        len(tokens) == 2 and tokens[0] in _CHANGED
    ):  # more are words: French "hier" is German "here"
        back = _DAYS_BACK.get(tokens[-1])
        if back is not None:
            return base - timedelta(days=back), False
    unit_at = next((i for i in range(len(tokens) - 1, -1, -1) if tokens[i] in _UNIT), None)  # "il y a 3 semaines"
    if unit_at is None:
        return None
    unit = _UNIT[tokens[unit_at]]
    if _AGO.isdisjoint(tokens) and "il y a" not in words:
        if _WITHIN.search(words) and unit in ("days", "weeks", "months", "years"):
            return base - (base - _back(base, unit, 1)) / 2, False
        return None
    number = _number(tokens[:unit_at], _MOST[unit])
    if number is None:
        return None
    return _back(base, unit, number), unit in ("seconds", "minutes", "hours")


def _number(before: list[str], most: int) -> int | None:
    """The count in front of the unit: "3", or one of the words for one."""
    for token in reversed(before):
        if token.isdecimal():
            return int(token) if len(token) < 10 and int(token) <= most else None
        if token in _ONE:
            return 1
    return None


def _back(base: datetime, unit: str, number: int) -> datetime:
    if unit == "months":
        return base - relativedelta(months=number)
    if unit == "years":
        return base - relativedelta(years=number)
    return base - timedelta(**{unit: number})
