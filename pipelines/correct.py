"""A person corrects us: kept for ever, and believed at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pipelines import assess, learn, retell, verdicts
from pipelines.desk import Desk
from pipelines.roles import allow
from storage import assessments, corrections, mentions, stories, turns
from storage.corrections import Correction
from storage.model import Assessment

OF_JUDGEMENT = (verdicts.NEGATIVE, verdicts.NOT_NEGATIVE, verdicts.ABOUT_US, verdicts.NOT_ABOUT_US)


class Unknown(Exception):
    """No mention has this id; the message is a sentence."""


@dataclass(frozen=True)
class Corrected:
    """What the correction did: the mention's judgement and story now, and how many others wait to be judged again."""

    assessment: Assessment | None
    story: str
    waiting: int


def take_back(desk: Desk, mention: str, what: str, *, who: str, now: datetime, other: str = "") -> Corrected:
    """Undo a correction: the word stays in the record, with the one that takes it back, and counts no more."""
    return _say(desk, mention, what, who, now, other, back=True)


def correct(desk: Desk, mention: str, what: str, *, who: str, now: datetime, other: str = "") -> Corrected:
    """Keep a correction (`what` is a word of `verdicts`, `other` the second mention of a story) and act on it.

    The mention is judged again at once, its source's cut moves, and what that can change is judged in the background.
    Raises NotAllowed for somebody who may not, Unknown for an id that is not in the record.
    """
    return _say(desk, mention, what, who, now, other)


def _say(desk: Desk, mention: str, what: str, who: str, now: datetime, other: str, *, back: bool = False) -> Corrected:
    by = allow(desk.config, who, "correct").name
    with turns.judging(desk.record.path, desk.record.wait), desk.record.sitting("keep a correction"):
        return _kept(desk, mention, what, by, now, other, back=back)


def _kept(desk: Desk, mention: str, what: str, by: str, now: datetime, other: str, *, back: bool) -> Corrected:
    ids = [mention, *filter(None, [other])]
    with desk.record.session("keep a correction") as con:
        here = mentions.by_ids(con, ids)
        if missing := [each for each in ids if each not in here]:
            raise Unknown(f"No mention has the id {missing[0]}; `earlyword sql` and the page show ids.")
        before = assessments.of(con, [mention]).get(mention)
        word = f"{what}{other}"
        if back:
            word = f"{verdicts.BACK}{word}"
        elif what in OF_JUDGEMENT and before is not None:
            word += f"{verdicts.WAS}{before.flag if before.relevant else 'none'}"
        corrections.add(con, Correction(mention, word, by, now))
        if other:
            retell.retell(con, mention, other, verdicts.load(con))
    waiting = learn.study(desk, training=False) if what in OF_JUDGEMENT else 0
    if what in OF_JUDGEMENT:
        assess.again(desk, [mention], now=now)
    with desk.record.session("read what a correction did") as con:
        after = assessments.of(con, [mention]).get(mention)
        return Corrected(after, _story(stories.of(con, [mention]), mention), waiting)


def _story(links: Mapping[str, str], mention: str) -> str:
    return links.get(mention, mention)
