from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage import outbox
from storage.db import Record
from storage.model import Notification

LEASE = timedelta(minutes=10)
Letter = Callable[..., Notification]


@pytest.fixture
def letter(now: datetime) -> Letter:
    def make(key: str = "fire", recipient: str = "ana@example.org") -> Notification:
        return Notification(key, recipient, "email", "alert", "A subject", "words", "<p>words</p>", now)

    return make


def test_one_letter_per_key_and_recipient_for_ever(record: Record, letter: Letter, now: datetime) -> None:
    three = [letter(), letter(recipient="bo@example.org"), letter("flood"), letter()]
    with record.session("test") as con:
        assert outbox.put(con, three) == 3
        assert outbox.put(con, three) == 0
        claimed = outbox.claim(con, now, LEASE)
        assert claimed is not None
        outbox.sent(con, claimed, now)
        assert outbox.put(con, [claimed]) == 0
        assert outbox.counts(con) == {"waiting": 2, "sent": 1}


def test_a_claimed_letter_is_nobody_elses_until_the_lease_ends(record: Record, letter: Letter, now: datetime) -> None:
    with record.session("test") as con:
        outbox.put(con, [letter()])
        assert outbox.claim(con, now - timedelta(seconds=1), LEASE) is None
        assert outbox.claim(con, now, LEASE) == replace(letter(), attempts=1)
        assert outbox.claim(con, now + LEASE - timedelta(seconds=1), LEASE) is None
        assert outbox.claim(con, now + LEASE, LEASE) == replace(letter(), attempts=2)


def test_a_letter_written_while_the_clock_was_a_year_ahead_goes_at_once(
    record: Record, letter: Letter, now: datetime
) -> None:
    ahead = replace(letter(), created=now + timedelta(days=365))
    with record.session("test") as con:
        outbox.put(con, [ahead])
        assert outbox.claim(con, now, LEASE) == replace(ahead, attempts=1)
        assert outbox.claim(con, now, LEASE) is None


def test_a_failed_letter_goes_again_when_told_and_a_refused_one_stays_visible(
    record: Record, letter: Letter, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    with record.session("test") as con:
        outbox.put(con, [letter()])
        for retry_at in (later, None):
            claimed = outbox.claim(con, later if retry_at is None else now, LEASE)
            assert claimed is not None
            outbox.failed(con, claimed, "The server says 451.", retry_at)
            assert outbox.claim(con, later - timedelta(seconds=1), LEASE) is None
        assert outbox.claim(con, later + timedelta(days=30), LEASE) is None
        [refused] = outbox.list_(con, status="refused")
    assert (refused.notification.error, refused.notification.attempts) == ("The server says 451.", 2)
    assert refused.sent is None


def test_a_sent_letter_says_when(record: Record, letter: Letter, now: datetime) -> None:
    with record.session("test") as con:
        outbox.put(con, [letter()])
        claimed = outbox.claim(con, now, LEASE)
        assert claimed is not None
        outbox.sent(con, claimed, now + timedelta(seconds=3))
        [sent] = outbox.list_(con)
    assert (sent.status, sent.sent) == ("sent", now + timedelta(seconds=3))


def test_several_senders_claim_every_letter_once(record: Record, letter: Letter, now: datetime) -> None:
    claimed: list[str] = []

    def send() -> None:
        while True:
            with record.session("send") as con:
                mine = outbox.claim(con, now, LEASE)
            if mine is None:
                return
            claimed.append(mine.key)

    with record.session("test") as con:
        outbox.put(con, [letter(f"key {number}") for number in range(12)])
    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(claimed) == sorted(f"key {number}" for number in range(12))
