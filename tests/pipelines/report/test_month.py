from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.config import Config, load
from pipelines.report.month import BadMonth, month_of

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    file = tmp_path_factory.mktemp("shop") / "config.yaml"
    file.write_text("business: {name: Pepperwick, timezone: Europe/London}\n", encoding="utf-8")
    return load(file, {})


def test_the_default_is_the_last_month_that_is_over(config: Config) -> None:
    assert month_of("", config, NOW).key == "2026-10"
    # in London it is already December
    assert month_of("", config, datetime(2026, 11, 30, 23, 59, tzinfo=UTC)).key == "2026-10"
    assert month_of("", config, datetime(2026, 12, 1, 0, 0, tzinfo=UTC)).key == "2026-11"


def test_a_month_begins_and_ends_at_the_owner_s_midnight(config: Config) -> None:
    october = month_of("2026-10", config, NOW)  # clocks go back on the 25th
    assert october.start == datetime(2026, 9, 30, 23, tzinfo=UTC)
    assert october.end == datetime(2026, 11, 1, tzinfo=UTC)
    assert (october.end - october.start).total_seconds() / 3600 == 31 * 24 + 1


@given(st.integers(2001, 2026), st.integers(1, 12))
def test_months_follow_each_other_without_a_gap(year: int, month: int) -> None:
    config = Config.model_validate({"business": {"name": "x", "timezone": "America/New_York"}})
    later = datetime(2030, 1, 1, tzinfo=UTC)
    first = month_of(f"{year}-{month:02}", config, later)
    following = f"{year + month // 12}-{month % 12 + 1:02}"
    assert month_of(following, config, later).start == first.end


@pytest.mark.parametrize("words", ["October", "2026-13", "2026-1", "26-10", "1999-12", "2026-10-01", "<script>"])
def test_what_is_no_month_is_said_with_an_example(config: Config, words: str) -> None:
    with pytest.raises(BadMonth, match="write one such as 2026-11"):
        month_of(words, config, NOW)


def test_the_future_has_no_report(config: Config) -> None:
    with pytest.raises(BadMonth, match="December 2026 has not begun"):
        month_of("2026-12", config, NOW)
