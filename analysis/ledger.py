"""The books: promises kept, broken and due; stars won back, by the answer that led to it; small sums spent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.case import Answer, Case, Credit, Promise
from storage.model import Snapshot


@dataclass(frozen=True, slots=True)
class Account:
    """One person's promises, or everybody's."""

    kept: int
    kept_late: int  # kept, but after the date: counted among neither kept nor broken
    broken: int
    open: int
    overdue: int  # of the open ones


@dataclass(frozen=True, slots=True)
class PromiseLedger:
    """All promises there ever were, the open ones first by date; with the accounts of each person and of all."""

    promises: tuple[Promise, ...]
    total: Account
    people: Mapping[str, Account]

    @property
    def due(self) -> tuple[Promise, ...]:
        return tuple(each for each in self.promises if each.state == "open")


def promises(cases: Iterable[Case], now: datetime) -> PromiseLedger:
    """The ledger of promises as it stands at `now`."""
    every = sorted((p for case in cases for p in case.promises), key=lambda p: (p.state != "open", p.due, p.case))
    people: dict[str, list[Promise]] = defaultdict(list)
    for promise in every:
        people[promise.by].append(promise)
    accounts = {name: account(theirs, now) for name, theirs in sorted(people.items())}
    return PromiseLedger(tuple(every), account(every, now), accounts)


def account(promises: Sequence[Promise], now: datetime) -> Account:
    """How these promises stand at `now`."""
    late = sum(each.kept_late for each in promises)
    return Account(
        kept=sum(each.state == "kept" for each in promises) - late,
        kept_late=late,
        broken=sum(each.state == "broken" for each in promises),
        open=sum(each.state == "open" for each in promises),
        overdue=sum(each.state == "open" and each.due <= now for each in promises),
    )


@dataclass(frozen=True, slots=True)
class Recovered:
    """A customer won back: what they changed, after which of our answers, how long after it."""

    case: str
    credit: Credit
    answer: Answer | None
    after: timedelta | None

    def sentence(self) -> str:
        """ "2 of 5 became 5 of 5, 3 days after Ben's answer"."""
        done = "the review was taken back"
        if self.credit.what == "raised" and self.credit.before is not None and self.credit.after is not None:
            done = f"{_stars(self.credit.before)} became {_stars(self.credit.after)}"
        if self.answer is None or self.after is None:
            return done
        days = self.after.days
        late = "the same day as" if days == 0 else f"{days} day{'' if days == 1 else 's'} after"
        return f"{done}, {late} {self.answer.by}'s answer"


def recovered(cases: Iterable[Case]) -> tuple[Recovered, ...]:
    """Every credit in these cases with the answer it goes to, newest first."""
    found = []
    for case in cases:
        answers = {answer.number: answer for answer in case.answers}
        for credit in case.credits:
            answer = answers.get(credit.answer)
            found.append(Recovered(case.id, credit, answer, credit.at - answer.at if answer else None))
    return tuple(sorted(found, key=lambda each: each.credit.at, reverse=True))


def earned(case: Case, looks: Mapping[str, Sequence[Snapshot]]) -> list[Credit]:
    """Credits this case has not had yet: looks (oldest first, by mention) that show raised stars or a removed review.

    Only what was seen after an answer of ours counts, and it goes to the last answer before it. A review that was
    raised and lowered again is credited for what it was raised to, once. Stars that come and go are no second credit.
    """
    if not case.answers:
        return []
    had = {(credit.mention, credit.what, credit.after) for credit in case.credits}
    best = {credit.mention: credit.after for credit in case.credits if credit.after is not None}
    found = []
    for mention, first in ((mention, dict(case.ratings).get(mention)) for mention in case.mentions):
        reached = max(first, best.get(mention, first)) if first is not None else None
        for look in looks.get(mention, ()):
            answers = [answer for answer in case.answers if answer.at <= look.at]
            if not answers:
                continue
            if look.deleted and (mention, "removed", None) not in had:
                found.append(
                    Credit(case.id, 0, look.at, mention, "removed", first, None, answers[-1].number, answers[-1].by)
                )
                had.add((mention, "removed", None))
            elif not look.deleted and look.rating is not None and reached is not None and look.rating > reached + 1e-9:
                last = answers[-1]
                found.append(Credit(case.id, 0, look.at, mention, "raised", first, look.rating, last.number, last.by))
                reached = look.rating
    return found


def spent(cases: Iterable[Case]) -> dict[tuple[str, str], float]:
    """(person, "2026-05") -> what they spent on putting small things right in that month (UTC)."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for case in cases:
        for each in case.spent:
            sums[each.by, f"{each.at:%Y-%m}"] += each.amount
    return dict(sorted(sums.items()))


def _stars(rating: float) -> str:
    return f"{1 + rating * 4:g} of 5 stars"
