"""Which language a text is in.

Small everyday words decide first ("the", "und", "que"): they settle most texts in microseconds. Lingua, limited to the
languages that small businesses meet and those that get mixed up with them, decides the rest; it is loaded only then (a
few seconds and some hundred megabytes, once). Under twenty letters nobody can tell: the hint wins.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

UNKNOWN = "und"
FEW_LETTERS = 20
_LOOK = 80  # words read; the rest of a long text does not change the answer
_SURE = 0.5  # confidence of lingua below which a hint is believed instead

_ENGLISH = frozenset(
    "the and they with this that is are of for my you have had very not but from would their our there when which it i we"
    " your his her she he be been has were will just get got to at by out about what who how than them then these those"
    " could should did didn't don't wasn't isn't can't won't it's i'm i've after before because never again".split()
)
_COMMON: dict[str, frozenset[str]] = {
    "en": _ENGLISH | frozenset("was in on so all good great bad terrible awful service food staff nice love best worst".split()),
    "es": frozenset(
        "el la los las un una y que de en con por para muy pero no es fue está estaba mi nos se lo le me al del más sin"
        " son tiene todo nada bien mal buena bueno malo mala comida servicio trato nunca volver siempre gracias hemos".split()
    ),
    "de": frozenset(
        "der die das und ist war nicht mit für auf ein eine einen wir ich sehr aber auch es zu den dem von sie im am nur"
        " wurde haben hatte hat bei nach noch mehr wieder nie kein keine gut gute super leider essen personal uns mir".split()
    ),
    "fr": frozenset(
        "le la les un une et est pas très nous je que qui dans pour avec mais sur de du des au ce cette était sont plus"
        " on il elle tout bien mal bon bonne service accueil jamais vous mon ma notre c'est j'ai n'est".split()
    ),
    "it": frozenset(
        "il la le gli un una e che di non per con molto ma è era sono abbiamo ci si mi del della nel al anche più tutto"
        " bene male buono buona ottimo servizio cibo mai personale siamo stato".split()
    ),
    "nl": frozenset(
        "de het een en is van niet met voor op we ik zeer maar ook er te dat die was zijn hebben heel goed slecht nooit"
        " naar bij aan geen wel werd ons mijn lekker bediening eten".split()
    ),
    "pt": frozenset(
        "o a os as um uma e que de não com para muito mas foi é estava nos se em do da no na ao mais sem são tudo bem mal"
        " bom boa ótimo serviço comida nunca atendimento você eu meu minha".split()
    ),
}  # fmt: skip
_FOREIGN = frozenset().union(*(words for code, words in _COMMON.items() if code != "en")) - _COMMON["en"]
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SCRIPTS = (
    (re.compile("[぀-ヿ]"), "ja"),
    (re.compile("[가-힯]"), "ko"),
    (re.compile("[一-鿿]"), "zh"),
    (re.compile("[Ͱ-Ͽ]"), "el"),
    (re.compile("[֐-׿]"), "he"),
    (re.compile("[؀-ۿ]"), "ar"),
    (re.compile("[ऀ-ॿ]"), "hi"),
    (re.compile("[฀-๿]"), "th"),
    (re.compile("[іїєґІЇЄҐ]"), "uk"),
    (re.compile("[Ѐ-ӿ]"), "ru"),
)
_LINGUA = ("EN", "ES", "DE", "FR", "IT", "NL", "PT", "PL", "TR", "CA", "RO", "SV", "DA", "NB", "CS")


def detect(text: str, hint: str | None = None) -> str:
    """ISO 639-1 code of the language of `text`, "und" when nobody can tell.

    `hint` is what the source or the owner says ("es", "en-GB"); it decides texts under twenty letters and close calls.
    """
    told = (hint or "").replace("_", "-").split("-")[0].lower() or None
    tokens = text.lower().split(None, _LOOK)[:_LOOK]
    seen = _ENGLISH.intersection(tokens)
    if len(seen) >= 3 and len(_FOREIGN.intersection(tokens)) * 3 <= len(seen):
        return "en"
    head = text[:1200]
    if not head.isascii():
        script = _script(head)
        if script:
            return script
    found = [w.replace("’", "'") for w in _TOKEN.findall(head.lower())[:_LOOK]]
    vote, sure = _vote(found, told)
    if vote and (sure or vote == told):
        return vote
    if (
        vote
        and told in _COMMON
        and len(_COMMON[vote].intersection(found)) >= 2 + len(_COMMON[told].intersection(found))
    ):
        return vote
    if sum(map(len, found)) < FEW_LETTERS:
        return told or vote or UNKNOWN
    return _ask_lingua(" ".join(found), told)


def _script(text: str) -> str | None:
    """Language that its letters alone give away, when they are a good part of the text."""
    if _SCRIPTS[0][0].search(text):
        return "ja"  # kana among Chinese signs
    for letters, code in _SCRIPTS[1:]:
        if len(letters.findall(text)) * 3 > sum(map(str.isalpha, text)):
            return code
    return None


def _vote(found: list[str], told: str | None) -> tuple[str | None, bool]:
    """Language most of the everyday words belong to, and whether it leads clearly (3 words and twice the next)."""
    counts = {code: float(sum(w in words for w in found)) for code, words in _COMMON.items()}
    if told in counts:
        counts[told] += 0.5
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    (best, most), (_, second) = ranked[0], ranked[1]
    if most <= second:
        return None, False
    return best, most >= 3 and most >= 2 * second


@cache
def _detector() -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code) for code in _LINGUA]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()


def _ask_lingua(text: str, told: str | None) -> str:
    values = {
        v.language.iso_code_639_1.name.lower(): v.value for v in _detector().compute_language_confidence_values(text)
    }
    best = max(values, key=lambda code: values[code])
    if values[best] <= 0:
        return told or UNKNOWN
    if told and values[best] < _SURE and values.get(told, 1.0) * 3 >= values[best]:
        return told
    return best
