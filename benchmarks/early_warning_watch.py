"""Our detector over simulated series: when it rings, how odd each hour was, how often the owner would be told."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from analysis import alert_keys, hygiene
from analysis.candidate import Candidate, Open
from analysis.spikes import Detector, Spike
from benchmarks.early_warning_score import Rang, Score, add
from benchmarks.early_warning_series import Series
from pipelines.warn import SPIKE_AGAIN_AT
from storage.model import Alert

START = datetime(2026, 1, 5, tzinfo=UTC)
CALM = 1e9  # oddness of an hour in which nothing is odd


@dataclass(slots=True)
class Watched:
    """One series through one detector, step by step."""

    rang: Rang
    oddness: npt.NDArray[np.float64]  # expected false alarms a week if it rang there; of steps with a complaint
    notices: tuple[int, ...]  # steps at which the owner is told, after `hygiene`
    seconds: float  # of CPU, to feed it
    spikes: list[Spike] = field(default_factory=list)


def watch(series: Series, hours_per_step: int = 1, *, with_oddness: bool = True) -> Watched:
    """Feed a whole series. Asking for the oddness is not counted in `seconds`."""
    detector, step = Detector(step_hours=hours_per_step), timedelta(hours=hours_per_step)
    count = len(series.negatives)
    rang, oddness = np.zeros(count, dtype=np.bool_), np.full(count, CALM)
    notices: list[int] = []
    spikes: list[Spike] = []
    still: Sequence[Open] = ()
    seconds = 0.0
    for i, (negatives, others) in enumerate(zip(series.negatives.tolist(), series.others.tolist(), strict=True)):
        hour = START + i * step
        if with_oddness and negatives and (odd := detector.oddness(hour, negatives, others)) is not None:
            oddness[i] = odd
        began = time.process_time()
        spike = detector.feed(hour, negatives, others)
        seconds += time.process_time() - began
        if spike:
            rang[i] = True
            spikes.append(spike)
            decision = hygiene.decide([_candidate(spike)], still, (), spike.at)
            still = decision.open
            notices += [i] * len(decision.interrupt)
    return Watched(rang, oddness, tuple(notices), seconds, spikes)


def _candidate(spike: Spike) -> Candidate:
    """The spike as `pipelines.warn` hands it to `hygiene`."""
    alert = Alert(alert_keys.spike_key("it", spike.began), "spike", "it", spike.at, "", (), ())
    size = max(1, round(spike.seen - spike.expected))
    return Candidate(alert, "spike", size, always="a spike", again_at=SPIKE_AGAIN_AT)


def notices_per_outbreak(many: Sequence[Series], watched: Sequence[Watched], hours_per_step: int = 1) -> float:
    """Notices that fall into an outbreak or the day after it, per outbreak that was noticed at all; NaN for none."""
    day, told, found = max(1, 24 // hours_per_step), 0, 0
    for series, seen in zip(many, watched, strict=True):
        for outbreak in series.outbreaks:
            here = sum(outbreak.start <= step < outbreak.end + day for step in seen.notices)
            if outbreak.start >= series.warm_up and here:
                told, found = told + here, found + 1
    return told / found if found else float("nan")


def best_at(many: Sequence[Series], scores: Sequence[npt.NDArray[np.float64]], budget: float, hours: int = 1) -> Score:
    """The score at the lowest threshold that keeps to `budget` false alarms a week, found on these very series.

    It favours whatever is scored so: nobody knows that threshold beforehand.
    """
    pooled = np.concatenate([of[series.warm_up :] for series, of in zip(many, scores, strict=True)])
    levels = np.unique(pooled[np.isfinite(pooled)])
    low, high = 0, len(levels)  # at `high` nothing rings

    def at(place: int) -> Score:
        score = Score()
        for series, of in zip(many, scores, strict=True):
            rang = of >= levels[place] if place < len(levels) else np.zeros(len(of), dtype=np.bool_)
            add(score, series, rang, hours)
        return score

    best = at(high)
    while low < high:
        middle = (low + high) // 2
        score = at(middle)
        if score.false_per_week <= budget:
            best, high = score, middle
        else:
            low = middle + 1
    return best
