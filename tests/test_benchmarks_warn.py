"""Short forms of the benchmarks of early warning: they run, and their tables show what they say."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks import airline_week
from benchmarks.early_warning_parts import EQUAL, OURS, chance, cold, hourly
from benchmarks.early_warning_references import REFERENCES


def test_an_hourly_level_beside_the_published_rules() -> None:
    rows = hourly(2026, 3, 1)
    documented = [f"{name}, as documented" for name in REFERENCES]
    assert set(documented) <= set(rows)
    ours = rows[OURS]
    assert ours["pod"] >= max(rows[name]["pod"] for name in documented if rows[name]["false_per_week"] <= 0.5)
    assert ours["false_per_week"] <= 0.45
    assert 1 <= ours["notices_per_outbreak"] <= 2
    assert rows[EQUAL]["false_per_week"] <= 0.25


def test_two_weeks_after_a_week_of_history() -> None:
    rows = cold(7, 2026, 3, 2)
    assert rows[OURS]["false_per_week"] <= 0.45


def test_pure_chance_rings_at_most_once_a_year() -> None:
    rows = chance(1.0, 2026, 1)
    assert rows[OURS]["false_per_year"] <= 1
    assert rows["24 h > 7-day mean + 2 sd"]["false_per_year"] > 10


def test_a_real_week_of_one_airline(shared_data: Path, tmp_path: Path) -> None:
    whole = shared_data / "labelled/check/us_airline_tweets.csv"
    file = tmp_path / "week.csv"
    with whole.open(encoding="utf-8", newline="") as rows, file.open("w", encoding="utf-8", newline="") as out:
        given = csv.DictReader(rows)
        writer = csv.DictWriter(out, given.fieldnames or ())
        writer.writeheader()
        writer.writerows(row for row in given if row["airline"] == "Virgin America")
    (row,) = airline_week.measure(file).values()
    by_our_negatives = row["by our negatives"]
    assert isinstance(by_our_negatives, dict)
    last = by_our_negatives["hours"][-1]
    assert last is not None
    assert last <= airline_week.NEAR, "the wave of 23 February is named late"
    assert by_our_negatives["false alarms"] == 0
    everything = row["interruptions in all"]
    assert isinstance(everything, int)
    assert everything <= 10
