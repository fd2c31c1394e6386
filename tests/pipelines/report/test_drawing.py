from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from pipelines.report import drawing
from pipelines.report.month import Day

counts = st.integers(0, 5000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@given(st.lists(counts, min_size=28, max_size=31))
def test_bars_stand_on_the_ground_inside_the_picture_and_in_proportion(pairs: list[tuple[int, int]]) -> None:
    counted = [Day(date(2026, 10, 1) + timedelta(days=n), *pair) for n, pair in enumerate(pairs)]
    picture = ElementTree.fromstring(drawing.days(counted))
    bars = [(rect.get("fill"), float(rect.get("y", 0)), float(rect.get("height", 0))) for rect in picture.iter("rect")]
    ground = drawing.HEIGHT - drawing.FOOT
    assert all(y >= 7.9 and abs(y + height - ground) < 0.11 for _, y, height in bars)
    tallest = max(n for n, _ in pairs)
    for (fill, _, height), value in zip(bars, [n for pair in pairs for n in pair], strict=True):
        assert fill in (drawing.OTHER, drawing.NEGATIVE)
        assert height <= ground * (value / max(4, tallest)) + 0.1
    labels = [int(text.text or "") for text in picture.iter("text") if (text.text or "").isdecimal()]
    assert len(labels) <= 7
    assert max(labels) >= tallest
