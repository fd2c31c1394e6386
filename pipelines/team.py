"""The team as config.yaml describes it, in the shape the judgement of cases knows; and who is acting."""

from __future__ import annotations

from analysis.clocks import Calendar
from analysis.recovery import Actor, NotAllowed
from analysis.routing import Absence, Member, Route, Team
from pipelines.config import Config

CLOCK = Actor("Earlyword", "clock")  # the program itself, at its regular rounds


def calendar(config: Config) -> Calendar:
    """The shop's opening hours."""
    business = config.business
    return Calendar(business.hours.week(), frozenset(business.holidays), config.zone)


def team(config: Config) -> Team:
    """Members, routes, absences and the deputy."""
    settings = config.team
    return Team(
        members=[Member(p.name, p.role, p.email, p.hours.week() if p.hours else None) for p in config.people],
        calendar=calendar(config),
        absences=[Absence(each.person, each.from_, each.to) for each in settings.absences],
        routes=[
            Route(each.person, each.topic or "", each.source or "", each.location or "") for each in settings.routes
        ],
        deputy=settings.deputy or "",
    )


def actor(config: Config, name: str) -> Actor:
    """The person with this name, with what their role may spend. Raises NotAllowed for a stranger.

    Where config.yaml names no people yet, whoever gives a name acts as the owner.
    """
    name = " ".join(name.split())
    if not name or not name.isprintable() or len(name) > 80:
        raise NotAllowed("Every change has a name; say who you are.")
    if not config.people:
        return Actor(name, "owner")
    found = [person for person in config.people if person.name.casefold() == name.casefold()]
    if not found:
        known = ", ".join(person.name for person in config.people)
        raise NotAllowed(f"{name} is none of the people in config.yaml: {known}.")
    limits = config.team.small_things
    limit = {"staff": limits.staff, "manager": limits.manager}.get(found[0].role)
    return Actor(found[0].name, found[0].role, limit)
