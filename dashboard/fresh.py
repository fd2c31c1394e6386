"""Writing from a page, so that the page shows what was done at once.

Pages read the published copy. A verb writes to the record, so right after it the copy is made anew (a fifth of a second
of work at a million mentions), and the next run of the page reads it. Use it in a callback (`on_click=`), which runs
before the page is drawn:

    def take(case: str) -> None:
        done = fresh.act(frame, lambda desk, who, now: recover.assign(desk, case, who, now, to=who))
        if done is not None:
            notice.tell(words.say("cases.taken", case=done.id))

What could not be done (somebody was first, not allowed, the record is busy) becomes a sentence at the top of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from dashboard import notice
from dashboard.frame import Frame
from dashboard.who import who
from pipelines import correct, mute
from pipelines.recover import Desk, NotAllowed, Overtaken, open_desk
from storage.errors import RecordError
from storage.publish import publish

WAIT = timedelta(seconds=10)  # a round holds the record for tens of milliseconds at a time; longer is trouble
T = TypeVar("T")
# what the verbs say in a sentence instead of doing it
REFUSALS = (NotAllowed, Overtaken, correct.Unknown, mute.Unknown, mute.NotNow)


def act(frame: Frame, deed: Callable[[Desk, str, datetime], T]) -> T | None:
    """Do something in the name of whoever is at the page, and publish it. None when it was not done; the page says why.

    `deed` is handed the desk, the name and the time. When only the copy cannot be made, the deed stands and is shown
    after the next round.
    """
    try:
        desk = open_desk(frame.config, {}, wait=WAIT)
        done = deed(desk, who(frame), frame.clock())
    except (*REFUSALS, RecordError) as refused:
        notice.tell(str(refused), refused=True)
        if isinstance(refused, Overtaken):
            show(frame)
        return None
    show(frame)
    return done


def show(frame: Frame) -> None:
    """Make the copy anew, so that the next look at it sees what was written a moment ago."""
    desk = open_desk(frame.config, {}, wait=WAIT)
    try:
        publish(desk.record, frame.published)
    except RecordError as late:
        notice.tell(str(late), refused=True)
