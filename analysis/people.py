"""Who says it, and have they complained before.

Somebody who complains twice was not heard the first time: that skips all spike arithmetic. The same account at the same
source, the same full name or the same order number elsewhere. (A closed case that speaks again: `case_news`.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from analysis.text import fold
from storage.model import Mention

# Names that many people share at one source: they tell us nothing.
_NOBODY = frozenset(
    fold(n)
    for n in (
        "", "anonymous", "anonym", "anonyme", "anonimo", "anónimo", "a google user", "google user", "ein google-nutzer",
        "un usuario de google", "[deleted]", "[removed]", "deleted", "deleted user", "guest", "gast", "invitado",
        "user",
        "customer", "a customer", "verified customer", "verified buyer", "amazon customer", "kindle customer", "client",
        "opentable diner", "diner", "a yelp user", "yelp user", "a tripadvisor member", "tripadvisor member", "member",
        "a traveller", "a traveler", "reviewer", "admin", "unknown", "n/a", "none", "null", "nan", "not provided",
        "trustpilot reviewer", "consumer", "kunde", "cliente", "visitor", "automoderator", "facebook user", "private",
    )
)  # fmt: skip
# An order or booking number: said to be one, at least five signs with a digit.
_NUMBER = re.compile(
    r"\b(?:order|booking|reservation|confirmation|reference|ref|ticket|case|invoice|account|tracking|claim|complaint"
    r"|pedido|reserva|factura|bestellung|bestellnummer|auftrag|buchung|buchungsnummer|rechnung)"
    r"(?:\s*(?:number|nr|no|num|id|code|ref|reference|numero|nummer))?[\s.:#-]*(?:is\s+|was\s+)?#?\s*"
    r"((?=[a-z-]*\d)[a-z\d][a-z\d-]{4,24})\b"
)
_PRESS = re.compile(
    r"news(?:paper|room|wire|desk)?s?(?:$|[\W\d_])|^news(?![^\W\d_])|\b(?:herald|gazette|tribune|courier|observer)$"
)
_TITLE = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof|herr|frau|sr|sra|don|dona)\.?\s+")
WINDOW = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SecondComplaint:
    """This mention and an earlier one come from the same person."""

    first: str  # id of the earlier mention, the latest that fits
    how: str  # same_author, same_number or same_name
    reason: str  # for a person


def person_key(mention: Mention) -> str:
    """One key per person and source ("reviews:jane doe"); "" when the source does not tell people apart."""
    name = shown_name(mention.author)
    return f"{mention.source}:{name}" if name else ""


def full_name(author: str) -> str:
    """Folded first and last name when `author` is one that two people hardly share at once; else ""."""
    name = _TITLE.sub("", shown_name(author))
    parts = [p for p in re.split(r"[\s,]+", name) if p]
    if len(parts) < 2 or any(c.isdigit() for c in name):
        return ""
    return name if sum(len(p.strip(".")) >= 3 for p in parts) >= 2 else ""


def newspaper(author: str) -> bool:
    """Is this the account of a newspaper, station or agency, by its name? It passes on what others say."""
    return bool(_PRESS.search(shown_name(author)))


def numbers(text: str) -> frozenset[str]:
    """Order, booking and case numbers that `text` names, folded."""
    return frozenset(n.replace("-", "") for n in _NUMBER.findall(fold(text)))


def shown_name(author: str) -> str:
    """The name folded, without marks such as @ or u/; "" for what a source calls people it does not tell apart."""
    name = " ".join(fold(author).split())
    bare = re.sub(r"^(?:/?u/|@)", "", name)
    return "" if name in _NOBODY or bare in _NOBODY else bare


def second_complaint(mention: Mention, earlier: Sequence[Mention]) -> SecondComplaint | None:
    """The earlier complaint of the same person, None when there is none.

    `earlier` are negative mentions of about the same business, any order; those later than `mention`, older than a
    year, or the mention itself do not count.
    """
    key, name, nums = person_key(mention), full_name(mention.author), numbers(f"{mention.title} {mention.text}")
    best: tuple[int, float, SecondComplaint] | None = None
    for other in earlier:
        age = mention.when - other.when
        if other.id == mention.id or other.entity != mention.entity or not timedelta(0) <= age <= WINDOW:
            continue
        found = _same(mention, other, key, name, nums)
        if found is None:
            continue
        rank, how, words = found
        days = "the same day" if age.days == 0 else "1 day later" if age.days == 1 else f"{age.days} days later"
        candidate = (rank, age.total_seconds(), SecondComplaint(other.id, how, f"second complaint, {days}: {words}"))
        if best is None or candidate[:2] < best[:2]:
            best = candidate
    return best[2] if best else None


def _same(mention: Mention, other: Mention, key: str, name: str, nums: frozenset[str]) -> tuple[int, str, str] | None:
    if key and person_key(other) == key:
        return 0, "same_author", f"{mention.author} has written at {mention.source} before"
    shared = nums & numbers(f"{other.title} {other.text}") if nums else frozenset()
    if shared:
        return 1, "same_number", f"both name the number {min(shared)}"
    if name and other.source != mention.source and full_name(other.author) == name:
        return 2, "same_name", f"{mention.author} has also written at {other.source}"
    return None
