"""The nine points a draft is judged on, one function each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Literal

from analysis import readability, terms
from analysis.private_facts import private_facts
from analysis.promises import Proposed
from analysis.reply_phrases import first, said
from analysis.text import fold, shorten, words
from analysis.topics import Table, topics
from storage.model import Mention, TopicHit

How = Literal["ok", "weak", "bad"]
SOON, LATE = timedelta(hours=24), timedelta(days=3)  # customers expect an answer within a day; after three they tell
FORM_LETTER, ALIKE = 0.5, 0.3  # share of the same pieces of text
PRAISED = 0.5  # polarity from which a topic of a complaint is praise ("lovely terrace")
TELLING = 4.5  # a term that says something about an incident (see `analysis.terms`)
SHORTEST, SHORT, LONG, LONGEST = 12, 30, 170, 300  # words
EASY, HARD = 60.0, 40.0  # Flesch
WORDS_OF_A_SENTENCE = 32
_GREETING = re.compile(
    r"^\W*(?:dear|hello|hi|hey|good (?:morning|afternoon|evening)|thank you|thanks|sorry)?\W*([^\W\d_][\w'-]*)"
)
_NOISE = re.compile(r"https?://\S+|@\w+")
_GREETED = re.compile(r"^(?:dear|hello|hi|hey|good \w+) \w+ ")
GRAM = 5
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "sr", "sra"))


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a draft does: how well, in which words (of the draft, or left out of it), what to do."""

    name: str
    how: How
    words: str = ""
    suggestion: str = ""


@dataclass(frozen=True)
class Draft:
    """A draft with what it answers."""

    text: str
    complaint: Mention
    now: datetime
    table: Table
    earlier: tuple[str, ...]
    names: tuple[str, ...]
    promises: tuple[Proposed, ...]

    @cached_property
    def topics(self) -> tuple[TopicHit, ...]:
        """What the complaint complains of: every topic it does not clearly praise, else all of them."""
        found = topics(f"{self.complaint.title}\n{self.complaint.text}", self.table)
        return tuple(hit for hit in found if hit.polarity < PRAISED) or found

    @cached_property
    def own_terms(self) -> set[int]:
        return {terms.term(word).key for word in words(self.text)}

    def telling(self, text: str) -> dict[int, str]:
        """The words of `text` that say something, without names, by the term they stand for."""
        ours = {terms.term(word).key for name in (*self.names, self.complaint.author) for word in words(name)}
        found = {terms.term(word): word for word in words(text)}
        return {term.key: word for term, word in found.items() if term.weight >= TELLING and term.key not in ours}

    def shared(self, text: str) -> list[str]:
        """Telling words of `text` that the draft takes up, and pairs of plainer ones ("off work")."""
        found = [word for key, word in self.telling(text).items() if key in self.own_terms]
        own = terms.pairs(self.text)
        found += [f"{one} {two}" for one, two in terms.pairs(text) & own if not {one, two} & set(found)]
        return sorted(found)


def in_time(draft: Draft) -> Point:
    age = draft.now - draft.complaint.when
    posted = f"posted {_ago(age)} ago"
    if age <= SOON:
        return Point("in time", "ok", posted)
    owned = first("late_owned", draft.text)
    if age <= LATE or owned:
        advice = "" if owned else "It has waited more than a day: post it now, and say sorry for the wait."
        return Point("in time", "weak", owned or posted, advice or "Late, and you say so: post it now.")
    return Point("in time", "bad", posted, "It has waited for days: say sorry for answering late, then post it now.")


def on_the_point(draft: Draft) -> Point:
    """Is every topic of the complaint spoken of?"""
    if not draft.topics:
        return _on_the_words(draft)
    here = {hit.topic for hit in topics(draft.text, draft.table)}
    missing = [hit for hit in draft.topics if hit.topic not in here and not _echoes(draft, hit.quote)]
    spoken = [hit.topic for hit in draft.topics if hit not in missing]
    if not missing:
        return Point("on the point", "ok", ", ".join(spoken))
    named = "; ".join(f"{hit.topic} (“{shorten(hit.quote, 60)}”)" for hit in missing[:3])
    how: How = "weak" if spoken else "bad"
    return Point("on the point", how, named, f"Answer this too, by name: {', '.join(hit.topic for hit in missing)}.")


