"""Comments under the owner's channel and chosen videos, and videos that speak of the business with their comments.

Endpoints, with an API key: `{base_url}/youtube/v3/commentThreads` (by `allThreadsRelatedToChannelId` or `videoId`,
order=time), `/search` (type=video, order=date), and for a second look `/comments` and `/videos` by id
(developers.google.com/youtube/v3/docs). 10,000 units a day, midnight to midnight Pacific time; a list costs one, search
has its own 100 calls a day, paced over the day and kept in the cursor.

Traps: 403 `commentsDisabled` is normal and means no comments, 403 `quotaExceeded` means come back tomorrow. A thread
carries at most five of its replies. Titles carry entities. Comments on the channel itself have no `videoId`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from collectors.budget import Budget, today
from collectors.dates import parse_date
from collectors.paging import MOST_PAGES, OVERLAP, Page, walk
from collectors.shape import count_at, field, object_of, rows_at, text_at
from collectors.source import Batch, Blocked, Broken, Cursor, Part, Payload, Source
from collectors.youtube_door import PACIFIC, Door, NoComments
from collectors.youtube_items import VIDEO, Reader, own_id
from storage.model import Json

if TYPE_CHECKING:
    from collectors.web import Web

__all__ = ["DAILY_BUDGET", "EVERY", "Options", "fetch", "fetch_again", "mentions", "own_id"]

EVERY = timedelta(hours=1)
DAILY_BUDGET: int | None = 100  # searches; everything else is cheap
FIRST_LOOK_BACK = timedelta(days=7)
IDS_A_CALL = 50
PAGES_OF_OTHERS = 5  # of 100 comments: a found video may have a hundred thousand, and be about something else
FULL_PAGE, PAGES_A_SEARCH = 50, 3
CHANNEL, ONE_VIDEO = "allThreadsRelatedToChannelId", "videoId"


@dataclass(frozen=True, slots=True)
class Options:
    key_env: str  # environment variable that holds the API key
    channel: str = ""  # the owner's channel id (UC...): all comments on it and on its videos
    videos: tuple[str, ...] = ()  # ids of other people's videos to watch
    search: tuple[str, ...] = ()  # words to search videos for, such as the business's name
    searches_a_day: int = 100  # the key's search budget; divide it when several sources share one key
    found_videos: int = 5  # newest found videos whose comments are read as well
    base_url: str = "https://www.googleapis.com"

    def __post_init__(self) -> None:
        if not (self.channel or self.videos or self.search):
            raise ValueError("a youtube source needs a channel, videos or search words")


@dataclass(frozen=True, slots=True)
class _Searched:
    parts: tuple[Part, ...]
    budget: Budget
    turn: int  # the search word whose turn is next
    until: dict[str, Json]  # search word -> ISO time up to which its videos are known


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """New comments and newly published videos since the last look."""
    options, now = source.options, web.now()
    door = Door(options.base_url, source.secrets["key_env"], web)
    searched = _search(door, options, cursor, now)
    found = _newest_found(searched.parts, cursor, options.found_videos)
    parts = list(searched.parts)
    newest: dict[str, Json] = {}
    absent: Broken | None = None
    wanted = [(CHANNEL, options.channel)] if options.channel else []
    others = [video for video in found if video not in options.videos]
    wanted += [(ONE_VIDEO, video) for video in (*options.videos, *others)]
    for name, value in wanted:
        before = parse_date(field(cursor.get("newest"), value), now=now)
        try:
            threads = _threads(door, name, value, before, now, PAGES_OF_OTHERS if value in others else MOST_PAGES)
        except NoComments:
            threads = ((), before)
        except Broken as error:
            if not error.permanent:
                raise
            if value not in others:
                absent = error
                parts.append(Part(options.base_url, b"", meta={"absent": value}))
            continue
        parts += threads[0]
        newest |= {value: threads[1].isoformat()} if threads[1] else {}
    if absent and not newest and not searched.parts:
        raise absent
    state: dict[str, Json] = {
        "newest": newest,
        "found": list[Json](found),
        "searched": searched.until,
        "turn": searched.turn,
        "budget": searched.budget.as_json(),
    }
    return Payload(tuple(parts), state, now)


def _threads(
    door: Door, name: str, value: str, before: datetime | None, now: datetime, most: int
) -> tuple[tuple[Part, ...], datetime | None]:
    """The threads under one channel or video that are new since `before`, and the newest time seen."""

    def page(token: str) -> Page:
        params = {"part": "snippet,replies", name: value, "order": "time", "maxResults": "100"}
        part = door.list("commentThreads", params | ({"pageToken": token} if token else {}))
        answer = object_of(part)
        path = ("snippet", "topLevelComment", "snippet", "publishedAt")
        times = [parse_date(field(item, *path), now=now) for item in rows_at(answer, "items")]
        return Page(part, [time for time in times if time], text_at(answer, "nextPageToken"))

    found = walk(page, newest_before=before, most=most)
    return found.parts, found.newest


def _search(door: Door, options: Options, cursor: Cursor, now: datetime) -> _Searched:
    """The newest videos for as many search words as the budget allows, taking turns. Raises Blocked for none at all."""
    budget = today(cursor, min(options.searches_a_day, 100), now, PACIFIC)
    turn = (count_at(cursor.get("turn")) or 0) % max(1, len(options.search))
    if options.search and not budget.free and not (options.channel or options.videos):
        raise Blocked(
            f"the {budget.limit} searches a day of this YouTube source are spent for now",
            next_step="Nothing to do: they are spread over the day. Fewer search words or a longer `every` help.",
            retry_after=budget.wait,
        )
    until = {words: field(cursor.get("searched"), words) for words in options.search}
    parts: list[Part] = []
    for _ in range(min(budget.free, len(options.search))):
        words = options.search[turn]
        answers = _search_for(door, words, parse_date(until[words], now=now), now, budget.free)
        parts += answers
        budget, turn = budget.take(len(answers)), (turn + 1) % len(options.search)
        if len(_items(answers[-1])) < FULL_PAGE or len(answers) == PAGES_A_SEARCH:
            until[words] = now.isoformat()
        if not budget.free:
            break
    return _Searched(tuple(parts), budget, turn, until)


def _search_for(door: Door, words: str, last: datetime | None, now: datetime, free: int) -> list[Part]:
    """One page of videos, and while they are full up to three as the budget allows."""
    after = (last - OVERLAP if last else now - FIRST_LOOK_BACK).strftime("%Y-%m-%dT%H:%M:%SZ")
    params = {"part": "snippet", "type": "video", "order": "date", "q": words, "publishedAfter": after}
    parts = [door.list("search", params | {"maxResults": str(FULL_PAGE)})]
    while len(parts) < min(free, PAGES_A_SEARCH) and len(_items(parts[-1])) == FULL_PAGE:
        token = text_at(object_of(parts[-1]), "nextPageToken")
        if not token:
            break
        parts.append(door.list("search", params | {"maxResults": str(FULL_PAGE), "pageToken": token}))
    return parts


def _items(part: Part) -> list[Json]:
    return rows_at(object_of(part), "items")


def _newest_found(searched: Sequence[Part], cursor: Cursor, most: int) -> tuple[str, ...]:
    """Ids of the videos found lately, newest look first."""
    fresh = [text_at(item, "id", "videoId") for part in searched for item in _items(part)]
    known = [text_at(each) for each in rows_at(cursor.get("found"))]
    return tuple(dict.fromkeys(each for each in (*fresh, *known) if each))[: max(0, most)]


def fetch_again(source: Source[Options], own_ids: Sequence[str], web: Web) -> Payload:
    """Look again at known comments and videos, 50 a call: likes, replies, views, edits, removals.

    A comment counts as removed only when both the list of threads and the list of comments answer without it.
    """
    door = Door(source.options.base_url, source.secrets["key_env"], web)
    videos = [own.removeprefix(VIDEO) for own in own_ids if own.startswith(VIDEO)]
    parts = []
    for some in _fifties([own for own in own_ids if not own.startswith(VIDEO)]):
        parts += _comments_again(door, some)
    for some in _fifties(videos):
        part = door.list("videos", {"part": "snippet,statistics", "id": ",".join(some)})
        there = {text_at(item, "id") for item in _items(part)}
        gone = " ".join(VIDEO + video for video in some if video not in there)
        parts.append(Part(part.url, part.body, part.content_type, {"gone": gone}))
    return Payload(tuple(parts), {}, web.now())


def _fifties(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + IDS_A_CALL] for start in range(0, len(ids), IDS_A_CALL))


def _comments_again(door: Door, ids: Sequence[str]) -> list[Part]:
    parts = []
    with suppress(NoComments):  # the second list still knows them one by one
        parts.append(door.list("commentThreads", {"part": "snippet,replies", "id": ",".join(ids)}))
    there = {text_at(item, "id") for part in parts for item in _items(part)}
    missing = [own for own in ids if own not in there]
    if missing:
        part = door.list("comments", {"part": "snippet", "id": ",".join(missing)})
        there = {text_at(item, "id") for item in _items(part)}
        gone = " ".join(own for own in missing if own not in there)
        parts.append(Part(part.url, part.body, part.content_type, {"gone": gone}))
    return parts


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Comments, replies and videos as mentions; likes, replies, views, edits, our answers and removals as snapshots."""
    reader = Reader(
        kind=source.kind,
        name=source.name,
        entity=source.entity,
        own_channel=source.options.channel,
        seen=seen,
    )
    for part in payload.parts:
        reader.read(part)
    return reader.batch()
