"""Dated promises read out of our own replies: "refund in 3 days", "call you Monday", "by the end of the week".

A date is a promise only where we say that something will happen: questions, conditions, what the customer is asked to
do, opening hours and what is past are none. What is found is a proposal: the writer confirms it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from analysis.clocks import Calendar
from analysis.promise_dates import Dated, dates
from analysis.text import sentences, shorten

_WILL = re.compile(
    r"\b(?:will|'ll|shall|going to|promised?|guarantee|committed?|expect(?:ed)? to|you can expect|let (?:me|us)|"
    r"(?:is|are|am|'m|'re|'s) (?:(?:also|now|already|on (?:its|the|their) way) ?)?(?:being )?"
    r"(?:sending|calling|ringing|refunding|coming|meeting|bringing|replacing|posting|arranging|booked|scheduled|"
    r"due|confirmed|refunded|sent|delivered|replaced|repaired|fixed|posted|returned|to be)|on (?:its|the|their) way|"
    r"ha(?:s|ve) been (?:booked|scheduled|arranged)|"
    r"to be (?:confirmed|redeposited|refunded|sent|delivered|paid|credited|fixed))\b",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(?:should|aims? to|hope(?:s|fully)?|try(?:ing)? to|(?-i:may)|might|could|takes?|please allow|all goes|up to|"
    r"usually|normally|as soon as)\b",
    re.IGNORECASE,
)
# "Refund in 3 days", "Call you Monday": a headline without a verb of its own, at the start of a clause
_BARE = re.compile(
    r"^[\W_]*(?:(?:so|and|then|full|a|your|the|new)\s+)*(?:refund|replacement|voucher|credit|repair|delivery|parcel|"
    r"order|reply|answer|update|call|ring|email|phone|text|visit|collect|send|talk|speak|see|pick)\b",
    re.IGNORECASE,
)
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_NO_PROMISE = re.compile(
    r"\bif\b.*\b(?:haven't|hasn't|not|don't|doesn't|didn't|were|was|had|have)\b"
    r"|\b(?:you|one) (?:must|have to|had to|need(?:ed)? to|would have|should have|could have|may|can(?! exp))\b"
    r"|\b(?:open|opening hours|available|here|lines? (?:are|is))\b[^.]*\b(?:from|to|till|until|through)\b"
    rf"|\b{_DAYS}s?\s*(?:-|to|through|until|till)\s*{_DAYS}"
    r"|\bplease (?:report|reply|contact|provide|send|call|ring|email|bring|return|come|dm|let|confirm|share|give|check"
    r"|try)\b|\b(?:pls|kindly) \w+|\blet us know\b|\b(?:did|have|do) you\b|\bwithin \w+ \w+ of\b"
    r"|\b(?:hope (?:you|this)|enjoy|have a (?:great|nice|lovely|good)|delay(?:s|ed)?|disruption)\b"
    r"|\bunless\b|\bwould\b"
    r"|\b(?:for|by) (?:visiting|coming|choosing|joining|flying|dining|your (?:visit|patience))\b"
    r"|\b(?:wasn't|weren't|hasn't|haven't|cannot|can't|won't)\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(rf"^\W*(?:\w+\W+)?{_DAYS} will\b", re.IGNORECASE)  # "Friday will be here before you know it"
_PAST = re.compile(
    r"\b(?:was|were|did|had|came|went|got|took|happened|arrived|ordered|told|said|called|visited|turned|closed)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;\n]|:(?!\d\d)|,?\s+(?:but|though|although|because|while)\s+|,?\s+and\s+(?=(?:i|we|you|the|my|our|she|he|it|they|your)\b)",
    re.IGNORECASE,
)
_AND_SHOULD = re.compile(r"\band (?:should|may|might|could)\b", re.IGNORECASE)  # "It went out today and should ..."
_UNTIL = re.compile(r"\b(?:until|till)\s+[\w.:]+\s*$", re.IGNORECASE)  # "I'm at the shop until six today"
_LEAD = re.compile(
    r"^[\W_]*(?:(?:and|so|then|also|again|ok|okay|yes|meanwhile|in the meantime)\b[,\s]*)+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A promise as read: its clause, the words that date it, and when it would be due (UTC).

    `firm` is false for "should", "up to", "we hope to". `start` and `end` say where the date stands in the reply.
    """

    what: str
    phrase: str
    due: datetime
    firm: bool = True
    start: int = 0
    end: int = 0


def read(reply: str, *, now: datetime, calendar: Calendar) -> tuple[Proposed, ...]:
    """Promises in a reply written at `now`, in order; due when the shop closes on the day, unless an hour is named."""
    found: list[Proposed] = []
    for each in _alternatives(reply, dates(reply, now, calendar)):
        sentence, start = _around(reply, each)
        clause = _clause(sentence, each.start - start, each.end - start)
        firm = _firm(sentence, clause.replace(reply[each.start : each.end], " "))
        if firm is None or each.words.lower().startswith("until") or _UNTIL.search(reply[: each.start]):
            continue
        firm = firm and not each.words.lower().startswith(("up to", "allow"))
        what = shorten(_LEAD.sub("", clause).strip(" ,.!-–"), 160)
        if all((what, each.due) != (other.what, other.due) for other in found):
            found.append(Proposed(what[:1].upper() + what[1:], each.words, each.due, firm, each.start, each.end))
    return tuple(found)


def _firm(sentence: str, clause: str) -> bool | None:
    """True: a firm promise, False: a soft one, None: no promise."""
    plain = clause.replace("’", "'")
    if sentence.rstrip(" \"'”’)").endswith("?") or _NO_PROMISE.search(plain) or _ITSELF.search(sentence):
        return None
    soft = _SOFT.search(plain) is not None
    if _WILL.search(plain):
        return not soft
    if _PAST.search(plain) and not _AND_SHOULD.search(plain):
        return None
    if soft:
        return False
    return True if _BARE.match(plain) else None


def _alternatives(reply: str, found: list[Dated]) -> list[Dated]:
    """ "Tomorrow or Monday" is one date: the later one keeps it."""
    kept: list[Dated] = []
    for each in found:
        if kept and reply[kept[-1].end : each.start].strip(" ,").lower() == "or":
            last = kept.pop()
            words = " ".join(reply[last.start : each.end].split())
            kept.append(Dated(last.start, each.end, words, max(last.due, each.due)))
        else:
            kept.append(each)
    return kept


def _around(reply: str, each: Dated) -> tuple[str, int]:
    """The sentence a date stands in, and where it begins."""
    at = 0
    for sentence in sentences(reply):
        start = reply.index(sentence, at)
        at = start + len(sentence)
        if each.start < at:
            return sentence, start
    return reply, 0


def _clause(sentence: str, start: int, end: int) -> str:
    """The part of the sentence the date belongs to."""
    left = max((cut.end() for cut in _CLAUSE.finditer(sentence, 0, max(0, start))), default=0)
    right = min((cut.start() for cut in _CLAUSE.finditer(sentence, end)), default=len(sentence))
    return sentence[left:right]
