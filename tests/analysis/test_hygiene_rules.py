"""What holds of hygiene whatever happens: weeks of made-up rounds, every rule checked on all that was told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.candidate import Candidate, Mute, Open
from analysis.crowds import is_crowd
from analysis.hygiene import Decision, Explanation, decide
from analysis.spikes import Spike
from pipelines.warn import SPIKE_AGAIN_AT, of_spike
from storage.model import Alert, AlertKind

START = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
BUDGET = 2
KINDS: tuple[tuple[AlertKind, str], ...] = (
    ("spike", "an unusual number of complaints"),
    ("story", ""),
    ("mention", ""),
    ("mention", "safety"),
    ("second_complaint", "a second complaint"),
    ("source", ""),
)


@dataclass(frozen=True)
class Round:
    """What could be told after so many hours: (kind, which one, entity, size) each."""

    hours: int
    found: tuple[tuple[int, int, int, int], ...]


@dataclass
class Life:
    """Everything that rounds after one another decided, with the open alerts each began and ended with."""

    decisions: list[tuple[datetime, list[Candidate], tuple[Open, ...], Decision]] = field(default_factory=list)


def candidate(kind: int, which: int, entity: int, size: int, at: datetime) -> Candidate:
    name, always = KINDS[kind]
    subject = "spike" if name == "spike" else f"{name}{which}"
    alert = Alert(f"{name}:{which}:{entity}", name, f"shop {entity}", at, "so it is", (f"m{which}", "m"), ())
    return Candidate(alert, subject, size, always)


def live(rounds: list[Round], mutes: tuple[Mute, ...] = ()) -> Life:
    life, now = Life(), START
    told: list[datetime] = []
    decision = decide((), (), (), now)
    for each in rounds:
        now += each.hours * HOUR
        found = [candidate(*what, now) for what in each.found]
        still = decision.open
        decision = decide(found, still, told, now, BUDGET, mutes)
        told += [now for rung in decision.interrupt if not rung.candidate.always]
        life.decisions.append((now, found, still, decision))
    return life


what = st.tuples(st.integers(0, len(KINDS) - 1), st.integers(0, 6), st.integers(0, 1), st.integers(1, 40))
rounds = st.lists(st.builds(Round, st.integers(1, 30), st.lists(what, max_size=8).map(tuple)), min_size=1, max_size=25)


@settings(max_examples=60, deadline=None)
@given(rounds)
def test_one_alert_is_open_per_entity_and_subject(said: list[Round]) -> None:
    for _, _, _, decision in live(said).decisions:
        counted = Counter((each.entity, each.subject) for each in decision.open)
        assert max(counted.values(), default=1) == 1


@settings(max_examples=60, deadline=None)
@given(rounds)
def test_what_is_open_is_told_again_only_when_doubled_and_not_too_soon(said: list[Round]) -> None:
    for now, _, before, decision in live(said).decisions:
        still = {(each.entity, each.subject): each for each in before if now - each.active < 24 * HOUR}
        for each in (*decision.interrupt, *decision.digest):
            known = still.get((each.alert.entity, each.candidate.subject))
            if known and known.told < now:
                assert each.candidate.size >= 2 * known.told_size
                assert now - known.told >= (24 * HOUR if is_crowd(each.candidate) else 6 * HOUR)
                assert each.alert.key.endswith(f":again{known.tellings + 1}")


@settings(max_examples=60, deadline=None)
@given(rounds)
def test_an_alert_is_open_exactly_until_a_day_without_news_of_it(said: list[Round]) -> None:
    for now, found, before, decision in live(said).decisions:
        here = {(each.alert.entity, each.subject) for each in found}
        after = {(each.entity, each.subject) for each in decision.open}
        for each in before:
            if (each.entity, each.subject) not in here and not each.subject.startswith("many: "):
                assert ((each.entity, each.subject) in after) == (now - each.active < 24 * HOUR)


@settings(max_examples=60, deadline=None)
@given(rounds)
def test_the_weeks_budget_is_never_overspent_and_what_waits_says_what_beat_it(said: list[Round]) -> None:
    spent: list[datetime] = []
    for now, _, _, decision in live(said).decisions:
        spent += [now for each in decision.interrupt if not each.candidate.always]
        assert sum(now - at < timedelta(days=7) for at in spent) <= BUDGET
        for each in decision.digest:
            assert not each.candidate.always
            assert f"the {BUDGET} interruptions of this week are spent" in each.why
            if decision.interrupt:
                assert "what came before it: " in each.why


@settings(max_examples=60, deadline=None)
@given(rounds)
def test_every_candidate_has_one_fate_with_its_reason_and_nothing_urgent_is_lost(said: list[Round]) -> None:
    for _, found, _, decision in live(said).decisions:
        fates = [*decision.interrupt, *decision.digest, *decision.silenced, *decision.grouped]
        crowds = [each for each in fates if is_crowd(each.candidate) and each.candidate.size > 1]
        assert len(fates) - len(crowds) == len(found)
        assert all(each.why for each in fates)
        told_of = {mention for each in (*decision.interrupt, *decision.silenced) for mention in each.alert.mentions}
        assert {each.alert.mentions[0] for each in decision.grouped} <= told_of


@settings(max_examples=40, deadline=None)
@given(rounds, st.sampled_from(["story1", "mention2", "source3"]), st.integers(0, 200))
def test_what_is_muted_by_name_does_not_ring_before_its_time(said: list[Round], subject: str, hours: int) -> None:
    mute = Mute(START + hours * HOUR, subject=subject, by="Ada")
    for now, _, _, decision in live(said, (mute,)).decisions:
        rung = {each.candidate.subject for each in (*decision.interrupt, *decision.digest)}
        assert now >= mute.until or subject not in rung


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.integers(1, 50))
def test_a_story_silences_the_spike_it_explains_and_no_other(share: float, size: int) -> None:
    spike = candidate(0, 0, 0, size, START)
    decision = decide([spike], (), (), START, explained={spike.alert.key: Explanation("tale", share)})
    assert bool(decision.silenced) == (share >= 0.5)


@settings(max_examples=20, deadline=None)
@given(st.integers(100, 500))
def test_hundreds_at_once_are_a_handful_of_interruptions(count: int) -> None:
    found = [candidate(n % len(KINDS), n, 0, 1, START) for n in range(count)]
    decision = decide(found, (), (), START, BUDGET)
    assert len(decision.interrupt) <= BUDGET + 3, "the budget, the spike, and one crowd for each rule"
    kept = {each.alert.key for each in (*decision.interrupt, *decision.digest, *decision.grouped, *decision.silenced)}
    assert {each.alert.key for each in found} <= kept, "each is kept somewhere"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 20), st.integers(1, 400)), min_size=1, max_size=15))
def test_a_spike_is_told_again_only_when_grown_five_times(steps: list[tuple[int, int]]) -> None:
    now, told = START, (START, 0)
    still: tuple[Open, ...] = ()
    for hours, seen in steps:
        now += hours * HOUR
        spike = Spike(now, 6, seen + 1, 1.0, 0.01, "so it is", "once", began=START)
        before = still
        decision = decide([of_spike("shop", spike, ())], still, (), now)
        still = decision.open
        if decision.interrupt and before and now - before[0].active < 24 * HOUR:
            assert seen >= SPIKE_AGAIN_AT * told[1]
            assert now - told[0] >= 6 * HOUR
        if decision.interrupt:
            told = now, seen
