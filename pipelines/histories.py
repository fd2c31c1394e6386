"""What is replayed: an owner's files, judged now, or the record's own last months as they were judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from analysis.assess import Rules
from collectors.source import Skipped
from pipelines import replay, verdicts
from pipelines.history import History
from pipelines.verdicts import Verdicts
from storage import judged, publish
from storage.model import Judged, Mention

DATES_ONLY = 0.9  # share of rows without a time of day from which a file is replayed by days
LAST = timedelta(days=90)  # of the record are told of
WARM_UP = timedelta(days=90)  # before them teach what is usual

Progress = Callable[[int], AbstractContextManager[Callable[[int], None]]]


@dataclass(frozen=True)
class Past:
    """Judged history in order of time, and what is known beside it."""

    said: Sequence[Judged]
    since: datetime | None = None  # what rang before is not told
    daily: bool = False
    left_out: str = ""  # in words
    reach: dict[str, int] = field(default_factory=dict)
    verdicts: Verdicts = field(default_factory=Verdicts)


def of_files(histories: Sequence[History], rules: Rules, *, about_us: bool, progress: Progress) -> Past:
    """Every dated row of the files, judged by the rules. `progress` hears of each mention."""
    said: dict[str, Mention] = {}
    skipped = undated = 0
    for history in histories:
        for row in history:
            if isinstance(row, Skipped):
                skipped += 1
            elif row[0].published is None:
                undated += 1
            else:
                said[row[0].id] = row[0]
    with progress(len(said)) as tell:
        known = replay.judge_all(list(said.values()), rules, about_us=about_us, tell=tell)
    dates_only = sum(history.mapper.untimed for history in histories) > DATES_ONLY * max(1, len(said))
    left_out = f"{undated} without a date and {skipped} unreadable ones left out"
    return Past(known, daily=dates_only, left_out=left_out)


def of_record(published: Path, now: datetime) -> Past:
    """The record's last months from the published copy, with everything people said of its alerts."""
    with publish.read(published) as con:
        said = judged.since(con, now - LAST - WARM_UP)
        reach = judged.reach(con, [each.mention.id for each in said])
        return Past(said, since=now - LAST, reach=reach, verdicts=verdicts.load(con))


def marked(rung: Collection[replay.Rung], said: Verdicts) -> tuple[int, int]:
    """How many of the alerts people marked as useful, and how many as not; what is not marked counts as neither.

    Whoever said that a mention of an alert is no complaint, or not about us, has said that it was not useful.
    """
    useful = useless = 0
    for each in rung:
        marks = [_mark(mention, said) for mention in each.decided.alert.mentions]
        useful += True in marks
        useless += False in marks and True not in marks
    return useful, useless


def _mark(mention: str, said: Verdicts) -> bool | None:
    for words in (said.useful, said.about_us, said.negative):
        if mention in words:
            return words[mention]
    return None
