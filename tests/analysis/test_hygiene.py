"""Which alerts interrupt, which wait, which are silenced, and why."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from analysis.alert_keys import mention_key, second_complaint_key, source_key, spike_key, story_key
from analysis.candidate import Candidate, Mute, Open
from analysis.hygiene import (
    Decision,
    Explanation,
    decide,
    moved,
)
from storage.model import Alert, AlertKind

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def candidate(
    name: str,
    kind: AlertKind = "spike",
    *,
    entity: str = "Saffron",
    size: int = 4,
    always: str = "",
    per_week: float | None = None,
    urgent: bool = False,
    at: datetime = NOW,
) -> Candidate:
    alert = Alert(
        f"{kind}:{name}", kind, entity, at, f"{name} happened", ("m1",), ("because",),
        urgent=urgent, expected_false_alarms_per_week=per_week,
    )  # fmt: skip
    return Candidate(alert, name, size, always)


def names(decided: Decision, where: str) -> list[str]:
    return [each.candidate.subject for each in getattr(decided, where)]


def test_keys_name_what_an_alert_is_about_and_nothing_else() -> None:
    keys = [
        mention_key("m1"),
        mention_key("m1", "safety"),
        second_complaint_key("m1"),
        story_key("Saffron", "m1"),
        spike_key("Saffron", NOW),
        source_key("google", NOW),
    ]
    assert len(set(keys)) == len(keys)
    assert spike_key("Saffron", NOW) == spike_key("Saffron", NOW)
    assert spike_key("Saffron", NOW) != spike_key("Saffron", NOW + HOUR)


def test_an_alert_within_the_budget_interrupts_and_says_which_of_how_many() -> None:
    decision = decide([candidate("a")], (), (), NOW)
    assert names(decision, "interrupt") == ["a"]
    assert decision.interrupt[0].why == "interruption 1 of 3 this week"
    assert [(o.subject, o.told_size, o.told) for o in decision.open] == [("a", 4, NOW)]


def test_the_fourth_alert_of_a_week_waits_for_the_digest() -> None:
    told = [NOW - timedelta(days=d) for d in (1, 3, 6)]
    decision = decide([candidate("a")], (), told, NOW)
    assert names(decision, "digest") == ["a"]
    assert "the 3 interruptions of this week are spent" in decision.digest[0].why


def test_interruptions_older_than_a_week_do_not_count() -> None:
    told = [NOW - timedelta(days=d) for d in (1, 3, 7)]
    assert names(decide([candidate("a")], (), told, NOW), "interrupt") == ["a"]


def test_what_is_always_told_needs_no_budget_and_spends_none() -> None:
    told = [NOW - timedelta(days=d) for d in (1, 2, 3)]
    decision = decide([candidate("rat", "mention", always="safety"), candidate("a")], (), told, NOW)
    assert names(decision, "interrupt") == ["rat"]
    assert decision.interrupt[0].why.startswith("safety")
    assert names(decision, "digest") == ["a"]


def test_with_one_interruption_left_the_weightiest_gets_it_and_says_why() -> None:
    waiting = [
        candidate("s1", "spike", per_week=0.2),
        candidate("s2", "spike", per_week=0.001),
        candidate("tale", "story"),
    ]
    decision = decide(waiting, (), (), NOW, budget_per_week=1)
    assert names(decision, "interrupt") == ["tale"]
    assert "of 3 waiting, a story that is being passed on comes first" in decision.interrupt[0].why
    assert names(decision, "digest") == ["s2", "s1"], "the rarer spike before the commoner one"
    assert "what came before it: a story that is being passed on" in decision.digest[0].why


def test_the_order_of_the_candidates_does_not_matter() -> None:
    waiting = [candidate(f"n{i}", kind, size=i) for i in range(4) for kind in ("spike", "story", "mention")]
    wanted = decide(waiting, (), (), NOW)
    for seed in range(10):
        mixed = list(waiting)
        random.Random(seed).shuffle(mixed)
        assert decide(mixed, (), (), NOW) == wanted


def test_an_open_alert_is_not_told_again_before_it_has_doubled() -> None:
    first = decide([candidate("a", size=4)], (), (), NOW)
    later = NOW + 8 * HOUR
    decision = decide([candidate("a", size=7)], first.open, (), later)
    assert names(decision, "silenced") == ["a"]
    assert "not doubled since (7 now, 4 then)" in decision.silenced[0].why
    assert decision.open[0].active == later, "it is still going on"
    assert decision.open[0].told == NOW


def test_it_is_told_again_when_doubled_and_six_hours_have_passed() -> None:
    first = decide([candidate("a", size=4)], (), (), NOW)
    assert names(decide([candidate("a", size=8)], first.open, (), NOW + 5 * HOUR), "silenced") == ["a"]
    again = decide([candidate("a", size=8)], first.open, (), NOW + 6 * HOUR)
    assert names(again, "interrupt") == ["a"]
    assert again.interrupt[0].alert.key == "spike:a:again2", "a new key, or the record would take it for the old one"
    assert again.open[0].told_size == 8
    third = decide([candidate("a", size=16)], again.open, (), NOW + 12 * HOUR)
    assert third.interrupt[0].alert.key == "spike:a:again3"


def test_an_alert_closes_after_a_quiet_day_and_then_rings_anew() -> None:
    first = decide([candidate("a")], (), (), NOW)
    assert decide([], first.open, (), NOW + 23 * HOUR).open
    assert not decide([], first.open, (), NOW + 24 * HOUR).open
    anew = decide([candidate("a")], first.open, (), NOW + 24 * HOUR)
    assert names(anew, "interrupt") == ["a"]
    assert anew.interrupt[0].alert.key == "spike:a"


def test_one_entity_does_not_hush_another() -> None:
    first = decide([candidate("spike", entity="north")], (), (), NOW)
    both = [candidate("spike", entity="north"), candidate("spike", entity="south")]
    decision = decide(both, first.open, (), NOW + HOUR)
    assert [d.alert.entity for d in decision.interrupt] == ["south"]


def test_two_candidates_about_the_same_thing_are_one() -> None:
    decision = decide([candidate("a", "spike"), candidate("a", "story")], (), (), NOW)
    assert len(decision.interrupt) == 1
    assert len(decision.silenced) == 1


def test_a_story_that_explains_half_of_a_spike_silences_it() -> None:
    spike = candidate("spike")
    half = {spike.alert.key: Explanation("tale", 0.5)}
    decision = decide([spike], (), (), NOW, explained=half)
    assert "the story tale explains 50 % of it" in decision.silenced[0].why.replace("%", " %").replace("  ", " ")
    less = {spike.alert.key: Explanation("tale", 0.49)}
    assert names(decide([spike], (), (), NOW, explained=less), "interrupt") == ["spike"]


def test_a_mute_covers_what_it_names_until_it_ends() -> None:
    spike, tale = candidate("spike"), candidate("tale", "story")
    mute = Mute(NOW + HOUR, entity="Saffron", kind="spike")
    decision = decide([spike, tale], (), (), NOW, mutes=[mute])
    assert names(decision, "silenced") == ["spike"]
    assert "muted by you until 2026-03-02 13:00 UTC" in decision.silenced[0].why
    assert names(decision, "interrupt") == ["tale"]
    assert names(decide([spike], (), (), NOW + HOUR, mutes=[mute]), "interrupt") == ["spike"]
    assert names(decide([spike], (), (), NOW, mutes=[Mute(NOW + HOUR, entity="other")]), "interrupt") == ["spike"]


def test_a_broad_mute_does_not_hide_a_safety_matter_but_naming_it_does() -> None:
    rat = candidate("rat", "mention", always="safety")
    assert names(decide([rat], (), (), NOW, mutes=[Mute(NOW + HOUR)]), "interrupt") == ["rat"]
    assert names(decide([rat], (), (), NOW, mutes=[Mute(NOW + HOUR, subject="rat")]), "silenced") == ["rat"]


def test_open_alerts_survive_being_stored() -> None:
    decision = decide([candidate("a"), candidate("b", "story", size=9)], (), (), NOW)
    again = tuple(Open.from_state(each.state()) for each in decision.open)
    assert again == decision.open


def test_stories_that_become_one_are_one_open_alert_that_must_double_as_a_whole() -> None:
    first = decide([candidate("s1", "story", size=4), candidate("s2", "story", size=5)], (), (), NOW)
    now_open = moved(first.open, {"s2": "s1"})
    assert [(o.subject, o.told_size) for o in now_open] == [("s1", 9)]
    later = NOW + 7 * HOUR
    assert names(decide([candidate("s1", "story", size=11)], now_open, (), later), "silenced") == ["s1"]
    assert names(decide([candidate("s1", "story", size=18)], now_open, (), later), "interrupt") == ["s1"]
