"""Rules of the owner's own: what fits, and how it rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from analysis import hygiene, query
from analysis.alert_keys import rule_of
from analysis.rules import Rule, candidates, fits
from storage.model import Assessment, Judged, Mention, TopicHit

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def judged(number: int = 1, text: str = "My lawyer will write", rating: float | None = 0.25) -> Judged:
    mention = Mention(f"m{number}", "Shop", "forum", "post", "", "Ann", "", text, NOW, NOW, rating)
    thought = Assessment(
        mention.id, "1", NOW, True, "en", -0.5, 0.9, "negative", "flag", (TopicHit("legal", -0.5, text),), "", "today",
        ("a threat",),
    )  # fmt: skip
    return Judged(mention, thought)


WHOLE = Rule("law", query.terms("lawyer"), "legal", "forum", "Shop", "negative", 2)


@pytest.mark.parametrize(
    ("rule", "fitting"),
    [
        (WHOLE, True),
        (replace(WHOLE, wanted=query.terms("solicitor")), False),
        (replace(WHOLE, topic="food"), False),
        (replace(WHOLE, source="news"), False),
        (replace(WHOLE, entity="Other"), False),
        (replace(WHOLE, label="positive"), False),
        (replace(WHOLE, stars=1), False),
        (Rule("all of the forum", source="forum"), True),
    ],
)
def test_a_rule_means_all_it_says(rule: Rule, fitting: bool) -> None:
    assert fits(rule, judged()) is fitting


def test_what_has_no_stars_is_not_of_few_stars() -> None:
    assert not fits(replace(WHOLE, stars=5), judged(rating=None))


def decided(rule: Rule, said: Sequence[Judged], budget: int = 0) -> hygiene.Decision:
    return hygiene.decide(list(candidates([rule], said, NOW)), (), (), NOW, budget)


def test_a_rule_rings_past_the_budget() -> None:
    (rung,) = decided(WHOLE, [judged()]).interrupt
    assert rule_of(rung.alert.key) == "law"
    assert rung.alert.reasons[0] == "your rule “law”"
    assert "always told at once" in rung.why


def test_a_rule_of_the_digest_waits_even_when_there_is_room() -> None:
    decision = decided(replace(WHOLE, ring="digest"), [judged()], budget=9)
    assert [each.why for each in decision.digest] == ["your rule “law” waits for the morning"]
    assert not decision.interrupt


def test_each_hit_rings_once_and_many_ring_together() -> None:
    few = decided(WHOLE, [judged(number) for number in range(3)])
    assert len(few.interrupt) == 3
    (many,) = decided(WHOLE, [judged(number) for number in range(40)]).interrupt
    assert len(many.alert.mentions) == 20
    assert "and 39 more" in many.alert.headline
    again = hygiene.decide(list(candidates([WHOLE], [judged()], NOW)), few.open, (), NOW + timedelta(hours=1), 0)
    assert not again.interrupt
