"""Putting a Batch together from what was read one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from collectors.source import Batch, Broken, Skipped
from storage.model import Mention, Snapshot


@dataclass(frozen=True, slots=True)
class Gone:
    """The source itself says that this mention was removed."""

    id: str


def has_counts(snapshot: Snapshot) -> bool:
    """Does the snapshot say anything at all?"""
    counts = (snapshot.likes, snapshot.replies, snapshot.shares, snapshot.views, snapshot.followers)
    return snapshot.deleted or any(value is not None for value in (*counts, snapshot.text, snapshot.reply))


def gather(items: Iterable[Mention | Snapshot | Skipped | Gone], name: str) -> Batch:
    """A Batch with each mention and snapshot once. `name` is the source's, for the error.

    Raises Broken when there were items and not one could be used: that is a changed format, not an empty day.
    """
    mentions: dict[str, Mention] = {}
    snapshots: dict[str, Snapshot] = {}
    skipped: list[Skipped] = []
    gone: dict[str, None] = {}
    for item in items:
        if isinstance(item, Mention):
            mentions.setdefault(item.id, item)
        elif isinstance(item, Snapshot):
            if has_counts(item):
                snapshots[item.mention] = item
        elif isinstance(item, Skipped):
            skipped.append(item)
        else:
            gone[item.id] = None
    if skipped and not (mentions or snapshots or gone):
        raise Broken(
            f"not one of the {len(skipped)} items that {name} sent can be used: {skipped[0].reason}",
            next_step="The service has probably changed its format; look for a newer version of earlyword.",
        )
    return Batch(tuple(mentions.values()), tuple(snapshots.values()), tuple(skipped), tuple(gone))
