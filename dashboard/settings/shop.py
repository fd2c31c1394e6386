"""The business itself: who, where, when it is open."""

from __future__ import annotations

import streamlit as st

from dashboard.frame import Frame
from dashboard.markup import tag
from dashboard.settings.desk import in_rows, key, line, put, save, values, words
from dashboard.words import listed, say, table
from pipelines.config_edit import Values

PLAIN = ("name", "town", "website", "trade", "timezone")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def show(frame: Frame) -> None:
    """Draws the form."""
    shop = values(frame).get("business") or {}
    hours = shop.get("hours") or {}
    with st.form("shop", border=False):
        names = table("settings.shop")
        given = {
            each: place.text_input(names[each], value=line(shop.get(each)), key=key(each))
            for place, each in in_rows((*PLAIN, "languages"))
        }
        st.html(tag("h3", say("settings.hours")))
        weekdays = dict(zip(DAYS, listed("ages.weekdays"), strict=True))
        open_ = {
            day: place.text_input(
                weekdays[day], value=line(hours.get(day)), placeholder="09:00-13:00, 14:00-18:00",
                key=key(f"hours-{day}"),
            )
            for place, day in in_rows(DAYS, 4)
        }  # fmt: skip
        holidays = st.text_input(
            say("settings.holidays"), value=line(shop.get("holidays")), placeholder="2026-12-25, 2026-12-26",
            key=key("holidays"),
        )  # fmt: skip
        if st.form_submit_button(say("settings.save"), type="primary"):

            def change(new: Values) -> None:
                for name in PLAIN:
                    put(new, ("business", name), given[name].strip())
                put(new, ("business", "languages"), words(given["languages"]))
                put(new, ("business", "hours"), {day: typed.strip() for day, typed in open_.items() if typed.strip()})
                put(new, ("business", "holidays"), words(holidays))

            save(frame, change)
