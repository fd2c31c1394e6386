"""Pictures for paper: SVG that stands inside the page, with our own colours and no script."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from pipelines.report.month import Day

WIDTH, HEIGHT, FOOT, LEFT = 720, 190, 22, 30
QUIET, LINE, OTHER, NEGATIVE, PRAISE = "#566260", "#e2dccf", "#c9cfc8", "#a63d14", "#23628f"
STEPS = (1, 2, 5)  # of the scale, times a power of ten


def days(counted: Sequence[Day]) -> Markup:
    """Mentions a day, the negative ones at the foot of each bar."""
    top = max([4, *(day.mentions for day in counted)])
    step = _step(top)
    top = -(-top // step) * step
    band = (WIDTH - LEFT) / max(1, len(counted))
    parts = [_rule(value, top) for value in range(0, top + 1, step)]
    for place, day in enumerate(counted):
        x, wide = LEFT + place * band + band * 0.15, band * 0.7
        parts.append(_bar(x, wide, day.mentions, top, OTHER))
        parts.append(_bar(x, wide, day.negative, top, NEGATIVE))
        if day.date.weekday() == 0 and place < len(counted) - 2:  # the last label would be cut at the edge
            parts.append(_text(x + wide / 2, HEIGHT - 5, f"{day.date.day} {day.date:%b}", "middle"))
    label = (
        f"Bars for each day: {sum(d.mentions for d in counted)} mentions, {sum(d.negative for d in counted)} negative."
    )
    return Markup('<svg viewBox="0 0 {} {}" width="100%" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, HEIGHT, label, Markup("").join(parts)
    )


def share(count: int, most: int, *, bad: bool) -> Markup:
    """One bar of a list: how much of the longest one."""
    return Markup(
        '<svg viewBox="0 0 120 8" width="120" height="8" aria-hidden="true">'
        '<rect width="{:.1f}" height="8" rx="2" fill="{}"/></svg>'
    ).format(120 * count / max(1, most), NEGATIVE if bad else PRAISE)


def _step(top: int) -> int:
    """Whole numbers that leave at most five lines."""
    power = 1
    while True:
        for step in STEPS:
            if top / (step * power) <= 5:
                return step * power
        power *= 10


def _y(value: float, top: int) -> float:
    return 8 + (HEIGHT - FOOT - 8) * (1 - value / top)


def _bar(x: float, wide: float, value: int, top: int, fill: str) -> Markup:
    y = _y(value, top)
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>').format(
        x, y, wide, HEIGHT - FOOT - y, fill
    )


def _rule(value: int, top: int) -> Markup:
    y = _y(value, top)
    line = Markup('<path d="M{} {:.1f}H{}" stroke="{}" stroke-width="1"/>').format(LEFT, y, WIDTH, LINE)
    return line + _text(LEFT - 6, y + 4, str(value), "end")


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" font-size="11" fill="{}" text-anchor="{}">{}</text>').format(
        x, y, QUIET, anchor, words
    )
