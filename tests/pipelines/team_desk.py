"""A shop with a team of three, its record, and mentions to work on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.config import load
from pipelines.desk import Desk, open_desk
from storage import alerts, assessments, mentions, outbox
from storage.model import Alert, Assessment, Mention, Notification, Snapshot, TopicHit, mention_id

NOW = datetime(2026, 5, 5, 9, tzinfo=UTC)  # a Tuesday, 10 o'clock in London
SHOP = """
business:
  name: Pepperwick Spices
  timezone: Europe/London
  hours: {mon: "09:00-13:00, 14:00-18:00", tue: "09:00-13:00, 14:00-18:00", wed: "09:00-13:00", fri: "09:00-18:00"}
  holidays: [2026-05-08]
people:
  - {name: Ada, email: ada@example.com, role: owner}
  - {name: Ben, email: ben@example.com, role: manager}
  - {name: Cy Lee, email: cy@example.com, role: staff}
  - {name: Vi, email: vi@example.com, role: viewer}
sources:
  - {name: reviews, kind: feed, url: "https://example.org/feed", about_us: true}
  - {name: posts, kind: feed, url: "https://example.org/posts"}
team:
  small_things: {staff: 20, manager: 100}
  routes: [{topic: parcels, person: Cy Lee}]
  deputy: Ben
"""


def shop(folder: Path, more: str = "") -> Desk:
    """A desk in a folder of its own."""
    (folder / "config.yaml").write_text(SHOP + more, encoding="utf-8")
    return open_desk(load(folder / "config.yaml", {}), {}, wait=timedelta(seconds=60))


def said(number: int, **changes: Any) -> Mention:
    """Mention number so and so: a review of two stars by a guest of its own."""
    at = changes.pop("at", NOW)
    fields: dict[str, Any] = {
        "id": mention_id("test", "example.org", str(number)),
        "entity": "Pepperwick Spices",
        "source": "reviews",
        "kind": "review",
        "url": f"https://example.org/{number}",
        "author": f"Guest Number{'abcdefghijklmnopqrstuvwxyz'[number % 26]}{number}",
        "title": "",
        "text": "The parcel came late and the tin was broken.",
        "published": at - timedelta(hours=1),
        "seen": at,
        "rating": 0.25,
        "rating_scale": "1-5",
    }
    return Mention(**(fields | changes))


def thought(mention: Mention, **changes: Any) -> Assessment:
    """A flagged complaint about parcels that cannot wait."""
    fields: dict[str, Any] = {
        "mention": mention.id,
        "version": "v1",
        "at": mention.seen,
        "relevant": True,
        "language": "en",
        "compound": -0.5,
        "complaint": 0.9,
        "label": "negative",
        "flag": "flag",
        "topics": (TopicHit("parcels", -0.5, "The parcel came late"),),
        "story": f"s{mention.id}",
        "urgency": "now",
        "reasons": ("safety: broken glass",),
    }
    return Assessment(**(fields | changes))


def arrive(desk: Desk, *pairs: tuple[Mention, Assessment]) -> None:
    """Mentions are collected and judged."""
    with desk.record.session("test") as con:
        mentions.keep(con, [mention for mention, _ in pairs], at=max(mention.seen for mention, _ in pairs))
        assessments.save(con, [assessment for _, assessment in pairs])


def look(desk: Desk, *snapshots: Snapshot) -> None:
    with desk.record.session("test") as con:
        mentions.keep(con, [], snapshots, at=max(each.at for each in snapshots))


def second_complaint(desk: Desk, mention: Mention, first: Mention, at: datetime) -> None:
    """What the warning puts into the record when the same person complains again."""
    alert = Alert(
        f"second:{mention.id}", "second_complaint", mention.entity, at, "Second complaint", (mention.id, first.id), ()
    )
    with desk.record.session("test") as con:
        alerts.keep_new(con, [alert])


def letters(desk: Desk) -> list[Notification]:
    with desk.record.session("test") as con:
        return [each.notification for each in outbox.list_(con)]
