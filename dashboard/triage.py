"""The moves of the inbox: each says one thing about one mention, tells what that changed, and can be undone.

All are callbacks: they act before the page is drawn, so that what was handled has left the list when it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from analysis.case import Case
from dashboard import fresh, notice, words
from dashboard.frame import Frame
from dashboard.nouns import Said
from pipelines import recover, verdicts
from pipelines.correct import Corrected, correct, take_back
from pipelines.recover import Desk, Overtaken

# Why a case is dismissed that was opened by a slip; kept in the record, where the inbox looks for it.
UNDONE = "opened by mistake"
BEGINNING = 60  # characters of a mention's words, in a sentence about it


def not_negative(frame: Frame, said: Said) -> None:
    """It is no complaint."""
    _correct(frame, said, verdicts.NOT_NEGATIVE, lambda done: words.say("triage.not_negative", **_told(said, done)))


def not_about_us(frame: Frame, said: Said) -> None:
    """It means somebody else."""
    _correct(frame, said, verdicts.NOT_ABOUT_US, lambda done: words.say("triage.not_about_us", **_told(said, done)))


def same_story(frame: Frame, said: Said, other: Said) -> None:
    """It tells what `other` tells."""
    sentence = words.say("triage.same_story", words=beginning(said), other=beginning(other))
    _correct(frame, said, verdicts.SAME_STORY, lambda _: sentence, other.id)


def another_story(frame: Frame, said: Said, other: Said) -> None:
    """It does not tell what `other` tells."""
    sentence = words.say("triage.another_story", words=beginning(said))
    _correct(frame, said, verdicts.OTHER_STORY, lambda _: sentence, other.id)


def open_case(frame: Frame, said: Said, *, urgent: bool = False) -> None:
    """Somebody has to put it right. Whoever presses second is told who was first."""

    def deed(desk: Desk, who: str, now: datetime) -> Case:
        try:
            return recover.open_case(desk, who, now, mention=said.id, urgent=urgent)
        except Overtaken as first:
            if first.case.state != "dismissed" or first.case.reason != UNDONE:
                raise
            return recover.reopen(desk, first.case.id, who, now, words=words.say("triage.case_again"))

    case = fresh.act(frame, deed)
    if case is not None:
        sentence = words.say("triage.case", case=case.id, words=beginning(said))
        notice.tell(sentence, undo=lambda: close_again(frame, case.id))


def beginning(said: Said, length: int = BEGINNING) -> str:
    """The first words of a mention, in quotation marks."""
    text = " ".join((said.title or said.text).split()) or words.say("mention.no_words")
    return f"“{text[:length].rsplit(' ', 1)[0]} …”" if len(text) > length else f"“{text}”"


def _correct(frame: Frame, said: Said, what: str, tell: Callable[[Corrected], str], other: str = "") -> None:
    done = fresh.act(frame, lambda desk, who, now: correct(desk, said.id, what, who=who, now=now, other=other))
    if done is not None:
        notice.tell(tell(done), undo=lambda: back(frame, said, what, other))


def back(frame: Frame, said: Said, what: str, other: str) -> None:
    """What somebody said of it counts no more."""
    done = fresh.act(frame, lambda desk, who, now: take_back(desk, said.id, what, who=who, now=now, other=other))
    if done is not None:
        notice.tell(words.say("triage.back", words=beginning(said)))


def close_again(frame: Frame, case: str) -> None:
    """The case was a slip: its mention goes back to the inbox."""
    done = fresh.act(frame, lambda desk, who, now: recover.dismiss(desk, case, who, now, words=UNDONE))
    if done is not None:
        notice.tell(words.say("triage.case_undone", case=case))


def _told(said: Said, done: Corrected) -> dict[str, str]:
    """What a sentence about a correction is filled with."""
    if not done.waiting:
        others = words.say("triage.alone")
    else:
        others = words.count("triage.others", done.waiting, source=said.source)
    return {"words": beginning(said), "others": others}
