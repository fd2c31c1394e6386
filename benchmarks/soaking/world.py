"""What the outside says during the simulated month, and when each source is in trouble. All of it from one seed.

Simulated: the words are written for this benchmark. The owner's zone is Africa/Casablanca, whose clocks go back on
15 February 2026 and forward on 22 March 2026 (Ramadan), so that one month holds both.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

ZONE = "Africa/Casablanca"
START = datetime(2026, 2, 14, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PERIODS = (2, 4, 8)  # rounds between two looks, in turn
CALM = 4  # rounds at the end in which nothing more happens or goes wrong, so that what waits can go
SHAPES = ("rss", "atom", "rss", "jsonfeed", "rss", "json_api", "atom", "page")
A_DAY = 1.1  # mentions of a source
STORM = 30  # complaints within two hours at the first source, in the middle of the month

QUICK = (  # troubles that answer at once
    "500", "503", "429", "asks_for_ever", "403", "404", "cut", "login", "empty", "other_format", "bomb", "doubled",
    "bad_trailer", "loop", "reset", "bad_chunks", "big_headers", "304", "not_http", "bad_encoding",
)  # fmt: skip
SLOW = (
    "drip",
    "silent",
    "slow_headers",
)  # each costs a whole deadline of real time, so they all come at once
REFUSES = (
    "429",
    "503",
    "asks_for_ever",
    "403",
    "login",
)  # we may stay away for up to a day afterwards

PRAISE = (
    "Lovely cinnamon, quick delivery and a handwritten note.",
    "The staff helped me choose and the saffron is superb.",
    "Best spice shop in town, fair prices, friendly people.",
    "Everything arrived fresh and well packed, thank you.",
    "Great advice on curry blends, will come again.",
)
PLAIN = (
    "They have moved the counter to the left of the door.",
    "Opening hours on the door say nine to six.",
    "I bought cumin and two jars of paprika today.",
)
COMPLAINTS = (
    "Waited three weeks and the parcel never came, nobody answers the phone.",
    "The jar was broken and they refuse a refund. Terrible service.",
    "Rude cashier, laughed at me when I asked about the receipt.",
    "Charged twice and still waiting for my money back.",
    "Stale pepper, smells of nothing, awful quality for that price.",
)
CRITICAL = (
    "My son had an allergic reaction to the blend and was taken to hospital, the label says nothing of peanuts.",
    "There was broken glass in the chilli flakes and I cut my mouth.",
    "We all got food poisoning from the ready mix and the health inspector has been told.",
    "My lawyer will sue you over the contaminated paprika.",
)


@dataclass(frozen=True, slots=True)
class Version:
    """One item as it reads from `since` to `until`. `token` is in its words and in no other item's."""

    token: str
    guid: str
    author: str
    words: str
    published: datetime
    since: datetime
    until: datetime
    critical: bool = False

    def shown(self, now: datetime) -> bool:
        return self.since <= now < self.until


@dataclass(frozen=True, slots=True)
class Trouble:
    """How a source misbehaves from `since` to `until`; from `healed` on we must be looking again."""

    how: str
    since: datetime
    until: datetime
    healed: datetime


@dataclass
class Place:
    """One source. `guids`: "good", "fickle" (others at every answer) or "same" (one for all items)."""

    name: str
    shape: str
    every: timedelta
    guids: str
    versions: list[Version] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def listing(self, now: datetime) -> list[Version]:
        """What it shows, newest first."""
        shown = (version for version in self.versions if version.shown(now))
        return sorted(shown, key=lambda version: version.published, reverse=True)

    def trouble(self, now: datetime) -> str:
        return next((each.how for each in self.troubles if each.since <= now < each.until), "")

    def identity(self, version: Version) -> str:
        """What makes it one mention: its id where the place numbers its items, else the words."""
        return version.token if self.shape == "json_api" else version.words

    def owed(self, version: Version, down: list[tuple[datetime, datetime]]) -> bool:
        """Was it to be seen for two whole periods in a row while its place answered and we could work?"""
        bad = sorted([*((each.since, each.healed) for each in self.troubles), *down])
        since = version.since
        for begins, ends in [*bad, (version.until, version.until)]:
            if min(begins, version.until) - since >= 2 * self.every:
                return True
            since = max(since, ends)
        return False


