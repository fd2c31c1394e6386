"""The warning phase of a round: look, decide, keep alerts and letters in one transaction.

Whatever was decided is kept together with what it was decided from, so a crash before the transaction decides the same
again and a crash after it tells nobody twice: alerts are unique by key, letters by key and recipient.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from analysis import alert_keys, hygiene
from analysis.candidate import Open
from pipelines import live, mute, warn
from pipelines.channels import elsewhere
from pipelines.config import Config
from pipelines.config_model import Person
from pipelines.desk import Desk
from pipelines.letters import Told, letters
from pipelines.links import Links, secret_of
from pipelines.person import history_of
from pipelines.playbook import opening
from pipelines.timetable import quiet_until
from storage import alerts, assessments, cases, mentions, outbox, states, stories
from storage.db import Connection
from storage.model import Alert, AlertKind, Assessment, Json, Mention, Notification

OPEN, INTERRUPTED = "alerts open", "interruptions"
TELLS: Mapping[str, tuple[str, ...]] = {"alert": ("owner", "manager")}
ABOUT_ONE: tuple[AlertKind, ...] = ("mention", "second_complaint")
# how many mentions of an alert, the first ones, are by the person whose case it is
_SAME: Mapping[AlertKind, int] = {"mention": 1, "second_complaint": 2, "story": 1, "spike": 0, "source": 0}
WAITING, MOST_WAITING = "waits for the digest", 200
WEEK = timedelta(days=7)


def warn_now(desk: Desk, *, now: datetime) -> hygiene.Decision:
    """Decide what is worth an interruption and put its letters into the outbox; returns the decision."""
    with desk.record.session("look for what cannot wait") as con:
        view = live.view(con, desk.config, now)
        known = [
            alert_keys.story_of(each) for each in alerts.recent(con, now - warn.STILL_KNOWN) if each.kind == "story"
        ]
        quiet_about = mute.holding(con, now)
        told = _told(con)
        interrupted = [datetime.fromisoformat(str(each)) for each in _list(states.load(con, INTERRUPTED))]
    limits = limits_of(desk.config)
    found = warn.candidates(view, limits)
    decision = hygiene.decide(
        found,
        told,
        interrupted,
        now,
        budget_per_week=limits.interruptions_per_week,
        mutes=[each.rule() for each in quiet_about],
        explained=warn.explanations(view, found, [*known, *(each.about for each in quiet_about)]),
    )
    links = Links(secret_of(desk.config.data), desk.config.page)
    spent = [now for each in decision.interrupt if not each.candidate.always]
    with desk.record.session("keep alerts") as con:
        new = alerts.keep_new(con, [each.alert for each in (*decision.interrupt, *decision.digest)])
        one_of_many = [each.alert for each in decision.grouped]
        alerts.close(con, [each.key for each in alerts.keep_new(con, one_of_many)], now)
        rung = {each.alert.key for each in decision.interrupt}
        ringing = [alert for alert in new if alert.key in rung]
        quiet = quiet_until(desk.config, now)
        loud = {
            each.alert.key for each in decision.interrupt if not quiet or each.candidate.always or each.alert.urgent
        }
        outbox.put(con, _letters(con, desk, [alert for alert in ringing if alert.key in loud], now, links))
        calm = [alert for alert in ringing if alert.key not in loud]
        outbox.put(con, _letters(con, desk, calm, now, links), not_before=quiet)
        waiting = [alert.key for alert in new if alert.key not in rung]
        states.save(con, WAITING, [*_list(states.load(con, WAITING)), *waiting][-MOST_WAITING:])
        states.save(con, OPEN, [each.state() for each in decision.open])
        alerts.close(con, alerts.telling(con, _over(told, decision)), now)
        states.save(con, INTERRUPTED, [at.isoformat() for at in (*interrupted, *spent) if now - at < WEEK])
        states.save(con, live.SPIKES, view.kept_spikes())
        states.save(con, live.WARNED, now.isoformat())
    return decision


def limits_of(config: Config) -> warn.Limits:
    """What the owner has set, as the decider knows it."""
    return warn.Limits(config.warn.great_reach, config.warn.interruptions_per_week, config.own_rules())


def _told(con: Connection) -> tuple[Open, ...]:
    """The open alerts; those about stories that have become one are one."""
    told = [Open.from_state(each) for each in _list(states.load(con, OPEN))]
    about = [each.subject for each in told if each.kind == "story"]
    return hygiene.moved(told, stories.of(con, about) if about else {})


def _over(told: Sequence[Open], decision: hygiene.Decision) -> list[str]:
    """First keys of the alerts that were open and have been quiet for a day."""
    still = {each.key for each in decision.open}
    return [each.key for each in told if each.key not in still]


def _letters(con: Connection, desk: Desk, new: Sequence[Alert], now: datetime, links: Links) -> list[Notification]:
    """What each person who is told of alerts gets to read."""
    if not new:
        return []
    ids = {mention for alert in new for mention in alert.mentions}
    said, thought = mentions.by_ids(con, ids), assessments.of(con, ids)
    taken = cases.by_mentions(con, ids)
    told = [
        Told(
            alert,
            [said[mention] for mention in alert.mentions if mention in said],
            {mention: thought[mention] for mention in alert.mentions if mention in thought},
            *_personal(con, desk.config, alert, said, thought, now),
            case=next((taken[mention] for mention in alert.mentions[: _SAME[alert.kind]] if mention in taken), ""),
        )
        for alert in new
    ]
    found: list[Notification] = []
    for person in desk.config.people:
        if theirs := [each for each in told if hears(desk.config, person, each.alert)]:
            found += letters(theirs, desk.config, person.email, now, links)
            # elsewhere others may read along, so the buttons, which act in the person's name, stay out
            for each in letters(theirs, desk.config, person.email, now):
                found += elsewhere(each, person)
    return found


def hears(config: Config, person: Person, alert: Alert) -> bool:
    """Is this person told of the alert? Of a rule's those it names, where it names any."""
    own = alert_keys.rule_of(alert.key)
    named = next((rule.to for rule in config.ring_rules if rule.name == own), ())
    return person.name in named if named else person.role in TELLS["alert"]


def _personal(
    con: Connection,
    config: Config,
    alert: Alert,
    said: Mapping[str, Mention],
    thought: Mapping[str, Assessment],
    now: datetime,
) -> tuple[tuple[str, ...], str]:
    """Who wrote the first mention, with what we promised them, and how an answer could begin."""
    first = next((said[mention] for mention in alert.mentions if mention in said), None)
    if first is None or alert_keys.about_many(alert.key):
        return (), ""
    who = history_of(con, first).sentences(now, config.zone) if alert.kind in ABOUT_ONE else ()
    return who, opening(config, first, thought.get(first.id))


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
