"""A real record of the sample business, judged by hand, published, and served in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st

from pipelines import sample
from storage import alerts, assessments, mentions, polls, stories
from storage.db import Record
from storage.model import Alert, Assessment, Label, Mention, Poll, Snapshot, TopicHit, mention_id
from storage.publish import publish

SHOP = "Mossop & Mace"
NOT_US = re.compile(r"Solicitors|LLP|mace called Mossop")
UNHAPPY = re.compile(
    r"weevil|insects|bugs|\blate\b|torn|tore\b|allergic|no sign|waiting ages|missing|waited|not good enough", re.I
)


def judged(mention: Mention, at: datetime) -> Assessment:
    """A judgement a person would make of the sample, so that these tests do not move with the rules."""
    unhappy = mention.rating < 0.5 if mention.rating is not None else bool(UNHAPPY.search(mention.text))
    label: Label = "negative" if unhappy else "neutral" if mention.rating == 0.5 else "positive"
    topics = sample.business()["topics"]
    assert isinstance(topics, dict)
    found = [
        TopicHit(topic, -0.6 if unhappy else 0.7, sentence)
        for topic, names in topics.items()
        if isinstance(names, list)
        for sentence in [_sentence(mention.text, [str(name) for name in names])]
        if sentence
    ]
    return Assessment(
        mention=mention.id,
        version="by hand",
        at=at,
        relevant=not NOT_US.search(mention.text),
        language="en",
        compound=-0.6 if unhappy else 0.6,
        complaint=0.93 if unhappy else 0.04,
        label=label,
        flag="flag" if unhappy else "none",
        topics=tuple(found),
        story=story_of(mention),
        urgency="today" if unhappy else "none",
        reasons=("a complaint: " + UNHAPPY.findall(f"{mention.text} late")[0],) if unhappy else (),
    )


def story_of(mention: Mention) -> str:
    """Id of the story a mention tells: the one that is passed on, or its own."""
    return "weevils" if "weevils in" in mention.text.lower() else mention.id


def _sentence(text: str, names: Sequence[str]) -> str:
    return next(
        (part for part in re.split(r"(?<=[.!?]) ", text) if any(re.search(rf"\b{n}\b", part, re.I) for n in names)), ""
    )


def sample_mentions(now: datetime) -> list[tuple[Mention, Snapshot]]:
    """The sample's lines as mentions, each with its counts."""
    return [_mention(source, entry, now) for source, entries in sample.lines(now, now).items() for entry in entries]


def _mention(source: str, entry: Mapping[str, object], now: datetime) -> tuple[Mention, Snapshot]:
    own = mention_id("files", source, str(entry["id"]))
    rating = entry.get("rating")
    mention = Mention(
        id=own,
        entity=SHOP,
        source=source,
        kind="review" if source == "sample-reviews" else "post",
        url=str(entry["url"]),
        author=str(entry["author"]),
        title=str(entry.get("title", "")),
        text=str(entry["text"]),
        published=datetime.fromisoformat(str(entry["published"])),
        seen=now,
        rating=None if rating is None else (float(str(rating)) - 1) / 4,
        rating_scale=None if rating is None else "1-5",
    )
    shares = entry.get("shares")
    return mention, Snapshot(mention=own, at=now, shares=None if shares is None else int(str(shares)))


def sample_alerts(said: Sequence[Mention], now: datetime) -> list[Alert]:
    """The three things that need the owner of the sample."""
    weevils = sorted((m for m in said if "weevils in" in m.text.lower()), key=lambda m: m.when)
    maureen = sorted((m for m in said if m.author == "Maureen Tulley"), key=lambda m: m.when, reverse=True)
    allergy = next(m for m in said if "allergic" in m.text)
    ids = tuple(m.id for m in weevils)
    return [
        Alert("story:weevils", "story", SHOP, now, "A complaint about weevils in the smoked paprika is being passed on",
              ids, (f"told {len(ids)} times since yesterday", "it is growing"), "you normally get one every 2 days"),
        Alert("again:maureen", "second_complaint", SHOP, now, "Maureen Tulley complains for the second time",
              tuple(m.id for m in maureen), ("the same person complained before",), urgent=True),
        Alert("safety:allergy", "mention", SHOP, now, "A matter of safety: an allergic reaction",
              (allergy.id,), ("a matter of health: “allergic reaction”, “hospital”",), urgent=True),
    ]  # fmt: skip


def fill_folder(
    folder: Path, now: datetime, extra: Sequence[Mention] = (), *, alarm: bool = True, trouble: bool = False
) -> Path:
    """A record with the sample and `extra` mentions, published; returns the published copy."""
    pairs = sample_mentions(now)
    said = [mention for mention, _ in pairs] + list(extra)
    record = Record(folder / "earlyword.duckdb", timedelta(seconds=10))
    with record.session("test") as con:
        mentions.keep(con, said, [snapshot for _, snapshot in pairs], at=now)
        assessments.save(con, [judged(mention, now) for mention in said])
        stories.save(con, {mention.id: story_of(mention) for mention in said})
        for poll in [*looks(now), *(troubles(now) if trouble else ())]:
            polls.save(con, poll)
        if alarm:
            alerts.keep_new(con, sample_alerts(said, now))
    return publish(record, folder / "published.duckdb").path


def fill_empty_folder(folder: Path, now: datetime) -> Path:
    """A record that was looked after and heard nothing."""
    record = Record(folder / "earlyword.duckdb", timedelta(seconds=10))
    with record.session("test") as con:
        for poll in looks(now):
            polls.save(con, replace(poll, status="nothing_new"))
    return publish(record, folder / "published.duckdb").path


def looks(now: datetime) -> Iterator[Poll]:
    """Ten looks at every source, five minutes apart, the last one two minutes ago."""
    for source in sample.SOURCES:
        for number in range(10):
            at = now - timedelta(minutes=2 + 5 * number)
            yield Poll(source, at, "nothing_new" if number else "ok", found=3, next_due=at + timedelta(minutes=5))


def troubles(now: datetime) -> Iterator[Poll]:
    """One source that refuses us and one that does not work."""
    at = now - timedelta(minutes=1)
    yield Poll("sample-posts", at, "blocked", error="they refuse us", next_step="Ask for a key.", failures=3)
    yield Poll("sample-news", at, "broken", error="the page is gone", next_step="Look for its new address.", failures=9)


@pytest.fixture
def now() -> datetime:
    """The real time: pages ask the clock, so what is in the record has to be fresh."""
    return datetime.now(UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the dashboard takes for its home: no config.yaml, so the sample business is watched."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EARLYWORD_CONFIG", raising=False)
    (tmp_path / "data" / "sample").mkdir(parents=True)
    return tmp_path


@pytest.fixture(scope="session")
def fill() -> Callable[..., Path]:
    """`fill(folder, now, extra_mentions)` puts the sample into a record and publishes it."""
    return fill_folder


@pytest.fixture
def fill_empty() -> Callable[..., Path]:
    """`fill_empty(folder, now)` publishes a record that has heard nothing."""
    return fill_empty_folder


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Two tests may publish copies of one size in one moment: what one remembers is nothing to the next."""
    st.cache_data.clear()
    st.cache_resource.clear()
