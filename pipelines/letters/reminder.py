"""A few lines for one person about one thing: a promise that falls due, a case that is theirs now, praise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipelines.config import Config
from pipelines.letters import _form, _frame, _subject
from pipelines.letters.card import line, shortened
from storage.model import Notification

LONGEST = 1200  # characters of one line


@dataclass(frozen=True, slots=True)
class Reminder:
    """`key` says what it is about, once for ever and recipient; `case` keeps the letters of one case together."""

    key: str
    recipient: str  # address
    subject: str  # a sentence
    lines: tuple[str, ...]
    case: str = ""


def letter(reminder: Reminder, config: Config, now: datetime) -> Notification:
    """The reminder as a notification for the outbox, as text and HTML."""
    values = {
        "headline": line(reminder.subject),
        "lines": [shortened(line(words), LONGEST) for words in reminder.lines if words.strip()],
        **_frame(config),
    }
    return Notification(
        key=reminder.key,
        recipient=reminder.recipient,
        channel="email",
        kind="reminder",
        subject=_subject(reminder.subject, config),
        text=_form("reminder.txt").render(values),
        html=_form("reminder.html").render(values),
        created=now,
        thread=f"case:{reminder.case}" if reminder.case else reminder.key,
    )
