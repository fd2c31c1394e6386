"""How often somebody may try a password: each failure beyond a few doubles the wait, for the name and for the address.

Kept in memory: whoever could restart the service to forget it holds the machine already, and a list of addresses on
disk would be one more thing to keep about people. The table is bounded, so that inventing names fills no memory.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

FREE_FOR_NAME, FREE_FOR_ADDRESS = 5, 20  # failures before the first wait; a shop's people share one address
FIRST, LONGEST = timedelta(seconds=10), timedelta(minutes=15)
FORGOTTEN = timedelta(hours=24)  # after the last failure
MOST = 10_000  # names and addresses that are remembered


class Limits:
    """`wait` before a try, `failed` or `passed` after it.

    An address from which a name was let in before is not held up by strangers who try that name from elsewhere:
    otherwise anybody could lock the owner out.
    """

    def __init__(self) -> None:
        self._failures: OrderedDict[str, tuple[int, datetime]] = OrderedDict()
        self._at_home: OrderedDict[tuple[str, str], None] = OrderedDict()

    def wait(self, name: str, address: str, now: datetime) -> timedelta:
        """How long this name and address have to wait still; zero when they may try."""
        return max((self._left(key, free, now) for key, free in self._keys(name, address)), default=timedelta())

    def failed(self, name: str, address: str, now: datetime) -> None:
        for key, _ in self._keys(name, address):
            count, last = self._failures.pop(key, (0, now))
            self._failures[key] = ((count if now - last < FORGOTTEN else 0) + 1, now)
        while len(self._failures) > MOST:
            self._failures.popitem(last=False)

    def passed(self, name: str, address: str) -> None:
        """Their own count begins anew; the address's does not, or one good account would buy endless tries."""
        for key, _ in self._keys(name, address)[:1]:
            self._failures.pop(key, None)
        self._at_home[(_name(name), address)] = None
        while len(self._at_home) > MOST:
            self._at_home.popitem(last=False)

    def _keys(self, name: str, address: str) -> list[tuple[str, int]]:
        own = f"home {_name(name)} {address}" if (_name(name), address) in self._at_home else f"name {_name(name)}"
        return [(own, FREE_FOR_NAME), (f"address {address}", FREE_FOR_ADDRESS)]

    def _left(self, key: str, free: int, now: datetime) -> timedelta:
        count, last = self._failures.get(key, (0, now))
        if count < free:
            return timedelta()
        held: timedelta = min(LONGEST, FIRST * 2 ** min(count - free, 20))
        return max(timedelta(), last + held - now)


def _name(name: str) -> str:
    return " ".join(name.split()).casefold()[:100]
