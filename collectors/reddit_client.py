"""The real PRAW client, with its requests going through our own polite door.

PRAW's own transport has no total deadline, no cap and no address check, and its limiter may sleep for ten minutes
inside a call. Handing it a requestor of ours (its documented way) gives it the deadlines, caps, per-host queue and
Retry-After of `collectors.web`. Reddit's counters are kept from its limiter and looked at here: we stop, not sleep.
"""

from __future__ import annotations

import base64
import math
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import praw
import prawcore
from praw.models import Comment, Submission

from collectors.answer import Answer
from collectors.manners import retry_after
from collectors.source import Blocked, Broken, Secret
from collectors.wrong_page import wrong_page

if TYPE_CHECKING:
    from collectors.web import Web

REDDIT_URL, OAUTH_URL = "https://www.reddit.com", "https://oauth.reddit.com"
NO_KEY = (
    "Reddit gives new keys only after an approval (asked for on its developer pages). Until you have one, use kind "
    "feed with https://www.reddit.com/r/NAME/new/.rss or /search.rss?q=%22NAME%22&sort=new."
)
_LOOK = 120.0  # seconds one look may take altogether
_PASSED_ON = (401, 403)  # at 401 PRAW renews its token and tries once more; 403 is explained below


class Allowance:
    """How much one look may still ask: by time, and by what Reddit says is left in its window."""

    def __init__(self) -> None:
        self._until = time.monotonic() + _LOOK
        self._remaining = math.inf
        self._reset = 0.0  # seconds until Reddit's window begins anew, at the last answer

    @property
    def used_up(self) -> bool:
        return self._remaining <= 0 or time.monotonic() >= self._until

    def note(self, headers: Mapping[str, str]) -> None:
        """Take down what an answer says of our share of requests."""
        try:
            self._remaining = float(headers.get("x-ratelimit-remaining", "inf"))
            self._reset = float(headers.get("x-ratelimit-reset", "0"))
        except ValueError:
            self._remaining = math.inf  # nonsense; a 429 would tell

    def check(self) -> None:
        """Raises Blocked when nothing more may be asked."""
        if self.used_up:
            wait = timedelta(seconds=min(max(self._reset, 60.0), 3600.0))
            raise Blocked(
                "our share of Reddit's requests is used up for now",
                next_step="Nothing to do: the rest is fetched at the next look.",
                retry_after=wait,
            )


class _Reply:
    """An answer of ours with the few names PRAW reads of a `requests` response."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.status_code = answer.status
        self.headers = {name: value for name, value in answer.headers.items() if not name.startswith("x-ratelimit")}
        self.content = answer.body
        self.text = answer.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Raises our own errors for what is no JSON, so that a login page is told from a broken answer."""
        value = self._answer.json()
        if not isinstance(value, (dict, list)):
            raise wrong_page(self.content, self._answer.where, "JSON")
        return value


class Requestor:
    """What PRAW asks for its requests."""

    def __init__(self, *, oauth_url: str, reddit_url: str, user_agent: str, web: Web, allowance: Allowance) -> None:
        self.oauth_url, self.reddit_url = oauth_url, reddit_url
        self._web, self._allowance = web, allowance
        self._headers = {"User-Agent": user_agent}

    def close(self) -> None:
        """Nothing is kept open."""

    def request(
        self,
        method: str,
        url: str,
        *,
        auth: tuple[str, str] | None = None,
        data: Iterable[tuple[str, object]] | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, object] | None = None,
        **_: object,
    ) -> _Reply:
        """One request through the door. Raises Blocked and Broken for all that is no answer PRAW could use."""
        self._allowance.check()
        sent = {**self._headers, **{name: value for name, value in (headers or {}).items() if name != "Connection"}}
        if auth is not None:
            sent["Authorization"] = "Basic " + base64.b64encode(":".join(auth).encode()).decode("ascii")
        if method.lower() == "post":
            form = {name: str(value) for name, value in data or ()}
            return _Reply(self._web.post(url, data=form, headers=sent, accept=_PASSED_ON))
        query = {name: str(value) for name, value in (params or {}).items()}
        answer = self._web.get(url, params=query, headers=sent, accept=_PASSED_ON)
        self._allowance.note(answer.headers)
        if not answer.body.strip():
            raise wrong_page(answer.body, answer.where, "JSON")
        return _Reply(answer)


