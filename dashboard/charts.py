"""Pictures. Each takes values already counted and worded, and one theme; none reads anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from dashboard import words
from dashboard.days import Day
from dashboard.look import colour

HEIGHT = 230
MOST_LABELS = 8
LABEL = 150  # pixels of a name beside its bar
DAYS_IN_WEEK = 7
# Days are a band scale: a bar belongs to a whole day, and half an hour of daylight saving moves nothing.
DATE_LABEL = "timeFormat(toDate(datum.value + 'T12:00'), '%-d %b')"


def trend(days: Sequence[Day], *, dark: bool, weeks: bool = False) -> alt.LayerChart:
    """Mentions per day (or week) with the negative ones at the foot, and a triangle over every unusual day."""
    base = alt.Chart(alt.InlineData(values=[_row(day) for day in days])).encode(
        x=alt.X(
            "date:O",
            title=None,
            scale=alt.Scale(paddingInner=0.3, paddingOuter=0.1),
            axis=alt.Axis(
                values=_labelled(days, weeks=weeks), labelExpr=DATE_LABEL, labelAngle=0, labelPadding=6, grid=False
            ),
        ),
        tooltip=[
            alt.Tooltip("day:N", title=words.say("columns.week") if weeks else words.say("columns.day")),
            alt.Tooltip("total:Q", title=words.say("columns.mentions")),
            alt.Tooltip("negative:Q", title=words.say("columns.negative")),
            alt.Tooltip("share:N", title=words.say("columns.share")),
            alt.Tooltip("note:N", title=words.say("columns.note")),
        ],
    )  # fmt: skip
    most = max(day.total for day in days)
    height = alt.Y(
        "total:Q",
        title=None,
        scale=alt.Scale(domain=[0, max(4, most * 1.12)], nice=False),
        axis=alt.Axis(tickCount=4, tickMinStep=1, format="d", domain=False, ticks=False),
    )
    everything = base.mark_bar(color=colour("other", dark=dark), cornerRadiusEnd=2).encode(y=height)
    negative = base.mark_bar(color=colour("negative", dark=dark)).encode(y="negative:Q")
    triangle = (
        base.transform_filter("datum.unusual")
        .mark_point(shape="triangle-down", filled=True, opacity=1, size=80, yOffset=-10, color=colour("ink", dark=dark))
        .encode(y="total:Q")
    )
    # An invisible bar of full height, so that a finger need not hit a short one.
    target = base.mark_bar(opacity=0).encode(y=alt.value(0), y2=alt.value(HEIGHT))
    return calm(alt.layer(everything, negative, triangle, target), HEIGHT, words.say("trends.picture"), dark=dark)


def hours(counts: Mapping[tuple[int, int], tuple[int, int]], *, dark: bool) -> alt.LayerChart:
    """Negative mentions by weekday and hour: the fuller the square, the more."""
    rows = [
        {
            "day": words.listed("ages.short_weekdays")[day], "hour": hour, "total": total, "negative": negative,
            "when": words.at_hour(day, hour), "share": words.share(negative, total),
        }
        for (day, hour), (total, negative) in counts.items()
    ]  # fmt: skip
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(
            "hour:O", title=None, axis=alt.Axis(values=[0, 6, 12, 18, 23], labelAngle=0, domain=False, ticks=False)
        ),
        y=alt.Y(
            "day:O",
            title=None,
            sort=list(words.listed("ages.short_weekdays")),
            axis=alt.Axis(domain=False, ticks=False),
        ),
        tooltip=[
            alt.Tooltip("when:N", title=words.say("columns.hour")),
            alt.Tooltip("total:Q", title=words.say("columns.mentions")),
            alt.Tooltip("negative:Q", title=words.say("columns.negative")),
            alt.Tooltip("share:N", title=words.say("columns.share")),
        ],
    )
    ground = base.mark_rect(color=colour("sunk", dark=dark), stroke=colour("page", dark=dark), strokeWidth=2)
    most = max((negative for _, negative in counts.values()), default=0)
    filled = base.mark_square(color=colour("negative", dark=dark), opacity=1).encode(
        size=alt.Size("negative:Q", legend=None, scale=alt.Scale(domain=[0, max(most, 1)], range=[0, 240]))
    )
    return calm(alt.layer(ground, filled), 7 * 26, words.say("trends.hours_picture"), dark=dark)


def ranks(rows: Sequence[tuple[str, int, int]], *, dark: bool) -> alt.LayerChart:
    """One bar a name, in the order given: all its mentions, the negative ones at the foot."""
    values = [
        {"name": name, "total": total, "negative": negative, "share": words.share(negative, total)}
        for name, total, negative in rows
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y(
            "name:N",
            title=None,
            sort=[name for name, *_ in rows],
            axis=alt.Axis(domain=False, ticks=False, labelLimit=LABEL, labelPadding=8),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("total:Q", title=words.say("columns.mentions")),
            alt.Tooltip("negative:Q", title=words.say("columns.negative")),
            alt.Tooltip("share:N", title=words.say("columns.share")),
        ],
    )
    axis = alt.Axis(tickCount=4, tickMinStep=1, format="d", domain=False, ticks=False)
    everything = base.mark_bar(color=colour("other", dark=dark), cornerRadiusEnd=2).encode(
        x=alt.X("total:Q", title=None, axis=axis)
    )
    negative = base.mark_bar(color=colour("negative", dark=dark)).encode(x="negative:Q")
    height = max(60, 28 * len(values))
    return calm(alt.layer(everything, negative), height, words.say("trends.ranks_picture"), dark=dark)


def calm(chart: alt.LayerChart | alt.FacetChart, height: int, description: str, *, dark: bool) -> alt.LayerChart:
    """Our own ground, lines and letters, on every chart alike."""
    line = colour("line", dark=dark)
    done: alt.LayerChart = (
        chart.properties(height=height, description=description, background="transparent")
        .configure(font="Source Sans, sans-serif")
        .configure_axis(
            labelColor=colour("quiet", dark=dark), labelFontSize=12, gridColor=line, domainColor=line, tickColor=line
        )
        .configure_view(strokeWidth=0)
    )
    return done


def _row(day: Day) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "day": words.day(day.date),
        "total": day.total,
        "negative": day.negative,
        "share": words.share(day.negative, day.total),
        "note": day.note or words.say("trends.as_usual"),
        "unusual": bool(day.note),
    }


def _labelled(days: Sequence[Day], *, weeks: bool) -> list[str]:
    """Mondays, or the first week of each month; thinned until the labels have room."""
    dates = [day.date for day in days if (day.date.day <= DAYS_IN_WEEK if weeks else day.date.weekday() == 0)]
    return [each.isoformat() for each in dates[:: len(dates) // MOST_LABELS + 1]]
