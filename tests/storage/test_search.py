"""Search: the index, the texts it does not know yet, and the pure rule of `analysis.query` say the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analysis import query
from storage import assessments, mentions, word_index
from storage.db import Record
from storage.model import Assessment, Mention, TopicHit
from storage.publish import publish
from storage.search import Choice, search

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
TEXTS = [
    "There were WEEVILS in the café paprika.",
    "Weevil-free, at last!",
    "cold   food,\nand nobody cared",
    "The food was cold; they don’t care",
    "in der Straße zu laut",
    "50% off_or 100 %",
    "袋の中に虫がいた",
    "'; DROP TABLE mention; --",
    "",
    "no refund, late again",
]
ASKED = ["weevil", "weevils", "evil", '"cold food"', "cold food", '"food, and nobody"', "don't", "cafe", "strasse",
         "50%", "100 _", "虫", '"中に虫"', "drop table", "'; DROP", "late -refund", "food -cold", '-"cold food" food',
         "nothing at all"]  # fmt: skip


def mention(number: int, text: str) -> Mention:
    return Mention(
        f"{number:024x}", "Shop", ("forum", "news")[number % 2], "post", "", f"Ann O’Neil {number}", f"title {number}",
        text, NOW - timedelta(days=number), NOW, (number % 5) / 4, "1-5",
    )  # fmt: skip


def thought(each: Mention, *, relevant: bool = True) -> Assessment:
    return Assessment(each.id, "1", NOW, relevant, "en", 0, 0.5, "negative", "flag",
                      (TopicHit("food", -0.5, ""),) if "food" in each.text else (), "", "none", ())  # fmt: skip


def keep(folder: Path, said: Sequence[Mention], *, irrelevant: Sequence[Mention] = ()) -> Path:
    record = Record(folder / "earlyword.duckdb", timedelta(seconds=10))
    with record.session("test") as con:
        mentions.keep(con, [*said, *irrelevant], [], at=NOW)
        assessments.save(con, [*map(thought, said), *(thought(each, relevant=False) for each in irrelevant)])
    return publish(record, folder / "published.duckdb").path


@pytest.fixture(scope="module")
def said() -> list[Mention]:
    return [mention(number, text) for number, text in enumerate(TEXTS, 1)]


@pytest.mark.parametrize("indexed", [0, 6, 10])
def test_index_texts_and_rule_agree(
    tmp_path: Path, said: list[Mention], monkeypatch: pytest.MonkeyPatch, indexed: int
) -> None:
    monkeypatch.setattr(word_index, "FEWEST", 1)
    if indexed:
        monkeypatch.setattr(word_index, "AT_ONCE", indexed)
        assert word_index.extend(keep(tmp_path, said)) == indexed
    copy = keep(tmp_path, said)
    for asked in ASKED:
        wanted = query.terms(asked)
        expected = [each.id for each in said if query.holds(wanted, each.title, each.text)]
        found = search(copy, Choice(wanted), limit=20)
        assert (asked, list(found.ids), found.total) == (asked, expected, len(expected))


def test_every_choice_narrows(tmp_path: Path, said: list[Mention]) -> None:
    copy = keep(tmp_path, said, irrelevant=[mention(99, "weevils, but about somebody else")])

    def total(**choice: object) -> int:
        return search(copy, Choice(**choice), limit=5).total  # type: ignore[arg-type]

    assert total() == 10
    assert total(author=query.terms("o'neil 7")) == 1
    assert total(source="news") == 5
    assert total(entity="Shop") == 10
    assert total(entity="Other") == 0
    assert total(topic="food") == 2
    assert total(label="positive") == 0
    assert total(stars=1) == sum(each.rating == 0 for each in said)
    assert total(since=NOW - timedelta(days=3)) == 3
    assert total(until=NOW - timedelta(days=3)) == 7
    assert total(wanted=query.terms("weevil")) == 2


def test_pages_follow_each_other_newest_first(tmp_path: Path, said: list[Mention]) -> None:
    copy = keep(tmp_path, said)
    pages = [search(copy, Choice(), limit=4, skip=skip) for skip in (0, 4, 8)]
    assert [each for page in pages for each in page.ids] == [each.id for each in said]
    assert {page.total for page in pages} == {10}


def test_small_files_become_one_and_another_record_is_not_believed(
    tmp_path: Path, said: list[Mention], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "FEWEST", 2)
    copy = keep(tmp_path, said[:4])
    assert word_index.extend(copy) == 4
    copy = keep(tmp_path, said[:5])
    assert word_index.extend(copy) == 0  # one more is not worth a file
    copy = keep(tmp_path, said[:8])
    assert word_index.extend(copy) == 4
    assert [(part.first, part.last) for part in word_index.parts(copy)] == [(1, 8)]
    (tmp_path / "other").mkdir()
    keep(tmp_path / "other", list(reversed(said))).replace(copy)
    assert word_index.extend(copy) == 10
    wanted = query.terms("weevil")
    assert search(copy, Choice(wanted), limit=5).total == 2


def test_a_damaged_file_costs_time_and_no_answer(
    tmp_path: Path, said: list[Mention], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "FEWEST", 1)
    copy = keep(tmp_path, said)
    word_index.extend(copy)
    (part,) = word_index.parts(copy)
    part.path.write_bytes(b"not a database" * 300)
    assert search(copy, Choice(query.terms("weevil")), limit=5).total == 2
    assert word_index.extend(copy) == 10
    word_index.forget(copy)
    assert list(word_index.folder(copy).glob("*")) == []
