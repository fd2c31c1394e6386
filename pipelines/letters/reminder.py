"""A few lines for one person about one thing: a promise that falls due, a case that is theirs now, praise."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pipelines.config import Config
from pipelines.letters import GROUP_FROM, LISTED
from pipelines.letters.card import line, shortened
from pipelines.letters.frame import address, form, frame, subject
from storage.model import Notification

LONGEST = 1200  # characters of one line


@dataclass(frozen=True, slots=True)
class Reminder:
    """`key` says what it is about, once for ever and recipient; `case` keeps the letters of one case together.

    `lines` are sentences; blank ones are left out.
    """

    key: str
    recipient: str  # address
    subject: str  # a sentence
    lines: tuple[str, ...]
    case: str = ""
    page: str = ""  # the page to look at, where it is no case's
    cases: tuple[str, ...] = ()  # of a letter about many: the case of each line, "" for none


def letters(reminders: Sequence[Reminder], config: Config, now: datetime) -> tuple[list[Notification], list[Reminder]]:
    """The notifications: one for each, or a single one where many come at once for one person.

    Also returns the reminders that went into such a letter: they are told, though none has a letter of its own.
    """
    by_person: dict[str, dict[str, Reminder]] = {}
    for each in reminders:
        by_person.setdefault(each.recipient, {}).setdefault(each.key, each)
    found: list[Notification] = []
    grouped: list[Reminder] = []
    for theirs in by_person.values():
        if len(theirs) < GROUP_FROM:
            found += [letter(each, config, now) for each in theirs.values()]
        else:
            found.append(letter(_together(list(theirs.values())), config, now))
            grouped += theirs.values()
    return found, grouped


def _together(reminders: Sequence[Reminder]) -> Reminder:
    """Many as one. Its key is made of theirs: the same reminders, the same letter."""
    keys = "\x1f".join(sorted(each.key for each in reminders)).encode("utf-8", "surrogatepass")
    lines = [each.subject for each in reminders[:LISTED]]
    if more := len(reminders) - len(lines):
        lines.append(f"And {more} more; the page shows them all.")
    return Reminder(
        key=f"group:{hashlib.blake2b(keys, digest_size=12).hexdigest()}",
        recipient=reminders[0].recipient,
        subject=f"{len(reminders)} things about your cases; the first: {reminders[0].subject}",
        lines=tuple(lines),
        cases=tuple(each.case for each in reminders[:LISTED]),
    )


def letter(reminder: Reminder, config: Config, now: datetime) -> Notification:
    """The reminder as a notification for the outbox, as text and HTML."""
    cases = (*reminder.cases, *([""] * len(reminder.lines)))
    values = {
        "headline": line(reminder.subject),
        "lines": [
            {"words": shortened(line(words), LONGEST), "link": address(config, "cases", case=case) if case else ""}
            for words, case in zip(reminder.lines, cases, strict=False)
            if words.strip()
        ],
        "case": reminder.case,
        "link": _leads(reminder, config),
        **frame(config),
    }
    return Notification(
        key=reminder.key,
        recipient=reminder.recipient,
        channel="email",
        kind="reminder",
        subject=subject(reminder.subject, config),
        text=form("reminder.txt").render(values),
        html=form("reminder.html").render(values),
        created=now,
        thread=f"case:{reminder.case}" if reminder.case else reminder.key,
    )


def _leads(reminder: Reminder, config: Config) -> str:
    """The page that shows what it is about."""
    if reminder.case:
        return address(config, "cases", case=reminder.case)
    return address(config, reminder.page) if reminder.page else ""
