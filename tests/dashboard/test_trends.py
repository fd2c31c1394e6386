"""The page of trends and the analyst's page: what they count, narrow to, and give away."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.nouns import Choice
from dashboard.queries import filled, worked
from dashboard.trend_readings import runnable
from pipelines import export
from storage.export import parquet
from storage.publish import ask
from tests.dashboard.test_views import Fill, page, words


def test_every_picture_s_question_runs_as_it_stands(home: Path, fill: Fill, now: datetime) -> None:
    copy = fill(home / "data" / "sample", now)
    hour = now.replace(minute=0, second=0, microsecond=0)
    for name in ("slots", "topics", "sources", "voices", "stars"):
        _, rows = ask(copy, runnable(name, hour, Choice(35)))
        assert rows, name
    _, everything = ask(copy, runnable("sources", hour, Choice(35)))
    _, narrowed = ask(copy, runnable("sources", hour, Choice(35, source="sample-posts")))
    assert narrowed == [row for row in everything if row[0] == "sample-posts"]


def test_narrowing_to_a_source_leaves_the_others_out(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = page("trends", **{"from": "sample-posts"})
    assert not test.exception
    # the shares of voice and topics are narrowed, too; the other source is named nowhere but in the choice
    assert "sample-posts" in words(test)
    assert "sample-reviews" not in words(test)


def test_a_choice_that_finds_nothing_says_so(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    assert "Nothing was said in this time." in words(page("trends", **{"from": "sample-news", "topic": "price"}))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20))
def test_a_value_that_is_written_into_a_question_stays_a_value(name: str) -> None:
    with duckdb.connect() as con:
        assert con.execute(filled("SELECT $name AS x, '$' AS y", {"name": name})).fetchall() == [(name, "$")]


def test_a_question_without_its_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled("SELECT $missing", {})


def test_the_analyst_takes_the_whole_answer_away(home: Path, fill: Fill, now: datetime) -> None:
    copy = fill(home / "data" / "sample", now)
    question = worked()["a_day"][1]
    columns, rows = ask(copy, question)
    assert pq.read_table(io.BytesIO(parquet(copy, question))).num_rows == len(rows) > 0
    sheet = openpyxl.load_workbook(io.BytesIO(export.as_bytes("xlsx", columns, rows))).active
    assert sheet is not None
    assert [cell.value for cell in next(iter(sheet.iter_rows()))] == columns


def test_the_month_on_paper_can_be_chosen_and_taken(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = page("analyst")
    months = next(box for box in test.selectbox if box.label == "Month")
    last = (now.replace(day=1) - timedelta(days=1)).strftime("%B %Y")
    assert months.options[0] == last
    assert len(months.options) == 13
    assert {"As a page", "As PDF"} <= {button.proto.label for button in test.get("download_button")}
