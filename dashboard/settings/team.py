"""The people: who gets letters, who may do what, when they work."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.frame import Frame
from dashboard.settings.desk import key, put, save, values
from dashboard.words import say, table
from pipelines.init import parse_hours

ROLES = ("owner", "manager", "staff", "viewer")


def show(frame: Frame) -> None:
    """Draws the form."""
    people: list[dict[str, Any]] = values(frame).get("people") or []
    with st.form("people", border=False):
        found = [_person(place, person) for place, person in enumerate((*people, {}))]
        if st.form_submit_button(say("settings.save"), type="primary"):
            save(frame, lambda new: put(new, ("people",), [_checked(each) for each in found if each.get("name")]))


def _person(place: int, person: dict[str, Any]) -> dict[str, Any]:
    """One person as the controls say it now; the last row is for somebody new. Empty when they are to go."""
    labels, fresh = table("settings.person"), dict(person)
    places = st.columns([2, 3, 1.6, 3, 1.2], gap="small", vertical_alignment="bottom")
    name = places[0].text_input(
        labels["name"] if person else labels["more"], value=str(person.get("name") or ""), key=key(f"person-{place}"),
        max_chars=80,
    )  # fmt: skip
    email = places[1].text_input(labels["email"], value=str(person.get("email") or ""), key=key(f"email-{place}"))
    role = str(person.get("role") or ("owner" if person else "staff"))
    role = places[2].selectbox(
        labels["role"], ROLES, index=ROLES.index(role), key=key(f"role-{place}"),
        format_func=table("settings.roles").__getitem__,
    )  # fmt: skip
    hours = places[3].text_input(
        labels["hours"], value=_hours(person.get("hours")), key=key(f"shifts-{place}"),
        placeholder="tue-thu 09:00-13:00",
    )  # fmt: skip
    gone = person and places[4].checkbox(say("settings.remove"), key=key(f"person-gone-{place}"))
    put(fresh, ("name",), name.strip())
    put(fresh, ("email",), email.strip())
    if role != (person.get("role") or "owner"):
        fresh["role"] = role
    put(fresh, ("hours",), hours.strip())
    return {} if gone else fresh


def _checked(person: dict[str, Any]) -> dict[str, Any]:
    """The shifts as config.yaml has them; what is no time stays as it was typed, for the check to say so."""
    hours = person.get("hours")
    if isinstance(hours, str):
        try:
            return {**person, "hours": dict(parse_hours(hours))}
        except ValueError:
            return person
    return person


def _hours(given: Any) -> str:
    """{tue: "09:00-13:00"} as it is typed."""
    return "; ".join(f"{day} {span}" for day, span in given.items()) if isinstance(given, dict) else str(given or "")
