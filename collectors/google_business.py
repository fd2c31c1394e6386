"""Google reviews of a listing the owner manages, through the Business Profile API.

Endpoint: `GET {base_url}/v4/accounts/{account}/locations/{location}/reviews?pageSize=50&orderBy=updateTime desc`, OAuth
with the owner's refresh token (developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews).

Traps: a project that Google has not approved has a quota of zero and hears 429 for ever: "not approved yet", not "too
fast". `starRating` is a word. `comment` is missing for stars without words, and may carry Google's translation before
or after the original; the original is kept. `updateTime` moves when the reviewer edits. `reviewReply` is our own public
answer, unless Google still checks it or has refused it. The API gives no link to a single review.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from collectors.dates import parse_date
from collectors.google_oauth import access_token
from collectors.manners import retry_after
from collectors.paging import Page, walk
from collectors.shape import field, object_of, part_of, rows_at, text_at
from collectors.source import Batch, Blocked, Broken, Cursor, Payload, Skipped, Source, SourceError
from storage.model import Json, Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.answer import Answer
    from collectors.web import Web

EVERY = timedelta(hours=1)

STARS = {"ONE": 0.0, "TWO": 0.25, "THREE": 0.5, "FOUR": 0.75, "FIVE": 1.0}
TRANSLATED, ORIGINAL = "(Translated by Google)", "(Original)"
# Where the owner answers reviews; the fragment is the review's id, so that the same review can be asked for again.
REVIEWS_PAGE = "https://business.google.com/reviews"
APPROVAL = "https://developers.google.com/my-business/content/prereqs"


@dataclass(frozen=True, slots=True)
class Options:
    account: str  # number of the Business Profile account, in quotes
    listing: str  # number of the listing (a "location" to Google), in quotes
    client_id: str  # of the OAuth client; not a secret
    client_secret_env: str  # environment variable that holds the OAuth client's secret
    refresh_token_env: str  # environment variable that holds the owner's refresh token
    base_url: str = "https://mybusiness.googleapis.com"
    token_url: str = "https://oauth2.googleapis.com/token"  # where the refresh token is exchanged

    def __post_init__(self) -> None:
        if not (self.account.isdecimal() and self.listing.isdecimal()):
            raise ValueError("account and listing are numbers, as in accounts/123/locations/456")


class _Door:
    """Requests with a fresh token; a token that expires on the way is renewed once."""

    def __init__(self, source: Source[Options], web: Web) -> None:
        self._source, self._web, self._renewed = source, web, False
        self._token = self._sign_in()

    def _sign_in(self) -> str:
        options, secrets = self._source.options, self._source.secrets
        return access_token(
            self._web,
            token_url=options.token_url,
            client_id=options.client_id,
            client_secret=secrets["client_secret_env"],
            refresh_token=secrets["refresh_token_env"],
        )

    def get(self, path: str, params: dict[str, str]) -> Answer:
        url = f"{self._source.options.base_url}/v4/{place(self._source.options)}/reviews{path}"
        answer = self._ask(url, params)
        if answer.status == 401 and not self._renewed:
            self._renewed = True
            self._token = self._sign_in()
            answer = self._ask(url, params)
        if answer.status in (401, 403, 429):
            raise refusal(answer, self._web.now())
        return answer

    def _ask(self, url: str, params: dict[str, str]) -> Answer:
        headers = {"Authorization": f"Bearer {self._token}"}
        return self._web.get(url, params=params, headers=headers, accept=(401, 403, 404, 429))


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """Reviews changed since the last look, newest change first."""
    door, now = _Door(source, web), web.now()
    before = parse_date(cursor.get("updated"), now=now)
    found = walk(lambda token: _page(door, token, now), newest_before=before)
    if before and not rows_at(object_of(found.parts[0]), "reviews"):
        raise Broken(
            "Google shows no reviews at all for a listing that had some",
            next_step="Look at the listing on Google: it may be suspended, merged or moved.",
        )
    updated: Json = found.newest.isoformat() if found.newest else None
    return Payload(found.parts, {"updated": updated}, now)


def fetch_again(source: Source[Options], own_ids: Sequence[str], web: Web) -> Payload:
    """Look again at reviews we know: those on the newest pages, and each missing one by itself.

    Only a 404 for exactly that review, from a listing that answers, means that it was removed.
    """
    door, now = _Door(source, web), web.now()
    first = _page(door, "", now)
    parts = [first.part]
    listed = {text_at(review, "reviewId") for review in rows_at(object_of(first.part), "reviews")}
    for own in own_ids:
        if own not in listed:
            answer = door.get(f"/{quote(own, safe='')}", {})
            if answer.status == 200:
                parts.append(part_of(answer, {"single": "yes"}))
            elif text_at(answer.json(), "error", "status") == "NOT_FOUND":
                parts.append(part_of(answer, {"gone": own}))
    return Payload(tuple(parts), {}, now)


def own_id(mention: Mention) -> str:
    """What `fetch_again` calls this mention; "" when it cannot be asked for."""
    return unquote(urlsplit(mention.url).fragment)


def _page(door: _Door, token: str, now: datetime) -> Page:
    params = {"pageSize": "50", "orderBy": "updateTime desc"} | ({"pageToken": token} if token else {})
    answer = door.get("", params)
    part = part_of(answer)
    if answer.status == 404:
        raise Broken(
            "Google knows no such listing in this account",
            next_step="Check account and listing: `accounts/.../locations/...` as the API lists them.",
        )
    value = object_of(part)
    times = [parse_date(field(review, "updateTime"), now=now) for review in rows_at(value, "reviews")]
    return Page(part, [time for time in times if time], text_at(value, "nextPageToken"))


def place(options: Options) -> str:
    """The listing's name in the API; part of every mention's id."""
    return f"accounts/{options.account}/locations/{options.listing}"


def refusal(answer: Answer, now: datetime) -> Blocked:
    """Why Google refuses (401, 403, 429): not approved yet, API switched off, too fast, no right to the listing."""
    try:
        error = field(answer.json(), "error")
    except SourceError:
        error = None  # the status alone must do
    details = rows_at(error, "details")
    limits = {text_at(each, "metadata", "quota_limit_value") or text_at(each, "quota_limit_value") for each in details}
    reasons = {text_at(each, "reason") for each in details}
    if answer.status == 429 and "0" in limits:
        return Blocked(
            "Google has not approved access to its reviews API yet (the project's quota is zero)",
            next_step=f"Ask for access once ({APPROVAL}); it takes days to weeks. Until then the mailbox source covers "
            "review notices.",
            retry_after=timedelta(hours=24),
        )
    if answer.status == 429:
        wait = retry_after(answer.headers, now) or timedelta(minutes=15)
        return Blocked("Google asks us to slow down", next_step="Nothing to do.", retry_after=wait)
    if "SERVICE_DISABLED" in reasons or "has not been used in project" in text_at(error, "message"):
        return Blocked(
            "the Google My Business API is switched off in the owner's Google Cloud project",
            next_step="Switch it on under APIs & Services > Library, then wait a few minutes.",
        )
    return Blocked(
        "Google does not let this account read the listing's reviews",
        next_step="The Google account that signed in must be an owner or manager of the listing.",
    )


def original(comment: str) -> str:
    """The reviewer's own words: Google puts its translation before "(Original)", or after the words themselves."""
    before, mark, after = comment.partition(TRANSLATED)
    if not mark:
        return comment.strip()
    if before.strip():
        return before.strip()
    _, mark, words = after.partition(ORIGINAL)
    return (words if mark else after).strip()


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Reviews as mentions; replies, edits and removals as snapshots."""
    where = place(source.options)
    found: list[Mention] = []
    snapshots: list[Snapshot] = []
    skipped: list[Skipped] = []
    gone: list[str] = []
    for part in payload.parts:
        if "gone" in part.meta:
            gone.append(mention_id(source.kind, where, part.meta["gone"]))
            continue
        value = object_of(part)
        reviews: list[Json] = [value] if "single" in part.meta else rows_at(value, "reviews")
        for position, review in enumerate(reviews):
            own = text_at(review, "reviewId")
            if not own:
                skipped.append(Skipped(f"{part.url} review {position + 1}", "it has no reviewId"))
                continue
            mention = _mention(review, own, source, seen)
            found.append(mention)
            snapshots.append(_snapshot(review, mention, seen))
    unique = {mention.id: mention for mention in found}
    return Batch(tuple(unique.values()), tuple(snapshots), tuple(skipped), tuple(gone))


def _mention(review: Json, own: str, source: Source[Options], seen: datetime) -> Mention:
    stars = STARS.get(text_at(review, "starRating"))
    named = field(review, "reviewer", "isAnonymous") is not True
    return Mention(
        id=mention_id(source.kind, place(source.options), own),
        entity=source.entity,
        source=source.name,
        kind="review",
        url=f"{REVIEWS_PAGE}#{quote(own, safe='')}",
        author=text_at(review, "reviewer", "displayName") if named else "",
        title="",
        text=original(text_at(review, "comment")),
        published=parse_date(field(review, "createTime"), now=seen),
        seen=seen,
        rating=stars,
        rating_scale="1-5" if stars is not None else None,
    )


def _snapshot(review: Json, mention: Mention, seen: datetime) -> Snapshot:
    """What can change: our reply, and after an edit the words and stars as they are now."""
    edited = field(review, "updateTime") != field(review, "createTime")
    state = text_at(review, "reviewReply", "reviewReplyState") or text_at(review, "reviewReply", "state")
    reply = text_at(review, "reviewReply", "comment") if state not in ("PENDING", "REJECTED") else ""
    return Snapshot(
        mention=mention.id,
        at=seen,
        rating=mention.rating if edited else None,
        text=mention.text if edited else None,
        reply=original(reply) or None,
    )
