"""How people call us: brands, other spellings, who else is called so; and the words of topics."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.frame import Frame
from dashboard.settings.desk import in_rows, key, line, put, put_changed, save, values, words
from dashboard.words import say, table
from pipelines.config_edit import Values

LISTS = ("aliases", "not_us", "near", "locations")


def show(frame: Frame) -> None:
    """Draws the form of the brands."""
    brands: list[dict[str, Any]] = values(frame).get("brands") or [{"name": frame.config.brands[0].name}]
    with st.form("names", border=False):
        names = [_brand(place, brand) for place, brand in enumerate(brands)]
        more = st.text_input(say("settings.more_brand"), key=key("brand-more"), max_chars=80)
        if st.form_submit_button(say("settings.save"), type="primary"):
            found = [brand for brand in names if brand]
            if more.strip():
                found.append({"name": more.strip()})
            save(frame, lambda new: put(new, ("brands",), found))


def _brand(place: int, brand: dict[str, Any]) -> dict[str, Any]:
    """One brand as its controls say it now; empty when it is to go."""
    labels = table("settings.names")
    head, gone = st.columns([3, 1], gap="medium", vertical_alignment="bottom")
    fresh: dict[str, Any] = dict(brand)
    fresh["name"] = head.text_input(labels["name"], value=str(brand.get("name") or ""), key=key(f"brand-{place}"))
    for where, each in in_rows(LISTS):
        typed = where.text_area(
            labels[each], value=line(brand.get(each)), key=key(f"{each}-{place}"), height=80,
            help=say("settings.commas"),
        )  # fmt: skip
        put(fresh, (each,), words(typed))
    rival = head.checkbox(labels["competitor"], value=brand.get("competitor") is True, key=key(f"rival-{place}"))
    put_changed(fresh, ("competitor",), rival, False)
    remove = place > 0 and gone.checkbox(say("settings.remove"), key=key(f"brand-gone-{place}"))
    return {} if remove else fresh


def topics(frame: Frame) -> None:
    """Draws the form of the topics: the owner's own words; those of the trade are named beside."""
    own: dict[str, list[str]] = values(frame).get("topics") or {}
    trade = {topic: found for topic, found in frame.config.topics_table.items() if topic not in own}
    with st.form("topics", border=False):
        typed = {
            topic: st.text_area(topic, value=line(found), key=key(f"topic-{topic}"), height=80,
                                help=say("settings.topic_gone"))
            for topic, found in own.items()
        }  # fmt: skip
        left, right = st.columns([1, 2], gap="medium")
        name = left.text_input(say("settings.more_topic"), key=key("topic-more"), max_chars=80)
        more = right.text_input(say("settings.topic_words"), key=key("topic-more-words"), help=say("settings.commas"))
        if st.form_submit_button(say("settings.save"), type="primary"):

            def change(new: Values) -> None:
                fresh = {topic: words(said) for topic, said in typed.items()}
                if name.strip():
                    fresh[name.strip()] = words(more)
                put(new, ("topics",), {topic: found for topic, found in fresh.items() if found})

            save(frame, change)
    if trade:
        with st.expander(say("settings.trade_topics")):
            for topic, found in trade.items():
                st.text(f"{topic}: {', '.join(found)}")
