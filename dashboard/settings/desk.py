"""How every part of Settings reads and saves: against the text that was seen, by name; a refusal is its sentence.

Controls carry the number of the text they were filled from, so that a fresh text fills them afresh.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import notice, pieces, who
from dashboard.frame import Frame
from dashboard.markup import join, tag
from dashboard.words import say
from pipelines import config_edit
from pipelines.config import ConfigError

# a name is written in capitals; the file allows more, but what is typed here may be the secret in the wrong place
NAME = re.compile(r"[A-Z_][A-Z0-9_]*|keyring:\w+")
SAW, NUMBER = "settings-saw", "settings-number"


class NoName(ValueError):
    """Something other than the name of a variable was typed where one belongs; the message is a sentence."""


def saw(frame: Frame) -> str:
    """The text this person is looking at. Raises `config_edit.NotWritten`."""
    if SAW not in st.session_state:
        st.session_state[SAW] = config_edit.opened(frame.config)
    text: str = st.session_state[SAW]
    return text


def values(frame: Frame) -> config_edit.Values:
    """The file as plain values, as it was seen."""
    return config_edit.values(saw(frame))


def key(name: str) -> str:
    """The key of a control that is filled from the file."""
    return f"set-{name}-{st.session_state.get(NUMBER, 0)}"


def save(frame: Frame, change: Callable[[config_edit.Values], object]) -> None:
    """Save, then draw the page afresh; what is refused is said, with the difference when somebody was first."""
    try:
        saved = config_edit.save(frame.config, who.who(frame), saw(frame), change, frame.clock())
    except config_edit.Changed as changed:
        st.html(
            join(
                pieces.banner(str(changed)),
                tag("pre", changed.difference, class_="ew-sql"),
                tag("p", say("settings.changed"), class_="ew-under"),
            )
        )
        return
    except (ConfigError, NoName, *config_edit.REFUSALS) as wrong:
        st.html(pieces.banner(str(wrong)))
        return
    _afresh(saved.text)
    notice.tell(say("settings.saved", backup=saved.backup.name))
    st.rerun()


def newest(frame: Frame) -> None:
    """The button that takes what stands in the file now, when somebody else has changed it."""
    now = config_edit.opened(frame.config)
    if now == saw(frame):
        return
    st.html(pieces.banner(say("settings.stale")))
    if st.button(say("settings.reload"), key="settings-reload"):
        _afresh(now)
        st.rerun()


def _afresh(text: str) -> None:
    st.session_state[SAW] = text
    st.session_state[NUMBER] = st.session_state.get(NUMBER, 0) + 1


def in_rows(names: Sequence[str], wide: int = 2) -> Iterator[tuple[DeltaGenerator, str]]:
    """Each name with its place, `wide` of them beside each other: row by row, so that a phone keeps their order."""
    for at, name in enumerate(names):
        if at % wide == 0:
            row = st.columns(wide, gap="medium")
        yield row[at % wide], name


def put(values: config_edit.Values, path: tuple[str | int, ...], value: Any) -> None:
    """Set what stands at a path, sections made where they are missing; what is left empty is taken out."""
    place: Any = values
    *outer, last = path
    for part in outer:
        if isinstance(part, str) and not place.get(part):
            place[part] = {}
        place = place[part]
    if value in ("", None, [], {}):
        if isinstance(place, dict):
            place.pop(last, None)
    else:
        place[last] = value


def put_changed(values: config_edit.Values, path: tuple[str, ...], value: Any, usual: Any) -> None:
    """The same, for a control that shows what is usual where nothing stands: what was not touched is not written."""
    place: Any = values
    for part in path:
        place = place.get(part) if isinstance(place, dict) else None
    if value != (usual if place is None else place):
        put(values, path, value)


def variable(typed: str, was: Any) -> str:
    """The name of an environment variable. Raises `NoName` for what looks like the secret itself."""
    name = typed.strip()
    if name and name != was and not NAME.fullmatch(name):
        raise NoName(say("settings.no_secret"))
    return name


def words(typed: str) -> list[str]:
    """One entry a line, or several with commas between them."""
    return [part.strip() for part in typed.replace("\n", ",").split(",") if part.strip()]


def line(given: Any) -> str:
    """A list as it is typed."""
    return ", ".join(str(each) for each in given) if isinstance(given, list) else str(given or "")
