"""To whom a case goes: by topic, source and location, among those who are on duty; and who stands in for the owner."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from analysis.clocks import Calendar, Week
from analysis.moves import Role


@dataclass(frozen=True)
class Member:
    """Somebody of the team. `week` are their own shifts in local time; None: whenever the shop is open."""

    name: str
    role: Role
    email: str = ""
    week: Week | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Away from the first to the last day, both included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Route:
    """Cases with this topic, from this source, about this location (each "" for any) go to `to`."""

    to: str
    topic: str = ""
    source: str = ""
    location: str = ""

    @property
    def conditions(self) -> int:
        return sum(map(bool, (self.topic, self.source, self.location)))

    def fits(self, topics: Collection[str], source: str, entity: str) -> bool:
        known = {topic.casefold() for topic in topics}
        place = entity.partition(" / ")[2]
        return (
            (not self.topic or self.topic.casefold() in known)
            and (not self.source or self.source == source)
            and (not self.location or self.location == place)
        )

    def words(self) -> str:
        parts = (("about", self.topic), ("from", self.source), ("at", self.location))
        return " ".join(f"{word} {value}" for word, value in parts if value) or "everything"


@dataclass(frozen=True)
class Team:
    """Who there is, who is away, what goes to whom."""

    members: Sequence[Member] = ()
    calendar: Calendar = field(default_factory=Calendar)
    absences: Sequence[Absence] = ()
    routes: Sequence[Route] = ()
    deputy: str = ""

    def member(self, name: str) -> Member | None:
        return next((each for each in self.members if each.name == name), None)

    def away(self, name: str, at: datetime) -> bool:
        day = at.astimezone(self.calendar.zone).date()
        return any(each.name == name and each.first <= day <= each.last for each in self.absences)

    def on_duty(self, name: str, at: datetime) -> bool:
        """Could this person deal with something at `at`, or, when the shop is closed, once it opens again?"""
        member = self.member(name)
        if member is None or member.role == "viewer":
            return False
        at = self.calendar.next_open(at)
        if self.away(name, at):
            return False
        return member.week is None or Calendar(member.week, zone=self.calendar.zone).is_open(at)

    def owner(self) -> Member | None:
        """The first owner, else the first person at all."""
        return next((each for each in self.members if each.role == "owner"), next(iter(self.members), None))

    def in_charge(self, at: datetime) -> Member | None:
        """Who answers for the shop at `at`: the owner, while they are away their deputy, else a manager who is here."""
        owner = self.owner()
        if owner is None or not self.away(owner.name, at):
            return owner
        leads = (self.deputy, *(each.name for each in self.members if each.role in ("owner", "manager")))
        return next((self.member(name) for name in leads if name and not self.away(name, at)), owner)


@dataclass(frozen=True, slots=True)
class Choice:
    """Who gets it, and why in words."""

    name: str
    why: str


def choose(
    team: Team, *, topics: Collection[str], source: str, entity: str, at: datetime, but_not: Collection[str] = ()
) -> Choice | None:
    """Who should have this case; `but_not` had it already. None when nobody is left.

    The routes that fit, the most particular first, then whoever is in charge, then managers, then staff: the first who
    is on duty. When nobody is, it goes to whoever is in charge, so that no case waits for a shift nobody has.
    """
    fitting = [route for route in team.routes if route.fits(topics, source, entity)]
    chosen = [Choice(r.to, f"cases {r.words()} go to {r.to}") for r in sorted(fitting, key=lambda r: -r.conditions)]
    head = team.in_charge(at)
    if head is not None:
        chosen.append(Choice(head.name, f"{head.name} is in charge"))
    for role in ("manager", "staff"):
        chosen += [Choice(each.name, f"{each.name} is on duty") for each in team.members if each.role == role]
    left = [choice for choice in chosen if choice.name not in but_not]
    on_duty = [choice for choice in left if team.on_duty(choice.name, at)]
    if on_duty:
        return on_duty[0]
    return Choice(head.name, "nobody is on duty") if head is not None and head.name not in but_not else None
