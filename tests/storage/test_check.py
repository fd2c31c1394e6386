from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import assessments, check, mentions, publish
from storage.db import Record
from storage.model import Assessment, Mention
from storage.spool import Spool

Said = Callable[..., Mention]


def by_name(found: list[check.Finding]) -> dict[str, check.Finding]:
    return {finding.what: finding for finding in found}


def test_a_sound_record_has_nothing_to_say(
    record: Record, said: Said, thought: Callable[..., Assessment], now: datetime, tmp_path: Path
) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1), said(2)], at=now)
        assessments.save(con, [thought(said(1))])
    publish.publish(record, tmp_path / "published.duckdb")
    just_now = datetime.fromtimestamp((tmp_path / "published.duckdb").stat().st_mtime, UTC)
    found = check.findings(record, Spool(tmp_path / "spool"), tmp_path / "published.duckdb", just_now)
    assert [finding for finding in found if not finding.well] == []
    assert {"record", "contents", "spool", "analysts' copy", "disk space"} <= set(by_name(found))


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("INSERT INTO mention SELECT * FROM mention", "mentions stored twice"),
        ("INSERT INTO assessment SELECT * FROM assessment", "mentions judged twice"),
        ("UPDATE assessment SET no = 99", "judgements of mentions that are not here"),
        ("DELETE FROM waiting", "mentions neither judged nor in line to be"),
        ("UPDATE meta SET value = '1' WHERE name = 'arrivals'", "numbered beyond"),
        ("INSERT INTO meta VALUES ('sorted_until', '2')", "cannot be found by their id"),
    ],
)
def test_what_must_not_be_is_found(
    record: Record, said: Said, thought: Callable[..., Assessment], now: datetime, harm: str, says: str
) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1), said(2)], at=now)
        assessments.save(con, [thought(said(1))])
        assert check.integrity(con) == []
        con.execute(harm)
        assert any(says in line for line in check.integrity(con))


def test_trouble_comes_with_something_to_do(record: Record, now: datetime, tmp_path: Path) -> None:
    record.path.parent.mkdir()
    record.path.write_bytes(b"not a record")
    spool = Spool(tmp_path / "spool")
    torn = spool.put("a", None, [b"abc"])
    torn.path.write_bytes(b"half")
    found = by_name(check.findings(record, spool, tmp_path / "published.duckdb", now))
    for what in ("record", "spool", "analysts' copy"):
        assert not found[what].well
        assert found[what].todo


def test_an_old_copy_is_worth_a_word(record: Record, tmp_path: Path) -> None:
    publish.publish(record, tmp_path / "published.duckdb")
    published = datetime.fromtimestamp((tmp_path / "published.duckdb").stat().st_mtime, UTC)
    assert check.about_copy(tmp_path / "published.duckdb", published + timedelta(hours=1)).well
    assert not check.about_copy(tmp_path / "published.duckdb", published + timedelta(days=2)).well


def test_before_the_first_round_there_is_nothing_to_complain_of(record: Record, now: datetime) -> None:
    assert [finding.well for finding in check.about_record(record)] == [True]
    assert not record.path.exists()
