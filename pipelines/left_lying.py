"""What lies about and belongs to nobody yet: suggestions without an answer, complaints nobody has dealt with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from analysis.folding import fold_all
from pipelines.letters.card import line, shortened
from storage import cases, judged
from storage.db import Connection

A_NIGHT = timedelta(hours=12)  # a complaint may lie in the inbox for so long before the letter speaks of it
LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs a person now."""

    who: str
    headline: str
    words: str = ""
    case: str = ""


def left_lying(con: Connection, now: datetime, zone: ZoneInfo) -> Iterator[Need]:
    """One need for each suggestion, the oldest first, and one for all complaints in the inbox together."""
    histories = cases.load(con, cases.with_kind(con, "suggest"))
    folded = fold_all(event for history in histories.values() for event in history)
    open_ones = [each for case in folded.values() for each in case.suggestions if not each.verdict]
    for each in sorted(open_ones, key=lambda each: each.at):
        yield Need(
            "", f"{each.by} suggests something and waits for your answer", f"“{shortened(line(each.words), 160)}”"
        )
    lying = judged.undecided(con, now - LOOKED_BACK, now - A_NIGHT)
    if lying:
        since = min(each.mention.seen for each in lying).astimezone(zone)
        many = "1 complaint lies" if len(lying) == 1 else f"{len(lying):,} complaints lie"
        newest = line(lying[-1].mention.text or lying[-1].mention.title)
        said = f"The newest: “{shortened(newest, 160)}”" if newest else ""
        yield Need("", f"{many} in the inbox undecided, the oldest since {since:%A} {since.day} {since:%B}", said)
