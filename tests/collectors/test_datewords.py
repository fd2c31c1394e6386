""" "3 weeks ago", in the languages reviews come in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from collectors.dates import When, read_date
from collectors.datewords import folded, relative

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("3 weeks ago", "2026-10-30"),
        ("a week ago", "2026-11-13"),
        ("a month ago", "2026-10-20"),
        ("Edited 2 months ago", "2026-09-20"),
        ("5 years ago", "2021-11-20"),
        ("yesterday", "2026-11-19"),
        ("in the last week", "2026-11-17"),
        ("2d ago", "2026-11-18"),
        ("hace 3 semanas", "2026-10-30"),
        ("hace un año", "2025-11-20"),
        ("ayer", "2026-11-19"),
        ("vor 2 Tagen", "2026-11-18"),
        ("vor einem Monat", "2026-10-20"),
        ("gestern", "2026-11-19"),
        ("il y a 3 semaines", "2026-10-30"),
        ("il y a un an", "2025-11-20"),
        ("hier", "2026-11-19"),
        ("aujourd'hui", "2026-11-20"),
        ("Edited yesterday", "2026-11-19"),
        ("3 mesi fa", "2026-08-20"),
        ("há 2 meses", "2026-09-20"),
        ("2 weken geleden", "2026-11-06"),
        ("een jaar geleden", "2025-11-20"),
    ],
)
def test_days_counted_back_are_known_to_be_inexact(words: str, day: str) -> None:
    wanted = When(datetime.fromisoformat(day).replace(tzinfo=UTC), timed=False, relative=True)
    assert read_date(words, now=NOW) == wanted


@pytest.mark.parametrize(
    ("words", "hour", "minute"),
    [("5 hours ago", 7, 0), ("vor 30 Minuten", 11, 30), ("an hour ago", 11, 0), ("just now", 12, 0)],
)
def test_hours_and_minutes_are_times(words: str, hour: int, minute: int) -> None:
    assert read_date(words, now=NOW) == When(NOW.replace(hour=hour, minute=minute), timed=True, relative=True)


@pytest.mark.parametrize(
    "words",
    [
        "week",
        "ago",
        "3 ago",
        "weeks ago",
        "3 weeks",
        "in 3 weeks",
        "a long time ago in a galaxy",
        "99999 years ago",
        "day one",
    ],
)
def test_other_words_are_no_dates(words: str) -> None:
    assert relative(words, NOW) is None


def test_folding() -> None:
    assert folded("Août MÄRZ") == "aout marz"
