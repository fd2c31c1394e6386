"""What is being said: stories read from the copy, with how far each has got and will probably get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import streamlit as st

from analysis.outlook import Outlook
from analysis.spread import Habit
from dashboard.data import Version, asking
from pipelines import mute, story_watch
from pipelines.mute import Muted
from storage import judged
from storage.model import Judged
from storage.publish import read

DAYS = 14  # a story that nobody told for so long is over
MOST = 40  # stories that are looked at


@dataclass(frozen=True, slots=True)
class Story:
    """The mentions that tell the same, in order of their time, and what their sources count beside."""

    id: str
    told: tuple[Judged, ...]
    shares: Mapping[str, int]  # mention -> passes that only its source's numbers show
    reach: Mapping[str, int]  # mention -> views, else followers
    habits: Mapping[str, Habit]  # source -> how its stories grow
    muted: Muted | None = None

    @property
    def first(self) -> Judged:
        """The first voice that complains, else the first of all."""
        return next((each for each in self.told if each.assessment.label == "negative"), self.told[0])

    @property
    def places(self) -> list[tuple[str, int]]:
        """Where it is told, and how often."""
        return Counter(each.mention.source for each in self.told).most_common()

    def quiet(self, now: datetime) -> Muted | None:
        """The wish for silence that holds now."""
        return self.muted if self.muted is not None and self.muted.until > now else None

    def look(self, now: datetime) -> Outlook:
        """Passes so far and to come, speed and chance, as the warning sees them."""
        return story_watch.look(self.told, self.habits, self.shares, self.reach, now)


def expected(seen: Outlook) -> float:
    """All passes this story will probably have in the end."""
    return seen.passes / max(0.05, 1.0 - seen.to_come)


def by_risk(stories: tuple[Story, ...], now: datetime) -> list[tuple[Story, Outlook]]:
    """The biggest risk first: what is alarming, then the passes it will probably have; what is muted comes last."""
    seen = [(story, story.look(now)) for story in stories]
    return sorted(
        seen,
        key=lambda pair: (pair[0].quiet(now) is None, pair[1].alarming, expected(pair[1]), pair[0].told[-1].when),
        reverse=True,
    )


@st.cache_resource(max_entries=8, show_spinner=False)
def stories(copy: Version, hour: datetime) -> tuple[Story, ...]:
    """Unhappy stories of the last two weeks that were told again or passed on."""
    with asking(copy, hour) as ask:
        wanted = [story for (story,) in ask("stories", days=DAYS, limit=MOST)]
    return _read(copy, hour, wanted)


@st.cache_resource(max_entries=16, show_spinner=False)
def story(copy: Version, hour: datetime, name: str) -> Story | None:
    """One story by its id, or by that of a mention that tells it; None when there is none."""
    with asking(copy, hour) as ask:
        found = ask("story_of", mention=name)
    return next(iter(_read(copy, hour, [found[0][0] if found else name])), None)


def _read(copy: Version, hour: datetime, wanted: list[str]) -> tuple[Story, ...]:
    with read(Path(copy.path)) as con:
        told = judged.of_stories(con, wanted)
        ids = [each.mention.id for members in told.values() for each in members]
        shares, reach = judged.shares(con, ids), judged.reach(con, ids)
        habits = story_watch.learned(con)
        quiet = {each.about: each for each in mute.holding(con, hour)}
    return tuple(
        Story(name, tuple(told[name]), shares, reach, habits, quiet.get(name)) for name in wanted if name in told
    )