class World:
    """Forty places and a month of what they say."""

    def __init__(self, seed: int, days: float, step: timedelta, places: int) -> None:
        """`step` is what lies between two rounds."""
        self.chance = random.Random(seed)
        self.step = step
        self.rounds = int(timedelta(days=days) / step)
        self.end = START + (self.rounds - CALM) * step
        self.now = START
        self.tokens = iter(range(100_001, 999_999))
        self.slow = [START + (self.end - START) * share for share in (0.3, 0.7) if days > 3]
        self.places = [self._place(number) for number in range(places)]
        self.places[-1].troubles.append(Trouble("410", START + (self.end - START) * 0.8, self.end + DAY, self.end))

    def cut(self, now: datetime) -> None:
        """The month ends here, although more was planned: what was shown later was never shown."""
        self.end = now
        for place in self.places:
            place.versions = [replace(each, until=min(each.until, now)) for each in place.versions if each.since < now]
            place.troubles = [each for each in place.troubles if each.since < now]

    def _place(self, number: int) -> Place:
        place = Place(
            name=f"place-{number:02}",
            shape=SHAPES[number % len(SHAPES)],
            every=PERIODS[number % len(PERIODS)] * self.step,
            guids=("good", "good", "fickle", "same")[number // 2 % 4],
        )
        said = [replace(each, until=min(each.until, self.end)) for each in self._versions(place, storm=number == 0)]
        place.versions = [each for each in said if each.since < each.until]
        place.troubles = list(self._troubles(number))
        return place

    def _versions(self, place: Place, storm: bool) -> Iterator[Version]:
        first = self._item(place, START - DAY)
        yield replace(first, since=START, until=self.end)  # no place is ever quite empty
        days = self.chance.expovariate(A_DAY)
        while START + timedelta(days=days) < self.end:
            item = self._item(place, START + timedelta(days=days))
            yield from self._with_edit(item)
            days += self.chance.expovariate(A_DAY)
        middle = START + (self.end - START) / 2
        for number in range(STORM if storm else 0):
            item = self._item(place, middle + timedelta(minutes=4 * number), COMPLAINTS)
            yield replace(item, until=item.since + timedelta(days=5))

    def _item(self, place: Place, at: datetime, texts: tuple[str, ...] = ()) -> Version:
        chance, token = self.chance, f"R{next(self.tokens)}"
        kind = chance.random()
        critical = not texts and kind < 0.012
        pool = texts or (CRITICAL if critical else COMPLAINTS if kind < 0.2 else PLAIN if kind < 0.35 else PRAISE)
        short = chance.random() < 0.1
        life = place.every * chance.uniform(0.3, 3) if short else timedelta(days=chance.uniform(2, 12))
        words = f"{chance.choice(pool)} Number {token}."
        author = f"Guest {token}" if chance.random() < 0.95 else "Rosa Vane"
        return Version(token, f"id-{token}", author, words, at, at, at + life, critical)

    def _with_edit(self, item: Version) -> Iterator[Version]:
        if item.critical or self.chance.random() > 0.06:
            yield item
            return
        edited = item.since + (item.until - item.since) * self.chance.uniform(0.3, 0.7)
        yield replace(item, until=edited)
        yield replace(item, words=f"{item.words} Edited: they wrote back.", since=edited)

    def _troubles(self, number: int) -> Iterator[Trouble]:
        at = START + timedelta(days=self.chance.uniform(0.5, 7))
        while at < self.end - timedelta(days=2):
            how = self.chance.choice(QUICK)
            until = at + self.step * self.chance.choice((1, 2, 5, 9, 20))
            healed = until + DAY if how in REFUSES else until
            yield Trouble(how, at, until, healed)
            at = healed + timedelta(days=self.chance.uniform(1, 9))
        if number % 5 == 1:
            for at in self.slow:
                yield Trouble(self.chance.choice(SLOW), at, at + 2 * self.step, at + 2 * self.step)
