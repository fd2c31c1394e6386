"""The picture of one story: how often it had been told by when, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import altair as alt

from dashboard import words
from dashboard.charts import calm
from dashboard.look import colour
from storage.model import Judged

HEIGHT = 190
# hours by day, the date at midnight; a longer story has midnights only
LABEL = "timeFormat(datum.value, hours(datum.value) ? '%H:%M' : '%-d %b')"
MOST = 500  # points; a longer story is thinned


def timeline(told: Sequence[Judged], zone: ZoneInfo, *, dark: bool) -> alt.LayerChart:
    """Tellings so far over time, in the owner's zone: a step for each, the unhappy ones filled."""
    step = len(told) // MOST + 1
    rows = [
        {
            "when": each.when.astimezone(zone).replace(tzinfo=None).isoformat(),
            "day": f"{words.day(each.when.astimezone(zone).date())}, {each.when.astimezone(zone):%H:%M}",
            "number": number,
            "source": each.mention.source,
            "who": each.mention.author or words.say("mention.anonymous"),
            "unhappy": each.assessment.label == "negative",
        }
        for number, each in enumerate(told, 1)
        if number % step == 0 or number == len(told)
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("when:T", title=None, axis=alt.Axis(grid=False, tickCount=6, labelFlush=True, labelExpr=LABEL)),
        y=alt.Y(
            "number:Q", title=None, scale=alt.Scale(domainMin=0), axis=alt.Axis(tickCount=4, tickMinStep=1, format="d")
        ),
        tooltip=[
            alt.Tooltip("day:N", title=words.say("columns.day")),
            alt.Tooltip("source:N", title=words.say("columns.source")),
            alt.Tooltip("who:N", title=words.say("columns.who")),
            alt.Tooltip("number:Q", title=words.say("columns.telling")),
        ],
    )
    line = base.mark_line(interpolate="step-after", color=colour("quiet", dark=dark), strokeWidth=1.5)
    points = base.mark_point(filled=True, opacity=1, size=70).encode(
        color=alt.condition(
            "datum.unhappy", alt.value(colour("negative", dark=dark)), alt.value(colour("other", dark=dark))
        ),
        shape=alt.condition("datum.unhappy", alt.value("circle"), alt.value("diamond")),
    )
    return calm(alt.layer(line, points), HEIGHT, words.say("stories.picture"), dark=dark)
