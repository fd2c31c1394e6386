"""Stories are the same in any order and after any restart; what people joined and split stays so."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stories import WINDOW, Item, Stories, group

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


def test_a_story_keeps_its_name_when_its_first_mention_is_forgotten() -> None:
    index = Stories()
    for item in ITEMS[:3]:
        index.add(item.id, item.title, item.text, item.published)
    index.forget(START + timedelta(hours=1))
    assert index.story("m2") == "m0"
    assert index.add("again", "", TEXTS[1], START + timedelta(hours=9)).story == "m0"
