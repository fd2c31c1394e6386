"""The labelled texts the judge is fitted and looked at on; they lie beside the checkout and are never shipped.

A set is texts with labels: 1 for a negative mention (hand label negative, at most 2 of 5 stars or 4 of 10), 0 for any
other. `fit` sets may teach; `look` sets are only ever scored.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import parse

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text: `negative` 1 or 0, `three` -1/0/1 with neutral told apart, `weight` how sure the label is (0..1)."""

    text: str
    negative: int
    three: int | None = None
    weight: float = 1.0
    stars: float | None = None  # 0 (worst) .. 1 (best), when the label comes from stars


def _rows(path: Path, encoding: str = "utf-8") -> Iterator[dict[str, str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield from csv.DictReader(file)


def _rated(text: str, low: bool, high: bool, stars: float) -> Labelled:
    return Labelled(text.strip(), int(low), -1 if low else 1 if high else 0, 1.0, stars)


def _vader(name: str) -> Callable[[], Iterator[Labelled]]:
    def load() -> Iterator[Labelled]:
        path = DATA / "labelled/fit/vader_ground_truth" / f"{name}_GroundTruth.txt"
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            _, mean, text = line.split("\t", 2)
            value = float(mean)
            # people gave -4..4: near the middle they disagree, and the label is half a guess
            weight = min(1.0, 0.2 + abs(value + 0.5) / 1.2)
            yield Labelled(text.strip(), int(value < -0.5), -1 if value < -0.5 else 1 if value > 0.5 else 0, weight)

    return load


def _airlines() -> Iterator[Labelled]:
    for row in _rows(DATA / "labelled/fit/airline_reviews_dated_290_airlines.csv"):
        try:
            value = float(row["Passenger Overall Rating"])
        except (TypeError, ValueError):
            continue
        yield _rated(row["Passenger Review Text"], value <= 4, value >= 7, (value - 1) / 9)


def _restaurant() -> Iterator[Labelled]:
    for row in _rows(DATA / "labelled/fit/tripadvisor_one_restaurant_1216.csv"):
        value = float(row["Rating"])
        yield _rated(row["Review Text"], value <= 20, value >= 40, (value - 10) / 40)


def _consumer() -> Iterator[Labelled]:
    """Issues of complaints to a regulator: all negative, each wording once."""
    seen: set[str] = set()
    for row in _rows(DATA / "labelled/fit/consumer_complaints_sample.csv"):
        text = " ".join(p for p in (row["Issue"], row["Sub-issue"]) if p)
        if text not in seen:
            seen.add(text)
            yield Labelled(text, 1, -1, 0.5)


def _airline_tweets() -> Iterator[Labelled]:
    three = {"negative": -1, "neutral": 0, "positive": 1}
    for row in _rows(DATA / "labelled/check/us_airline_tweets.csv"):
        value = three[row["airline_sentiment"]]
        yield Labelled(row["text"], int(value < 0), value)


def _british_airways() -> Iterator[Labelled]:
    for row in _rows(DATA / "labelled/check/british_airways_airlinequality.csv"):
        if (row["OverallRating"] or "").strip():
            value = float(row["OverallRating"])
            yield _rated(row["ReviewBody"], value <= 4, value >= 7, (value - 1) / 9)


def _financial() -> Iterator[Labelled]:
    for row in _rows(DATA / "labelled/check/trustpilot_financial_with_response_flag.csv"):
        if (row["Review Stars"] or "").strip():
            value = float(row["Review Stars"])
            yield _rated(row["Review Comment"] or "", value <= 2, value >= 4, (value - 1) / 4)


def _semeval() -> Iterator[Labelled]:
    for sentence in parse(DATA / "labelled/check/semeval14_restaurants.xml").getroot():
        said = {c.get("polarity") for c in sentence.iter("aspectCategory")}
        text = sentence.findtext("text") or ""
        if said and not {"positive", "negative"} <= said and "conflict" not in said:
            value = -1 if "negative" in said else 1 if "positive" in said else 0
            yield Labelled(text, int(value < 0), value)


def _export(name: str, text: str, stars: str) -> Callable[[], Iterator[Labelled]]:
    def load() -> Iterator[Labelled]:
        path = DATA / "exports" / name
        if name.endswith(".json"):
            rows: Iterator[dict[str, str]] = iter(json.loads(path.read_text(encoding="utf-8")))
        else:
            rows = _rows(path, encoding="utf-8-sig")
        for row in rows:
            found = re.match(r"[1-5](?:\.0)?$", str(row.get(stars) or "").strip())
            said = (row.get(text) or "").strip()
            if found and said:
                value = float(found.group())
                yield _rated(said, value <= 2, value >= 4, (value - 1) / 4)

    return load


def _opentable() -> Iterator[Labelled]:
    with (DATA / "exports/opentable_grounds_of_the_city.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            value = float(row[4])
            yield _rated(row[3], value <= 2, value >= 4, (value - 1) / 4)


FIT: dict[str, Callable[[], Iterator[Labelled]]] = {
    "tweets": _vader("tweets"),
    "amazon": _vader("amazonReviewSnippets"),
    "movies": _vader("movieReviewSnippets"),
    "nyt": _vader("nytEditorialSnippets"),
    "airline_reviews": _airlines,
    "restaurant": _restaurant,
    "consumer_issues": _consumer,
}
LOOK: dict[str, Callable[[], Iterator[Labelled]]] = {
    "airline_tweets": _airline_tweets,
    "british_airways": _british_airways,
    "trustpilot_financial": _financial,
    "semeval_restaurants": _semeval,
    "opentable": _opentable,
    "yelp_la": _export("yelp_fusion_LA_3_per_business.csv", "text", "rating"),
    "chatgpt_app": _export("chatgpt_reviews.csv", "review", "rating"),
    "bank_app": _export("dashen_bank_raw.csv", "content", "score"),
    "eiffel_maps": _export("google_maps_bharani_with_dates.csv", "Review Text", "Rating"),
    "bakery_maps": _export("google_places_hectors_polled.csv", "comment", "rating"),
    "solicitors": _export("trustpilot_wstrustpilot.csv", "Review Text", "Rating"),
}
SPANISH = _export("tripadvisor_sevilla_sushi_30_restaurants.csv", "text", "review_rating")


def load(name: str) -> list[Labelled]:
    """The texts of one set, empty ones left out."""
    return [item for item in (FIT | LOOK | {"sevilla": SPANISH})[name]() if item.text]
