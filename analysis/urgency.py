"""Single mentions that cannot wait: named rules, each with the words that set it off.

safety (somebody was hurt, got ill or could), press and law, crime or discrimination by staff, a threat to go public,
and great reach. Phrases are in the language of `cues`; for each rule there are also the innocent look-alikes that stand
it down ("no food poisoning", "the sick leave policy"). Rules speak of negative mentions only, save for great reach.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.cues import Found
from analysis.features import Reading
from analysis.judge import Judgement, reading_of, whole_text
from analysis.text import shorten
from storage.model import Mention

GREAT_REACH = "great_reach"


class Hit(NamedTuple):
    """A rule that was set off: its name, the words that did it, and the reason for a person."""

    rule: str
    words: str
    reason: str


_SAYS = {
    "safety": "safety or health",
    "press_or_law": "press, lawyers or authorities",
    "crime_or_discrimination": "staff accused of crime or discrimination",
    "going_public": "threatens to go public",
}
_PATIENT = frozenset({"press_or_law", "going_public"})  # these need a negative mention beside the words
_LIKELY = 0.15  # probability of a complaint
_INNOCENT = "innocent"
# "Rats, I missed it": a word of its own at the beginning, said by somebody who goes on about something else
_EXCLAIMED_AFTER = re.compile(r"(?:^|[.!?]|@\w+)\s*$")
_GOES_ON = re.compile(r"\s*,\s*(?:i|i'm|i've|we|you|that|that's|this|it's|what|no|oh|well)\b")


def cannot_wait(
    mention: Mention, judgement: Judgement, reach: int | None, great_reach: int, language: str = "en"
) -> tuple[Hit, ...]:
    """The rules that `mention` sets off, none for a happy one.

    `reach` is how many people may see it (followers or views), None when the source does not say; `great_reach` the
    number from which that alone is urgent; `language` that of the text.
    """
    return urgent(reading_of(whole_text(mention.title, mention.text), language), judgement, reach, great_reach)


def urgent(reading: Reading | None, judgement: Judgement, reach: int | None, great_reach: int) -> tuple[Hit, ...]:
    """The same for a mention already read."""
    hits: list[Hit] = []
    if reading is not None and reading.urgent and (judgement.label != "positive" or judgement.flag != "none"):
        hits += _by_words(reading, judgement)
    if reach is not None and reach >= great_reach and (judgement.flag != "none" or judgement.label == "unscored"):
        what = "a negative mention" if judgement.flag != "none" else "a mention we cannot read"
        hits.append(Hit(GREAT_REACH, "", f"great reach: {what} that about {reach:,} people may see"))
    return tuple(hits)


def _by_words(reading: Reading, judgement: Judgement) -> list[Hit]:
    innocent = [(f.start, f.end) for f in reading.urgent if f.cue == _INNOCENT]
    source = reading.text if len(reading.text) == len(reading.folded) else reading.folded
    hits: dict[str, Hit] = {}
    for f in reading.urgent:
        if f.cue == _INNOCENT or f.cue in hits or any(_excuses(a, b, f) for a, b in innocent):
            continue
        if _exclaimed(reading.folded, f):
            continue
        if f.cue in _PATIENT and judgement.flag == "none" and (judgement.complaint or 0.0) < _LIKELY:
            continue
        words = shorten(source[f.start : f.end], 80)
        hits[f.cue] = Hit(f.cue, words, f'{_SAYS[f.cue]}: "{words}"')
    return [hits[rule] for rule in _SAYS if rule in hits]


def _exclaimed(text: str, found: Found) -> bool:
    one = " " not in text[found.start : found.end]
    return one and bool(_EXCLAIMED_AFTER.search(text[: found.start]) and _GOES_ON.match(text, found.end))


def _excuses(start: int, end: int, found: Found) -> bool:
    """Whether innocent words touch what was found and are not merely a part of it ("hear from my lawyer")."""
    inside = found.start <= start and end <= found.end and (start, end) != (found.start, found.end)
    return start < found.end and found.start < end and not inside
