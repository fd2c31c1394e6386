"""The reply coach: what a draft answer to a complaint does well, what lacks and must not say. Rules, no language model.

Nine points, each with the words it means and a suggestion. It reads a draft; it never writes one and never posts
anything. English drafts; a draft in another language is told so instead of being misjudged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from analysis import reply_points as points
from analysis.clocks import Calendar
from analysis.language import detect
from analysis.promises import Proposed, read
from analysis.reply_points import Draft, Point
from analysis.text import words
from analysis.topics import Table
from storage.model import Mention

__all__ = ["Advice", "Point", "coach"]

WEIGHTS: Mapping[str, int] = {
    "in time": 8,
    "on the point": 18,
    "personal": 13,
    "empathy": 12,
    "ownership": 14,
    "calm": 13,
    "private": 10,
    "next step": 8,
    "easy to read": 4,
}
WORTH: Mapping[str, float] = {"ok": 1.0, "weak": 0.5, "bad": 0.0}
NEVER = ("calm", "private")  # a draft that fails here is not fit to post, however good the rest is
MOST_WITH_A_NEVER = 30
Verdict = Literal["ready", "nearly", "not yet"]


@dataclass(frozen=True, slots=True)
class Advice:
    """`score` 0..100 from the points; `promises` are what the draft would bind us to, for the writer to confirm."""

    score: int
    points: tuple[Point, ...]
    promises: tuple[Proposed, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """ "ready": nothing bad, at most one point weak; "nearly": one bad, not one of `NEVER`; else "not yet"."""
        weak = sum(point.how == "weak" for point in self.points)
        if self.points[-1].name == "language":
            return "nearly"
        bad = [point.name for point in self.points if point.how == "bad"]
        if len(bad) > 1 or any(name in NEVER for name in bad) or self.score < 50:
            return "not yet"
        return "ready" if weak <= 1 and not bad else "nearly"

    def point(self, name: str) -> Point:
        """One point by name; KeyError for an unknown one."""
        for point in self.points:
            if point.name == name:
                return point
        raise KeyError(name)


def coach(
    draft: str,
    complaint: Mention,
    *,
    now: datetime,
    topics_table: Table,
    earlier_replies: Sequence[str] = (),
    names: Collection[str] = (),
    calendar: Calendar | None = None,
) -> Advice:
    """What to make of `draft`, should it be posted at `now`.

    `earlier_replies` are our own, to other complaints: a draft that repeats one is a form letter. `names` are ours:
    the business, the people who sign, our telephone and addresses; they are no private facts. `calendar` dates the
    promises; without it the shop never closes and lives in UTC.
    """
    promises = read(draft, now=now, calendar=calendar or Calendar())
    about = Draft(draft, complaint, now, topics_table, tuple(earlier_replies), tuple(names), promises)
    language = detect(draft)
    if words(draft) and language not in ("en", "und"):
        only = Point("language", "weak", language, "The coach reads English only; let somebody else read this one.")
        return Advice(50, (points.in_time(about), points.private(about), only), promises)
    found = tuple(point(about) for point in points.ALL)
    total = sum(WEIGHTS[point.name] for point in found)
    score = round(100 * sum(WEIGHTS[point.name] * WORTH[point.how] for point in found) / total)
    if any(point.how == "bad" and point.name in NEVER for point in found):
        score = min(score, MOST_WITH_A_NEVER)
    return Advice(score, found, promises)
