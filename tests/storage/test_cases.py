from __future__ import annotations

from datetime import datetime

import pytest

from storage import cases
from storage.cases import SomebodyWasFirst
from storage.db import Record
from storage.model import CaseEvent


def test_events_are_appended_in_order_and_who_comes_second_is_told(record: Record, now: datetime) -> None:
    opened = CaseEvent("c1", 1, now, "ana", "open", {"mention": "m1"})
    taken = CaseEvent("c1", 2, now, "ana", "take")
    with record.session("test") as con:
        cases.append(con, opened)
        cases.append(con, taken)
        cases.append(con, CaseEvent("c2", 1, now, "bo", "open"))
    for late in (CaseEvent("c1", 2, now, "bo", "take"), CaseEvent("c1", 4, now, "bo", "close")):
        with pytest.raises(SomebodyWasFirst), record.session("test") as con:
            cases.append(con, late)
    with record.session("test") as con:
        assert cases.of(con, "c1") == [opened, taken]
        assert [event.case for event in cases.since(con, now)] == ["c1", "c1", "c2"]
