"""What the morning's letter is about, read from the record at one time. Sentences and numbers, no markup."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from analysis import littlethings
from analysis.clocks import waited
from pipelines import source_watch
from pipelines.casebook import Entry, entries
from pipelines.config import Config
from pipelines.left_lying import Need, left_lying
from pipelines.letters.card import line, shortened, span
from pipelines.team import calendar
from storage import alerts, judged, polls, series
from storage.db import Connection
from storage.model import Alert, Judged

DAY = timedelta(days=1)
CHART_DAYS, USUAL_DAYS = 14, 28
PRAISE = 3
LITTLE = 3
GLAD = 0.5  # VADER's compound from which words are praise
SOON = timedelta(hours=36)  # what is due before tomorrow's letter has been read


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a date, for one person or for whoever is in charge (""). `late`: the date has passed."""

    at: datetime
    who: str
    words: str
    late: bool
    case: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One local day of the chart."""

    day: date
    negatives: int
    others: int


@dataclass(frozen=True, slots=True)
class Praise:
    """Glad words, and the people of the team they name."""

    words: str
    who: str
    source: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source that does not answer, or is quiet against its own habit."""

    source: str
    what: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Proof that somebody listened: the looks of the last 24 hours."""

    sources: int
    looks: int
    failures: int
    newest: datetime | None

    def sentence(self, now: datetime) -> str:
        """ "12 sources, 288 checks, 0 failures, newest item 7 minutes old"."""
        age = f"newest item {span(max(now - self.newest, timedelta()))} old" if self.newest else "nothing heard so far"
        counts = ((self.sources, "source"), (self.looks, "check"), (self.failures, "failure"))
        return ", ".join([*(f"{n:,} {what}{'' if n == 1 else 's'}" for n, what in counts), age])


@dataclass(frozen=True)
class Morning:
    """Everything one day's letters are made of."""

    day: date
    needs: Sequence[Need] = ()
    due: Sequence[Due] = ()
    waited: Sequence[Alert] = ()
    bars: Sequence[Bar] = ()  # the last one is yesterday
    usual: float | None = None  # unhappy mentions on a usual day; None while it is too early to say
    praise: Sequence[Praise] = ()
    troubles: Sequence[Trouble] = ()
    silence: Silence = field(default_factory=lambda: Silence(0, 0, 0, None))
    little: Sequence[str] = ()
    week: Sequence[str] = ()  # the weekly report; empty on other days

    @property
    def yesterday(self) -> Bar:
        return self.bars[-1] if self.bars else Bar(self.day - DAY, 0, 0)

    def sentence(self) -> str:
        """Yesterday in one sentence."""
        bar = self.yesterday
        total = bar.negatives + bar.others
        if not total:
            return "Nobody spoke of you yesterday."
        spoke = f"You were mentioned {'once' if total == 1 else f'{total:,} times'} yesterday"
        unhappy = f"{bar.negatives:,} of them unhappy" if bar.negatives else "never unhappily"
        if self.usual is None:
            return f"{spoke}, {unhappy}; it is too early to say what is usual."
        return f"{spoke}, {unhappy}; usual is {_rate(self.usual)}."


def read(con: Connection, config: Config, now: datetime, day: date, waiting: Sequence[str]) -> Morning:
    """The morning of a local day. `waiting`: keys of alerts that were left for this letter."""
    cases = entries(con)
    bars, usual = _bars(con, config, day)
    return Morning(
        day=day,
        needs=[*_needs(con, config, cases, now, set(waiting)), *left_lying(con, now, config.zone)],
        due=_due(config, cases, now),
        waited=[alert for key in dict.fromkeys(waiting) if (alert := alerts.of(con, key)) is not None],
        bars=bars,
        usual=usual,
        little=_little(con, config, now),
        praise=_praise(judged.glad_since(con, now - DAY, GLAD), [person.name for person in config.people]),
        troubles=_troubles(con, config, now),
        silence=_silence(con, config, now),
    )


def _little(con: Connection, config: Config, now: datetime) -> list[str]:
    """The little things of the last weeks, each as a sentence."""
    complaints = judged.flagged_since(con, now - timedelta(weeks=littlethings.WEEKS))
    said = [
        littlethings.Said(each.when, hit.topic, hit.quote)
        for each in complaints
        if each.assessment.urgency != "now"
        for hit in each.assessment.topics
        if hit.polarity <= 0
    ]
    return [each.sentence() for each in littlethings.little_things(said, now=now, zone=config.zone)[:LITTLE]]


