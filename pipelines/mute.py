"""Silence that a person asked for: a story, or what one alert is about, rings no more until a time. Kept with its name.

A story that is muted explains the spikes it makes, as a story does that was told of. Somebody hurt, the press, a second
complaint: such a mention rings though its story is muted, because it is another matter; mute its own alert if it must.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from analysis.candidate import Mute
from pipelines.desk import Desk
from pipelines.roles import allow
from storage import alerts, mentions, states, stories
from storage.db import Connection
from storage.model import Json

MUTES, MOST_KEPT = "mutes", 500
LONGEST = timedelta(days=366)

What = Literal["story", "alert"]


class Unknown(Exception):
    """Nothing has this id or key, or nothing is muted there; the message is a sentence."""


class NotNow(Exception):
    """The time until which it should be quiet makes no sense; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Muted:
    """One wish for silence. `about` is a story's id or an alert's key; `ended` says who ended it before its time."""

    what: What
    about: str
    until: datetime
    by: str
    at: datetime
    ended: str = ""

    def rule(self) -> Mute:
        """The same for `analysis.hygiene`."""
        if self.what == "story":
            return Mute(self.until, story=self.about, by=self.by)
        return Mute(self.until, key=self.about, by=self.by)


def mute(desk: Desk, about: str, *, until: datetime, who: str, now: datetime) -> Muted:
    """No alert about a story (its id, or that of a mention that tells it) or a key rings before `until`.

    A later word about the same thing replaces the earlier one. Raises NotAllowed for somebody who may not, Unknown for
    what is not in the record, NotNow for a time in the past or more than a year away.
    """
    by = allow(desk.config, who, "mute").name
    if not now < until <= now + LONGEST:
        raise NotNow("Quiet until when? The time should lie ahead, and less than a year.")
    with desk.record.session("mute") as con:
        what, found = _find(con, about)
        new = Muted(what, found, until, by, now)
        _save(con, [*(_end(each, by, now) if each.about == found else each for each in everything(con)), new])
    return new


def unmute(desk: Desk, about: str, *, who: str, now: datetime) -> Muted:
    """It may ring again; returns what was muted. Raises NotAllowed, and Unknown where nothing is muted."""
    by = allow(desk.config, who, "mute").name
    with desk.record.session("unmute") as con:
        kept = everything(con)
        try:
            _, found = _find(con, about)
        except Unknown:
            found = about  # what was muted may be forgotten by now
        holding = [each for each in kept if each.until > now and {each.about, _now(con, each)} & {found, about}]
        if not holding:
            raise Unknown(f"Nothing about {about} is muted; `earlyword mute` lists what is.")
        _save(con, [_end(each, by, now) if each in holding else each for each in kept])
    return holding[-1]


def holding(con: Connection, now: datetime) -> list[Muted]:
    """Everything that is muted at `now`, the newest wish last. Stories that became one are named as they are now."""
    kept = [each for each in everything(con) if each.until > now]
    return [replace(each, about=_now(con, each)) for each in kept]


def everything(con: Connection) -> list[Muted]:
    """Every wish there was, those that are over included; the last 500."""
    kept = states.load(con, MUTES)
    return [_read(each) for each in kept] if isinstance(kept, list) else []


def _find(con: Connection, about: str) -> tuple[What, str]:
    """What `about` names, as it is called now."""
    if alert := alerts.of(con, about):
        return "alert", alert.key
    story = stories.of(con, [about]).get(about)
    if story is None and not stories.members(con, [about]) and not mentions.by_ids(con, [about]):
        raise Unknown(f"Neither a story nor an alert is called {about}; the page and `earlyword sql` show both.")
    return "story", story or about


def _now(con: Connection, muted: Muted) -> str:
    return stories.of(con, [muted.about]).get(muted.about, muted.about) if muted.what == "story" else muted.about


def _end(muted: Muted, by: str, now: datetime) -> Muted:
    return replace(muted, until=now, ended=by) if muted.until > now else muted


def _save(con: Connection, kept: Sequence[Muted]) -> None:
    states.save(con, MUTES, [_written(each) for each in kept[-MOST_KEPT:]])


def _written(muted: Muted) -> Json:
    return {
        "what": muted.what,
        "about": muted.about,
        "until": muted.until.isoformat(),
        "by": muted.by,
        "at": muted.at.isoformat(),
        "ended": muted.ended,
    }


def _read(kept: Json) -> Muted:
    assert isinstance(kept, Mapping)
    until, at = (datetime.fromisoformat(str(kept[name])) for name in ("until", "at"))
    what: What = "story" if kept["what"] == "story" else "alert"
    return Muted(what, str(kept["about"]), until, str(kept["by"]), at, str(kept["ended"]))
