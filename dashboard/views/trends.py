"""How it is going: each picture with its table, its CSV and its SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.fix import Fix
from dashboard import charts, choices, days, pieces, trend_readings, words
from dashboard.data import this_hour
from dashboard.frame import Frame, opening
from dashboard.markup import join, tag
from dashboard.nouns import Choice, Count, Trends
from dashboard.numbers import Numbers, behind, picture
from dashboard.queries import query

BY_WEEK_FROM = 92  # days


def show(frame: Frame) -> None:
    """Draws the page. The address bar holds the span of time and what it is narrowed to."""
    copy = opening(frame)
    if copy is None:
        return
    now = frame.clock()
    hour = this_hour(now)
    st.html(join(tag("h1", words.say("trends.title"), class_="ew-sentence"), tag("div", class_="ew-controls")))
    choice = _choice(frame)
    reading = trend_readings.trends(copy, hour, choice)
    if reading.slots:
        _Page(frame, now, hour, choice).draw(reading)
    else:
        st.html(tag("p", words.say("trends.nothing"), class_="ew-none"))
    _changes(trend_readings.changes(copy, hour))


def _choice(frame: Frame) -> Choice:
    spans, *others = st.columns([3, 2, 2, 2], gap="medium", vertical_alignment="bottom")
    config = frame.config
    span = int(choices.one_of(spans, words.say("trends.span"), "days", words.table("trends.spans")))
    us, sources, topics = others
    entity = _narrowed(us, words.say("trends.about"), "about", words.say("trends.all_of_us"), config.entities())
    names = [source.name for source in config.sources]
    source = _narrowed(sources, words.say("columns.source"), "from", words.say("inbox.all_sources"), names)
    known = sorted(config.topics_table)
    topic = _narrowed(topics, words.say("columns.topic"), "topic", words.say("trends.all_topics"), known)
    return Choice(span, entity, source, topic)


def _narrowed(place: DeltaGenerator, label: str, key: str, everything: str, names: Sequence[str]) -> str:
    """One name of a list, or "" for everything."""
    return choices.from_list(place, label, key, {"": everything} | {name: name for name in names})


class _Page:
    """One look at the trends: what every picture of it needs."""

    def __init__(self, frame: Frame, now: datetime, hour: datetime, choice: Choice) -> None:
        self.frame, self.now, self.hour, self.choice = frame, now, hour, choice

    def draw(self, reading: Trends) -> None:
        self._volume(reading)
        self._week(reading)
        self._ranked("topics", words.say("trends.topics"), words.say("columns.topic"), reading.topics)
        self._ranked("sources", words.say("trends.sources"), words.say("columns.source"), reading.sources)
        if len(reading.voices) > 1:
            self._ranked("voices", words.say("trends.voices"), words.say("trends.about"), reading.voices)
        if reading.stars:
            self._stars(reading.stars)

    def _sql(self, name: str) -> str:
        return trend_readings.runnable(name, self.hour, self.choice)

    def _volume(self, reading: Trends) -> None:
        zone, span = self.frame.config.zone, self.choice.days
        today, weeks = self.now.astimezone(zone).date(), span >= BY_WEEK_FROM
        if weeks:
            counted = days.by_week(reading.slots, zone, today, shown=-(-span // 7))
        else:
            budget = self.frame.config.warn.false_alarms_per_week
            counted = days.by_day(reading.slots, zone, today, shown=span, budget=budget)
        rows = [
            (words.day(day.date), day.total, day.negative, words.share(day.negative, day.total), day.note)
            for day in reversed(counted)
        ]
        first = words.say("columns.week") if weeks else words.say("columns.day")
        head = (first, *words.heads("mentions", "negative", "share", "note"))
        lead = words.shares_then_and_now(*days.halves(counted)) if not weeks else ""
        picture(
            words.say("morning.trend"), lead, charts.trend(counted, weeks=weeks),
            Numbers("mentions", head, rows, self._sql("slots"), (1, 2, 3)),
        )  # fmt: skip

    def _week(self, reading: Trends) -> None:
        since = self.now - timedelta(days=self.choice.days)
        counts = days.by_hour(reading.slots, self.frame.config.zone, since)
        rows = [(words.at_hour(day, hour), total, bad) for (day, hour), (total, bad) in counts.items() if total]
        picture(
            words.say("trends.when"), words.say("trends.when_lead"), charts.hours(counts),
            Numbers("hours", words.heads("hour", "mentions", "negative"), rows, self._sql("slots"), (1, 2)),
        )  # fmt: skip

    def _ranked(self, name: str, title: str, what: str, counts: Sequence[Count]) -> None:
        if not counts:
            return
        rows = [(each.name, each.total, each.negative, words.share(each.negative, each.total)) for each in counts]
        head = (what, *words.heads("mentions", "negative", "share"))
        chart = charts.ranks([row[:3] for row in rows])
        picture(title, "", chart, Numbers(name, head, rows, self._sql(name), (1, 2, 3)))

    def _stars(self, stars: Sequence[tuple[int, int]]) -> None:
        signs: Mapping[int, str] = {n: "★" * n for n in range(1, 6)}
        chart = charts.ranks([(signs[n], count, count if n <= 2 else 0) for n, count in stars])
        numbers = Numbers("stars", words.heads("stars", "mentions"), stars, self._sql("stars"), (1,))
        picture(words.say("trends.stars"), words.say("trends.stars_lead"), chart, numbers)


def _changes(changes: Sequence[tuple[str, Fix]]) -> None:
    """What was done differently, and whether it helped: before, after, and how sure that is."""
    if not changes:
        return
    told = [tag("li", tag("b", change), ". ", fix.sentence(), class_="ew-words", dir="auto") for change, fix in changes]
    st.html(join(pieces.section(words.say("trends.changes"), words.say("trends.changes_lead")), tag("ul", *told)))
    rows = [
        (change, fix.topic, words.day(fix.since.date()), _a_week(fix.before, fix.days_before),
         _a_week(fix.after, fix.days_after), f"{fix.low:.2f} – {fix.high:.2f}")
        for change, fix in changes
    ]  # fmt: skip
    head = words.heads("change", "topic", "since", "before", "after", "interval")
    behind(Numbers("changes", head, rows, query("trends/changes"), (3, 4, 5)), folded=True)


def _a_week(count: int, days_: float) -> str:
    return f"{7 * count / days_:.1f}" if days_ else "–"