def _needs(
    con: Connection, config: Config, cases: Sequence[Entry], now: datetime, waiting: Collection[str]
) -> list[Need]:
    """Cases nobody has answered in time, promises that were broken, and alerts of the last day that became no case."""
    hours, within = calendar(config), config.team.answer_within
    found = []
    told = {mention for entry in cases for mention in entry.case.mentions}
    for entry in cases:
        case = entry.case
        broken = [promise for promise in case.promises if promise.state == "broken"]
        if broken:
            said = f"“{shortened(line(broken[-1].what), 120)}”, promised by {broken[-1].by}"
            found.append(Need(case.assignee, f"A promise to {entry.who} was broken (case {case.id})", said, case.id))
        elif case.asked is not None and waited(case, hours, case.asked, now) >= within:
            found.append(
                Need(
                    case.assignee,
                    f"{entry.who} still has no answer (case {case.id})",
                    shortened(entry.words, 160),
                    case.id,
                )
            )
        elif case.urgent and case.asked is not None:
            found.append(
                Need(
                    case.assignee,
                    f"{entry.who} waits for an answer (case {case.id})",
                    shortened(entry.words, 160),
                    case.id,
                )
            )
    fresh = [alert for alert in alerts.open_(con) if now - alert.at < DAY and alert.kind != "source"]
    return found + [
        Need("", line(alert.headline), line(next(iter(alert.reasons), "")))
        for alert in fresh
        if not told & set(alert.mentions) and alert.key not in waiting
    ]


def _due(config: Config, cases: Sequence[Entry], now: datetime) -> list[Due]:
    """Promises and answers that fall due before the next letter, and those that are late."""
    hours, within, found = calendar(config), config.team.answer_within, []
    for entry in cases:
        for promise in entry.case.open_promises:
            if promise.due - now < SOON:
                words = f"“{shortened(line(promise.what), 120)}”, promised to {entry.who} (case {entry.case.id})"
                found.append(Due(promise.due, promise.by, words, promise.due <= now, entry.case.id))
        asked = entry.case.asked
        if asked is not None:
            at = hours.after(max(asked, entry.case.assigned or asked), within)
            if now < at < now + SOON:
                words = f"An answer to {entry.who} (case {entry.case.id})"
                found.append(Due(at, entry.case.assignee, words, False, entry.case.id))
    return sorted(found, key=lambda each: (each.at, each.words))


def _bars(con: Connection, config: Config, day: date) -> tuple[list[Bar], float | None]:
    """The chart's days, yesterday last, and how many unhappy mentions a day usually brings."""
    first = day - (USUAL_DAYS + 1) * DAY
    since = datetime.combine(first, datetime.min.time(), config.zone).astimezone(UTC)
    counts: dict[date, list[int]] = {}
    for row in series.hourly(con, since):
        local = row.hour.astimezone(config.zone).date()
        both = counts.setdefault(local, [0, 0])
        both[0] += row.negatives
        both[1] += row.others
    bars = [Bar(each, *counts.get(each, (0, 0))) for each in (day - n * DAY for n in range(CHART_DAYS, 0, -1))]
    before = [each for each in (first + n * DAY for n in range(1, USUAL_DAYS)) if each >= min(counts, default=day)]
    if len(before) < 7:
        return bars, None
    return bars, sum(counts.get(each, [0, 0])[0] for each in before) / len(before)


def _rate(usual: float) -> str:
    """A daily rate in words, to be followed by "unhappy"."""
    if usual >= 2.5:
        return f"{usual:.0f} a day"
    if usual >= 1.5:
        return "two a day"
    if usual > 0.66:
        return "one a day"
    return f"one in {1 / usual:.0f} days" if usual > 0.02 else "none"


def _praise(glad: Sequence[Judged], team: Sequence[str]) -> list[Praise]:
    """The gladdest words; those that name somebody of the team first."""
    found = []
    for each in glad:
        words = line(each.mention.text or each.mention.title)
        first_names = {name: name.split()[0] for name in team if name.split()}
        names = tuple(name for name, first in first_names.items() if f" {first} " in f" {words.translate(_MARKS)} ")
        praise = Praise(
            shortened(words, 220), line(each.mention.author) or "somebody", line(each.mention.source), names
        )
        found.append((not names, -each.assessment.compound, each.mention.id, praise))
    return [praise for *_, praise in sorted(found, key=lambda each: each[:3])]


_MARKS = dict.fromkeys(map(ord, ".,;:!?\"'()“”’"), " ")


def _troubles(con: Connection, config: Config, now: datetime) -> list[Trouble]:
    """Sources whose last look failed, and sources that are quiet against their habit."""
    last = polls.last(con)
    names = [source.name for source in config.sources]
    found = [
        Trouble(line(name), line(last[name].error) or last[name].status, line(last[name].next_step))
        for name in names
        if name in last and last[name].status in ("blocked", "broken")
    ]
    failing = {each.source for each in found}
    for each in source_watch.silent(con, config, now):
        if each.quiet is not None and each.source not in failing:
            advice = f"See whether it still is what you want: earlyword check, or look at {line(each.source)} yourself."
            found.append(Trouble(line(each.source), each.quiet.sentence(), advice))
    return found


def _silence(con: Connection, config: Config, now: datetime) -> Silence:
    names = {source.name for source in config.sources}
    looks = [poll for poll in polls.since(con, now - DAY) if poll.source in names]
    newest = max((poll.newest for name, poll in polls.last(con).items() if poll.newest and name in names), default=None)
    seen = judged.newest_seen(con)
    heard = [at for at in (newest, seen) if at is not None and at <= now]
    failures = sum(poll.status in ("blocked", "broken") for poll in looks)
    return Silence(len(names), len(looks), failures, max(heard, default=None))
