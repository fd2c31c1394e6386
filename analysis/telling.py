"""How a text is told: a plain fact, a question, an account of facts, what it ends on.

Beside the words with a feeling (`features`), these tell a complaint that has none from an innocent text that has some.
"""

from __future__ import annotations

import re

from analysis.cues import Found, is_number, tokens
from analysis.packs import Pack

_PIECE = re.compile(r"(?<=[.!?])\s+|\n")
_CLAUSE = re.compile(r"[.!?;:](?=\s)\s+|\n|,? (?:and|but|so) |, ")
_NO_NAME = "The |We |I |It |My |Our |A |In |On |This |You |There |When |After |If |What |No |Not "
_NAME = re.compile(rf"(?:Here )?(?!{_NO_NAME})[A-Z][a-z]+ [a-z]")
_THE = frozenset({"the", "this", "a", "her", "his", "their", "our"})
_LONG_TURN = 400  # letters
MASK = "mask"  # words that sound bad and are not, "killer salsa"
SOUR = "sour"  # words that sound good and are not, "used to be the best"
LIARS = frozenset({MASK, SOUR})
_CALM = frozenset({"put_right", "better_now", "spared", "notice", "hyperbole"})  # trouble, but none of ours now
PRAISE = frozenset({"praise", "solved", "emoji_good", *_CALM})
WEAK = frozenset({"telling", "asks_for_help", "wants", "let_down", "emoji_bad", "counts", *LIARS, *PRAISE})
_WORRIES = frozenset({*WEAK, "sick", "dirty", "broken", "bad_food", "fact_wrong"})  # what somebody who asks may have
_BRIEF = 30
_OURS = frozenset({"i", "we", "my", "our", "us", "me"})
_LONG_ACCOUNT = 60
_STILL = frozenset({"do", "does", "is", "are"})  # "do you still do brunch?" asks, and demands nothing
_LONG_QUESTION = 35  # words up to which a text may be a question with the story behind it
_WITH_A_STORY = 0.6
_FELT = 0.3  # VADER's squeezed sum from which a sentence feels good
_ONLY_FELT = 0.5


def plain(cues: list[Found], positive: float, length: int) -> float:
    """1 for a short, plain complaint: a fact that went wrong and not one nice word ("Two mains never came")."""
    if length > _BRIEF or positive or not cues:
        return 0.0
    names = {c[0] for c in cues}
    return 1.0 if names - WEAK and not names & PRAISE else 0.0


def asks(folded: str, words: list[str], cues: list[Found], pack: Pack) -> float:
    """1 for a text that is nothing but a question before they come ("do you repair zips?"), less with a story."""
    if "?" not in folded or not words or len(words) > _LONG_QUESTION:
        return 0.0
    said = [piece for piece in _PIECE.split(folded) if piece.strip()]
    asked = next((piece for piece in (said[0], said[-1]) if piece.rstrip(" \n\"')").endswith("?")), "")
    opening = tokens(asked).words
    if not opening or opening[0] not in pack.questions:
        return 0.0
    owed = pack.questions[opening[0]] and opening[1:2] != ["there"] and any(w in pack.owed for w in words)
    if owed and not {"if", "si", "wenn"} & set(words):
        return 0.0  # "where is my parcel?"
    excused = {"still"} if opening[0] in _STILL else set()
    if not (pack.demands - excused).isdisjoint(words):
        return 0.0
    if len(said) == 1:
        return 1.0 if len(words) <= _BRIEF else 0.0
    return 0.0 if {c.cue for c in cues} - PRAISE - _WORRIES else _WITH_A_STORY


def account(words: list[str], nice: bool, pack: Pack) -> float:
    """How much of an account of facts a text without a nice word is: numbers, who said what, what was not."""
    if nice or not words or len(words) > _LONG_ACCOUNT:
        return 0.0
    said = set(words)
    kinds = (
        any(map(is_number, said)),
        not said.isdisjoint(pack.reported),
        not said.isdisjoint(pack.finder.negators) or any(w.endswith("n't") for w in said),
        not said.isdisjoint(_OURS),
    )
    if not kinds[1] and not kinds[2]:
        return 0.0  # "we ordered two pizzas"
    return (sum(kinds) - 1) / (len(kinds) - 1)


def ends_well(cues: list[Found], bounds: list[int], last_felt: float) -> float:
    """1 when the last sentence tells what went well and nothing that did not, less when only its words feel good.

    `bounds` are the ends of the sentences before it, `last_felt` is VADER's sum of the last one, squeezed into -1..1.
    """
    if not bounds:
        return 0.0
    last = {c.cue for c in cues if c.start >= bounds[-1]}
    if last - WEAK:
        return 0.0
    if last & PRAISE:
        return 1.0
    return _ONLY_FELT if last_felt > _FELT and {c.cue for c in cues} - WEAK else 0.0


def helped(raw: str, folded: str, bad: list[int], pack: Pack) -> float:
    """1 when a short text that began badly ends on what somebody of the shop did ("... Joan made one call").

    `bad` are the places of bad words and cues. After the last of them one clause must begin with who helps, and nothing
    in the rest may deny, tell what was said, or be what those do who do not help.
    """
    if not bad or not pack.helpers or len(folded) > _LONG_TURN:
        return 0.0
    for end in _CLAUSE.finditer(folded, max(bad)):
        rest = tokens(folded[end.end() :]).words
        if not rest:
            break
        named = len(raw) == len(folded) and _NAME.match(raw, end.end())
        who = rest[:4] if rest[0] in _THE else rest[:1]
        if not named and pack.helpers.isdisjoint(who):
            continue
        if pack.unhelpful.isdisjoint(rest) and not any(w in pack.finder.negators or w.endswith("n't") for w in rest):
            return 1.0
    return 0.0
