"""One look through a whole file decides what its rows mean."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors.columns import ColumnError
from collectors.ratings import Scale
from collectors.rows import Row
from collectors.source import Skipped
from collectors.survey import plan, survey
from collectors.tables import read_rows
from tests.collectors.conftest import NOW


def rows(*values: dict[str, object]) -> list[Row]:
    return [Row(number, each) for number, each in enumerate(values, 2)]


def test_the_whole_file_decides_scale_and_day_order() -> None:
    head: list[dict[str, object]] = [{"text": f"words {n}", "rating": "1", "date": "03/04/2024"} for n in range(3_000)]
    tail: list[dict[str, object]] = [{"text": f"words {n}", "rating": "10", "date": "25/04/2024"} for n in range(30)]
    found = survey(rows(*head, *tail))
    assert (found.scale, found.dayfirst, found.rows) == (Scale(1, 10), True, 3_030)
    assert survey(rows(*head, tail[0])).scale == Scale(1, 5)  # one in thousands is a slip, and is left out by name


def test_columns_of_later_items_are_seen() -> None:
    found = survey(rows({"id": 1, "rating": 5}, {"id": 2, "rating": 4, "comment": "so many words"}))
    assert found.header == ("id", "rating", "comment")
    assert found.columns["text"] == "comment"


def test_what_is_told_wins_and_a_dash_leaves_out() -> None:
    table = rows(
        {"text": "a b", "note to self": "c d", "author": "Ann"}, {"text": "e f", "note to self": "g h", "author": "Bob"}
    )
    assert survey(table, {"text": "note to self", "author": "-"}).columns == {"text": "note to self"}
    with pytest.raises(ColumnError, match="no column 'nothing'"):
        survey(table, {"text": "nothing"})


def test_a_file_of_other_things_is_refused_with_what_to_say() -> None:
    with pytest.raises(ColumnError, match="--map text=COLUMN"):
        survey(rows({"colour": "red", "size": "large"}, {"colour": "blue", "size": "small"}))


def test_a_file_of_bad_rows_is_no_crash() -> None:
    assert survey([Row(1, problem="cut")]).columns == {}
    assert survey([]).rows == 0


def test_memory_stays_flat() -> None:
    """A generator of a hundred thousand rows, of which none may be kept."""
    alive = 0

    class Counted(dict[str, object]):
        def __init__(self, number: int) -> None:
            nonlocal alive
            super().__init__(text=f"words of {number}", rating=str(number % 5 + 1))
            alive += 1

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    highest = 0

    def stream() -> Iterator[Row]:
        nonlocal highest
        for number in range(100_000):
            yield Row(number, Counted(number))
            highest = max(highest, alive)

    survey(stream())
    assert highest < 1_000


def test_plan_reads_a_path_and_a_stream(tmp_path: Path) -> None:
    text = "text;rating;date\n" + "fine;8,5;13.11.2026\nbad;10;04.11.2026\n"
    path = tmp_path / "a.csv"
    path.write_text(text)
    for source in (path, io.BytesIO(text.encode())):
        mapper, findings = plan(source, source="import", entity="Milou's", now=NOW, timezone="Europe/Madrid")
        assert findings.scale == Scale(0, 10)
        found = [mapper.mention(row) for row in read_rows(source)]
        first = found[0]
        assert not isinstance(first, Skipped)
        assert (first[0].rating, first[0].published) == (0.85, datetime(2026, 11, 12, 23, tzinfo=UTC))


def test_a_told_scale_wins() -> None:
    mapper, _ = plan(io.BytesIO(b"text,rating\nfine,6\nbad,1\n"), source="s", entity="e", now=NOW, scale=Scale(6, 1))
    found = mapper.mention(Row(2, {"text": "fine", "rating": "6"}))
    assert not isinstance(found, Skipped)
    assert found[0].rating == 0.0
