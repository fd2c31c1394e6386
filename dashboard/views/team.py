"""How the team does: both clocks, shares in time, stars won back, praise, suggestions, training, changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from analysis.clocks import spell
from analysis.shares import Share, Timed
from dashboard import choices, pages, pieces, words
from dashboard.casework import books, cards, sentences, teamforms
from dashboard.data import this_hour
from dashboard.export import csv_bytes
from dashboard.frame import Frame, opening
from dashboard.markup import EMPTY, Safe, join, tag
from dashboard.who import may_change
from pipelines import teamwork
from pipelines.teamwork import Teamwork

WALL = 12  # glad sentences on the wall


def show(frame: Frame) -> None:
    """Draws the page. The address bar holds the span and whose cases are looked into."""
    copy = opening(frame)
    if copy is None:
        return
    place = st.container()
    days = int(choices.one_of(st.container(), words.say("team.span"), "days", words.table("team.spans")))
    found = books.team(copy, this_hour(frame.clock()), days, frame.config)
    place.html(join(tag("h1", _headline(found), class_="ew-sentence"), tag("div", class_="ew-controls")))
    _in_time(frame, found)
    _wall(frame, found)
    teamforms.suggestions(frame, found.suggestions)
    left, right = st.columns(2, gap="large")
    with left:
        st.html(
            join(
                pieces.section(words.say("team.won_back"), words.say("team.won_back_lead")),
                cards.facts(
                    (words.say("team.of_case", case=each.case, what=each.sentence()) for each in found.recovered),
                    words.say("team.none_won_back"),
                ),
            )
        )
    with right:
        st.html(
            join(
                pieces.section(words.say("team.training"), words.say("team.training_lead")),
                cards.facts((each.sentence() for each in found.training), words.say("team.no_training")),
            )
        )
    _changes(frame, found)
    if may_change(frame):
        teamforms.change(frame)


def _headline(found: Teamwork) -> str:
    everybody = next((each for each in found.shares if each.by == "all"), None)
    if everybody is None:
        return words.say("team.nothing_counted")
    return words.say("team.in_time", good=everybody.in_time, all=everybody.counted)


def _in_time(frame: Frame, found: Teamwork) -> None:
    """The share in time of each person as bars, both clocks in a table, and the cases behind them."""
    people = [each for each in found.shares if each.by == "person"]
    within = spell(frame.config.team.answer_within)
    st.html(pieces.section(words.say("team.shares"), words.say("team.shares_lead", within=within)))
    if not people:
        st.html(tag("p", words.say("team.no_cases"), class_="ew-none"))
        return
    st.html(cards.bars([(each.name, each.share, each.sentence()) for each in people], caption=words.say("team.shares")))
    rest = [each for each in found.shares if each.by in ("topic", "source")]
    table = join(
        _table(people, words.say("team.by_person")), _table(rest, words.say("team.by_topic")) if rest else EMPTY
    )
    st.html(tag("details", tag("summary", words.say("shared.numbers")), table))
    names = {"": words.say("team.everybody")} | {each.name: each.name for each in people}
    chosen = choices.from_list(st.container(), words.say("team.whose"), "person", names)
    cases = [each for each in found.timed if chosen in ("", each.person)]
    _drill(frame, cases)


def _table(shares: Sequence[Share], caption: str) -> Safe:
    rows = [
        (
            each.name,
            f"{each.in_time}/{each.counted}",
            f"{each.share:.0%} ({each.low:.0%}–{each.high:.0%})",
            _length(each.median_answer),
            _length(each.median_resolved),
            ", ".join(each.late),
        )
        for each in shares
    ]
    head = words.heads("who_or_what", "in_time", "share_interval", "first_answer", "put_right", "late_cases")
    return pieces.table(head, rows, caption=caption, right=(1, 2))


def _length(length: timedelta | None) -> str:
    return "–" if length is None else spell(length)


def _drill(frame: Frame, cases: Sequence[Timed]) -> None:
    zone, states = frame.config.zone, words.table("case.states")
    marks = {True: words.say("team.yes"), False: words.say("team.no"), None: words.say("team.not_yet")}
    rows = [
        (
            each.case.id, states[each.case.state], each.person, each.case.source,
            sentences.moment(each.case.posted or each.case.opened, zone),
            _length(each.answered_since_posted), _length(each.answered), marks[each.in_time],
        )
        for each in cases
    ]  # fmt: skip
    head = words.heads("case", "state", "person", "source", "posted", "since_posted", "since_known", "in_time")
    st.html(pieces.table(head, rows, caption=words.say("team.cases")))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.download_button(
            words.say("shared.take_away"),
            lambda: csv_bytes(teamwork.COLUMNS, [teamwork.row(each) for each in cases]),
            "cases.csv", "text/csv", type="tertiary", on_click="ignore", key="take-cases",
        )  # fmt: skip
        late = [each.case.id for each in cases if each.in_time is False]
        for number in late[:5]:
            if st.button(words.say("team.look_into", case=number), key=f"late-{number}", type="tertiary"):
                pages.go("cases", case=number)


def _wall(frame: Frame, found: Teamwork) -> None:
    zone = frame.config.zone
    st.html(pieces.section(words.say("team.praise"), words.say("team.praise_lead")))
    if not found.praise:
        st.html(tag("p", words.say("team.no_praise"), class_="ew-none"))
        return
    notes = (
        tag(
            "li",
            tag("p", "“", pieces.foreign(each.quote), "”", class_="ew-quote ew-serif"),
            tag("p", tag("b", each.name), " · ", pieces.foreign(each.source), " · ",
                words.day(each.at.astimezone(zone).date()), class_="ew-by"),
        )
        for each in found.praise[:WALL]
    )  # fmt: skip
    st.html(tag("ul", *notes, class_="ew-wall"))


def _changes(frame: Frame, found: Teamwork) -> None:
    """Each change with what became of its topic: complaints a week before and after, and how sure that is."""
    st.html(pieces.section(words.say("team.changes"), words.say("team.changes_lead")))
    if not found.fixes:
        st.html(tag("p", words.say("team.no_changes"), class_="ew-none"))
        return
    verdicts, signs = words.table("team.verdicts"), {"yes": "ew-ok", "no": "ew-broken", "too early": "ew-idle"}
    drawn = []
    for told, each in found.fixes:
        since = words.say(
            "team.since", topic=each.topic, day=words.day(each.since.astimezone(frame.config.zone).date())
        )
        weeks = [
            (words.say("team.before"), each.before, each.days_before),
            (words.say("team.after"), each.after, each.days_after),
        ]
        rates = [(name, 7 * count / max(days, 1.0)) for name, count, days in weeks]
        most = max(rate for _, rate in rates) or 1.0
        picture = cards.bars(
            [(name, rate / most, words.say("team.a_week", rate=f"{rate:.1f}")) for name, rate in rates], caption=told
        )
        left = tag(
            "div",
            tag("p", tag("b", pieces.foreign(told))),
            tag("p", pieces.foreign(since), class_="ew-by"),
            tag("p", tag("span", verdicts[each.verdict], class_=f"ew-state {signs[each.verdict]}"), " ",
                pieces.foreign(each.sentence()), class_="ew-why"),
        )  # fmt: skip
        drawn.append(tag("li", left, picture))
    st.html(tag("ul", *drawn, class_="ew-list"))
