"""Find what was said: words, person, topic, time, source, stars, label. The address bar holds all of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import streamlit as st

from analysis import query
from dashboard import choices, found, keep_rule, pieces, readings, words
from dashboard.data import Version, this_hour
from dashboard.export import csv_bytes
from dashboard.frame import Frame, opening
from dashboard.markup import join, tag
from storage.model import Label
from storage.search import Choice

LABELS: dict[str, Label] = {each: each for each in ("negative", "neutral", "positive", "unscored")}
MOST_TAKEN = 10_000  # rows of the CSV
HEAD = ("id", "published", "seen", "about", "source", "kind", "author", "title", "text", "stars", "label", "url")


def show(frame: Frame) -> None:
    """Draws the page."""
    copy = opening(frame)
    if copy is None:
        return
    now = frame.clock()
    st.html(join(tag("h1", words.say("search.title"), class_="ew-sentence"), tag("div", class_="ew-controls")))
    try:
        choice = _choice(frame, this_hour(now) + timedelta(hours=1))
    except query.TooMuch as wrong:
        st.html(tag("p", str(wrong), class_="ew-none", role="alert"))
        return
    if choice is None:
        st.html(tag("p", words.say("search.hint"), class_="ew-under"))
        return
    said = st.query_params.get("q", "")
    _results(copy, choice, query.terms(said), now)
    keep_rule.offer(frame, copy, choice, said, now)


def _choice(frame: Frame, until: datetime) -> Choice | None:
    """What the controls say; None while nothing is asked. Raises `query.TooMuch`."""
    config = frame.config
    first, second = st.columns([3, 1.4], gap="medium", vertical_alignment="bottom")
    said = choices.words_of(first, words.say("search.words"), "q", words.say("search.example"))
    person = choices.words_of(second, words.say("search.person"), "person")
    places = st.columns(6 if len(config.entities()) > 1 else 5, gap="small", vertical_alignment="bottom")
    anything = words.say("search.any")
    days = choices.from_list(places[0], words.say("search.time"), "time", words.table("search.times"))
    sources = {"": anything} | {each.name: each.name for each in config.sources}
    source = choices.from_list(places[1], words.say("search.source"), "from", sources)
    labels = {"": anything} | dict(words.table("search.labels"))
    label = choices.from_list(places[2], words.say("search.label"), "label", labels)
    stars = choices.from_list(places[3], words.say("search.stars"), "stars", words.table("search.most_stars"))
    topics = {"": anything} | {each: each for each in sorted(config.topics_table)}
    topic = choices.from_list(places[4], words.say("search.topic"), "topic", topics)
    entity = ""
    if len(places) > 5:  # the sixth is for those with several brands or shops
        entities = {"": anything} | {each: each for each in config.entities()}
        entity = choices.from_list(places[5], words.say("search.about"), "about", entities)
    choice = Choice(
        wanted=query.terms(said), author=query.terms(person), topic=topic, source=source, entity=entity,
        label=LABELS.get(label), stars=int(stars) if stars.isdecimal() else None,
        since=until - timedelta(days=int(days)) if days.isdecimal() else None, until=until,
    )  # fmt: skip
    asked = (said.strip(), person.strip(), topic, source, entity, label, stars.isdecimal(), days.isdecimal())
    return choice if any(asked) else None


def _results(copy: Version, choice: Choice, wanted: Sequence[query.Term], now: datetime) -> None:
    shelf = readings.search(copy, choice, 1)
    if not shelf.found:
        st.html(pieces.steps(words.say("search.none"), "", words.steps("search.tips")))
        return
    pages, page = max(1, -(-shelf.found // readings.FOUND)), 1
    lead, leaf, take = st.columns([4, 1.2, 1.4], gap="medium", vertical_alignment="bottom")
    if pages > 1:
        page = choices.number(leaf, words.say("search.page"), "page", pages)
        shelf = readings.search(copy, choice, page)
    with lead:
        st.html(tag("p", words.found(shelf.found, page, pages, more=shelf.more), class_="ew-under"))
    take.download_button(
        words.say("shared.take_away"), lambda: _csv(copy, choice), "found.csv", "text/csv", type="tertiary",
        on_click="ignore",
    )  # fmt: skip
    st.html(join(tag("div", class_="ew-controls"), found.items(shelf.said, wanted, now)))


def _csv(copy: Version, choice: Choice) -> bytes:
    rows = (
        (s.id, s.published, s.seen, s.entity, s.source, s.kind, s.author, s.title, s.text,
         None if s.rating is None else round(s.rating * 4) + 1, s.label, s.url)
        for s in readings.everything(copy, choice, MOST_TAKEN)
    )  # fmt: skip
    return csv_bytes(HEAD, rows)
