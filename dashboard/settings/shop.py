"""The business itself: who, where, when it is open."""

from __future__ import annotations

import streamlit as st

from dashboard.frame import Frame
from dashboard.markup import tag
from dashboard.settings.desk import key, line, put, save, values, words
from dashboard.words import listed, say, table
from pipelines.config_edit import Values

PLAIN = ("name", "town", "website", "trade", "timezone")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def show(frame: Frame) -> None:
    """Draws the form."""
    shop = values(frame).get("business") or {}
    hours = shop.get("hours") or {}
    with st.form("shop", border=False):
        left, right = st.columns(2, gap="medium")
        names = table("settings.shop")
        given = {
            each: (left, right)[at % 2].text_input(names[each], value=str(shop.get(each) or ""), key=key(each))
            for at, each in enumerate(PLAIN)
        }
        languages = right.text_input(names["languages"], value=line(shop.get("languages")), key=key("languages"))
        st.html(tag("h3", say("settings.hours")))
        places = st.columns(4, gap="small")
        open_ = {
            day: places[at % 4].text_input(
                listed("ages.weekdays")[at], value=line(hours.get(day)), placeholder="09:00-13:00, 14:00-18:00",
                key=key(f"hours-{day}"),
            )
            for at, day in enumerate(DAYS)
        }  # fmt: skip
        holidays = st.text_input(
            say("settings.holidays"), value=line(shop.get("holidays")), placeholder="2026-12-25, 2026-12-26",
            key=key("holidays"),
        )  # fmt: skip
        if st.form_submit_button(say("settings.save"), type="primary"):

            def change(new: Values) -> None:
                for name, typed in given.items():
                    put(new, ("business", name), typed.strip())
                put(new, ("business", "languages"), words(languages))
                put(new, ("business", "hours"), {day: typed.strip() for day, typed in open_.items() if typed.strip()})
                put(new, ("business", "holidays"), words(holidays))

            save(frame, change)
