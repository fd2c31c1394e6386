"""A shop with a team of four and two cases, its pages as a person at them sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from pipelines import recover
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from storage.publish import publish
from tests.dashboard.test_views import Reader, html, page

CONFIG = """
business: {name: Mossop & Mace, timezone: Europe/London, trade: shop}
people:
  - {name: Ada, email: ada@example.com, role: owner}
  - {name: Ben, email: ben@example.com, role: manager}
  - {name: Cy, email: cy@example.com, role: staff}
  - {name: Vi, email: vi@example.com, role: viewer}
sources: [{name: sample-reviews, kind: feed, url: "https://example.org/feed"}]
topics: {parcels: [late, parcel]}
"""
PHONE = "The tin was broken and nobody answers"


def shop(home: Path, fill: Callable[..., Path], now: datetime, config: str = CONFIG) -> Desk:
    """Case 1: typed in two hours ago, Cy has it. Case 2: Maureen's review, nobody has it."""
    (home / "config.yaml").write_text(config, encoding="utf-8")
    (home / "data").mkdir(exist_ok=True)
    fill(home / "data", now)
    desk = open_desk(load(home / "config.yaml", {}), {}, wait=timedelta(seconds=20))
    at = now - timedelta(hours=2)
    recover.open_case(desk, "Ben", at, customer="Rosa Vane", words=PHONE, topics=["parcels"], urgent=True)
    recover.assign(desk, "1", "Ben", at, to="Cy")
    with desk.record.session("look") as con:
        mention = con.execute("SELECT id FROM mention WHERE author = 'Maureen Tulley' ORDER BY published").fetchall()
    recover.open_case(desk, "Ben", at, mention=mention[-1][0])
    fresh(desk)
    return desk


def fresh(desk: Desk) -> None:
    publish(desk.record, desk.published)


def at(name: str, who: str = "", **choice: str) -> AppTest:
    """A page with somebody at it."""
    return page(name, **({"as": who} if who else {}), **choice)


def read(test: AppTest) -> str:
    return Reader(html(test)).words


def labels(test: AppTest) -> set[str]:
    """Everything that can be pressed or chosen."""
    pills = {str(name) for each in test.pills for name in each.options}
    return {each.label for each in test.button} | pills


def choose(test: AppTest, case: str, move: str) -> AppTest:
    """Pick a move; its form is drawn."""
    test.pills(key=f"move-{case}").set_value(move)
    return test.run()


def press(test: AppTest, label: str) -> AppTest:
    next(each for each in test.button if each.label == label).click()
    return test.run()


def fill_in(test: AppTest, key: str, value: str) -> None:
    """Type or choose something in the field with that key."""
    fields = (*test.text_input, *test.text_area, *test.selectbox)
    next(each for each in fields if each.key == key).set_value(value)
