from __future__ import annotations

from storage import sequence, states
from storage.db import Record


def test_a_state_comes_back_and_is_replaced(record: Record) -> None:
    with record.session("test") as con:
        assert states.load(con, "detector/Spice") is None
        states.save(con, "detector/Spice", {"level": [0.1, 2], "covered": True, "note": None})
        states.save(con, "other", 3)
        states.save(con, "detector/Spice", {"level": []})
        assert states.load(con, "detector/Spice") == {"level": []}
        assert states.load(con, "other") == 3


def test_saving_the_same_again_changes_nothing(record: Record) -> None:
    with record.session("test") as con:
        states.save(con, "a", {"b": 1, "c": 2})
    before = sequence.beside(record.path)
    with record.session("test") as con:
        states.save(con, "a", {"c": 2, "b": 1})
    assert sequence.beside(record.path) == before
