"""When to interrupt: the budget, and what it would have meant in the last 90 days; the morning's letter; the rules."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import readings
from dashboard.data import this_hour, version
from dashboard.frame import Frame
from dashboard.markup import join, tag
from dashboard.settings.desk import key, put, save, values
from dashboard.words import count, say, table
from pipelines import budget
from pipelines.config_edit import Values

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "never")


def show(frame: Frame) -> None:
    """Draws the budget, live; then the rules that were saved from searches."""
    kept = frame.config.warn
    left, middle, right = st.columns(3, gap="medium", vertical_alignment="bottom")
    interruptions = left.number_input(
        say("settings.interruptions"), 0, 1000, kept.interruptions_per_week, key=key("interruptions")
    )
    alarms = middle.number_input(
        say("settings.false_alarms"), 0.01, 50.0, kept.false_alarms_per_week, step=0.25, key=key("alarms")
    )
    reach = right.number_input(say("settings.reach"), 1, 1_000_000_000, kept.great_reach, key=key("reach"))
    _meant(frame, int(interruptions), float(alarms), int(reach))
    if st.button(say("settings.save"), type="primary", key="save-budget"):

        def change(new: Values) -> None:
            for name, value, was in (
                ("interruptions_per_week", int(interruptions), kept.interruptions_per_week),
                ("false_alarms_per_week", float(alarms), kept.false_alarms_per_week),
                ("great_reach", int(reach), kept.great_reach),
            ):
                if value != was:
                    put(new, ("warn", name), value)

        save(frame, change)
    _rules(frame)


def _meant(frame: Frame, interruptions: int, alarms: float, reach: int) -> None:
    """ "Would have rung 7 times in the last 90 days"."""
    copy = version(frame.published)
    if copy is None:
        return
    with st.spinner(say("settings.replaying")):
        kept = readings.memory(copy, this_hour(frame.clock()), frame.config)
    if kept is None:
        st.html(tag("p", say("settings.too_many"), class_="ew-under"))
        return
    tried = budget.tried(frame.config, kept, interruptions=interruptions, false_alarms=alarms, great_reach=reach)
    said = [count("settings.would_have_rung", len(tried.rung))]
    if tried.useful or tried.useless:
        said.append(say("settings.marked", useful=tried.useful, useless=tried.useless))
    zone = frame.config.zone
    rows = (
        tag("li", tag("span", f"{at.astimezone(zone):%Y-%m-%d %H:%M} ", class_="ew-quiet ew-number"),
            tag("span", headline, class_="ew-words", dir="auto"))
        for at, headline in reversed(tried.rung)
    )  # fmt: skip
    st.html(
        join(
            tag("p", " ".join(said), class_="ew-under", role="status"),
            tag("details", tag("summary", say("settings.which")), tag("ul", *rows)) if tried.rung else "",
        )
    )


def _rules(frame: Frame) -> None:
    rules: list[dict[str, Any]] = values(frame).get("rules") or []
    st.html(tag("h2", say("settings.rules"), class_="ew-section"))
    if not rules:
        st.html(tag("p", say("settings.no_rules"), class_="ew-under"))
        return
    with st.form("rules", border=False):
        gone = []
        for place, rule in enumerate(rules):
            what, remove = st.columns([4, 1], vertical_alignment="center")
            with what:
                said = " · ".join(f"{name}: {value}" for name, value in rule.items() if name != "name")
                st.html(tag("p", tag("b", str(rule.get("name"))), f" {said}", class_="ew-words", dir="auto"))
            gone.append(remove.checkbox(say("settings.remove"), key=key(f"rule-gone-{place}")))
        if st.form_submit_button(say("settings.save")):
            left = [rule for rule, away in zip(rules, gone, strict=True) if not away]
            save(frame, lambda new: put(new, ("rules",), left))


def letters(frame: Frame) -> None:
    """Draws the form of the morning's letter."""
    digest = values(frame).get("digest") or {}
    with st.form("letters", border=False):
        left, middle, right = st.columns(3, gap="medium")
        at = left.text_input(say("settings.digest_at"), value=str(digest.get("at") or "07:30"), key=key("digest-at"))
        day = str(digest.get("weekly") or "mon")
        weekly = middle.selectbox(
            say("settings.weekly"), DAYS, index=DAYS.index(day), key=key("weekly"),
            format_func=table("settings.weekdays").__getitem__,
        )  # fmt: skip
        quiet = right.text_input(
            say("settings.quiet"), value=str(digest.get("quiet") or ""), placeholder="22:00-07:00", key=key("quiet")
        )
        if st.form_submit_button(say("settings.save"), type="primary"):

            def change(new: Values) -> None:
                for name, value, usual in (
                    ("at", at.strip(), "07:30"),
                    ("weekly", weekly, "mon"),
                    ("quiet", quiet, ""),
                ):
                    if value != (digest.get(name) or usual):
                        put(new, ("digest", name), value)

            save(frame, change)
