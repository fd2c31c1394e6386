"""Facts about a customer that no public answer may hold: how to reach or charge them, where they live, how they are.

Our own telephone and address may stand in an answer; whose it is, the words before it tell, or the caller does.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from analysis.people import numbers
from analysis.text import fold

FAREWELL = 60  # characters that may follow on a signature's number or address
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w#@-])(?:\+|00)?\(?\d(?:[ ().-]{0,2}\d){8,14}(?![\w-])")
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){13,19}(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b")
_PARCEL = re.compile(r"(?<!\w)#\s?[a-z]{0,4}-?\d[\da-z-]{4,}", re.IGNORECASE)
_STREET = re.compile(
    r"\b\d{1,4}[a-z]? (?-i:[A-Z][\w']+ ){1,3}(?:street|st|road|rd|avenue|ave|lane|ln|close|drive|way|court|place|"
    r"terrace|square|crescent|gardens|row)\b|\b(?:flat|apartment) \d+\w?\b|\byour (?:room|suite|table|seat) \d+\w?\b"
    r"|\b(?-i:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b",
    re.IGNORECASE,
)
_ADDRESS_WORDS = re.compile(r"\byour (?:home )?(?:address|house|flat) (?:at|in|on) \w+(?: \w+)?", re.IGNORECASE)
_HEALTH = re.compile(
    r"\b(?:looking (?:at|through)|checked|read|from|in|see|says|to) your (?:medical |dental |patient |clinical )?"
    r"(?:notes|records?|chart|file)\b|\b(?:prescribed|diagnosed) you\b"
    r"|\byou (?:weigh|weighed) \d+|\b(?:you have|your|you had) (?:\w+ )?(?:high |low )?blood (?:pressure|sugar)\b"
    r"|\b(?:your|his|her|their) (?:\w+ )?(?:diabetes|pregnancy|allerg(?:y|ies)|asthma|medication|medicine|prescription|"
    r"diagnosis|condition|illness|disability|treatment|surgery|operation|therapy|test results?|blood|anxiety|"
    r"depression|cancer|scan|x-?ray|infection|surger\w+|mental health|medical \w+|symptoms)\b"
    r"|\byou(?:'re| are| were) (?:pregnant|diabetic|disabled|ill with|on medication)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:card|account) ending (?:in )?\d{2,}|\byour (?:card|account|bank|invoice|customer|booking|order|reservation|"
    r"policy|membership) (?:number|no\.?|id|reference|ref) ?(?:is|was|:)? ?\w*\d\w*"
    r"|\byour (?:date of birth|dob) (?:is|was|:) ?\w+"
    r"|\byou (?:paid|owe|still owe|spent) (?:us )?[£$€]\s?\d[\d.,]*",
    re.IGNORECASE,
)  # fmt: skip
_OURS = re.compile(
    r"(?:\b(?:us|me|our|my|reach|office|shop|team|write to|e-?mail (?:us|me)|call|ring|phone|text|contact)\b"
    r"|\b(?:i'm|i am|we're|we are|find (?:us|me)) (?:at|on|in|here)\b)[^.!?]{0,40}$"
)
_DIAL = re.compile(
    r"\b(?:call|ring|phone|dial|line|(?<!your )number is|(?:direct|my|our) (?:\w+ )?(?:line|mobile|phone|cell) is|"
    r"reps|team|desk|us|office)(?: us| me)?(?: on| at| under|:)?\s*$"
)
# behind the last sentence nothing but a name, as under a letter: "Sue Barker, manager, 07700 ..."
_SIGNED = re.compile(
    r"(?:[.!?\n]|^)\W*(?!(?:Your?|His|Her|Their|Mr|Mrs|Ms|Dear|Hi|Hello|Hey)\b)(?:[A-Z][\w'’&-]*\W{1,3}){1,4}"
    r"(?:(?:the )?(?:\w+ )?(?:owner|manager|director|lead|head|team)\W{1,3})?$"
)
_THEIRS = re.compile(r"\b(?:you|your|yours|customer|his|her)\b[^.!?]{0,25}$")


@dataclass(frozen=True, slots=True)
class PrivateFact:
    """`what` it is ("a telephone number"), in which words, and where they stand."""

    what: str
    words: str
    start: int


def private_facts(draft: str, ours: Collection[str] = ()) -> list[PrivateFact]:
    """Private facts in a draft, in its order. `ours`: numbers, addresses and names that are our own to publish."""
    own = [_bare(each) for each in ours if len(_bare(each)) >= 4]
    found: list[PrivateFact] = []
    for what, pattern in _KINDS:
        for match in pattern.finditer(draft):
            words = match.group().strip()
            known = any(each in _bare(words) or _bare(words) in each for each in own)
            before, after = draft[: match.start()], draft[match.end() :]
            signed = len(after.strip()) <= FAREWELL and _SIGNED.search(before) is not None
            reach_us = what in _REACH and (signed or _to_us(before))
            taken = any(each.start <= match.start() < each.start + len(each.words) for each in found)
            if not known and not reach_us and not taken:
                found.append(PrivateFact(what, words, match.start()))
    found += [
        PrivateFact("an order or booking number", number, fold(draft).find(number))
        for number in sorted(numbers(draft))
        if not any(number in _bare(each.words) for each in found)
    ]
    return sorted(found, key=lambda each: each.start)


_KINDS = (
    ("an e-mail address", _EMAIL),
    ("an account number", _IBAN),
    ("a card number", _CARD),
    ("a telephone number", _PHONE),
    ("an order or booking number", _PARCEL),
    ("an order or booking number", _MONEY),
    ("where somebody lives", _STREET),
    ("where somebody lives", _ADDRESS_WORDS),
    ("somebody's health", _HEALTH),
)
_REACH = ("an e-mail address", "a telephone number", "where somebody lives")


def _to_us(before: str) -> bool:
    """Do the words before say that this is where we are reached?"""
    lead = fold(before)
    if _DIAL.search(lead):
        return True
    return _OURS.search(lead) is not None and _THEIRS.search(lead) is None


def _bare(words: str) -> str:
    return re.sub(r"[\s()./+-]", "", fold(words))
