"""One total deadline for one request, whatever the other side does with its bytes.

httpx and httpcore count a timeout per read, so a server that sends a byte every half second is never too slow. The
network streams of `collectors.address` ask this object before every read and write instead. It is per thread: one
thread makes one request at a time.
"""

from __future__ import annotations

import threading
import time


class Deadline(threading.local):
    """When the request of the current thread must be over, in seconds of the monotonic clock."""

    def __init__(self) -> None:
        self._at: float | None = None

    def start(self, seconds: float) -> None:
        """Begin a request that may take `seconds` altogether: look-up, handshake, headers and body."""
        self._at = time.monotonic() + seconds

    def clear(self) -> None:
        """No request is under way in this thread."""
        self._at = None

    def left(self) -> float | None:
        """Seconds left, 0 when over, None outside a request."""
        return None if self._at is None else max(0.0, self._at - time.monotonic())

    def within(self, timeout: float | None) -> float | None:
        """The smaller of `timeout` and what is left; never 0, which would mean "do not wait" to a socket."""
        left = self.left()
        if left is None:
            return timeout
        return max(1e-3, left if timeout is None else min(left, timeout))

    def over(self) -> bool:
        """Is the time used up?"""
        return self.left() == 0.0
