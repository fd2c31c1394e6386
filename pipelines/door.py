"""The one polite door to the web, as this configuration wants it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from collectors.web import Web
from pipelines.config import Config

HOME = "https://github.com/earlyword/earlyword"


def door(config: Config, now: Callable[[], datetime]) -> Web:
    """With an honest name, and a way for a site to reach whoever runs us."""
    try:
        number = version("earlyword")
    except PackageNotFoundError:  # run from a folder that was copied, not installed
        number = "0"
    agent = f"Earlyword/{number} (+{config.web.contact or HOME})"
    return Web(user_agent=agent, allow_loopback=config.web.allow_loopback, now=now)
