"""Was an alert worth the interruption? The owner's word is kept for ever: the rules are measured against it."""

from __future__ import annotations

from datetime import datetime

from analysis.recovery import NotAllowed
from pipelines.desk import Desk
from pipelines.roles import allow
from pipelines.verdicts import BACK, NOT_USEFUL
from storage import alerts, corrections
from storage.corrections import Correction
from storage.db import Connection
from storage.model import Alert


def not_worth_it(desk: Desk, key: str, *, who: str, now: datetime) -> Alert:
    """Close an alert that nobody needed to hear of. Raises NotAllowed for somebody who may not, or an unknown key."""
    by = allow(desk.config, who, "correct").name
    with desk.record.session("an alert was not worth it") as con:
        alert = _known(con, key)
        calm(con, alert, by, now)
        return alert


def worth_it_after_all(desk: Desk, key: str, *, who: str, now: datetime) -> Alert:
    """Take that back: the alert is open again, and the word against it counts no more."""
    by = allow(desk.config, who, "correct").name
    with desk.record.session("an alert was worth it after all") as con:
        alert = _known(con, key)
        _say(con, alert, f"{BACK}{NOT_USEFUL}", by, now)
        alerts.reopen(con, key)
        return alert


def calm(con: Connection, alert: Alert, by: str, now: datetime) -> None:
    """The same inside a session that is open already."""
    _say(con, alert, NOT_USEFUL, by, now)
    alerts.close(con, [alert.key], now)


def _say(con: Connection, alert: Alert, what: str, by: str, now: datetime) -> None:
    for mention in alert.mentions[:1] or (alert.key,):
        corrections.add(con, Correction(mention, what, by, now))


def _known(con: Connection, key: str) -> Alert:
    alert = alerts.of(con, key)
    if alert is None:
        raise NotAllowed("What this was about is not in the record any more.")
    return alert
