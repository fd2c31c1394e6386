"""When a source is looked at next. Pure: the same look gives the same answer, and the clock is handed in.

A period starts when the last look was made, so a run that was late or missed is caught up once and not once for every
period that passed. Jitter spreads sources with the same period; it comes from a digest, not from chance, so that a
schedule can be told in advance and tested.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from collectors.source import Source
from pipelines.config import Config
from storage.model import Poll
from storage.polls import AHEAD

JITTER = 0.1  # a look falls at most this share of its period before or after the exact time
LONGEST_BACKOFF = timedelta(hours=24)
FIRST_RETRY = timedelta(minutes=5)
MAX_WAIT_ASKED = timedelta(hours=24)  # a Retry-After beyond this is not believed


def after_success(config: Config, source: Source[Any], poll: Poll) -> datetime:
    """When a source that answered is due again: one period after the look, give or take the jitter."""
    every = config.every(source.name)
    return poll.at + every * jittered(source.name, poll.at)


def after_failure(
    config: Config, source: Source[Any], poll: Poll, retry_after: timedelta | None, permanent: bool = False
) -> datetime | None:
    """When a source that failed is tried again; None for one that is gone for good and waits for the owner.

    The first retry comes early, after `FIRST_RETRY` or the period if that is shorter, because most failures pass; each
    failure in a row doubles the wait. One that is broken is looked at again every period at the latest, which is what
    it is used to, so that little is missed once it works again; one that refuses us is left alone for up to a day. What
    the other side asked for (`retry_after`, 0 to 24 hours) is always granted.
    """
    if permanent:
        return None
    every = config.every(source.name)
    first = min(FIRST_RETRY, every)
    doublings: int = min(max(poll.failures - 1, 0), 20)
    wait = min(first * (1 << doublings), every if poll.status == "broken" else max(LONGEST_BACKOFF, every))
    wait *= jittered(source.name, poll.at)
    if retry_after is not None:
        wait = max(wait, min(retry_after, MAX_WAIT_ASKED))
    return poll.at + wait


def is_due(last: Poll | None, every: timedelta, now: datetime) -> bool:
    """Should a source be looked at now? One that was stopped for good is not; a clock that was put back does not wait.

    `last` is its last look, None when there was none.
    """
    if last is None:
        return True
    if last.next_due is None:
        return last.failures == 0
    furthest = max(LONGEST_BACKOFF, every) * (1 + JITTER)
    return last.next_due <= now or last.at - now > AHEAD or last.next_due - now > furthest


def retry_letter(attempts: int, now: datetime) -> datetime:
    """When a letter that could not be handed over is tried again: 1, 2, 4 ... minutes, at most an hour apart.

    `attempts` counts the tries so far, this failed one included.
    """
    return now + min(timedelta(minutes=1 << min(max(attempts - 1, 0), 10)), timedelta(hours=1))


def jittered(name: str, at: datetime) -> float:
    """A factor of 1 ± `JITTER`, evenly spread, that depends on the source and the time of the look only."""
    digest = hashlib.blake2b(f"{name}\x1f{at.isoformat()}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    share = int.from_bytes(digest, "big") / 2**64
    return 1 + JITTER * (2 * share - 1)
