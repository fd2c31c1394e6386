from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.hackernews import PLACE
from collectors.web import Web
from pipelines import reobserve
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from pipelines.reobserve import FIRST, YOUNG, due, look_again
from storage import mentions
from storage.model import Mention, mention_id
from tests.collectors.conftest import Site, new_site, site  # noqa: F401 - fixtures

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def mention(age: timedelta, own_id: str = "11") -> Mention:
    when = NOW - age
    url = f"https://news.ycombinator.com/item?id={own_id}"
    id = mention_id("hackernews", PLACE, own_id)
    return Mention(id, "Pepperwick", "hn", "comment", url, "jo", "", "Pepperwick lost my parcel", when, when)


def test_a_mention_is_looked_at_often_while_young_and_then_ever_more_rarely() -> None:
    born, looked, times = NOW - YOUNG, dict[str, datetime](), list[datetime]()
    (one,) = [mention(YOUNG)]
    now = born
    while now <= NOW:
        if due([one], looked, now):
            looked[one.id] = now
            times.append(now)
        now += timedelta(minutes=5)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert gaps == sorted(gaps)
    assert 8 <= len(times) <= 16


@given(st.floats(0, 200))
def test_nothing_older_than_three_days_and_nothing_seen_just_now_is_asked_for(hours: float) -> None:
    age = timedelta(hours=hours)
    expected = FIRST <= age <= YOUNG
    assert bool(due([mention(age)], {}, NOW)) is expected


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Desk:
    (tmp_path / "config.yaml").write_text(
        "business: {name: Pepperwick}\nweb: {allow_loopback: true}\n"
        f"sources:\n  - {{name: hn, kind: hackernews, query: Pepperwick, items_url: '{site.url}'}}\n",
        encoding="utf-8",
    )
    found = open_desk(load(tmp_path / "config.yaml", {}), {})
    with found.record.session("test") as con:
        mentions.keep(con, [mention(timedelta(hours=2))], at=NOW)
    return found


def item(**more: Any) -> dict[str, Any]:
    """An item as Hacker News gives it, see https://github.com/HackerNews/API."""
    created = int((NOW - timedelta(hours=2)).timestamp())
    return {"id": 11, "type": "comment", "by": "jo", "time": created, "text": "Pepperwick lost my parcel"} | more


def look(desk: Desk) -> list[reobserve.Again]:
    with Web(user_agent="test", allow_loopback=True, now=lambda: NOW) as web:
        return look_again(desk, web, now=NOW)


def test_an_edit_is_noticed_and_the_next_look_waits(desk: Desk, site: Site) -> None:
    site.json("/item/11.json", item(text="Pepperwick lost my parcel. Update: refunded!"))
    (again,) = look(desk)
    assert (again.asked, again.edited, again.error) == (1, 1, "")
    with desk.record.session("test") as con:
        (now_reads,) = mentions.by_ids(con, [mention(timedelta(hours=2)).id]).values()
    assert now_reads.text.endswith("Update: refunded!")
    assert look(desk) == []


def test_a_source_that_cannot_be_asked_says_so_and_is_asked_again(desk: Desk, site: Site) -> None:
    site.answer("/item/11.json", "busy", status=503)
    (first,) = look(desk)
    assert first.error
    assert [each.asked for each in look(desk)] == [1]


def test_what_was_removed_there_is_gone_here(desk: Desk, site: Site) -> None:
    site.json("/item/11.json", {"id": 11, "type": "comment", "time": 1, "deleted": True})
    (again,) = look(desk)
    assert (again.asked, again.gone) == (1, 1)
