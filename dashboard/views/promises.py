"""What customers were told would happen: due and overdue first, then what was kept and what was not."""

from __future__ import annotations

from typing import Literal, cast

import streamlit as st

from analysis import ledger
from analysis.case import Promise
from analysis.ledger import PromiseLedger
from dashboard import choices, leaves, pages, pieces, words
from dashboard.casework import books, cards, moves
from dashboard.frame import Frame, opening
from dashboard.markup import Safe, join, tag
from dashboard.who import who
from pipelines import calendar_feed
from pipelines.casebook import Entry

Pick = Literal["open", "mine", "kept", "broken"]


def show(frame: Frame) -> None:
    """Draws the page. The address bar holds the drawer."""
    copy = opening(frame)
    if copy is None:
        return
    now = frame.clock()
    found = books.book(copy, everything=True)
    book = ledger.promises([entry.case for entry in found], now)
    st.html(join(tag("h1", _headline(book), class_="ew-sentence"), tag("div", class_="ew-controls")))
    drawer, take = st.columns([7, 3], gap="medium", vertical_alignment="bottom")
    pick = cast(Pick, choices.one_of(drawer, words.say("promises.show"), "promised", words.table("promises.shows")))
    after, name = frame.config.team.check_in_after, frame.config.business.name
    take.download_button(
        words.say("promises.calendar"),
        lambda: calendar_feed.feed(found, business=name, check_in_after=after, now=frame.clock()),
        "promises.ics", "text/calendar", type="tertiary", on_click="ignore", key="promises-ics",
    )  # fmt: skip
    entries = {entry.case.id: entry for entry in found}
    shown = [each for each in book.promises if _wanted(each, pick, who(frame))]
    if not shown:
        st.html(tag("p", words.table("promises.none")[pick], class_="ew-none"))
    leaves.draw(shown, lambda promise: _row(frame, promise, entries[promise.case]))
    if book.promises:
        st.html(_accounts(book))


def _wanted(promise: Promise, pick: Pick, me: str) -> bool:
    if pick == "mine":
        return promise.state == "open" and promise.by == me
    return promise.state == pick


def _headline(book: PromiseLedger) -> str:
    if not book.total.open:
        return words.say("promises.all_kept")
    late = book.total.overdue
    first = words.some("promises.open", book.total.open)
    return f"{first}, {words.count('promises.overdue', late)}." if late else f"{first}."


def _row(frame: Frame, promise: Promise, entry: Entry) -> None:
    with st.container(key=f"promise-{promise.case}-{promise.number}"):
        left, right = st.columns([7, 4], gap="medium", vertical_alignment="center")
        with left:
            st.html(cards.promised(promise, entry.who, frame.clock(), frame.config.zone))
        with right, st.container(horizontal=True, gap="small"):
            if "keep" in moves.allowed(frame, entry.case):
                moves.promise_buttons(frame, promise, entry.case.seq)
            if st.button(
                words.say("cases.open_one", case=promise.case),
                key=f"to-{promise.case}-{promise.number}",
                type="tertiary",
            ):
                pages.go("cases", case=promise.case)


def _accounts(book: PromiseLedger) -> Safe:
    rows = [
        (name, f"{each.kept}", f"{each.kept_late}", f"{each.broken}", f"{each.open}")
        for name, each in [(words.say("promises.everybody"), book.total), *book.people.items()]
    ]
    head = words.heads("person", "kept", "kept_late", "broken", "open")
    table = pieces.table(head, rows, caption=words.say("promises.ledger"), right=(1, 2, 3, 4))
    return join(pieces.section(words.say("promises.ledger"), words.say("promises.ledger_lead")), table)
