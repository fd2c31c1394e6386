"""A name and a quotation are found however they are written; what is met by chance is not taken for a quotation."""

from __future__ import annotations

import html
import json

import pytest

from storage.forgotten import plain_name
from storage.traces import ERASED, Traces, telling

TEXT = "The soup was cold, the waiter rolled his eyes and nobody ever said that they were sorry for it."
JANE = Traces.of(["Jané Doe", "Sam"], [TEXT, "Rude!", "Never going back"], ["a1b2c3"])


@pytest.mark.parametrize(
    "written",
    [
        "JANÉ  DOE wrote", "by jané_doe.", "u/Jané Doe", html.escape("“Jané Doe”"), "Jan&eacute; Doe",
        json.dumps({"who": "Jané Doe"}), "<b>Jané</b> Doe",
        "He said: “the WAITER rolled his\n eyes and” …", "<p>the waiter <i>rolled</i> his eyes and</p>",
        "We are never going back!",
    ],
)  # fmt: skip
def test_a_trace_is_found(written: str) -> None:
    assert JANE.found(written)


@pytest.mark.parametrize(
    "written", ["Jane Doering", "Doe Jané", "Sam was rude!", "the waiter rolled his dice and left", "Rude!", ""]
)
def test_what_is_nobodys_is_no_trace(written: str) -> None:
    assert not JANE.found(written)


def test_six_words_that_another_wrote_too_prove_nothing_among_others() -> None:
    theirs = "I liked it, but the waiter rolled his eyes and left."
    strict = Traces.of(["Jané Doe"], [TEXT], [], among_others=True)
    assert JANE.found(theirs)
    assert not strict.found(theirs)
    assert strict.found("Copied: " + TEXT)
    assert strict.found("Jané Doe was here")


def test_names_go_and_the_rest_of_a_sentence_stays() -> None:
    assert JANE.without_names("Like @Jané Doe, and jané-doe.") == "Like [name removed], and [name removed]."
    assert JANE.cleaned("Ask Sam") == "Ask Sam"
    assert JANE.cleaned(TEXT[:60]) == ERASED


def test_entries_about_the_person_leave_a_state() -> None:
    state = {"a1b2c3": 1, "rows": [["a1b2c3", "x", 1], ["other", "y", 2]], "open": [{"subject": "person s:jané doe"}]}
    assert JANE.pruned(state) == {"rows": [["other", "y", 2]], "open": []}  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "one"), [("Jane Doe", True), ("spice_fan_77", True), ("Sam", False), ("", False)])
def test_a_name_that_may_be_anybodys_is_not_searched_for(name: str, one: bool) -> None:
    assert telling(name) is one


UNSEEN = [
    "Ja\u200bné D\u00adoe",
    "\u202eJané Doe\u202c",
    "Jan\u0065\u0301 Doe\ufeff",
    "ＪＡＮÉ ＤＯＥ",
    "\u2066Jané\u2069 Doe",
]


@pytest.mark.parametrize("written", UNSEEN)
def test_signs_that_nobody_sees_hide_nobody(written: str) -> None:
    assert JANE.found(f"by {written}.")
    assert plain_name(written) == plain_name("Jané Doe")
    assert "oe" not in JANE.without_names(f"by {written}.").casefold()
