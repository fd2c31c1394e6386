"""Pictures. Each takes values already counted and worded, and one theme; none reads anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt

from dashboard import words
from dashboard.days import Day
from dashboard.look import colour

HEIGHT = 230
# Days are a band scale: a bar belongs to a whole day, and half an hour of daylight saving moves nothing.
DATE_LABEL = "timeFormat(toDate(datum.value + 'T12:00'), '%-d %b')"


def trend(days: Sequence[Day], *, dark: bool) -> alt.LayerChart:
    """Mentions per day with the negative ones at the foot, and a triangle over every unusual day."""
    quiet, line = colour("quiet", dark=dark), colour("line", dark=dark)
    base = alt.Chart(alt.InlineData(values=[_row(day) for day in days])).encode(
        x=alt.X(
            "date:O",
            title=None,
            scale=alt.Scale(paddingInner=0.3, paddingOuter=0.1),
            axis=alt.Axis(
                values=_mondays(days), labelExpr=DATE_LABEL, labelAngle=0, labelColor=quiet, labelPadding=6,
                domainColor=line, tickColor=line,
            ),
        ),
        tooltip=[
            alt.Tooltip("day:N", title=words.DAY),
            alt.Tooltip("total:Q", title=words.MENTIONS),
            alt.Tooltip("negative:Q", title=words.NEGATIVE),
            alt.Tooltip("share:N", title=words.SHARE),
            alt.Tooltip("note:N", title=words.NOTE),
        ],
    )  # fmt: skip
    most = max(day.total for day in days)
    height = alt.Y(
        "total:Q",
        title=None,
        scale=alt.Scale(domain=[0, max(4, most * 1.12)], nice=False),
        axis=alt.Axis(
            tickCount=4, tickMinStep=1, format="d", gridColor=line, domain=False, ticks=False, labelColor=quiet
        ),
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
    return _calm(alt.layer(everything, negative, triangle, target))


def _calm(chart: alt.LayerChart | alt.FacetChart) -> alt.LayerChart:
    done: alt.LayerChart = chart.properties(
        height=HEIGHT, description=words.CHART, background="transparent"
    ).configure_view(strokeWidth=0)
    return done


def _row(day: Day) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "day": words.day(day.date),
        "total": day.total,
        "negative": day.negative,
        "share": words.share(day.negative, day.total),
        "note": day.note or words.AS_USUAL,
        "unusual": bool(day.note),
    }


def _mondays(days: Sequence[Day]) -> list[str]:
    monday = 0
    return [day.date.isoformat() for day in days if date.weekday(day.date) == monday]
