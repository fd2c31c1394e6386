from __future__ import annotations

from datetime import datetime, timedelta

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


def test_cases_are_found_by_state_mention_customer_and_time(record: Record, now: datetime) -> None:
    later = now + timedelta(days=1)
    with record.session("test") as con:
        for event in (
            CaseEvent("1", 1, now, "ana", "open", {"mention": "m1", "earlier": ["m0"]}),
            CaseEvent("2", 1, now, "ana", "open", {"customer": " Rosa Vane"}),
            CaseEvent("10", 1, later, "ana", "open", {"mention": "m3"}),
            CaseEvent("1", 2, now, "ana", "resolve"),
            CaseEvent("1", 3, later, "ana", "note", {"words": "all well", "mention": "m2"}),
            CaseEvent("shop", 1, now, "ana", "suggest", {"words": "two bags"}),
        ):
            cases.append(con, event)
    with record.session("test") as con:
        assert cases.open_(con) == ["2", "10"]
        assert cases.next_id(con) == "11"
        assert cases.by_mentions(con, ["m0", "m1", "m2", "m3", "m4"]) == {"m0": "1", "m1": "1", "m2": "1", "m3": "10"}
        assert cases.by_customer(con, ["rosa vane", ""]) == ["2"]
        assert cases.changed_since(con, later) == ["1", "10"]
        assert {case: len(events) for case, events in cases.all_(con).items()} == {"1": 3, "2": 1, "10": 1, "shop": 1}
        assert list(cases.load(con, ["2", "nothing"])) == ["2"]
        cases.append(con, CaseEvent("1", 4, later, "ana", "reopen", {"words": "again"}))
        assert cases.open_(con) == ["1", "2", "10"]


def test_the_first_number_is_one_and_odd_words_come_back_as_they_were(record: Record, now: datetime) -> None:
    odd = "'; DROP TABLE case_event; -- “\u2028” \x00 {0.__class__} 🫖"
    with record.session("test") as con:
        assert (cases.next_id(con), cases.open_(con), cases.by_mentions(con, [])) == ("1", [], {})
        cases.append(con, CaseEvent("1", 1, now, odd.replace("\x00", ""), "open", {"words": odd, "customer": odd}))
    with record.session("test") as con:
        (event,) = cases.of(con, "1")
        assert event.payload["words"] == odd
