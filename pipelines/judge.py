"""Texts in, judgements out: the same rules as a round, without a record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from analysis.assess import Rules, assess
from collectors.dates import parse_date
from collectors.plain import clean
from collectors.ratings import parse_rating, parse_scale
from storage.model import Assessment, Mention, mention_id

DEFAULT_SCALE = "1-5"
SOURCE = "judge"


class BadItem(ValueError):
    """An item that cannot be judged, and why, as a sentence."""


def item(value: Mapping[str, Any], *, entity: str, now: datetime) -> Mention:
    """A mention from one JSON object: text, optional id, title, rating, rating_scale, author, published, language.

    Raises `BadItem` when there is neither text nor rating, or the rating does not fit its scale.
    """
    text, title = clean(str(value.get("text") or "")), clean(str(value.get("title") or ""))
    rating = _rating(value.get("rating"), str(value.get("rating_scale") or DEFAULT_SCALE))
    if not text and not title and rating is None:
        raise BadItem("there is neither text nor rating")
    own_id = value.get("id")
    published = value.get("published")
    language = value.get("language")
    return Mention(
        id=str(own_id) if own_id is not None else mention_id(SOURCE, entity, f"{title}\x1f{text}"),
        entity=entity,
        source=SOURCE,
        kind="review" if rating is not None else "post",
        url="",
        author=clean(str(value.get("author") or "")),
        title=title,
        text=text,
        published=parse_date(published, now=now, zone=UTC) if published else None,
        seen=now,
        rating=rating[0] if rating else None,
        rating_scale=rating[1] if rating else None,
        language=str(language) if language else None,
    )


def judge(mention: Mention, rules: Rules, *, now: datetime, check_relevance: bool) -> Assessment:
    """The assessment of one mention; taken to be about us unless `check_relevance`."""
    return assess(mention, rules, at=now, about_us=not check_relevance)


def as_json(assessment: Assessment, given_id: object) -> dict[str, Any]:
    """What `earlyword judge` prints for one text."""
    return {
        "id": given_id,
        "language": assessment.language,
        "compound": round(assessment.compound, 4),
        "complaint": None if assessment.complaint is None else round(assessment.complaint, 4),
        "label": assessment.label,
        "flag": assessment.flag,
        "relevant": assessment.relevant,
        "urgency": assessment.urgency,
        "topics": [hit.topic for hit in assessment.topics],
        "topic_details": [
            {"topic": hit.topic, "polarity": round(hit.polarity, 3), "quote": hit.quote} for hit in assessment.topics
        ],
        "reasons": list(assessment.reasons),
    }


def _rating(value: object, scale: str) -> tuple[float, str] | None:
    if value is None or value == "":
        return None
    try:
        parsed = parse_rating(value, parse_scale(scale))
    except ValueError as wrong:
        raise BadItem(str(wrong)) from wrong
    if parsed is None:
        raise BadItem(f"the rating {value!r} does not fit the scale {scale}")
    return parsed
