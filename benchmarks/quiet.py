"""Does a source that falls silent ring soon, and one that is only lucky hardly ever?

Run: `uv run python -m benchmarks.quiet`. Simulated sources, looked at every hour: Poisson noise at several rates, and
one that sleeps at night and at weekends. Each is watched for a year after 30 days of history (false alarms), then dies
(delay). Beside it, in the same run: a fixed week of silence, three times the longest silence so far, and a silence
beyond the mean gap plus 3 standard deviations.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean, median, pstdev

import numpy as np

from analysis.quiet import Look, quiet

RESULTS = Path(__file__).parent / "results"
START = datetime(2025, 1, 6, tzinfo=UTC)
SEED, SOURCES = 7, 12
YEAR, WARM, DEAD = 365, 30, 60  # days
STEP = 3  # hours between two questions

Rule = Callable[[Sequence[Look]], bool]


def series(per_day: float, sleeps: bool, days: int, chance: np.random.Generator) -> list[Look]:
    looks = []
    for hour in range(days * 24):
        at = START + timedelta(hours=hour)
        rate = per_day / 24
        if sleeps:
            rate *= 0.02 if at.weekday() > 4 or not 8 <= at.hour < 18 else 24 * 7 / 50
        looks.append(Look(at, int(chance.poisson(rate))))
    return looks


def gaps(looks: Sequence[Look]) -> list[float]:
    times = [look.at for look in looks if look.new]
    return [(b - a).total_seconds() for a, b in pairwise(times)]


def silence(looks: Sequence[Look]) -> float:
    last = next((look.at for look in reversed(looks) if look.new), looks[0].at)
    return (looks[-1].at - last).total_seconds()


def longest(looks: Sequence[Look]) -> bool:
    seen = gaps(looks)
    return len(seen) > 7 and silence(looks) > 3 * max(seen)


def sigma(looks: Sequence[Look]) -> bool:
    seen = gaps(looks)
    return len(seen) > 7 and silence(looks) > mean(seen) + 3 * pstdev(seen)


RULES: dict[str, Rule] = {
    "ours": lambda looks: quiet(looks) is not None,
    "a week of silence": lambda looks: silence(looks) > 7 * 86_400,
    "3 x the longest silence": longest,
    "mean gap + 3 sd": sigma,
}


def watch(rule: Rule, looks: Sequence[Look]) -> tuple[int, float | None]:
    """False alarms (one for each silence) while alive, and hours from the last item to the alarm once dead."""
    alive = (WARM + YEAR) * 24
    rung: set[datetime] = set()
    for end in range(WARM * 24, len(looks) + 1, STEP):
        if looks[end - 1].new:
            continue
        seen = looks[max(0, end - 90 * 24) : end]
        since = next((look.at for look in reversed(seen) if look.new), None)
        if since is None or since in rung or not rule(seen):
            continue
        if end > alive:
            return len(rung), silence(seen) / 3600
        rung.add(since)
    return len(rung), None


def main() -> None:
    result: dict[str, dict[str, dict[str, float | None]]] = {}
    for words, per_day, sleeps in (
        ("0.3 a day", 0.3, False), ("1 a day", 1.0, False), ("3 a day", 3.0, False), ("10 a day", 10.0, False),
        ("3 a day, office hours", 3.0, True),
    ):  # fmt: skip
        chance = np.random.default_rng(SEED)
        sources = [
            series(per_day, sleeps, WARM + YEAR, chance)
            + [Look(START + timedelta(days=WARM + YEAR, hours=hour), 0) for hour in range(DEAD * 24)]
            for _ in range(SOURCES)
        ]
        result[words] = {}
        print(f"\n{words}\n{'rule':26}  false alarms a year   hours until a dead one rings   never in {DEAD} days")
        for name, rule in RULES.items():
            seen = [watch(rule, looks) for looks in sources]
            told = [delay for _, delay in seen if delay is not None]
            false, delay = mean(count for count, _ in seen), median(told) if told else None
            result[words][name] = {"false alarms a year": false, "hours": delay, "never": SOURCES - len(told)}
            print(f"{name:26}  {false:19.2f}   {delay or 0:29.0f}   {SOURCES - len(told)}", flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "quiet.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
