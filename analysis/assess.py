"""All of the judgement, composed: one mention in, one Assessment out, with reasons a person understands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources

from analysis.brand import Brand, Relevance, about
from analysis.judge import DEFAULT_CUT, Cut, Judgement, judged, reading_of, whole_text
from analysis.language import detect
from analysis.topics import Table, topics
from analysis.urgency import Hit, urgent
from storage.model import Assessment, Mention, Urgency

_RULES = 1  # raise when code here or in its parts changes what is judged


def _version() -> str:
    """Changes whenever the rules or a shipped weight or word list does."""
    digest = hashlib.blake2b(str(_RULES).encode(), digest_size=5)
    for folder in ("lexicons", "weights", "trades"):
        for file in sorted((resources.files("analysis") / folder).iterdir(), key=lambda f: f.name):
            if file.name.endswith((".json", ".npy")):
                digest.update(file.name.encode() + file.read_bytes())
    return f"{_RULES}-{digest.hexdigest()}"


VERSION: str = _version()


@dataclass(frozen=True, slots=True)
class Rules:
    """What the owner has set: how each entity is called, the topics, and from when on a mention is flagged."""

    brands: Mapping[str, Brand] = field(default_factory=dict)  # entity -> how people call it
    topics: Table = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)  # of the business, the main one first: what a few words are taken for
    great_reach: int = 10_000
    cuts: Mapping[str, Cut] = field(default_factory=dict)  # source -> its own cut
    rivals: frozenset[str] = frozenset()  # entities that are competitors
    check_relevance: bool = False  # test the brand even where everything is taken to be about us


def assess(
    mention: Mention, rules: Rules, *, at: datetime, about_us: bool, reach: int | None = None, story: str = ""
) -> Assessment:
    """Judges `mention`. `about_us`: its source holds nothing else, so the brand is tested only if the rules say so.

    `reach` is how many people may see it (followers or views), `story` the id of the story it tells.
    """
    hint = mention.language or (rules.languages[0] if rules.languages else None)
    whole = whole_text(mention.title, mention.text)
    language = detect(whole, hint)
    relevance = _relevance(mention, rules, about_us)
    reading = reading_of(whole, language)
    judgement = judged(reading, mention.rating, language, rules.cuts.get(mention.source, DEFAULT_CUT))
    rival = relevance.relevant and mention.entity in rules.rivals
    if rival:
        relevance = Relevance(False, f"about {mention.entity}, a competitor: counted for the share of voice only")
    hits = urgent(reading, judgement, reach, rules.great_reach) if relevance.relevant else ()
    return Assessment(
        mention=mention.id,
        version=VERSION,
        at=at,
        relevant=relevance.relevant,
        language=language,
        compound=judgement.compound,
        complaint=judgement.complaint,
        label=judgement.label,
        flag=judgement.flag,
        topics=topics(whole, rules.topics, language=language, complaint=judgement.complaint, reading=reading),
        story=story,
        urgency=_urgency(relevance, judgement, hits),
        reasons=_reasons(relevance, judgement, hits),
        rival=rival,
    )


def _relevance(mention: Mention, rules: Rules, about_us: bool) -> Relevance:
    if about_us and not rules.check_relevance:
        return Relevance(True, "")  # nothing to explain: everything from this source is about us
    brand = rules.brands.get(mention.entity) or rules.brands.get(mention.entity.split(" / ")[0])
    if brand is None:  # an entity of an import that is no configured brand: its name is what to look for
        brand = Brand(mention.entity)
    return about(brand, mention.title, mention.text)


def _urgency(relevance: Relevance, judgement: Judgement, hits: tuple[Hit, ...]) -> Urgency:
    if not relevance.relevant:
        return "none"
    if hits:
        return "now"
    if judgement.flag == "flag":
        return "today"
    return "digest" if judgement.flag == "maybe" else "none"


def _reasons(relevance: Relevance, judgement: Judgement, hits: tuple[Hit, ...]) -> tuple[str, ...]:
    if not relevance.relevant:
        return (relevance.reason,)
    return tuple(filter(None, (*(hit.reason for hit in hits), *judgement.reasons, relevance.reason)))
