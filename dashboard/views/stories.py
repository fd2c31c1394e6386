"""What is being said, the biggest risk first; and one story by its address, to split, join and mute."""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from analysis.outlook import Outlook
from dashboard import fresh, notice, pieces, readings, storylines, triage, words
from dashboard.casework.books import said
from dashboard.data import Version, this_hour
from dashboard.frame import Frame, opening
from dashboard.likely import likeliest
from dashboard.markup import EMPTY, Safe, join, plain, tag
from dashboard.story_chart import timeline
from dashboard.storylines import Story
from dashboard.who import who
from pipelines import mute
from pipelines.roles import may

ADDRESS = "story"
OTHERS = 6  # stories to join it with
SHOWN = 12  # tellings on a story's page before the rest is folded away
QUIET = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


def show(frame: Frame) -> None:
    """Draws the page: all stories, or the one that the address names."""
    copy = opening(frame)
    if copy is None:
        return
    now = frame.clock()
    named = st.query_params.get(ADDRESS, "")
    if not named:
        _all(copy, now)
        return
    found = storylines.story(copy, this_hour(now), named)
    st.html(tag("a", words.say("stories.back"), href="stories", target="_self", class_="ew-small"))
    if found is None:
        st.html(tag("p", words.say("stories.gone"), class_="ew-none"))
        return
    _one(frame, copy, found, now)


def _all(copy: Version, now: datetime) -> None:
    found = storylines.by_risk(storylines.stories(copy, this_hour(now)), now)
    alarming = sum(seen.alarming and not story.quiet(now) for story, seen in found)
    lead = words.count("stories.alarming", alarming) if alarming else words.say("stories.calm")
    st.html(tag("h1", words.say("stories.title"), class_="ew-sentence"))
    st.html(tag("p", lead if found else words.say("stories.none"), class_="ew-under"))
    st.html(tag("div", *(_card(story, seen, now) for story, seen in found), class_="ew-cards"))


def _card(story: Story, seen: Outlook, now: datetime) -> Safe:
    """One story: how it stands, its first voice, and the numbers beside."""
    first = said(story.first.mention, story.first.assessment)
    way = tag(
        "a", words.say("stories.open"), href=f"stories?{ADDRESS}={story.id}", target="_self", class_="ew-small",
        aria_label=words.say("stories.open_named", words=triage.beginning(first)),
    )  # fmt: skip
    left = tag("div", pieces.quotation(first, fold=280), pieces.byline(first, now), way)
    return tag("article", tag("header", *_chips(story, seen, now)), left, tag("aside", _facts(story, seen)),
               class_="ew-card")  # fmt: skip


def _chips(story: Story, seen: Outlook, now: datetime) -> list[Safe]:
    chips = []
    if seen.alarming:
        sign = tag("span", "↻", aria_hidden="true")
        chips.append(tag("span", sign, words.say("stories.growing"), class_="ew-chip ew-urgent"))
    if (wish := story.quiet(now)) is not None:
        chips.append(tag("span", _muted(wish, now), class_="ew-chip"))
    last = words.say("stories.last", ago=words.ago(story.told[-1].when, now))
    return [*chips, tag("span", last, class_="ew-quiet ew-small")]


def _facts(story: Story, seen: Outlook) -> Safe:
    """Passes so far and expected, chance, speed, where."""
    places = ", ".join(f"{source} ({count:,})" for source, count in story.places[:4])
    rows = [
        (words.say("stories.told"), words.count("numbers.times", seen.tellings)),
        (words.say("stories.passes"), f"{seen.passes:,}"),
        (words.say("stories.expected"), words.say("stories.about", n=f"{round(storylines.expected(seen)):,}")),
        (words.say("stories.chance", n=seen.needed), f"{seen.chance:.0%}" if seen.passes < seen.needed else "100%"),
        (words.say("stories.speed"), words.say("stories.an_hour", n=f"{seen.per_hour:.2g}")),
        (words.say("stories.where"), pieces.foreign(places)),
    ]
    return tag("dl", *(join(tag("dt", name), tag("dd", value)) for name, value in rows), class_="ew-facts")


