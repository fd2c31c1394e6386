from __future__ import annotations

from datetime import datetime, timedelta

from storage import corrections
from storage.corrections import Correction
from storage.db import Record


def test_corrections_are_kept_once_in_order(record: Record, now: datetime) -> None:
    first = Correction("m1", "label:positive", "ana@example.org", now)
    second = Correction("m1", "relevant:no", "bo@example.org", now + timedelta(hours=1))
    with record.session("test") as con:
        for each in (second, first, first):
            corrections.add(con, each)
        assert corrections.since(con, now) == [first, second]
        assert corrections.since(con, now + timedelta(minutes=1)) == [second]
