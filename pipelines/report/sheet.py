"""The report as one page of HTML that loads nothing: for the screen, for paper, and for the PDF."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipelines.letters.card import line
from pipelines.report import drawing
from pipelines.report.month import Counts, Line, Report


def html(report: Report, made_by: str = "") -> str:
    """The whole page. `made_by`: who hands it over, an agency for example."""
    most = max([1, *(each.count for each in (*report.praise, *report.complaints))])
    values: dict[str, Any] = {
        "report": report,
        "made_by": line(made_by),
        "sentence": sentence(report),
        "figures": figures(report),
        "picture": drawing.days(report.days),
        "bar": lambda each, bad: drawing.share(each.count, most, bad=bad),
        "change": change,
        "line": line,
        "made": f"{report.made.day} {report.made:%B %Y}",
    }
    return _forms().get_template("report.html").render(values)


def sentence(report: Report) -> str:
    """The month in one sentence."""
    now, before = report.now, report.before
    if not now.mentions:
        return f"Nobody spoke of {report.business} in {report.month.name}."
    times = "once" if now.mentions == 1 else f"{now.mentions:,} times"
    said = f"{report.business} was mentioned {times}"
    if now.share is None:
        return f"{said}, in languages that are not judged."
    mood = f"{now.share:.0%} of it unhappy"
    if before.share is None:
        return f"{said}, {mood}; there is no month before to compare with."
    return f"{said}, {mood}; the month before it was {before.share:.0%} of {before.mentions:,}."


def figures(report: Report) -> list[tuple[str, str, str]]:
    """The four figures at the top: what, how much, and against the month before (or of how many)."""
    now, before, served = report.now, report.before, report.service
    in_time = served.in_time
    return [
        ("Mentions", f"{now.mentions:,}", _against(now.mentions, before.mentions)),
        ("Unhappy", _percent(now), f"{now.negative:,} of {now.mentions - now.unscored:,}" if now.mentions else ""),
        ("Stars", "–" if now.stars is None else f"{now.stars:.1f}", _stars(now, before)),
        (
            "Answered in time",
            "–" if in_time is None else f"{in_time.share:.0%}",
            f"{served.opened} taken up, none due"
            if in_time is None
            else f"{in_time.in_time} of {in_time.counted} complaints",
        ),
    ]


def change(each: Line) -> str:
    """Against the month before: "4 before", "new"."""
    return f"{each.before:,} before" if each.before else "new"


def _percent(counts: Counts) -> str:
    return "–" if counts.share is None else f"{counts.share:.0%}"


def _against(now: int, before: int) -> str:
    return f"{before:,} the month before" if before else "none the month before" if now else ""


def _stars(now: Counts, before: Counts) -> str:
    if now.stars is None:
        return "nobody gave any"
    of = f"of 5, from {now.ratings:,} rating{'' if now.ratings == 1 else 's'}"
    return of if before.stars is None else f"{of}; {before.stars:.1f} before"


@cache
def _forms() -> Environment:
    return Environment(
        loader=PackageLoader("pipelines.report", "forms"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