def _one(frame: Frame, copy: Version, story: Story, now: datetime) -> None:
    seen, first = story.look(now), said(story.first.mention, story.first.assessment)
    st.html(
        join(
            tag("h1", pieces.foreign(triage.beginning(first)), class_="ew-sentence"),
            tag("p", f"{seen.sentence().capitalize()}.", class_="ew-under"),
            tag("p", *_chips(story, seen, now), class_="ew-under"),
        )
    )
    if len(story.told) > 1:
        st.html(pieces.section(words.say("stories.line")))
        st.html(timeline(story.told, frame.config.zone))
    voice = tag("div", pieces.quotation(first), pieces.byline(first, now))
    st.html(
        tag("article", tag("div", tag("h2", words.say("stories.first")), voice), tag("aside", _facts(story, seen)),
            class_="ew-card ew-after")
    )  # fmt: skip
    if may(frame.config, who(frame), "mute"):
        _quiet(frame, story, now)
    _tellings(frame, story, now)
    if may(frame.config, who(frame), "correct"):
        _join(frame, copy, story, now)


def _quiet(frame: Frame, story: Story, now: datetime) -> None:
    """Mute it for a while, or end that."""
    st.html(pieces.section(words.say("stories.mute"), words.say("stories.mute_lead")))
    if (wish := story.quiet(now)) is not None:
        st.html(tag("p", _muted(wish, now), class_="ew-lead"))
        st.button(words.say("stories.unmute"), key="unmute", on_click=_unmute, args=(frame, story.id))
        return
    with st.container(key="mutes", horizontal=True, gap="small"):
        for name, label in words.table("stories.mutes").items():
            st.button(label, key=f"mute-{name}", on_click=_mute, args=(frame, story.id, QUIET[name]))


def _mute(frame: Frame, story: str, length: timedelta) -> None:
    done = fresh.act(frame, lambda desk, by, now: mute.mute(desk, story, until=now + length, who=by, now=now))
    if done is not None:
        until = words.day(done.until.astimezone(frame.config.zone).date())
        notice.tell(words.say("stories.muted", day=until), undo=lambda: _unmute(frame, story))


def _unmute(frame: Frame, story: str) -> None:
    if fresh.act(frame, lambda desk, by, now: mute.unmute(desk, story, who=by, now=now)) is not None:
        notice.tell(words.say("stories.unmuted"))


def _muted(wish: mute.Muted, now: datetime) -> str:
    return words.say("stories.muted_by", who=wish.by, time=words.lasting(wish.until - now))


def _tellings(frame: Frame, story: Story, now: datetime) -> None:
    """Everybody who tells it, the newest first, each with a way out of the story."""
    told = [said(each.mention, each.assessment) for each in reversed(story.told)]
    st.html(pieces.section(words.say("stories.tellings"), words.count("numbers.mentions", len(told))))
    splitting = len(told) > 1 and may(frame.config, who(frame), "correct")
    for each in told[:SHOWN]:
        with st.container(key=f"item-{each.id}"):
            st.html(pieces.newest([each], now))
            if splitting:
                other = next(one for one in reversed(told) if one.id != each.id)
                st.button(
                    words.say("stories.split"), key=f"split-{each.id}", on_click=triage.another_story,
                    args=(frame, each, other),
                )  # fmt: skip
    if told[SHOWN:]:
        summary = tag("summary", words.count("stories.more", len(told) - SHOWN))
        st.html(tag("details", summary, pieces.newest(told[SHOWN:], now)))


def _join(frame: Frame, copy: Version, story: Story, now: datetime) -> None:
    """Other stories that may be the same one."""
    first = story.told[0].mention
    mine = said(first)
    others = likeliest(mine, story.id, readings.told(copy, this_hour(now)))[:OTHERS]
    st.html(pieces.section(words.say("stories.join"), words.say("stories.join_lead") if others else EMPTY))
    if not others:
        st.html(tag("p", words.say("inbox.no_story"), class_="ew-lead"))
    for other in others:
        st.button(
            plain(triage.beginning(other)), key=f"join-{other.id}", type="tertiary", on_click=triage.same_story,
            args=(frame, mine, other),
        )  # fmt: skip
