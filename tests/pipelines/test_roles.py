"""One table says who may do what; every verb asks it, whatever a page shows."""

from __future__ import annotations

import inspect
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from analysis.recovery import NotAllowed
from pipelines import correct, recover, verdicts
from pipelines.desk import Desk
from pipelines.roles import MAY, SAYS, Deed, allow, may
from storage import cases, corrections
from tests.pipelines.team_desk import NOW, arrive, said, shop, thought

ALL = {"correct", "look", "search", "mute", "letters", "settings", "words", "people"}
EXPECTED = {
    "Ada": ALL,
    "Ben": {"correct", "look", "search", "mute", "letters", "words"},
    "Cy Lee": {"correct", "look", "search"},
    "Vi": set(),
    "Mallory": set(),
    "": set(),
    "Ada\n": ALL,  # a stray line end is no other name
    "Ada\x00": set(),
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return shop(tmp_path)


@pytest.mark.parametrize("who", EXPECTED)
def test_who_may_do_what(desk: Desk, who: str) -> None:
    assert {deed for deed in get_args(Deed) if may(desk.config, who, deed)} == EXPECTED[who]


def test_a_refusal_says_who_could(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match=r"Cy Lee \(staff\) may not change the settings; it takes: owner\."):
        allow(desk.config, "Cy Lee", "settings")
    assert set(MAY) == set(SAYS) == set(get_args(Deed))


@pytest.mark.parametrize("who", ["Vi", "Mallory", ""])
def test_a_viewer_and_a_stranger_correct_nothing(desk: Desk, who: str) -> None:
    one = said(1)
    arrive(desk, (one, thought(one)))
    with pytest.raises(NotAllowed):
        correct.correct(desk, one.id, verdicts.NOT_NEGATIVE, who=who, now=NOW)
    with desk.record.session("look") as con:
        assert corrections.since(con, verdicts.EVER) == []


READING = {"actor", "calendar", "event", "history_of", "open_desk", "open_moves", "team", "write"}
VERBS = [name for name in recover.__all__ if name[0].islower() and name not in READING]
PLAIN = {"str": "x", "datetime": NOW + timedelta(days=1), "int": 1, "float": 1.0, "bool": True}


@pytest.mark.parametrize("who", ["Vi", "Mallory", ""])
@pytest.mark.parametrize("name", VERBS)
def test_a_viewer_can_call_no_verb_of_a_case(desk: Desk, name: str, who: str) -> None:
    one = said(1)
    arrive(desk, (one, thought(one)))
    case = recover.open_case(desk, "Ada", NOW, mention=one.id).id
    verb = getattr(recover, name)
    wanted = inspect.signature(verb).parameters.values()
    needed = {
        each.name: PLAIN[each.annotation] for each in wanted if each.default is each.empty and each.name != "desk"
    }
    given = {**needed, "who": who, "now": NOW} | ({"case": case} if "case" in needed else {})
    if name == "open_case":
        given |= {"customer": "Rosa", "words": "late"}
    with pytest.raises(NotAllowed):
        verb(desk, **given)
    with desk.record.session("look") as con:
        assert [event.kind for event in cases.of(con, case)] == ["open"]
        assert cases.open_(con) == [case]


def test_a_new_verb_is_tried_by_the_test_above() -> None:
    assert {"assign", "answer", "record_change", "check_in", "put_right"} <= set(VERBS)
