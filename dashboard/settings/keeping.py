"""How long people's words are kept, source by source. Numbers stay; words that are gone do not come back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.frame import Frame
from dashboard.markup import tag
from dashboard.settings.desk import key, put, put_changed, save, values
from dashboard.words import say, table
from pipelines import retention

FOLLOW = ("usual", "yes", "no")
MEANS = {"usual": None, "yes": True, "no": False}


def show(frame: Frame) -> None:
    """Draws the form: one row for each source."""
    sources: list[dict[str, Any]] = values(frame).get("sources") or []
    if not sources:
        st.html(tag("p", say("settings.no_sources"), class_="ew-under"))
        return
    with st.form("keeping", border=False):
        found = [_one(frame, place, source) for place, source in enumerate(sources)]
        if st.form_submit_button(say("settings.save"), type="primary"):
            save(frame, lambda new: put(new, ("sources",), found))


def _one(frame: Frame, place: int, source: dict[str, Any]) -> dict[str, Any]:
    labels, words, fresh = table("settings.keeping"), dict(table("settings.follow")), dict(source)
    places = st.columns([2.2, 1.6, 2.4, 1.6], gap="medium", vertical_alignment="bottom")
    with places[0]:
        kind = tag("span", f" {source.get('kind')} ", class_="ew-chip")
        st.html(tag("p", tag("b", str(source.get("name")), class_="ew-words"), " ", kind))
    keep = places[1].text_input(
        labels["keep"], value=str(source.get("keep") or "forever"), key=key(f"keep-{place}"), placeholder="365 days"
    )
    put_changed(fresh, ("keep",), keep.strip() or "forever", "forever")
    usual = next((each for each in frame.config.sources if each.name == source.get("name")), None)
    if usual is not None:
        followed = retention.follows(usual.model_copy(update={"follow_deletions": None}))
        words["usual"] = words["usual_yes"] if followed else words["usual_no"]
    was = next((name for name, value in MEANS.items() if value is source.get("follow_deletions")), "usual")
    follow = places[2].selectbox(
        labels["follow_deletions"], FOLLOW, index=FOLLOW.index(was), key=key(f"follow-{place}"),
        format_func=words.__getitem__,
    )  # fmt: skip
    put(fresh, ("follow_deletions",), MEANS[follow])
    stored = places[3].checkbox(
        labels["store_text"], value=source.get("store_text") is not False, key=key(f"store-{place}")
    )
    put_changed(fresh, ("store_text",), stored, True)
    return fresh
