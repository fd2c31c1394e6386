"""Many urgent mentions at once are one interruption that lists them, and a shop still hears of each of its few."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from analysis.candidate import Candidate, Mute, Open
from analysis.crowds import LISTED
from analysis.hygiene import Decision, decide
from storage.model import Alert, AlertKind

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
AGAIN = "a second complaint"


def urgent(name: str, rule: str = AGAIN, *, alone: int = 3, entity: str = "Saffron") -> Candidate:
    kind: AlertKind = "second_complaint" if rule == AGAIN else "mention"
    alert = Alert(f"{kind}:{name}", kind, entity, NOW, f"{name} is cross", (name, "first"), ("because",), urgent=True)
    return Candidate(alert, f"person {name}", always=rule, alone=alone)


def many(count: int, start: int = 0, rule: str = AGAIN, alone: int = 3) -> list[Candidate]:
    return [urgent(f"m{start + n:03}", rule, alone=alone) for n in range(count)]


def told(decision: Decision) -> list[tuple[str, int]]:
    return [(each.candidate.subject, each.candidate.size) for each in decision.interrupt]


def test_three_a_day_ring_one_by_one() -> None:
    decision = decide(many(3), (), (), NOW)
    assert told(decision) == [("person m000", 1), ("person m001", 1), ("person m002", 1)]
    assert decision.grouped == ()


def test_five_hundred_at_once_are_one_alert_and_each_is_kept_for_the_record() -> None:
    decision = decide(many(500), (), (), NOW)
    assert told(decision) == [("many: a second complaint", 500)]
    alert = decision.interrupt[0].alert
    assert alert.headline == "Saffron: 500 people complained again, one after the other"
    assert len(alert.mentions) == LISTED
    assert alert.reasons[0] == "m000 is cross"
    assert len(decision.grouped) == 500
    assert {each.why for each in decision.grouped} == {"a second complaint: one of many, told together"}


def test_the_fourth_of_a_day_begins_a_crowd_that_counts_those_before_it() -> None:
    first = decide(many(3), (), (), NOW)
    fourth = decide(many(1, 3), first.open, (), NOW + HOUR)
    assert told(fourth) == [("many: a second complaint", 4)]
    assert fourth.interrupt[0].alert.mentions == ("m003",), "those told before are not listed again"


def test_the_fourth_after_a_quiet_day_rings_alone_again() -> None:
    first = decide(many(3), (), (), NOW)
    assert told(decide(many(1, 3), first.open, (), NOW + 24 * HOUR)) == [("person m003", 1)]


def hours(count: int, each: int) -> tuple[list[tuple[int, Decision]], Decision]:
    """Hour by hour `each` more; returns those hours in which something was told, and the last decision."""
    rang: list[tuple[int, Decision]] = []
    decision = decide((), (), (), NOW)
    for hour in range(count):
        decision = decide(many(each, each * hour), decision.open, (), NOW + hour * HOUR)
        if decision.interrupt:
            rang.append((hour, decision))
    return rang, decision


def test_a_crowd_is_told_again_only_when_doubled_and_a_day_has_passed_and_lists_the_new_ones() -> None:
    rang, _ = hours(100, 4)
    assert [(hour, told(decision)) for hour, decision in rang] == [
        (0, [("many: a second complaint", 4)]),
        (24, [("many: a second complaint", 100)]),
        (49, [("many: a second complaint", 200)]),
        (99, [("many: a second complaint", 400)]),
    ]
    again = rang[1][1].interrupt[0].alert
    assert again.mentions[0] == "m096"
    assert len(again.mentions) == LISTED
    assert again.key.endswith(":again2")


def test_where_nothing_rings_alone_the_first_one_opens_the_crowd_in_its_own_words() -> None:
    first = decide([urgent("m1", alone=0)], (), (), NOW)
    assert [(each.alert.headline, each.candidate.subject) for each in first.interrupt] == [
        ("m1 is cross", "many: a second complaint")
    ]
    second = decide([urgent("m2", alone=0)], first.open, (), NOW + HOUR)
    assert second.interrupt == ()
    assert len(second.grouped) == 1


def test_a_safety_matter_is_never_hidden_in_a_crowd_of_something_else() -> None:
    crowd = decide(many(9), (), (), NOW)
    decision = decide([*many(9, 9), urgent("glass", "safety")], crowd.open, (), NOW + HOUR)
    assert told(decision) == [("person glass", 1)]


def test_one_entity_makes_no_crowd_for_another() -> None:
    both = [urgent(f"{entity}{n}", entity=entity) for entity in ("north", "south") for n in range(3)]
    assert len(decide(both, (), (), NOW).interrupt) == 6


def test_who_speaks_twice_in_a_round_or_again_in_a_day_is_counted_once() -> None:
    twice = [urgent("m1"), urgent("m1")]
    first = decide(twice, (), (), NOW)
    assert told(first) == [("person m1", 1)]
    assert told(decide([urgent("m1"), *many(3, 5)], first.open, (), NOW + HOUR)) == [("many: a second complaint", 4)]


def test_a_muted_mention_joins_no_crowd() -> None:
    mute = Mute(NOW + HOUR, key="second_complaint:m003")
    decision = decide(many(4), (), (), NOW, mutes=[mute])
    assert told(decision) == [("person m000", 1), ("person m001", 1), ("person m002", 1)]
    assert [each.candidate.subject for each in decision.silenced] == ["person m003"]


def test_a_crowd_survives_being_stored() -> None:
    _, last = hours(5, 4)
    again = tuple(Open.from_state(each.state()) for each in last.open)
    assert again == last.open
    old = {name: value for name, value in last.open[0].state().items() if name not in ("seen", "rule", "unlisted")}
    assert Open.from_state(old).seen == 0, "records of earlier versions do not say"


def test_somebody_who_writes_twice_in_one_round_is_one_of_many_once_and_rings_no_second_time() -> None:
    twice = replace(urgent("later"), subject="person m000")
    decision = decide([*many(5), twice], (), (), NOW)
    assert told(decision) == [("many: a second complaint", 5)]
    assert "second_complaint:later" in {each.alert.key for each in decision.grouped}
