"""Stories are the same in any order and after any restart; what people joined and split stays so."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stories import WINDOW, Item, Placed, Stories, group
from storage.model import Json

START = datetime(2026, 3, 2, tzinfo=UTC)
TEXTS = (
    "Found a dead mouse in my soup at Saffron on Friday night",
    "RT @gossip: Found a dead mouse in my soup at Saffron on Friday night",
    'Never again. "Found a dead mouse in my soup at Saffron on Friday" via @gossip',
    "They charged my card twice for the same dinner and nobody answers",
    "They charged my card twice for the same dinner and nob… https://t.co/abcdefghij",
    "please help",
    "please help!",
    "look what came https://t.co/t5mRj5Yw6I",
    "oh no, look what came https://t.co/t5mRj5Yw6I",
)
TOLD = (
    "Rats in the kitchen of Corner Bistro on Mill Street, the inspector closed the place this morning",
    "RT @news: Rats in the kitchen of Corner Bistro on Mill Street, the inspector closed the place this morning!",
    "Corner Bistro shut down after an inspector found rodents, says Mill Street neighbour",
    "My parcel of saffron arrived torn open and half of the jars were broken, nobody answers",
    "my parcel of saffron arrived torn open and half of the jars were broken, nobody answers at all",
    "Waited two hours at the harbour ferry terminal while the crew of the Northern Star played cards",
    "Great service!",
    "",
)
items = st.lists(
    st.tuples(st.sampled_from(TOLD), st.sampled_from((*TOLD, "and a word of my own")), st.integers(0, 40)), max_size=12
)
ITEMS = [Item(f"m{n}", "", text, START + timedelta(hours=n)) for n, text in enumerate(TEXTS)]


def company(index: Stories) -> dict[str, frozenset[str]]:
    members = defaultdict(set)
    for item in ITEMS:
        members[index.story(item.id)].add(item.id)
    return {id: frozenset(each) for each in members.values() for id in each}


def test_passed_on_words_are_one_story_named_by_its_first_mention() -> None:
    placed = group(ITEMS)
    assert [placed[item.id] for item in ITEMS] == ["m0", "m0", "m0", "m3", "m3", "m5", "m6", "m7", "m7"]


@settings(max_examples=40)
@given(st.permutations(ITEMS), st.integers(0, len(ITEMS)))
def test_any_order_and_a_restart_anywhere_give_the_same_stories(order: list[Item], stop: int) -> None:
    index = Stories()
    for place, item in enumerate(order):
        if place == stop:
            index = Stories.from_state(index.state())
        index.add(item.id, item.title, item.text, item.published)
    assert {id: index.story(id) for id in company(index)} == group(ITEMS)


def test_what_people_joined_and_split_outweighs_what_the_words_say() -> None:
    placed = group(ITEMS, splits=[("m0", "m1")], joins=[("m5", "m6")])
    assert placed["m5"] == placed["m6"] == "m5"
    assert placed["m0"] != placed["m1"]
    assert placed["m2"] in (placed["m0"], placed["m1"])


def test_the_same_words_long_after_are_another_story() -> None:
    late = Item("late", "", TEXTS[0], START + WINDOW + timedelta(hours=1))
    assert group([ITEMS[0], late]) == {"m0": "m0", "late": "late"}


def told(drawn: Sequence[tuple[str, str, int]]) -> list[Item]:
    return [
        Item(f"{number:02}", "", f"{text} {more}" if days % 3 == 0 else text, START + timedelta(days=days))
        for number, (text, more, days) in enumerate(drawn)
    ]


def one_by_one(said: Sequence[Item], index: Stories) -> list[Placed]:
    return [index.add(each.id, each.title, each.text, each.published) for each in said]


@settings(deadline=None, max_examples=60)
@given(items, st.integers(1, 5))
def test_many_at_once_are_placed_as_one_by_one(drawn: list[tuple[str, str, int]], size: int) -> None:
    said, index = told(drawn), Stories()
    batches = [said[k : k + size] for k in range(0, len(said), size)]
    assert [placed for batch in batches for placed in index.add_many(batch)] == one_by_one(said, Stories())


@settings(deadline=None, max_examples=60)
@given(items, st.integers(0, 12))
def test_a_restart_changes_nothing(drawn: list[tuple[str, str, int]], when: int) -> None:
    said, through, stopped = told(drawn), Stories(), Stories()
    one_by_one(said, through)
    one_by_one(said[:when], stopped)
    again = Stories.from_state(stopped.state())
    again.add_many(said[when:])
    assert {each.id: again.story(each.id) for each in said} == {each.id: through.story(each.id) for each in said}
    assert again.state() == through.state()


def test_the_same_mention_twice_in_one_batch_is_placed_once() -> None:
    rats = Item("a", "", TOLD[0], START)
    index = Stories()
    assert index.add_many([rats, Item("b", "", TOLD[1], START), rats])[2] == Placed("a", (), "")
    assert index.story("b") == "a"


def test_an_index_of_the_first_form_is_still_read() -> None:
    index = Stories()
    one_by_one(told([(TOLD[0], "", 1), (TOLD[1], "", 2), (TOLD[3], "", 4)]), index)
    state = index.state()
    assert isinstance(state, dict)
    mentions = state["mentions"]
    assert isinstance(mentions, list)
    first: Json = [
        [*m[:2], base64.b85encode(base64.b64decode(str(m[2]))).decode(), *m[3:]]
        for m in mentions
        if isinstance(m, list)
    ]
    assert Stories.from_state(first).state() == state


@pytest.mark.parametrize("wrong", [None, "x", {"form": 3, "mentions": []}, {}, [["a", None, "!!", "2026-03-02", "a"]]])
def test_what_is_no_index_is_refused(wrong: object) -> None:
    with pytest.raises((ValueError, KeyError, AssertionError)):
        Stories.from_state(wrong)  # type: ignore[arg-type]


def test_a_story_keeps_its_name_when_its_first_mention_is_forgotten() -> None:
    index = Stories()
    one_by_one([Item("a", "", TOLD[0], START), Item("b", "", TOLD[1], START + timedelta(days=9))], index)
    later = Stories.from_state(index.state(), since=START + timedelta(days=1))
    assert "a" not in later
    assert later.story("b") == "a"
    assert later.add("c", "", TOLD[0], START + timedelta(days=10)).story == "a"


def test_what_was_split_leaves_and_what_was_joined_comes() -> None:
    said = [Item("a", "", TOLD[0], START), Item("b", "", TOLD[1], START), Item("c", "", TOLD[3], START)]
    index = Stories()
    index.add_many(said)
    assert [index.story(each.id) for each in said] == ["a", "a", "c"]
    apart = Stories.from_state(index.state(), splits=[("a", "b")], again={"a", "b"})
    assert [apart.story(each.id) for each in said] == ["a", "b", "c"]
    joined = Stories.from_state(apart.state(), splits=[("a", "b")], joins=[("b", "c")], again={"b"})
    assert [joined.story(each.id) for each in said] == ["a", "b", "b"]
    back = Stories.from_state(joined.state(), again={"a", "b", "c"})
    assert [back.story(each.id) for each in said] == ["a", "a", "c"]
