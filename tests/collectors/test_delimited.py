"""CSV and its relatives, well and badly made."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.delimited import delimited_rows, find_shape


def rows(text: str, header: bool | None = None) -> list[dict[str, object]]:
    return [
        dict(row.values)
        for row in delimited_rows(io.StringIO(text, newline=""), text, header=header)
        if not row.problem
    ]


def problems(text: str) -> list[tuple[int, str]]:
    found = delimited_rows(io.StringIO(text, newline=""), text)
    return [(row.line, row.problem) for row in found if row.problem]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    text = (
        end.join(delimiter.join(cells) for cells in (["text", "rating"], ["fine", "5"], ["", "1"], ["bad", "2"])) + end
    )
    assert rows(text) == [{"text": "fine", "rating": "5"}, {"text": "", "rating": "1"}, {"text": "bad", "rating": "2"}]


def test_cells_of_several_lines_and_doubled_quotes() -> None:
    text = 'text,rating\n"one\n\n""two"", three",4\nfour,5\n'
    assert rows(text) == [{"text": 'one\n\n"two", three', "rating": "4"}, {"text": "four", "rating": "5"}]


def test_line_numbers_count_lines_of_the_file() -> None:
    text = 'text,rating\n"a\nb",1\n\nc,2\n'
    assert [row.line for row in delimited_rows(io.StringIO(text), text)] == [2, 5]


def test_no_header() -> None:
    text = "booked,fine words,5\nbooked,bad words,1\n"
    assert rows(text) == [{"1": "booked", "2": "fine words", "3": "5"}, {"1": "booked", "2": "bad words", "3": "1"}]
    assert rows("a,b\nc,d\n", header=False) == [{"1": "a", "2": "b"}, {"1": "c", "2": "d"}]
    assert rows("a1,2\nc,d\n", header=True) == [{"a1": "c", "2": "d"}]


def test_a_title_above_the_header_and_a_spreadsheets_hint() -> None:
    assert rows("Export of 3 May\n\ntext,rating,date\nfine,5,2024\nbad,1,2024\n")[0] == {
        "text": "fine",
        "rating": "5",
        "date": "2024",
    }
    assert rows("sep=;\ntext;rating\nfine, really;5\n") == [{"text": "fine, really", "rating": "5"}]


def test_one_text_a_line_with_commas_in_it() -> None:
    assert rows("good, I think, yes\nbad\nso, so\nnever again, really, never, ever\n") == [
        {"1": "good, I think, yes"}, {"1": "bad"}, {"1": "so, so"}, {"1": "never again, really, never, ever"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "last", ['cut,"in the middle of a te', "cut", 'cut,"two\nlines and mo'], ids=["quoted", "short", "lines"]
)
def test_a_cut_last_row_is_named_and_left_out(last: str) -> None:
    text = "author,text,rating\nann,fine,5\nbob,bad,1\n" + last
    assert [row["author"] for row in rows(text)] == ["ann", "bob"]
    assert problems(text) == [(4, "the last row is cut off")]


def test_a_last_row_without_a_line_end_is_whole() -> None:
    assert rows("author,text\nann,fine")[0] == {"author": "ann", "text": "fine"}
    assert rows("author,text,note\nann,fine\nbob,bad") == [
        {"author": "ann", "text": "fine"},
        {"author": "bob", "text": "bad"},
    ]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line() -> None:
    body = "".join(f"{n},text {n},5\n" for n in range(3_000))
    text = 'id,text,rating\n1,fine,5\n2,"never closed,1\n' + body
    found = rows(text)
    assert len(found) == 3_001
    assert problems(text) == [(3, "a quotation mark is opened here and never closed")]


def test_quotation_marks_that_belong_to_the_words_swallow_nothing() -> None:
    text = 'id\ttext\n1\t"fine" she said\n2\t"Great\n3\tsaid he"\n4\tyes\n'
    assert [row["text"] for row in rows(text)] == ['"fine" she said', '"Great', 'said he"', "yes"]


def test_a_form_feed_and_its_like_end_no_line() -> None:
    text = "author,text\nann,one\x0ctwo\u2028three\x1cfour\x85five\n" * 3
    assert rows(text)[0]["text"] == "one\x0ctwo\u2028three\x1cfour\x85five"


def test_nul_and_endless_lines() -> None:
    assert rows("text,rating\nfi\0ne,5\nbad,1\n")[0]["text"] == "fine"
    text = "text,rating\n" + "x" * 250_000 + ",1\nfine,5\nbad,1\n"
    assert [row["text"] for row in rows(text)] == ["fine", "bad"]
    assert problems(text) == [(2, "this line is longer than 100,000 characters")]


def test_a_million_quotation_marks_take_no_time() -> None:
    start = time.monotonic()
    for text in ("text,rating\n" + '"' * 1_000_000, "text,rating\n" + '"a\n' * 100_000, "a,b\n" + '",""' * 100_000):
        for _ in delimited_rows(io.StringIO(text), text[:200_000]):
            pass
    assert time.monotonic() - start < 10


def test_shape_of_nothing() -> None:
    assert find_shape("").width == 1
    assert rows("\n\n") == []


cell = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(cell, cell, cell), min_size=3, max_size=12), st.sampled_from([",", ";", "\t"]))
def test_what_a_spreadsheet_writes_is_read_back(table: list[tuple[str, str, str]], delimiter: str) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["author", "text", "title"])
    writer.writerows(table)
    wanted = [list(each) for each in table if any(each)]
    assert [list(row.values()) for row in rows(stream.getvalue(), header=True)] == wanted


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from('",;\n\t\rab 1'), max_size=200))
def test_any_text_is_rows_or_problems(text: str) -> None:
    for row in delimited_rows(io.StringIO(text, newline=""), text):
        assert row.problem or row.values
