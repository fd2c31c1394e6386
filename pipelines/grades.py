"""The report card read from the record: what was flagged, what people said of it, and what was learned from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from analysis import report_card
from analysis.report_card import Grade
from pipelines import learn, verdicts
from pipelines.learn import Taught
from storage import lessons, mentions, publish
from storage.model import Mention

PERIOD = timedelta(days=90)


@dataclass(frozen=True)
class Report:
    """Grades, all sources first; and what is learned by now."""

    grades: list[Grade]
    taught: Taught


def report(published: Path, now: datetime, period: timedelta = PERIOD) -> Report:
    """The report card of mentions of the last `period`, from the published copy."""
    with publish.read(published) as con:
        flagged = lessons.flagged(con, now - period)
        said = verdicts.load(con)
        about = mentions.by_ids(con, said.judged)
        recent = {name: each for name, each in about.items() if each.when >= now - period}
        return Report(report_card.card(flagged, _missed(recent, said), _wolf(recent, said)), learn.taught(con))


def _missed(about: dict[str, Mention], said: verdicts.Verdicts) -> list[str]:
    """Sources of complaints that a person had to point out."""
    return [
        each.source
        for name, each in about.items()
        if said.negative.get(name) and said.about_us.get(name, True) and said.was.get(name) in ("none", "maybe")
    ]


def _wolf(about: dict[str, Mention], said: verdicts.Verdicts) -> list[str]:
    """Sources of flags that a person took back."""
    return [
        each.source
        for name, each in about.items()
        if said.was.get(name) == "flag" and (said.negative.get(name) is False or said.about_us.get(name) is False)
    ]
