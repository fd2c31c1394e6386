"""The pictures: what a mark says and how large it is drawn."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dashboard import charts, story_chart, words
from dashboard.days import Day
from storage.model import Assessment, Judged, Mention

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 11, 23)


def test_a_day_says_its_numbers_and_why_it_is_unusual() -> None:
    words.speak(["en"])
    drawn = charts.trend([Day(MONDAY, 10, 4, ""), Day(MONDAY + timedelta(days=1), 20, 0, "twice <the> usual")])
    assert 'data-tip="Monday 23 November\nMentions: 10\nNegative: 4\nNegative share: 40%"' in drawn
    assert "twice &lt;the&gt; usual" in drawn
    assert drawn.count("ew-odd") == 1
    tall, bad, taller = (float(each) for each in re.findall(r"<b style=\"height:([\d.]+)%", drawn))
    assert abs(taller - 2 * tall) < 0.1
    assert abs(tall * 0.4 - bad) < 0.1
    assert "23 Nov" in drawn


@given(st.integers(1, 10_000_000))
def test_the_ladder_has_a_few_round_rungs(most: int) -> None:
    top = max(charts.LEAST, most * charts.ROOM)
    found = charts.rungs(top)
    assert 2 <= len(found) <= 5
    assert found[-1] <= top < found[-1] + found[1]
    assert str(found[1]).rstrip("0") in {"1", "2", "5"}


def test_a_full_hour_fills_its_square_and_a_silent_one_is_empty() -> None:
    drawn = charts.hours({(0, 9): (5, 4), (6, 23): (2, 1), (3, 3): (7, 0)})
    assert re.findall(r"<b style=\"height:([\d.]+)%", drawn) == ["100.00", "50.00"]
    assert drawn.count("data-tip") == 7 * 24


def test_names_are_literal_and_bars_in_proportion() -> None:
    drawn = charts.ranks([("<img onerror=x>", 8, 2), ("other", 4, 4)])
    assert "<img" not in drawn
    assert re.findall(r"width:([\d.]+)%", drawn) == ["100.00", "25.00", "50.00", "50.00"]


def telling(number: int, when: datetime, label: str = "neutral") -> Judged:
    said = Mention(id=str(number), entity="us", source="forum", kind="post", url="", author="", title="", text="x",
                   published=when, seen=when)  # fmt: skip
    thought = Assessment(str(number), "v1", when, True, "en", 0, 0.5, label, "none", (), "", "none", ())  # type: ignore[arg-type]  # one of ours
    return Judged(said, thought)


def test_a_long_story_is_thinned_and_ends_with_its_last_telling() -> None:
    start = datetime(2026, 10, 24, 22, tzinfo=UTC)
    told = [telling(n, start + timedelta(minutes=n), "negative" if n % 2 else "neutral") for n in range(1, 1203)]
    drawn = story_chart.timeline(told, LONDON)
    assert drawn.count("<b ") <= story_chart.MOST
    assert "Time it was told: 1,202" in drawn
    assert "ew-bad" in drawn


def test_moments_under_a_story_are_round_by_the_clock_on_the_wall_even_when_it_changes() -> None:
    start = datetime(2026, 10, 24, 20, 10, tzinfo=UTC)  # the clock goes back in the night of the 25th
    drawn = story_chart.timeline([telling(1, start), telling(2, start + timedelta(hours=28))], LONDON)
    assert re.findall(r">(\d\d:\d\d|\d+ \w{3})</span>", drawn) == ["25 Oct", "06:00", "12:00", "18:00", "26 Oct"]


def test_one_telling_alone_is_drawn() -> None:
    drawn = story_chart.timeline([telling(1, datetime(2026, 1, 5, 9, tzinfo=UTC))], LONDON)
    assert drawn.count("data-tip") == 1
