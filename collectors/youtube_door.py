"""The way into YouTube's API: one request, and what each of its refusals means for the owner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collectors.manners import retry_after
from collectors.shape import field, object_of, part_of, rows_at, text_at
from collectors.source import Blocked, Broken, Part, Secret, SourceError
from storage.model import Json

if TYPE_CHECKING:
    from collectors.answer import Answer
    from collectors.web import Web

PACIFIC = ZoneInfo("America/Los_Angeles")  # the quota's day
QUOTA = {"quotaExceeded", "dailyLimitExceeded"}
TOO_FAST = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}
NO_KEY = {"keyInvalid", "API_KEY_INVALID", "keyExpired", "API_KEY_EXPIRED"}
SWITCHED_OFF = {"accessNotConfigured", "SERVICE_DISABLED"}


class NoComments(Exception):
    """Comments are switched off here: normal, and no reason to say anything."""


class Door:
    """Requests with the owner's key, which travels in a header and never in an address."""

    def __init__(self, base_url: str, key: Secret, web: Web) -> None:
        self._base, self._key, self._web = base_url, key, web

    def list(self, resource: str, params: Mapping[str, str]) -> Part:
        """One answer of `resource` ("commentThreads", "search", "comments", "videos").

        Raises `NoComments` when comments are switched off, `Broken` with `permanent` when the video or channel does
        not exist, `Blocked` when the key, the quota or the owner's project is the reason.
        """
        answer = self._web.get(
            f"{self._base}/youtube/v3/{resource}",
            params={**params},
            headers={"X-Goog-Api-Key": self._key.reveal()},
            accept=(400, 403, 404),
        )
        if answer.status != 200:
            raise refusal(answer, self._web.now())
        part = part_of(answer)
        if not isinstance(field(object_of(part), "items"), list):
            raise Broken("YouTube answered without a list of items", next_step="It usually passes by the next look.")
        return part


def refusal(answer: Answer, now: datetime) -> Exception:
    """What a 400, 403 or 404 stands for; the reason lies in the body, the status alone says little."""
    try:
        error: Json = field(answer.json(), "error")
    except SourceError as page:
        return page if isinstance(page, Blocked) else Blocked(f"YouTube refuses us ({answer.status})")
    reasons = {text_at(each, "reason") for each in [*rows_at(error, "errors"), *rows_at(error, "details")]}
    if "commentsDisabled" in reasons:
        return NoComments()
    if reasons & QUOTA:
        return Blocked(
            "today's quota of the YouTube key is used up",
            next_step="Nothing to do: it is renewed at midnight Pacific time. If it comes back, lengthen `every`.",
            retry_after=until_midnight(now),
        )
    if reasons & TOO_FAST:
        wait = retry_after(answer.headers, now) or timedelta(minutes=15)
        return Blocked("YouTube says that we ask too often", next_step="Nothing to do.", retry_after=wait)
    if reasons & NO_KEY:
        return Blocked("YouTube does not know this key", next_step="Copy the API key again, or make a new one.")
    if reasons & SWITCHED_OFF:
        return Blocked(
            "the YouTube Data API is switched off in the owner's Google Cloud project",
            next_step="Switch on YouTube Data API v3 under APIs & Services > Library.",
        )
    if answer.status == 404:
        return Broken(
            "YouTube knows no such video or channel",
            next_step="Check the id: a channel's begins with UC, a video's is what follows v= in its address.",
            permanent=True,
        )
    if answer.status == 403:
        return Blocked(
            "YouTube does not let this key read that",
            next_step="The video may be private, or the key restricted to other APIs or addresses.",
        )
    return Broken("YouTube does not understand what we ask", next_step="Check channel and video ids.")


def until_midnight(now: datetime) -> timedelta:
    """How long until the quota's next day, at least a minute."""
    local = now.astimezone(PACIFIC)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), PACIFIC)
    return max(timedelta(minutes=1), midnight - now)