def client(
    key: Secret | None, secret: Secret | None, web: Web, allowance: Allowance, *, username: str, base_url: str
) -> praw.Reddit:
    """A read-only client. Raises Blocked when there is no key, with what to do without one.

    A stray praw.ini or praw_* variable cannot change where the key is sent: everything that counts is given here.
    """
    if not key or not secret:
        raise Blocked("there is no Reddit key for this source", next_step=NO_KEY)
    agent = f"{web.user_agent} (by /u/{username})" if username else web.user_agent
    return praw.Reddit(
        "DEFAULT",
        client_id=key.reveal(),
        client_secret=secret.reveal(),
        username=None,
        password=None,
        refresh_token=None,
        user_agent=agent,
        oauth_url=base_url or OAUTH_URL,
        reddit_url=base_url or REDDIT_URL,
        check_for_updates=False,
        check_for_async=False,
        ratelimit_seconds=0,
        requestor_class=Requestor,  # type: ignore[arg-type]  # not a subclass: that one opens connections of its own
        requestor_kwargs={"web": web, "allowance": allowance},
    )


def raw_items(listing: Iterable[object], now: datetime) -> Iterator[dict[str, Any]]:
    """The items of a PRAW listing as plain attributes, asking for the next page when it comes to it.

    Raises Blocked when Reddit refuses or our allowance is used up, and Broken for a listing of other things: a
    subreddit that does not exist leads to a list of subreddits.
    """
    try:
        for item in listing:
            if not isinstance(item, (Submission, Comment)):
                raise Broken(
                    "Reddit lists no such subreddit", next_step="Check its spelling: it is the part after /r/."
                )
            yield attributes(item)
    except prawcore.OAuthException as error:
        raise _bad_key() from error
    except prawcore.ResponseException as error:
        if error.response.status_code == 401:
            raise _bad_key() from error
        if error.response.status_code == 403:
            raise Blocked(
                "Reddit does not let this key read here (403)",
                next_step="A private subreddit shows itself to its members only; a key without approval is refused "
                "everywhere. " + NO_KEY,
                retry_after=retry_after(error.response.headers, now),
            ) from error
        raise Broken("Reddit's answer cannot be used", next_step="Nothing to do: we try again later.") from error
    except (
        prawcore.PrawcoreException, praw.exceptions.PRAWException,
        ValueError, KeyError, TypeError, AttributeError, IndexError,
    ) as error:  # fmt: skip # what PRAW raises when an answer is JSON of another shape than it was written for
        raise Broken(
            "Reddit's answer has another shape than its documentation says", next_step="We try again later."
        ) from error


def attributes(item: Submission | Comment) -> dict[str, Any]:
    """What an item came with, as plain values; nothing more is asked of Reddit for it. `author` None: deleted."""
    held = vars(item)
    plain = {
        name: value
        for name, value in held.items()
        if not name.startswith("_") and (value is None or isinstance(value, (str, int, float, bool)))
    }
    author = held.get("author")
    prefix = "t3" if isinstance(item, Submission) else "t1"
    return {
        **plain,
        "name": f"{prefix}_{held.get('id', '')}",
        "author": None if author is None else str(author),
        "subreddit": str(held.get("subreddit") or ""),
    }


def _bad_key() -> Blocked:
    return Blocked(
        "Reddit does not accept the key",
        next_step="Check client id and secret; a key that was never approved is refused too. " + NO_KEY,
    )
