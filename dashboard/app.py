"""The pages people see. Served by `earlyword up`; reads the clock, the settings and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard import look, pages, pieces, who, words
from dashboard.frame import Frame
from dashboard.views import analyst, cases, inbox, morning, places, promises, search, stories, team, trends
from dashboard.views import settings as views_settings
from pipelines.config import Config, ConfigError, load
from storage.errors import RecordError

VIEWS: dict[str, Callable[[Frame], None]] = {
    "morning": morning.show,
    "stories": stories.show,
    "inbox": inbox.show,
    "cases": cases.show,
    "promises": promises.show,
    "team": team.show,
    "trends": trends.show,
    "search": search.show,
    "sources": places.show,
    "settings": views_settings.show,
    "analyst": analyst.show,
}


ICON = "🌅"


def clock() -> datetime:
    return datetime.now(UTC)


def settings() -> Config:
    """The configuration that EARLYWORD_CONFIG names, else ./config.yaml, else the sample business."""
    named = os.environ.get("EARLYWORD_CONFIG")
    path = Path(named) if named else Path("config.yaml")
    return _settings(named, (_changed(path), _changed(path.with_name(".env"))))


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@st.cache_resource(max_entries=4, show_spinner=False)
def _settings(named: str | None, changed: tuple[int, int]) -> Config:
    return load(Path(named) if named else None, os.environ)


def frame_of(config: Config) -> Frame:
    return Frame(config, config.data / "published.duckdb", clock)


def draw(name: str, config: Config) -> None:
    """Draws one page; a copy that cannot be read becomes a sentence instead."""
    try:
        VIEWS[name](frame_of(config))
    except RecordError:
        st.html(
            pieces.steps(words.say("unreadable.title"), words.say("unreadable.lead"), words.steps("unreadable.steps"))
        )


def main() -> None:
    """Draws the page that the address bar names."""
    try:
        config = settings()
    except ConfigError as wrong:
        st.set_page_config(page_title="Earlyword", page_icon=ICON, layout="wide")
        st.html(look.css())
        st.html(pieces.steps(words.say("wrong_settings.title"), str(wrong), words.steps("wrong_settings.steps")))
        return
    words.speak(config.business.languages)
    st.set_page_config(page_title=f"{config.business.name} · Earlyword", page_icon=ICON, layout="wide")
    if not who.who(frame_of(config)):
        st.html(look.css())
        st.html(
            pieces.steps(words.say("signed_out.title"), words.say("signed_out.lead"), words.steps("signed_out.steps"))
        )
        return
    made = {
        name: st.Page(
            partial(draw, name, config), title=words.table("pages")[name], url_path="" if first else name, default=first
        )
        for name in VIEWS
        for first in (name == "morning",)
    }
    pages.remember(made)
    opened = st.navigation(list(made.values()), position="top")
    who.corner(frame_of(config))
    opened.run()


if __name__ == "__main__":
    main()
