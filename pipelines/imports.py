"""Import: an owner's file into the record, in batches, each in one short transaction; twice adds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from collectors.source import Skipped
from pipelines.desk import Desk
from storage import mentions
from storage.model import Mention, Snapshot

BATCH = 5000  # rows handed to the record at once
TRANSACTION = 10 * BATCH  # rows that are committed together: larger ones keep their pace as the record grows

Item = tuple[Mention, Snapshot | None] | Skipped


@dataclass
class Imported:
    """What an import did; `skipped` says where and why for each row that could not be kept."""

    read: int = 0
    new: int = 0
    known: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {
            "read": self.read,
            "new": self.new,
            "already_known": self.known,
            "skipped": len(self.skipped),
            "reasons": [{"where": each.where, "reason": each.reason} for each in self.skipped],
        }


def import_rows(desk: Desk, rows: Iterable[Item], *, now: datetime, tell: Callable[[int], None]) -> Imported:
    """Keep every row that is a mention; `tell` hears of each batch. A crash loses at most the batch under way."""
    done, batch = Imported(), list[tuple[Mention, Snapshot | None]]()
    waiting = 0
    for item in rows:
        done.read += 1
        waiting += 1
        if isinstance(item, Skipped):
            done.skipped.append(item)
        else:
            batch.append(item)
        if waiting == TRANSACTION:
            _keep(desk, batch, done, now)
            tell(waiting)
            batch, waiting = [], 0
    _keep(desk, batch, done, now)
    tell(waiting)
    return done


def _keep(desk: Desk, batch: list[tuple[Mention, Snapshot | None]], done: Imported, now: datetime) -> None:
    if not batch:
        return
    new = 0
    with desk.record.session("import") as con:
        for start in range(0, len(batch), BATCH):
            part = batch[start : start + BATCH]
            grown = [snapshot for _, snapshot in part if snapshot is not None]
            new += len(mentions.keep(con, [mention for mention, _ in part], grown, at=now).new)
    done.new += new
    done.known += len(batch) - new
