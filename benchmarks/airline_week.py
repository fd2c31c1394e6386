"""A real week: are the waves of six airlines named early, and how often would their owners have been interrupted?

Run: `uv run python -m benchmarks airline_week`. It reads the airline tweets of February 2015 (14,640, labelled by hand)
from ../shared/data and says so when they are not there. They go through the same judgement and warning as a live round,
with the shipped settings. A wave begins in the first hour, after three days, whose last three hours hold ten complaints
and more than twice the usual: the same hours on the days before, and any three hours so far; told by the labels and by
our own judgement. Beside ours, in the same run, two published rules on our negatives; those that want a
week of history have nothing to say yet.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.early_warning_references import Counts, elastalert, hour_against_half_day
from pipelines import config, histories, replay, warn
from pipelines.history import Reading, open_history
from pipelines.spike_watch import hour_of

FILE = Path(__file__).resolve().parents[2] / "shared/data/labelled/check/us_airline_tweets.csv"
RESULTS = Path(__file__).parent / "results"
COLUMNS = "id=tweet_id,text=text,published=tweet_created,entity=airline,author=name"
HOUR = timedelta(hours=1)
WINDOW, LEAST, DAYS = 3, 10, 3  # hours, complaints, days before that can be compared with
NEAR = 6  # hours after a wave's first hour within which it should be named
LASTS = 24  # hours for which an alarm belongs to the wave, and of quiet that end it
RULES = {"1 h against 12 h": hour_against_half_day, "ElastAlert spike 6 h / 6 h": elastalert}

Hours = Mapping[datetime, int]


def waves(complaints: Hours, first: datetime, last: datetime) -> list[datetime]:
    """Ends of the hours in which a wave begins; an hour belongs to the wave before while that lasts."""
    found: list[datetime] = []
    last_high = first
    hour = first + DAYS * 24 * HOUR
    while hour <= last:
        same = [_window(complaints, hour - day * 24 * HOUR) for day in range(1, 8) if hour - day * 24 * HOUR >= first]
        so_far = sum(count for at, count in complaints.items() if at <= hour - WINDOW * HOUR)
        usual = max(sum(same) / len(same), so_far * WINDOW / ((hour - first) / HOUR))
        now = _window(complaints, hour)
        if now >= LEAST and now > 2 * usual:
            if not found or hour - last_high > LASTS * HOUR:
                found.append(hour + HOUR)
            last_high = hour
        hour += HOUR
    return found


def _window(complaints: Hours, hour: datetime) -> int:
    return sum(complaints.get(hour - back * HOUR, 0) for back in range(WINDOW))


def by_labels(file: Path = FILE) -> dict[str, Counter[datetime]]:
    """Airline -> complaints an hour, as people labelled them."""
    found: dict[str, Counter[datetime]] = {}
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            when = datetime.strptime(row["tweet_created"], "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)
            counted = found.setdefault(row["airline"], Counter())
            counted[hour_of(when)] += row["airline_sentiment"] == "negative"
    return found


def told(named: Sequence[datetime], wave: Sequence[datetime]) -> dict[str, object]:
    """How the alarms stand to the waves: hours to the nearest one, waves that were missed, alarms that fit none."""
    delays = [min(((at - begun) / HOUR for at in named if _fits(at, begun)), default=None) for begun in wave]
    false = sum(not any(_fits(at, begun) for begun in wave) for at in named)
    return {
        "waves": [f"{each:%d %b %H h}" for each in wave],
        "hours": delays,
        "missed": sum(delay is None or delay > NEAR for delay in delays),
        "false alarms": false,
    }


def _fits(at: datetime, begun: datetime) -> bool:
    return -NEAR * HOUR <= at - begun <= LASTS * HOUR


def by_rule(counts: Counts, rule: Callable[[Counts], np.ndarray], first: datetime) -> list[datetime]:
    """When a published rule rings, as documented: starts of its episodes."""
    rang = np.flatnonzero(rule(counts) >= 3.0).tolist()
    return [first + (at + 1) * HOUR for n, at in enumerate(rang) if n == 0 or at - rang[n - 1] > 24]


@contextmanager
def _quietly(_: int) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


def measure(file: Path = FILE) -> dict[str, dict[str, object]]:
    """Airline -> its waves, when they were named, and what interrupted its owner, by why that is told."""
    settings = config.load(None, {})
    reading = Reading(columns=COLUMNS)
    history = open_history(file, reading, source="tweets", entity="", zone=settings.zone, now=datetime.now(UTC))
    past = histories.of_files([history], settings.rules(), about_us=True, progress=_quietly)
    limits = warn.Limits(settings.warn.great_reach, settings.warn.interruptions_per_week)
    how = replay.Settings(limits, settings.warn.false_alarms_per_week, past.known(settings.zone))
    rung = [each for each in replay.replay(past.said, how) if each.interrupts]
    result: dict[str, dict[str, object]] = {}
    for airline, labelled in sorted(by_labels(file).items()):
        mine: Counter[datetime] = Counter()
        for each in past.said:
            if each.mention.entity == airline:
                mine[hour_of(each.when)] += each.assessment.label == "negative"
        first, last = min(labelled), max(labelled)
        alarms = [each.decided for each in rung if each.decided.alert.entity == airline]
        alerts = [each.alert for each in alarms]
        spikes = [each.at for each in alerts if each.kind == "spike" and ":again" not in each.key]
        hours = [first + n * HOUR for n in range((last - first) // HOUR + 1)]
        counts = np.array([mine[hour] for hour in hours])
        row: dict[str, object] = {
            "named at": [f"{at:%d %b %H h}" for at in spikes],
            "by labels": told(spikes, waves(labelled, first, last)),
            "by our negatives": told(spikes, waves(mine, first, last)),
            "interruptions": dict(Counter(each.candidate.always or f"{each.alert.kind} (budget)" for each in alarms)),
            "interruptions in all": len(alarms),
        }
        for name, rule in RULES.items():
            row[name] = told(by_rule(counts, rule, first), waves(labelled, first, last))
        result[airline] = row
    return result


def main() -> None:
    if not FILE.exists():
        sys.exit(f"The airline tweets are not here ({FILE.name} of ../shared/data); nothing was measured.")
    result = measure()
    for airline, row in result.items():
        print(f"\n{airline}")
        for key, value in row.items():
            print(f"  {key:28} {value}")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "airline_week.json").write_text(json.dumps(result, indent=1, default=str) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
