"""How it is going: each picture with its table, its CSV and its SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import altair as alt
import streamlit as st

from dashboard import charts, choices, days, pieces, readings, words
from dashboard.data import this_hour
from dashboard.export import csv_bytes
from dashboard.frame import Frame, opening
from dashboard.markup import join, tag
from dashboard.nouns import Count, Trends
from dashboard.queries import query

BY_WEEK_FROM = 92  # days


@dataclass(frozen=True)
class Numbers:
    """The table behind a picture, and the question it came from."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    sql: str
    right: tuple[int, ...] = ()


def show(frame: Frame) -> None:
    """Draws the page. The address bar holds the span of time."""
    copy = opening(frame)
    if copy is None:
        return
    now = frame.clock()
    st.html(join(tag("h1", words.say("trends.title"), class_="ew-sentence"), tag("div", class_="ew-controls")))
    span = int(choices.one_of(st.container(), words.say("trends.span"), "days", words.table("trends.spans")))
    reading = readings.trends(copy, this_hour(now), span)
    if not reading.slots:
        st.html(tag("p", words.say("trends.nothing"), class_="ew-none"))
        return
    _volume(frame, reading, now, span)
    _week(frame, reading, now - timedelta(days=span))
    _counts(words.say("trends.topics"), words.say("columns.topic"), reading.topics, "by_topic")
    _counts(words.say("trends.sources"), words.say("columns.source"), reading.sources, "by_source")
    if reading.stars:
        st.html(pieces.section(words.say("trends.stars")))
        _behind(
            Numbers("stars", words.heads("stars", "mentions"), reading.stars, "by_rating", (1,)),
            folded=False,
        )


def _volume(frame: Frame, reading: Trends, now: datetime, span: int) -> None:
    today, weeks = now.astimezone(frame.config.zone).date(), span >= BY_WEEK_FROM
    if weeks:
        counted = days.by_week(reading.slots, frame.config.zone, today, shown=-(-span // 7))
    else:
        budget = frame.config.warn.false_alarms_per_week
        counted = days.by_day(reading.slots, frame.config.zone, today, shown=span, budget=budget)
    rows = [
        (words.day(day.date), day.total, day.negative, words.share(day.negative, day.total), day.note)
        for day in reversed(counted)
    ]
    first = words.say("columns.week") if weeks else words.say("columns.day")
    head = (first, *words.heads("mentions", "negative", "share", "note"))
    lead = words.shares_then_and_now(*days.halves(counted)) if not weeks else ""
    _picture(
        words.say("morning.trend"), lead, charts.trend(counted, dark=frame.dark, weeks=weeks),
        Numbers("mentions", head, rows, "slots", (1, 2, 3)),
    )  # fmt: skip


def _week(frame: Frame, reading: Trends, since: datetime) -> None:
    counts = days.by_hour(reading.slots, frame.config.zone, since)
    rows = [(words.at_hour(day, hour), total, negative) for (day, hour), (total, negative) in counts.items() if total]
    _picture(
        words.say("trends.when"), words.say("trends.when_lead"), charts.hours(counts, dark=frame.dark),
        Numbers("hours", words.heads("hour", "mentions", "negative"), rows, "slots", (1, 2)),
    )  # fmt: skip


def _counts(title: str, what: str, counts: Sequence[Count], name: str) -> None:
    if not counts:
        return
    st.html(pieces.section(title))
    rows = [(each.name, each.total, each.negative, words.share(each.negative, each.total)) for each in counts]
    head = (what, *words.heads("mentions", "negative", "share"))
    _behind(Numbers(name, head, rows, name, (1, 2, 3)), folded=False)


def _picture(title: str, lead: str, chart: alt.LayerChart, numbers: Numbers) -> None:
    st.html(pieces.section(title, lead))
    st.altair_chart(chart, width="stretch", theme=None)
    _behind(numbers, folded=True)


def _behind(numbers: Numbers, *, folded: bool) -> None:
    """The table, then its CSV and its SQL."""
    cells = ([f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in numbers.rows)
    table = pieces.table(numbers.head, cells, caption=words.say("shared.numbers"), right=numbers.right)
    st.html(tag("details", tag("summary", words.say("shared.numbers")), table) if folded else table)
    st.html(
        tag("details", tag("summary", words.say("shared.the_sql")), tag("pre", query(numbers.sql), class_="ew-sql"))
    )
    st.download_button(
        words.say("shared.take_away"), lambda: csv_bytes(numbers.head, numbers.rows), f"{numbers.name}.csv", "text/csv",
        type="tertiary", on_click="ignore", key=f"take-{numbers.name}-{numbers.sql}",
    )  # fmt: skip
