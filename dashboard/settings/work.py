"""How the team works: how soon we answer, what may be put right without asking, who gets what, who is away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.frame import Frame
from dashboard.markup import tag
from dashboard.settings.desk import key, put, put_changed, save, values
from dashboard.words import say, table
from pipelines.config_edit import Values

TIMES = (("answer_within", "4 hours"), ("promise_reminder", "1 day"), ("check_in_after", "3 days"))
SMALL = (("staff", 20.0), ("manager", 100.0))
ROUTE = ("topic", "source", "location")


def show(frame: Frame) -> None:
    """Draws the three forms."""
    team = values(frame).get("team") or {}
    _times(frame, team)
    st.html(tag("h2", say("settings.routes"), class_="ew-section"))
    st.html(tag("p", say("settings.routes_lead"), class_="ew-under"))
    _routes(frame, team.get("routes") or [])
    st.html(tag("h2", say("settings.absences"), class_="ew-section"))
    _absences(frame, team.get("absences") or [])


def _times(frame: Frame, team: Mapping[str, Any]) -> None:
    labels, small = table("settings.work"), team.get("small_things") or {}
    with st.form("work", border=False):
        places = st.columns(3, gap="medium", vertical_alignment="bottom")
        spans = {
            name: places[at].text_input(labels[name], value=str(team.get(name) or usual), key=key(name))
            for at, (name, usual) in enumerate(TIMES)
        }
        places = st.columns(3, gap="medium", vertical_alignment="bottom")
        money = {
            role: places[at].number_input(
                labels[f"small_{role}"], 0.0, 1_000_000.0, _number(small.get(role), usual), step=5.0, format="%g",
                key=key(f"small-{role}"),
            )
            for at, (role, usual) in enumerate(SMALL)
        }  # fmt: skip
        deputy = _choice(
            places[2], labels["deputy"], _people(frame), team.get("deputy"), "deputy", say("settings.nobody")
        )
        if st.form_submit_button(say("settings.save"), type="primary", key="save-work"):

            def change(new: Values) -> None:
                for name, usual in TIMES:
                    put_changed(new, ("team", name), spans[name].strip(), usual)
                for role, usual_money in SMALL:
                    put_changed(new, ("team", "small_things", role), _whole(money[role]), usual_money)
                put_changed(new, ("team", "deputy"), deputy, "")

            save(frame, change)


def _routes(frame: Frame, routes: Sequence[dict[str, Any]]) -> None:
    """Each with what it is about, and the person it goes to; the last row is for a new one."""
    locations = [location for brand in frame.config.brands for location in brand.locations]
    sources = [source.name for source in frame.config.sources]
    known = {"topic": list(frame.config.topics_table), "source": sources, "location": locations}
    labels, found = table("settings.work"), []
    with st.form("routes", border=False):
        for place, route in enumerate((*routes, {})):
            places = st.columns([2, 2, 2, 2, 1.2], gap="small", vertical_alignment="bottom")
            fresh = dict(route)
            for at, name in enumerate(ROUTE):
                said = _choice(
                    places[at], labels[name], known[name], route.get(name), f"route-{name}-{place}", say("settings.any")
                )
                put(fresh, (name,), said)
            none = say("settings.remove") if route else say("settings.nobody")
            person = _choice(places[3], labels["goes_to"], _people(frame), route.get("person"), f"route-{place}", none)
            put(fresh, ("person",), person)
            if person:
                found.append(fresh)
        if st.form_submit_button(say("settings.save"), key="save-routes"):
            save(frame, lambda new: put(new, ("team", "routes"), found))


def _absences(frame: Frame, absences: Sequence[dict[str, Any]]) -> None:
    labels, found = table("settings.work"), []
    with st.form("absences", border=False):
        for place, absence in enumerate((*absences, {})):
            places = st.columns([2, 2, 2], gap="small", vertical_alignment="bottom")
            fresh = dict(absence)
            none = say("settings.remove") if absence else say("settings.nobody")
            person = _choice(places[0], labels["away"], _people(frame), absence.get("person"), f"away-{place}", none)
            put(fresh, ("person",), person)
            for at, name in enumerate(("from", "to"), 1):
                day = places[at].date_input(
                    labels[name], value=_day(absence.get(name)), key=key(f"away-{name}-{place}"), format="YYYY-MM-DD"
                )
                if day != _day(absence.get(name)):
                    put(fresh, (name,), day.isoformat() if isinstance(day, date) else None)
            if person:
                found.append(fresh)
        if st.form_submit_button(say("settings.save"), key="save-absences"):
            save(frame, lambda new: put(new, ("team", "absences"), found))


def _choice(place: Any, label: str, names: Sequence[str], chosen: object, own: str, none: str) -> str:
    """One of the names, or "" for none of them; what stands in the file is offered even where it is no longer known."""
    offered = ["", *dict.fromkeys((*names, *([str(chosen)] if chosen else [])))]
    at = offered.index(str(chosen)) if chosen else 0
    picked = place.selectbox(label, offered, index=at, key=key(own), format_func=lambda name: name or none)
    return str(picked or "")


def _people(frame: Frame) -> list[str]:
    return [person.name for person in frame.config.people]


def _day(given: object) -> date | None:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        return None


def _number(given: object, usual: float) -> float:
    return float(given) if isinstance(given, int | float) and not isinstance(given, bool) else usual


def _whole(number: float) -> float | int:
    return int(number) if number.is_integer() else number
