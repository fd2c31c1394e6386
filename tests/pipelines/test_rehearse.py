"""Other settings are tried on what was found once, and ring what a replay with those settings rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from analysis.spikes import Detector, Spike
from pipelines import histories, replay, warn
from pipelines.histories import Past
from pipelines.rehearse import Episode, rehearse
from pipelines.spike_watch import hour_of
from pipelines.verdicts import Verdicts
from pipelines.world import Known
from storage.model import Judged
from tests.pipelines.team_desk import NOW, said, thought

ZONE = ZoneInfo("UTC")
HOUR = timedelta(hours=1)
WORDS = ("The parcel came late.", "The tin was dented.", "Nobody answers the phone.", "Stale cumin, no taste.")


@pytest.fixture(scope="module")
def history() -> Sequence[Judged]:
    """Sixty days with a complaint and three kind words a day, and a wave of twelve on day 50."""
    rng = np.random.default_rng(5)
    at = [NOW + HOUR * float(hour) for hour in np.sort(rng.uniform(0, 60 * 24, 240))]
    wave = [NOW + 50 * 24 * HOUR + n * HOUR / 4 for n in range(12)]
    found = []
    for number, when in enumerate(sorted([*at, *wave])):
        angry = when in wave or number % 4 == 0
        mention = said(number, text=f"{WORDS[number % 4]} {number}", at=when + HOUR, author=f"Guest Number{number}")
        label, flag = ("negative", "flag") if angry else ("positive", "none")
        judged = thought(mention, label=label, flag=flag, complaint=0.9 if angry else 0.05, story=mention.id)
        found.append(Judged(replace(mention, seen=mention.when), judged))
    return found


def limits(interruptions: int = 3, reach: int = 10_000) -> warn.Limits:
    return warn.Limits(reach, interruptions)


def test_what_was_found_once_rings_like_a_replay_of_its_own(history: Sequence[Judged]) -> None:
    known = Known(ZONE, placed=True)
    seen = rehearse(history, known)
    for budget, interruptions in ((0.25, 3), (0.001, 0), (2.0, 9)):
        fresh = replay.replay(history, replay.Settings(limits(interruptions), budget, known))
        assert replay.ring(seen, limits(interruptions), budget) == fresh
    counts = [
        sum(each.interrupts for each in replay.ring(seen, limits(0), budget)) for budget in (1e-9, 0.001, 0.25, 5)
    ]
    assert counts == sorted(counts)
    assert counts[2] >= 1, "the wave rings at the shipped budget"


def test_a_smaller_reach_lets_more_ring(history: Sequence[Judged]) -> None:
    known = Known(ZONE, placed=True, reach={each.mention.id: 5_000 for each in history})
    seen = rehearse(history, known)
    often = replay.ring(seen, limits(1, 1_000), 0.25)
    assert any("great reach" in reason for each in often for reason in each.decided.alert.reasons)
    assert len(often) > len(replay.ring(seen, limits(1, 10_000), 0.25))


@pytest.mark.parametrize("budget", [0.02, 0.25, 1.0])
def test_an_episode_is_named_as_a_detector_with_that_budget_names_it(history: Sequence[Judged], budget: float) -> None:
    own, any_budget, episode = Detector(budget), Detector(100.0), Episode(budget)
    rang: list[tuple[Spike | None, Spike | None]] = []
    counts: dict[object, list[int]] = {}
    for each in history:
        counts.setdefault(hour_of(each.when), [0, 0])[each.assessment.label != "negative"] += 1
    hour = hour_of(history[0].when)
    while hour <= history[-1].when:
        negatives, others = counts.get(hour, (0, 0))
        spike = any_budget.feed(hour, negatives, others)
        rang.append((own.feed(hour, negatives, others), episode.named(spike, timedelta(hours=24))))
        hour += HOUR
    assert [mine for _, mine in rang] == [theirs for theirs, _ in rang]
    assert budget < 0.25 or any(theirs for theirs, _ in rang)


def test_only_the_last_ninety_days_are_told_of_with_what_people_marked(history: Sequence[Judged]) -> None:
    everything = Past(history, placed=True)
    seen = rehearse(history, everything.known(ZONE))
    spike = next(e for e in histories.tried(everything, seen, limits(0), 0.25) if e.decided.alert.kind == "spike")
    since = replace(everything, since=spike.decided.alert.at)
    marked = replace(since, verdicts=Verdicts(useful={spike.decided.alert.mentions[0]: True}))
    rung = histories.tried(marked, seen, limits(0), 0.25)
    assert all(each.decided.alert.at >= spike.decided.alert.at for each in rung)
    assert histories.marked(rung, marked.verdicts)[0] >= 1
