"""What somebody may do with a case now, each as a small form. The verbs decide; a page only offers what is open.

A form remembers the state of the case it was drawn for (`saw`): when somebody else was first, the verb writes nothing,
and the page says so and shows the case as it is now. Typed words stay until they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import streamlit as st

from analysis.case import Case, Promise
from analysis.moves import Verb
from dashboard import fresh, notice, words
from dashboard.frame import Frame
from dashboard.who import who
from pipelines import recover
from pipelines.recover import Desk

Deed = Callable[[Desk, str, datetime], Case]
LONGEST = 10_000  # characters, as the verbs allow
# in the order in which people need them; what is not here has a place of its own on the page
ORDER: tuple[Verb, ...] = (
    "assign", "take_back", "promise", "put_right", "wait", "resolve", "check_in", "reopen", "dismiss", "note", "suggest"
)  # fmt: skip


def allowed(frame: Frame, case: Case) -> tuple[Verb, ...]:
    """The moves that are open to whoever is at the page; none for somebody whom every verb refuses."""
    try:
        return recover.open_moves(case, recover.actor(frame.config, who(frame)))
    except recover.NotAllowed:
        return ()


def draw(frame: Frame, case: Case) -> None:
    """The choice of a move, and the form of the chosen one."""
    offered = [verb for verb in ORDER if verb in allowed(frame, case)]
    if not offered:
        return
    names = words.table("moves.names")
    chosen = st.pills(
        words.say("moves.title"), offered, format_func=names.__getitem__, key=f"move-{case.id}", wrap=True
    )
    if chosen is not None:
        with st.form(f"form-{case.id}-{chosen}", border=False):
            FORMS[chosen](frame, case)


def promise_buttons(frame: Frame, promise: Promise, saw: int | None) -> None:
    """Kept, or broken; one that was broken can still be kept, late."""
    number, case = promise.number, promise.case
    with st.container(horizontal=True, gap="small"):
        if promise.state != "kept":
            keep: Deed = lambda desk, me, now: recover.keep(desk, case, me, now, number=number, saw=saw)  # noqa: E731
            st.button(
                words.say("promises.keep"), key=f"keep-{case}-{number}", on_click=pressed, args=(frame, "keep", keep)
            )
        if promise.state == "open":
            lose: Deed = lambda desk, me, now: recover.break_(desk, case, me, now, number=number, saw=saw)  # noqa: E731
            st.button(
                words.say("promises.break"), key=f"break-{case}-{number}", on_click=pressed, args=(frame, "break", lose)
            )


def press(frame: Frame, verb: str, deed: Deed, fields: Sequence[str] = ()) -> Case | None:
    """Do it, say so, and empty the form; what was refused is said by `fresh`, and the words stay."""
    done = fresh.act(frame, deed)
    if done is None:
        return None
    notice.tell(words.table("moves.told")[verb])
    for field in fields:
        st.session_state.pop(field, None)
    return done


def pressed(frame: Frame, verb: str, deed: Deed, fields: Sequence[str] = ()) -> None:
    """The same for a button that has nothing more to do."""
    press(frame, verb, deed, fields)


def _key(case: Case, verb: Verb, name: str) -> str:
    return f"{verb}-{case.id}-{name}"


def _said(case: Case, verb: Verb, *names: str) -> dict[str, Any]:
    """What was typed into a form; read when the button is pressed."""
    return {name: st.session_state.get(_key(case, verb, name)) or "" for name in names}


def _text(case: Case, verb: Verb, name: str, label: str, *, tall: bool = False) -> None:
    make = st.text_area if tall else st.text_input
    make(label, key=_key(case, verb, name), max_chars=LONGEST)


def _submit(frame: Frame, case: Case, verb: Verb, names: Sequence[str], deed: Deed) -> None:
    fields = [_key(case, verb, name) for name in names]
    st.form_submit_button(
        words.table("moves.do")[verb], type="primary", on_click=pressed, args=(frame, verb, deed, fields)
    )


def _assign(frame: Frame, case: Case) -> None:
    me = recover.actor(frame.config, who(frame))
    people = [person.name for person in frame.config.people if person.role != "viewer"] or [me.name]
    if me.role == "staff":
        people = [me.name]
    free = [name for name in people if name != case.assignee]
    first = free.index(me.name) if me.name in free else 0
    st.selectbox(words.say("moves.to"), free, index=first if free else None, key=_key(case, "assign", "to"))
    _submit(
        frame, case, "assign", ("to",),
        lambda desk, by, now: recover.assign(desk, case.id, by, now, saw=case.seq, **_said(case, "assign", "to")),
    )  # fmt: skip


def _promise(frame: Frame, case: Case) -> None:
    _text(case, "promise", "what", words.say("moves.what_promised"))
    today = frame.clock().astimezone(frame.config.zone).date()
    st.date_input(
        words.say("moves.due"), today + timedelta(days=1), min_value=today, format="DD/MM/YYYY",
        key=_key(case, "promise", "day"),
    )  # fmt: skip
    st.time_input(words.say("moves.due_at"), None, key=_key(case, "promise", "at"))
    people = [person.name for person in frame.config.people if person.role != "viewer"] or [who(frame)]
    mine = people.index(who(frame)) if who(frame) in people else 0
    st.selectbox(words.say("moves.by"), people, index=mine, key=_key(case, "promise", "by"))

    def deed(desk: Desk, by: str, now: datetime) -> Case:
        given = _said(case, "promise", "what", "day", "at", "by")
        due = moment(frame, given["day"] or today, given["at"] or None)
        return recover.promise(desk, case.id, by, now, what=given["what"], due=due, by=given["by"], saw=case.seq)

    _submit(frame, case, "promise", ("what", "day", "at", "by"), deed)


def moment(frame: Frame, day: date, at: time | None) -> datetime:
    """A day that somebody picked, in the shop's zone; without an hour it means closing time."""
    if at is None:
        return recover.calendar(frame.config).end_of(day)
    return datetime.combine(day, at, frame.config.zone)


