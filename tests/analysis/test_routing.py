from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from analysis.clocks import Calendar
from analysis.routing import Absence, Choice, Member, Route, Team, choose

MONDAY = datetime(2026, 5, 4, 10, tzinfo=UTC)
TUESDAY = datetime(2026, 5, 5, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Span:
    opens: time
    closes: time


DAY = (Span(time(9), time(18)),)
TEAM = Team(
    members=[
        Member("Ada", "owner"),
        Member("Ben", "manager"),
        Member("Cy", "staff", week={"mon": DAY}),
        Member("Dee", "staff"),
        Member("Vi", "viewer"),
    ],
    calendar=Calendar({"mon": DAY, "tue": DAY}),
    routes=[
        Route("Dee", topic="parcels"),
        Route("Cy", topic="Parcels", source="google"),
        Route("Ben", location="Harbour"),
    ],
    deputy="Ben",
)


def chosen(team: Team, at: datetime, **about: object) -> Choice | None:
    given = {"topics": (), "source": "reviews", "entity": "Shop", **about}
    return choose(team, at=at, **given)  # type: ignore[arg-type]  # named above


def name(choice: Choice | None) -> str:
    return choice.name if choice else ""


def test_the_most_particular_route_wins_among_those_on_duty() -> None:
    assert name(chosen(TEAM, MONDAY, topics=("parcels",), source="google")) == "Cy"
    assert name(chosen(TEAM, MONDAY, topics=("parcels",))) == "Dee"
    assert name(chosen(TEAM, TUESDAY, topics=("parcels",), source="google")) == "Dee"  # Cy works on Mondays
    assert name(chosen(TEAM, MONDAY, entity="Shop / Harbour")) == "Ben"
    assert name(chosen(TEAM, MONDAY, entity="Shop / Station")) == "Ada"


def test_at_night_duty_is_asked_for_the_next_opening() -> None:
    sunday_night = datetime(2026, 5, 3, 23, tzinfo=UTC)
    assert name(chosen(TEAM, sunday_night, topics=("parcels",), source="google")) == "Cy"


def test_the_deputy_stands_in_while_the_owner_is_away_and_whoever_is_away_gets_nothing() -> None:
    monday = date(2026, 5, 4)
    away = replace(
        TEAM,
        absences=[
            Absence("Ada", monday, monday),
            Absence("Dee", monday, date(2026, 5, 9)),
        ],
    )
    assert name(chosen(away, MONDAY)) == "Ben"
    assert name(chosen(away, MONDAY, topics=("parcels",))) == "Ben"
    assert name(chosen(away, TUESDAY)) == "Ada"
    head = away.in_charge(MONDAY)
    assert head is not None
    assert head.name == "Ben"


def test_passed_on_it_goes_round_and_ends() -> None:
    had: set[str] = set()
    order = []
    while (choice := chosen(TEAM, MONDAY, topics=("parcels",), but_not=had)) is not None:
        order.append(choice.name)
        had.add(choice.name)
    assert order == ["Dee", "Ada", "Ben", "Cy"]


def test_when_nobody_is_on_duty_it_waits_with_whoever_is_in_charge() -> None:
    alone = Team(members=[Member("Ada", "owner", week={"sun": DAY})], calendar=TEAM.calendar)
    assert chosen(alone, MONDAY) == Choice("Ada", "nobody is on duty")
    assert chosen(Team(), MONDAY) is None
