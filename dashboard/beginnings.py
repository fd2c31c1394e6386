"""What a page says while there is nothing to read: what that means, and what to do next, kindly and in order."""

from __future__ import annotations

from datetime import datetime

from dashboard import pieces, words
from dashboard.markup import Safe
from pipelines import look_now
from pipelines.config import Config


def not_ready(config: Config, now: datetime) -> Safe:
    """Before the first round has published anything: whether one is coming depends on who collects."""
    if not config.sources:
        return _no_sources()
    if look_now.collects(config, now):
        steps = words.steps("first_round.steps")
        return pieces.steps(words.say("first_round.title"), words.say("first_round.lead"), steps)
    return pieces.steps(words.say("not_ready.title"), words.say("not_ready.lead"), words.steps("not_ready.steps"))


def nothing_heard(config: Config) -> Safe:
    """Rounds have come and brought nothing."""
    if not config.sources:
        return _no_sources()
    steps = words.steps("nothing_heard.steps")
    return pieces.steps(words.say("nothing_heard.title"), words.say("nothing_heard.lead"), steps)


def _no_sources() -> Safe:
    return pieces.steps(words.say("no_sources.title"), words.say("no_sources.lead"), words.steps("no_sources.steps"))