def _put_right(frame: Frame, case: Case) -> None:
    me = recover.actor(frame.config, who(frame))
    left = None if me.limit is None else max(0.0, me.limit - sum(each.amount for each in case.spent))
    st.number_input(words.say("moves.amount"), min_value=0.0, step=0.5, key=_key(case, "put_right", "amount"))
    st.caption(words.say("moves.no_limit") if left is None else words.say("moves.left", left=f"{left:g}"))
    _text(case, "put_right", "what", words.say("moves.what_done"))

    def deed(desk: Desk, by: str, now: datetime) -> Case:
        given = _said(case, "put_right", "amount", "what")
        return recover.put_right(
            desk, case.id, by, now, amount=float(given["amount"] or 0), what=given["what"], saw=case.seq
        )

    _submit(frame, case, "put_right", ("amount", "what"), deed)


def _take_back(frame: Frame, case: Case) -> None:
    _submit(frame, case, "take_back", (), lambda desk, by, now: recover.take_back(desk, case.id, by, now, saw=case.seq))


def _check_in(frame: Frame, case: Case) -> None:
    names = words.table("moves.well")
    st.radio(
        words.say("moves.was_all_well"), list(names), format_func=names.__getitem__, key=_key(case, "check_in", "well")
    )
    _text(case, "check_in", "words", words.say("moves.what_they_said"))

    def deed(desk: Desk, by: str, now: datetime) -> Case:
        given = _said(case, "check_in", "well", "words")
        well = given["well"] == "yes"
        return recover.check_in(desk, case.id, by, now, well=well, words=given["words"], saw=case.seq)

    _submit(frame, case, "check_in", ("well", "words"), deed)


def _suggest(frame: Frame, case: Case) -> None:
    _text(case, "suggest", "words", words.say("moves.suggestion"), tall=True)
    topics = ["", *frame.config.topics_table]
    st.selectbox(words.say("moves.topic"), topics, key=_key(case, "suggest", "topic"))
    _submit(
        frame, case, "suggest", ("words", "topic"),
        lambda desk, by, now: recover.suggest(desk, by, now, case=case.id, **_said(case, "suggest", "words", "topic")),
    )  # fmt: skip


def _note(frame: Frame, case: Case) -> None:
    _text(case, "note", "words", words.say("moves.note"), tall=True)
    _submit(
        frame, case, "note", ("words",),
        lambda desk, by, now: recover.note(desk, case.id, by, now, **_said(case, "note", "words")),
    )  # fmt: skip


def _with_words(verb: Verb, move: Callable[..., Case]) -> Callable[[Frame, Case], None]:
    """The form of a move that takes a few words."""

    def form(frame: Frame, case: Case) -> None:
        _text(case, verb, "words", words.table("moves.words")[verb])
        _submit(
            frame, case, verb, ("words",),
            lambda desk, by, now: move(desk, case.id, by, now, saw=case.seq, **_said(case, verb, "words")),
        )  # fmt: skip

    return form


FORMS: Mapping[Verb, Callable[[Frame, Case], None]] = {
    "assign": _assign,
    "take_back": _take_back,
    "promise": _promise,
    "put_right": _put_right,
    "wait": _with_words("wait", recover.wait),
    "resolve": _with_words("resolve", recover.resolve),
    "check_in": _check_in,
    "reopen": _with_words("reopen", recover.reopen),
    "dismiss": _with_words("dismiss", recover.dismiss),
    "note": _note,
    "suggest": _suggest,
}
