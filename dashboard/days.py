"""Quarter hours into days of the owner's calendar, and which of them were unusual. Arithmetic only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from analysis import wording
from analysis.spikes import Detector, Spike
from dashboard.nouns import Slot

LEARN_DAYS = 7  # before that nobody can say what is usual
AT_LEAST = 3  # negatives of its own before a day is marked: a wave of three days may end with a quiet one


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the owner's calendar. `note` says in a sentence why it is unusual, and is empty when it is not."""

    date: date
    total: int
    negative: int
    note: str


@dataclass(frozen=True, slots=True)
class Mood:
    """How the last 24 hours compare: `name` is a key of `morning.moods` among the words, `sentence` the arithmetic."""

    name: str
    sentence: str


def by_day(slots: Iterable[Slot], zone: ZoneInfo, today: date, *, shown: int, budget: float) -> list[Day]:
    """The last `shown` days up to and with `today`; what lies before them only teaches what is usual."""
    counts: dict[date, tuple[int, int]] = {}
    for slot in slots:
        local = slot.start.astimezone(zone).date()
        total, negative = counts.get(local, (0, 0))
        counts[local] = total + slot.total, negative + slot.negative
    if not counts:
        return []
    first = min(counts)
    dates = [first + timedelta(days=i) for i in range((today - first).days + 1)]
    pairs = [counts.get(each, (0, 0)) for each in dates]
    # A day of the calendar may last 23 or 25 hours; to the detector it is one step.
    steps = [datetime.combine(each, time(), UTC) for each in dates]
    spikes = _spikes(steps, pairs, budget)
    days = [
        Day(each, *pair, spike.sentence() if spike and pair[1] >= AT_LEAST else "")
        for each, pair, spike in zip(dates, pairs, spikes, strict=True)
    ]
    return days[-shown:]


def mood(slots: Sequence[Slot], now: datetime, budget: float) -> Mood:
    """The last 24 hours against the 24-hour spans before them, by the same detector that rings the bell."""
    end = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    spans: dict[int, tuple[int, int]] = {}
    for slot in slots:
        back = (end - slot.start - timedelta(microseconds=1)) // timedelta(hours=24)
        total, negative = spans.get(back, (0, 0))
        spans[back] = total + slot.total, negative + slot.negative
    back = max(spans, default=0)
    if back < LEARN_DAYS:
        return Mood("unknown", "")
    steps = [end - timedelta(hours=24 * (i + 1)) for i in range(back, -1, -1)]
    pairs = [spans.get(i, (0, 0)) for i in range(back, -1, -1)]
    spike = _spikes(steps, pairs, budget)[-1]
    if spike:
        return Mood("worse", _capital(spike.sentence()))
    seen = pairs[-1][1]
    usually = wording.usual(sum(negative for _, negative in pairs[:-1]) / back, 24)
    return Mood("usual", _capital(f"{wording.complaints(seen)} in the last 24 hours; {usually}"))


def by_week(slots: Iterable[Slot], zone: ZoneInfo, today: date, *, shown: int) -> list[Day]:
    """Weeks from Monday to Sunday, each under the date of its Monday; the last one may still be running."""
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=shown - 1)
    counts = {first + timedelta(weeks=i): (0, 0) for i in range(shown)}
    for slot in slots:
        local = slot.start.astimezone(zone).date()
        week = local - timedelta(days=local.weekday())
        if week in counts:
            total, negative = counts[week]
            counts[week] = total + slot.total, negative + slot.negative
    return [Day(week, total, negative, "") for week, (total, negative) in counts.items()]


def by_hour(slots: Iterable[Slot], zone: ZoneInfo, since: datetime) -> dict[tuple[int, int], tuple[int, int]]:
    """(weekday, Monday is 0; hour) in the owner's time -> mentions and negative ones, for all 168."""
    counts = {(day, hour): (0, 0) for day in range(7) for hour in range(24)}
    for slot in slots:
        if slot.start >= since:
            local = slot.start.astimezone(zone)
            total, negative = counts[local.weekday(), local.hour]
            counts[local.weekday(), local.hour] = total + slot.total, negative + slot.negative
    return counts


def halves(days: Sequence[Day]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Negative and total of the last seven days, and of the days before."""
    week, before = days[-7:], days[:-7]
    return (
        (sum(day.negative for day in week), sum(day.total for day in week)),
        (sum(day.negative for day in before), sum(day.total for day in before)),
    )


def _spikes(steps: Sequence[datetime], pairs: Sequence[tuple[int, int]], budget: float) -> list[Spike | None]:
    detector = Detector(budget, step_hours=24)
    return [
        detector.feed(step, negative, total - negative) for step, (total, negative) in zip(steps, pairs, strict=True)
    ]


def _capital(sentence: str) -> str:
    return f"{sentence[:1].upper()}{sentence[1:]}."
