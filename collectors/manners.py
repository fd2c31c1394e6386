"""Politeness: one queue per host, a gap between requests, and the wait the other side asks for."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from collectors.address import is_loopback_name
from collectors.source import Blocked

DAY = timedelta(hours=24)
SHORTEST_WAIT = timedelta(seconds=60)  # a "retry at once" after a refusal would be a tight loop
UNSAID = timedelta(minutes=5)  # what "too often" (429) means where no wait is named
GAP = 1.0  # seconds between the end of one request to a host and the start of the next
GAPS = {  # hosts that ask for more, in seconds
    "api.gdeltproject.org": 5.0,
    "www.reddit.com": 30.0,
    "old.reddit.com": 30.0,
    "news.google.com": 5.0,
    "itunes.apple.com": 3.0,
    "www.youtube.com": 2.0,
}
_SHORT = timedelta(seconds=30)  # a pause that is worth waiting for
_COUNTERS = ("x-ratelimit-remaining", "ratelimit-remaining")
_RESETS = ("x-ratelimit-reset", "ratelimit-reset")


def bounded_wait(seconds: float) -> timedelta:
    """A wait the other side asked for, kept between a minute and a day; nonsense is taken as the longest."""
    if math.isnan(seconds) or seconds > DAY.total_seconds():
        return DAY
    return max(SHORTEST_WAIT, timedelta(seconds=max(0.0, seconds)))


def _seconds_until(value: str, now: datetime) -> float | None:
    """A header that holds seconds, an epoch time, an HTTP date or an ISO time, as seconds from now."""
    try:
        number = float(value)
    except ValueError:
        pass
    else:
        return number - now.timestamp() if 1e9 < number < 1e11 else number
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            at = read(value)
        except (ValueError, TypeError, OverflowError):
            continue
        return ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    return None


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the other side wants us to stay away, bounded to 1 minute .. 24 hours; None when it does not say.

    Reads Retry-After (seconds or date) and, when a rate limit is used up, its reset time (seconds, epoch or ISO).
    """
    value = headers.get("retry-after", "").strip()[:64]
    seconds = _seconds_until(value, now) if value else None
    if seconds is None and any(headers.get(name, "").strip() in ("0", "0.0") for name in _COUNTERS):
        reset = next((headers[name].strip()[:64] for name in _RESETS if name in headers), "")
        seconds = _seconds_until(reset, now) if reset else None
    return None if seconds is None else bounded_wait(seconds)


def wait_asked(status: int, headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long to stay away after an answer with this status; None when the host may be asked again at once."""
    return retry_after(headers, now) or (UNSAID if status == 429 else None)


class _Host:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.free_at = 0.0  # monotonic seconds: when the gap is over
        self.closed_until = 0.0  # monotonic seconds: until when it asked us to stay away


class Queue:
    """Lets one request at a time through to each host, with a gap between them.

    Requests to this very machine pass freely: there is nobody to be polite to.
    """

    def __init__(self, *, gap: float = GAP, longest_wait: float = 300.0) -> None:
        self._gap = gap
        self._longest_wait = longest_wait
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host())

    def enter(self, name: str) -> None:
        """Wait for our turn at the host. Raises Blocked when it asked us to stay away, or the line is too long."""
        if is_loopback_name(name):
            return
        host = self._host(name)
        self._refuse_if_closed(name, host)
        if not host.lock.acquire(timeout=self._longest_wait):
            raise Blocked(
                f"{name} was still busy with our own earlier questions after {self._longest_wait:.0f} s",
                next_step="Ask this site less often: give its sources a longer period.",
                retry_after=SHORTEST_WAIT,
            )
        try:
            self._refuse_if_closed(name, host)
        except Blocked:
            host.lock.release()
            raise
        pause = host.free_at - time.monotonic()
        if pause > 0:
            time.sleep(pause)

    def leave(self, name: str) -> None:
        """Our turn at the host is over; the gap begins."""
        if is_loopback_name(name):
            return
        host = self._host(name)
        host.free_at = time.monotonic() + max(self._gap, GAPS.get(name, 0.0) if self._gap else 0.0)
        host.lock.release()

    def stay_away(self, name: str, wait: timedelta) -> None:
        """The host asked for a pause: no further request of this process goes there before it is over."""
        if not is_loopback_name(name):
            self._host(name).closed_until = time.monotonic() + wait.total_seconds()

    def rest(self, name: str, wait: timedelta) -> None:
        """The host asked for a pause between requests: a short one is waited for in line, a long one is stayed away."""
        if wait > _SHORT:
            self.stay_away(name, wait)
        elif not is_loopback_name(name):
            host = self._host(name)
            host.free_at = max(host.free_at, time.monotonic() + wait.total_seconds())

    @staticmethod
    def _refuse_if_closed(name: str, host: _Host) -> None:
        left = host.closed_until - time.monotonic()
        if left > 0:
            raise Blocked(
                f"{name} asked us to stay away for another {math.ceil(left / 60)} min",
                next_step="Nothing to do: we ask again when the time is over.",
                retry_after=bounded_wait(left),
            )
