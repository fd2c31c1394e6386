"""What a detector is worth: outbreaks found, how early, and false alarms, from the hours in which it rang."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from benchmarks.early_warning_series import Series

Rang = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Score:
    outbreaks: int = 0
    found: int = 0
    big: int = 0  # k >= 6
    big_found: int = 0
    delays: list[float] = field(default_factory=list)  # hours from the outbreak's first mention to the alarm
    out: list[float] = field(default_factory=list)  # share of it already out then
    happy: int = 0
    happy_rang: int = 0
    false_episodes: int = 0
    episodes: int = 0
    weeks: float = 0.0

    @property
    def pod(self) -> float:
        return self.found / max(1, self.outbreaks)

    @property
    def pod_big(self) -> float:
        return self.big_found / max(1, self.big)

    @property
    def false_per_week(self) -> float:
        return self.false_episodes / max(1e-9, self.weeks)

    def row(self) -> dict[str, float]:
        return {
            "pod": self.pod,
            "pod_big": self.pod_big,
            "delay_hours": float(np.median(self.delays)) if self.delays else float("nan"),
            "out_at_alarm": float(np.mean(self.out)) if self.out else float("nan"),
            "happy_alarmed": self.happy_rang / max(1, self.happy),
            "false_per_week": self.false_per_week,
        }


def add(score: Score, series: Series, rang: Rang, hours_per_step: int = 1) -> None:
    """Score the tested part of one series.

    An episode is the hours that ring with less than a day of quiet between them. It finds an outbreak when it begins
    between the outbreak's first mention and six hours after its last. Begun up to a day after its last it is late: no
    find, but not false. Every other episode is false, and one that never ends counts again every week.
    """
    day, late = max(1, 24 // hours_per_step), max(1, 6 // hours_per_step)
    steps = np.flatnonzero(rang)
    steps = steps[steps >= series.warm_up]
    starts = _episodes(steps, day)
    score.weeks += (len(series.negatives) - series.warm_up) * hours_per_step / 168
    score.episodes += len(starts)
    near = [(o.start, o.end + day) for o in series.outbreaks]
    score.false_episodes += sum(1 for s in starts if not any(a <= s < b for a, b in near))
    for outbreak in series.outbreaks:
        if outbreak.start < series.warm_up:
            continue
        hits = starts[(starts >= outbreak.start) & (starts < outbreak.end + late)]
        score.outbreaks += 1
        score.big += outbreak.k >= 6
        if len(hits):
            score.found += 1
            score.big_found += outbreak.k >= 6
            score.delays.append(float((hits[0] - outbreak.start) * hours_per_step))
            score.out.append(outbreak.out_by(int(hits[0])))
    for first, last in series.happy:
        if first >= series.warm_up and not any(a - day <= first < b + day for a, b in near):
            score.happy += 1
            score.happy_rang += bool(np.any((steps >= first) & (steps < last + day)))


def _episodes(steps: npt.NDArray[np.int64], day: int) -> npt.NDArray[np.int64]:
    """First step of each episode."""
    starts: list[int] = []
    last = -(10**9)
    for step in steps.tolist():
        if step - last > day or step - starts[-1] >= 7 * day:
            starts.append(step)
        last = step
    return np.array(starts, dtype=np.int64)


def of(many: Sequence[Series], rang: Callable[[Series], Rang], hours_per_step: int = 1) -> Score:
    score = Score()
    for series in many:
        add(score, series, rang(series), hours_per_step)
    return score