def _on_the_words(draft: Draft) -> Point:
    """A complaint of no known topic: does the draft take up its words?"""
    telling = draft.telling(f"{draft.complaint.title} {draft.complaint.text}")
    if not telling:
        return Point("on the point", "ok", "the complaint gives no particulars")
    shared = sorted(word for key, word in telling.items() if key in draft.own_terms)
    if len(shared) > 1 or len(shared) == len(telling):
        return Point("on the point", "ok", ", ".join(shared[:5]))
    if shared:
        return Point("on the point", "weak", shared[0], "Take up the rest of what they wrote, too.")
    quote = shorten(draft.complaint.text or draft.complaint.title, 80)
    return Point("on the point", "bad", f"“{quote}”", "Say what went wrong in the customer's own words.")


def _echoes(draft: Draft, quote: str) -> bool:
    """Does the draft take up two telling words of a sentence of the complaint, or half of them?"""
    telling = draft.telling(quote)
    return bool(telling) and len(draft.shared(quote)) >= min(2, (len(telling) + 1) // 2)


def personal(draft: Draft) -> Point:
    """By name, about what they said, and not a letter that others got."""
    alike, earlier = _most_alike(draft)
    if alike >= FORM_LETTER:
        advice = f"{alike:.0%} of it stands in an earlier reply; write this one anew, to this person."
        return Point("personal", "bad", f"“{shorten(earlier, 60)}”", advice)
    name = given_name(draft.complaint.author)
    greeted = not name or fold(name) in words(draft.text)
    form = list(said("form", draft.text))
    shared = draft.shared(f"{draft.complaint.title} {draft.complaint.text}")
    faults = (not greeted) + (not shared) + min(2, len(form)) + (alike >= ALIKE)
    if not faults:
        return Point("personal", "ok", ", ".join(filter(None, (name, *shared[:3]))))
    todo = []
    if not greeted:
        todo.append(f"Greet {name} by name.")
    if form:
        todo.append("Anybody could have got these words; say it the way you would across the counter.")
    if not shared:
        todo.append("Take up something they wrote.")
    if alike >= ALIKE:
        todo.append("Much of it stands in an earlier reply.")
    return Point("personal", "bad" if faults >= 2 else "weak", "; ".join(form[:3]), " ".join(todo))


def _most_alike(draft: Draft) -> tuple[float, str]:
    """Share of the same pieces with the most similar of our earlier replies, names in greetings left out.

    The Jaccard similarity of character 5-grams, as for stories; counted, because there are few replies.
    """
    if len(words(draft.text)) < SHORTEST:
        return 0.0, ""
    mine = _pieces(draft.text)
    found = [(len(mine & theirs) / len(mine | theirs), each) for each in draft.earlier if (theirs := _pieces(each))]
    return max(found, default=(0.0, ""))


@lru_cache(maxsize=2_000)
def _pieces(reply: str) -> frozenset[str]:
    """Pieces of a reply as they are compared; none of one that is too short to tell."""
    spoken = words(_NOISE.sub(" ", reply[:5_000]))
    if len(spoken) < SHORTEST:
        return frozenset()
    plain = _GREETED.sub("", " ".join(spoken))
    return frozenset(plain[start : start + GRAM] for start in range(len(plain) - GRAM + 1))


def given_name(author: str) -> str:
    """What to call somebody: the first name of an author that is a person's; "" for handles and nobody."""
    parts = [part for part in re.split(r"[\s,]+", author.strip()) if part]
    parts = [part for part in parts if fold(part).strip(".") not in _TITLES]
    if not parts or not re.fullmatch(r"[^\W\d_][^\W\d_'’-]+(?:['’-][^\W\d_]+)*", parts[0]) or not parts[0][0].isupper():
        return ""
    nobody = ("anonymous", "guest", "google", "user", "customer", "verified", "deleted", "reviewer", "the", "a")
    return "" if fold(parts[0]) in nobody else parts[0]


def empathy(draft: Draft) -> Point:
    if felt := first("empathy", draft.text):
        return Point("empathy", "ok", felt)
    if stock := first("stock_sorry", draft.text):
        return Point(
            "empathy",
            "weak",
            stock,
            "Say what they went through, not only “sorry”: “an hour's wait with hungry children”.",
        )
    return Point(
        "empathy", "bad", "", "Begin with the person: say what it must have been like, and that you are sorry."
    )


def ownership(draft: Draft) -> Point:
    taken_back, excuse, owned = (first(kind, draft.text) for kind in ("non_apology", "excuses", "owning"))
    if taken_back:
        return Point(
            "ownership", "bad", taken_back, "“Sorry if” is no apology. Say what you did wrong: “we kept you waiting”."
        )
    if excuse:
        how: How = "weak" if owned else "bad"
        return Point(
            "ownership",
            how,
            excuse,
            "A reason sounds like an excuse here. Leave it out, or say first that it was your fault.",
        )
    if owned:
        return Point("ownership", "ok", owned)
    return Point("ownership", "weak", "", "Say in one sentence that this was yours: “we got this wrong”.")


def calm(draft: Draft) -> Point:
    """Never defensive, never sarcastic, never shouting."""
    for kind, advice in (
        ("defensive", "This argues with the customer, and everybody who reads it sides with them. Take it out."),
        (
            "stars_back",
            "Never ask or pay for stars: the sites forbid it, and readers see it. Put it right, that is all.",
        ),
        ("sarcastic", "Readers hear mockery. Take it out."),
    ):
        if words_ := first(kind, draft.text):  # type: ignore[arg-type]  # three of its words
            return Point("calm", "bad", words_, advice)
    shouted = [
        each for each in re.findall(r"\b[A-Z]{4,}\b", draft.text) if fold(each) not in fold(draft.complaint.text)
    ]
    if len(shouted) >= 2 or "!!" in draft.text or "?!" in draft.text:
        return Point("calm", "weak", " ".join(shouted[:3]) or "!!", "Capitals and rows of marks read as shouting.")
    return Point("calm", "ok")


def private(draft: Draft) -> Point:
    found = private_facts(draft.text, draft.names)
    if not found:
        return Point("private", "ok")
    what = " and ".join(dict.fromkeys(each.what for each in found))
    advice = f"This tells the world {what}. Take it out; settle it by telephone or e-mail."
    return Point("private", "bad", "; ".join(each.words for each in found[:3]), advice)


def next_step(draft: Draft) -> Point:
    firm = [each for each in draft.promises if each.firm]
    if firm:
        return Point("next step", "ok", firm[0].what)
    if draft.promises:
        return Point("next step", "weak", draft.promises[0].what, "Make it a promise: “will”, not “should”.")
    vague = first("vague_when", draft.text)
    if step := first("step", draft.text):
        advice = f"“{vague}” is no date: say by when." if vague else "Say by when: “by Friday”, “within 3 days”."
        return Point("next step", "weak", vague or step, advice)
    return Point("next step", "bad", vague, "Say what happens next and by when: “I will call you tomorrow”.")


def easy_to_read(draft: Draft) -> Point:
    """Length in words and Flesch reading ease."""
    count, ease = len(words(draft.text)), readability.reading_ease(draft.text)
    length = f"{count} words"
    if count < SHORTEST or count > LONGEST:
        advice = "Too short to show that anybody cares." if count < SHORTEST else "Nobody reads this far: halve it."
        return Point("easy to read", "bad", length, advice)
    longest = readability.longest_sentence(draft.text)
    if ease is not None and ease < HARD:
        return Point(
            "easy to read", "bad", f"“{shorten(longest, 80)}”", "Hard to read: shorter words, shorter sentences."
        )
    if count < SHORT or count > LONG:
        return Point("easy to read", "weak", length, f"{SHORT} to {LONG} words are read; this has {count}.")
    if len(words(longest)) > WORDS_OF_A_SENTENCE or (ease is not None and ease < EASY):
        return Point("easy to read", "weak", f"“{shorten(longest, 80)}”", "Cut this sentence in two.")
    return Point("easy to read", "ok", length)


def _ago(age: timedelta) -> str:
    hours = max(0, round(age.total_seconds() / 3600))
    if hours < 48:
        return "1 hour" if hours == 1 else f"{hours} hours"
    return f"{hours // 24} days"


ALL: tuple[Callable[[Draft], Point], ...] = (
    in_time,
    on_the_point,
    personal,
    empathy,
    ownership,
    calm,
    private,
    next_step,
    easy_to_read,
)
