"""Somebody who works on cases while rounds go on: opens, takes, answers, promises, keeps, resolves, notes."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta

from pipelines import recover
from pipelines.desk import Desk
from pipelines.recover import NotAllowed, Overtaken
from storage import publish
from storage.errors import RecordError

FLAGGED = "SELECT id FROM mentions WHERE flag = 'flag' ORDER BY seen DESC LIMIT 30"
WORDS = "Dear guest, we are sorry that the jar broke. A new one leaves today and arrives on Thursday. Ada"


class Person:
    """`done` counts events that were written, `told` the times somebody or the rules were in the way."""

    def __init__(self, desk: Desk, chance: random.Random) -> None:
        self.desk, self.chance = desk, chance
        self.cases: list[str] = []
        self.done: Counter[str] = Counter()
        self.told: Counter[str] = Counter()
        self.failed: list[str] = []

    def act(self, now: datetime) -> None:
        """One thing, at random, once there is something to look at."""
        if not self.desk.published.exists():
            return
        try:
            if not self.cases or self.chance.random() < 0.3:
                self._open(now)
            else:
                self._move(self.chance.choice(self.cases), now)
        except (NotAllowed, Overtaken) as wrong:
            self.told[type(wrong).__name__] += 1
        except RecordError as wrong:
            self.failed.append(f"{now:%m-%d %H:%M} {type(wrong).__name__}: {wrong}")

    def _open(self, now: datetime) -> None:
        _, rows = publish.ask(self.desk.published, FLAGGED)
        if rows:
            self.cases.append(recover.open_case(self.desk, "Ada", now, mention=self.chance.choice(rows)[0]).id)
            self.done["open"] += 1

    def _move(self, case: str, now: datetime) -> None:
        verb = self.chance.choice(("assign", "answer", "promise", "keep", "resolve", "note", "check_in", "reopen"))
        desk, who = self.desk, self.chance.choice(("Ada", "Ben"))
        if verb == "assign":
            recover.assign(desk, case, "Ada", now, to=who)
        elif verb == "answer":
            recover.answer(desk, case, who, now, words=WORDS)
        elif verb == "promise":
            due = now + timedelta(days=self.chance.choice((1, 2, 5)))
            recover.promise(desk, case, who, now, what="a new jar", due=due)
        elif verb == "keep":
            recover.keep(desk, case, who, now, number=self.chance.randint(2, 8))
        elif verb == "check_in":
            recover.check_in(desk, case, who, now, well=True)
        elif verb == "reopen":
            recover.reopen(desk, case, who, now, words="they called again")
        elif verb == "note":
            recover.note(desk, case, who, now, words="called, nobody there")
        else:
            recover.resolve(desk, case, who, now)
        self.done[verb] += 1
