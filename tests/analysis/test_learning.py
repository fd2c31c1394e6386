from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import learning
from analysis.judge import DEFAULT_CUT
from analysis.learning import Example, Learned, Residual, apply, moved, settled, train
from storage.model import Assessment, Flag, Label, Mention

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def mention(text: str = "The grinder squeaks again.", rating: float | None = None, source: str = "forum") -> Mention:
    return Mention("m1", "Shop", source, "post", "", "Ann", "", text, NOW, NOW, rating)


def thought(probability: float | None, flag: Flag = "none") -> Assessment:
    label: Label = "negative" if flag == "flag" else "neutral"
    return Assessment("m1", "1", NOW, True, "en", 0.0, probability, label, flag, (), "m1", "none", ("because",))


def shop_talk(count: int, *, wrong: float = 0.05) -> list[Example]:
    """Texts whose truth hangs on one word of the trade that the shipped probability (here 0.4 for all) cannot know."""
    chance = random.Random(3)
    found = []
    for number in range(count):
        negative = number % 2 == 0
        said = negative if chance.random() > wrong else not negative
        word = "clumping" if said else "fluffy"
        filler = " ".join(chance.sample(["cumin", "jar", "today", "lid", "from", "you", "paprika", "blue", "shelf"], 4))
        found.append(Example(f"e{number}", f"{word} {filler}", 0.4, negative))
    return found


def test_one_correction_moves_the_cut_at_once_and_in_its_direction() -> None:
    start = DEFAULT_CUT
    up = moved([(min(0.9, start.flag + 0.1), False)])
    down = moved([(start.flag - 0.1, True)])
    assert up.flag > start.flag + 0.01
    assert down.flag < start.flag - 0.01
    assert down.maybe < start.maybe < up.maybe < up.flag
    assert moved([]) == start


def test_many_agreeing_corrections_bring_the_cut_to_the_right_side() -> None:
    high = min(0.9, DEFAULT_CUT.flag + 0.15)
    assert moved([(high, False)] * 12).flag > high
    assert moved([(0.25, True)] * 12).flag < 0.25


def test_a_correction_that_agrees_hardly_moves_it() -> None:
    agreed = moved([(0.98, True), (0.02, False)])
    assert abs(agreed.flag - DEFAULT_CUT.flag) < 0.02


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=12))
def test_a_cut_stays_a_cut(taught: list[tuple[float, bool]]) -> None:
    cut = moved(taught)
    assert 0 < cut.maybe <= cut.flag
    assert learning.LOWEST <= cut.flag <= learning.HIGHEST or cut == DEFAULT_CUT


def test_under_fifty_examples_nothing_is_trained() -> None:
    assert train(shop_talk(49)) is None
    assert train(shop_talk(200)[::2]) is None  # all of one kind


def test_words_of_the_trade_are_learned_and_said_to_be_better() -> None:
    model = train(shop_talk(160))
    assert model is not None
    assert model.better > 0.05
    assert model.shift("clumping cumin") > 0.3 > -0.3 > model.shift("fluffy cumin")
    assert abs(model.shift("something else entirely")) < 0.2


def test_a_model_that_does_not_win_out_of_fold_stays_off() -> None:
    chance = random.Random(5)
    noise = [Example(each.id, each.text, 0.5, chance.random() < 0.5) for each in shop_talk(120)]
    assert train(noise) is None


def test_the_order_of_the_examples_does_not_matter_and_a_restart_neither() -> None:
    examples = shop_talk(120)
    there, back = train(examples), train(examples[::-1])
    assert there is not None
    assert there == back
    again = Residual.from_state(there.state())
    assert again.shift("clumping jar") == pytest.approx(there.shift("clumping jar"), abs=1e-3)


def test_a_model_never_outweighs_the_shipped_judgement() -> None:
    loud = Residual(dict.fromkeys(range(learning.BUCKETS), 50.0), 60, 0.1)
    assert loud.shift("anything at all") == learning.FURTHEST


LOUD = Learned(residual=Residual(dict.fromkeys(range(learning.BUCKETS), 50.0), 60, 0.1))


def test_what_the_shop_taught_changes_flag_label_urgency_and_says_why() -> None:
    seen = apply(thought(0.3), mention(), LOUD)
    assert (seen.flag, seen.label, seen.urgency) == ("flag", "negative", "today")
    assert seen.complaint is not None
    assert seen.complaint > 0.6
    assert "your own corrections" in seen.reasons[0]


def test_stars_that_decide_and_texts_nobody_can_judge_stay() -> None:
    assert apply(thought(0.3), mention(rating=0.0), LOUD) == thought(0.3)
    assert apply(thought(0.3), mention(rating=1.0), LOUD) == thought(0.3)
    assert apply(thought(0.3), mention(rating=0.5), LOUD) != thought(0.3)
    assert apply(thought(None), mention(), LOUD) == thought(None)
    assert apply(thought(0.3), mention(), Learned()) == thought(0.3)


def test_people_have_the_last_word() -> None:
    not_so = settled(thought(0.99, "flag"), negative=False, about_us=None, who="Ines")
    assert (not_so.flag, not_so.label, not_so.urgency) == ("none", "neutral", "none")
    assert not_so.reasons[0] == "Ines said that it is not negative"
    so = settled(thought(0.01), negative=True, about_us=None, who="Ines")
    assert (so.flag, so.label, so.urgency) == ("flag", "negative", "today")
    other = settled(thought(0.99, "flag"), negative=True, about_us=False, who="Ines")
    assert (other.relevant, other.urgency) == (False, "none")
    assert settled(thought(0.4), negative=None, about_us=None, who="") == thought(0.4)
