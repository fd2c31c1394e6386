"""Once per round: what customers said goes to its cases, and what has fallen due is told. One transaction.

Whatever is decided is kept together with what it was decided from; letters are unique by key and recipient, events by
their place in the case. So a round that is killed does the same again, and nobody hears twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.folding import fold_all
from pipelines import case_changes, case_due, case_news
from pipelines.case_bench import Bench
from pipelines.desk import Desk
from pipelines.letters.reminder import Reminder, letters
from pipelines.live import heard_since, looked_last
from pipelines.team import team
from pipelines.timetable import quiet_until
from pipelines.warn import NEWS
from storage import alerts, cases, mentions, outbox, states
from storage.db import Connection
from storage.model import Json

TENDED = "cases tended"
TOLD = "cases told together"  # what stood in a letter with others, so that it is not told again alone
REMEMBERED = timedelta(days=400)  # a closed case nobody touched for longer is left in peace
OVERLAP = timedelta(hours=1)  # looked at again, so that a look that was written late is not missed


@dataclass(frozen=True)
class Tended:
    """What one look at the cases did: how many events of which kind, and the letters that went to the outbox."""

    done: Mapping[str, int]
    reminders: tuple[Reminder, ...]
    letters: int  # of the reminders, those that were new


def tend(desk: Desk, now: datetime) -> Tended:
    """Bring every case up to `now`: new words, edits, routes, clocks, promises, check-ins."""
    with desk.record.session("tend the cases") as con:
        last = looked_last(states.load(con, TENDED), now)
        bench = _bench(con, desk, now)
        news, _ = heard_since(con, desk.config, last, now)
        second = {
            alert.mentions[0]: alert.mentions[1]
            for alert in alerts.recent(con, max(last, now - NEWS) - OVERLAP)
            if alert.kind == "second_complaint" and len(alert.mentions) > 1
        }
        case_news.listen(bench, news, second)
        case_changes.watch_for_changes(bench, max(last - OVERLAP, now - REMEMBERED))
        case_news.praise(bench, news)
        case_due.promises(bench)
        case_due.unanswered(bench)
        case_due.route(bench)
        case_due.check_ins(bench)
        case_due.standing_still(bench)
        case_due.suggestions(bench)
        cases.append_all(con, bench.events)
        new = _post(bench)
        states.save(con, TENDED, now.isoformat())
    return Tended(dict(bench.done), tuple(bench.reminders), new)


def _bench(con: Connection, desk: Desk, now: datetime) -> Bench:
    wanted = {*cases.open_(con), *cases.changed_since(con, now - REMEMBERED)}
    folded = fold_all(event for events in cases.load(con, wanted).values() for event in events)
    said = mentions.by_ids(con, {mention for case in folded.values() for mention in case.mentions})
    return Bench(con, desk.config, team(desk.config), now, folded, said, int(cases.next_id(con)))


def _post(bench: Bench) -> int:
    """Puts the letters into the outbox, many at once for one person as a single one; returns how many were new."""
    value = states.load(bench.con, TOLD)
    told: dict[str, str] = {key: str(at) for key, at in value.items()} if isinstance(value, dict) else {}
    here = outbox.known(bench.con, {each.key for each in bench.reminders})
    fresh = [each for each in bench.reminders if _mark(each) not in told and (each.key, each.recipient) not in here]
    notifications, grouped = letters(fresh, bench.config, bench.now)
    horizon = (bench.now - REMEMBERED).isoformat()
    kept: dict[str, Json] = {key: at for key, at in told.items() if at >= horizon}
    states.save(bench.con, TOLD, kept | {_mark(each): bench.now.isoformat() for each in grouped})
    return outbox.put(bench.con, notifications, not_before=quiet_until(bench.config, bench.now))


def _mark(reminder: Reminder) -> str:
    return f"{reminder.key} {reminder.recipient}"
