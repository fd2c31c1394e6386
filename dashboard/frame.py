"""What every page is handed, and what every page shows before anything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import streamlit as st

from dashboard import beginnings, look, notice, pieces
from dashboard.data import Version, fits, morning, this_hour, version
from dashboard.nouns import Morning
from pipelines.config import Config
from storage.errors import RecordError

WAIT = timedelta(seconds=2)


@dataclass(frozen=True)
class Frame:
    """The settings, where the published copy lies, and a clock: only `app` reads the real one."""

    config: Config
    published: Path
    clock: Callable[[], datetime]


def latest(frame: Frame, now: datetime) -> Morning | None:
    """The first page's reading of the newest copy, for the parts of a page that look again by themselves.

    None while the copy cannot be read: what was shown before then goes for a minute, and nobody is alarmed.
    """
    copy = version(frame.published)
    try:
        return morning(copy, this_hour(now)) if copy else None
    except RecordError:
        return None


def opening(frame: Frame) -> Version | None:
    """The style, the SAMPLE ribbon, and the copy to read; without one says kindly what to do, and gives None."""
    st.html(look.css())
    if frame.config.sample:
        st.html(pieces.ribbon())
    notice.draw()
    copy = _ready(frame)
    if copy is None:
        _wait(frame)
    return copy


def _ready(frame: Frame) -> Version | None:
    """The copy to read; None while there is none, or only one from before an upgrade, until the next round."""
    copy = version(frame.published)
    return copy if copy is not None and fits(copy) else None


@st.fragment(run_every=WAIT)
def _wait(frame: Frame) -> None:
    """Kind words until there is something to read; then the page draws itself."""
    if _ready(frame) is not None:
        st.rerun()
    st.html(beginnings.not_ready(frame.config, frame.clock()))
