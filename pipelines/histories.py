"""What is replayed: an owner's files, judged now, or the record's own last months as they were judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from analysis.assess import Rules
from collectors.source import Skipped
from pipelines import replay, verdicts, warn
from pipelines.answered import answered
from pipelines.history import History
from pipelines.rehearse import Tick
from pipelines.verdicts import Verdicts
from pipelines.world import Known
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
    answered: dict[str, datetime] = field(default_factory=dict)  # mention -> when we answered it
    placed: bool = False  # every mention has its story already

    def known(self, zone: ZoneInfo) -> Known:
        """What `rehearse` asks for beside the mentions."""
        same, apart = self.verdicts.same, self.verdicts.apart
        return Known(zone, self.daily, self.reach, self.answered, same, apart, self.placed)


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
        ids = [each.mention.id for each in said]
        angry = [each.mention.id for each in said if each.assessment.flag != "none"]
        reach, ours = judged.reach(con, ids), answered(con, angry)
        return Past(said, since=now - LAST, reach=reach, verdicts=verdicts.load(con), answered=ours, placed=True)


def tried(past: Past, seen: Mapping[str, Sequence[Tick]], limits: warn.Limits, budget: float) -> list[replay.Rung]:
    """What would have rung under other settings since `past.since`, digest included; `seen` is `rehearse` of the past.

    "Would have rung N times in 90 days, you marked K useful": N counts those that interrupt, `marked` tells K.
    """
    rung = replay.ring(seen, limits, budget)
    return [each for each in rung if past.since is None or each.decided.alert.at >= past.since]


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
