"""YouTube's answers as mentions: threads with their replies, comments by id, found videos, videos by id. Pure."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs, quote, urlsplit

from collectors.dates import parse_date
from collectors.plain import plain
from collectors.shape import count_at, field, object_of, rows_at, text_at
from collectors.source import Batch, Part, Skipped
from storage.model import Json, Kind, Mention, Snapshot, mention_id

PLACE = "youtube.com"
VIDEO = "video:"  # before the id of a video, where a comment's could stand too


def own_id(mention: Mention) -> str:
    """What YouTube calls this mention, "video:..." for a video; "" when its address holds neither."""
    query = parse_qs(urlsplit(mention.url).query)
    if "lc" in query:
        return query["lc"][0]
    return VIDEO + query["v"][0] if "v" in query else ""


class Reader:
    """Collects what the parts of one look hold; `own_channel` is the owner's, whose words are answers, not mentions."""

    def __init__(self, *, kind: str, name: str, entity: str, own_channel: str, seen: datetime) -> None:
        self._kind, self._name, self._entity, self._own, self._seen = kind, name, entity, own_channel, seen
        self._mentions: dict[str, Mention] = {}
        self._snapshots: list[Snapshot] = []
        self._skipped: list[Skipped] = []
        self._gone: list[str] = []

    def batch(self) -> Batch:
        return Batch(tuple(self._mentions.values()), tuple(self._snapshots), tuple(self._skipped), tuple(self._gone))

    def read(self, part: Part) -> None:
        """Take in one answer. Raises Broken for one that is no answer of YouTube's."""
        if absent := part.meta.get("absent"):
            self._skipped.append(Skipped(absent, "YouTube knows no such video or channel, or it is private"))
            return
        self._gone += [self._id(own) for own in part.meta.get("gone", "").split()]
        value = object_of(part)
        take = {
            "youtube#commentThreadListResponse": self._thread,
            "youtube#commentListResponse": self._seen_again,
            "youtube#searchListResponse": self._video,
            "youtube#videoListResponse": self._video,
        }.get(text_at(value, "kind"))
        for position, item in enumerate(rows_at(value, "items")):
            if take is None or not take(item):
                self._skipped.append(Skipped(f"{part.url} item {position + 1}", "it has no id, or no words"))

    def _id(self, own: str) -> str:
        return mention_id(self._kind, PLACE, own)

    def _thread(self, item: Json) -> bool:
        top = field(item, "snippet", "topLevelComment")
        own, video = text_at(top, "id"), text_at(item, "snippet", "videoId")
        if not own or field(top, "snippet") is None:
            return False
        replies = rows_at(item, "replies", "comments")
        answers = [text_at(reply, "snippet", "textOriginal") for reply in replies if self._ours(reply)]
        if not self._ours(top):
            self._comment(top, own, video, parent=None)
            total = count_at(item, "snippet", "totalReplyCount")
            self._snapshots.append(self._snapshot(top, own, replies=total, reply="\n".join(answers) or None))
        for reply in replies:
            reply_id = text_at(reply, "id")
            if reply_id and not self._ours(reply):
                self._comment(reply, reply_id, video, parent=self._id(own))
                self._snapshots.append(self._snapshot(reply, reply_id))
        return True

    def _seen_again(self, comment: Json) -> bool:
        """A comment asked for by its id: it has no video, so it can only tell how a known one has changed."""
        own = text_at(comment, "id")
        if own and not self._ours(comment):
            self._snapshots.append(self._snapshot(comment, own))
        return bool(own)

    def _ours(self, comment: Json) -> bool:
        return bool(self._own) and text_at(comment, "snippet", "authorChannelId", "value") == self._own

    def _comment(self, comment: Json, own: str, video: str, parent: str | None) -> None:
        snippet = field(comment, "snippet")
        channel = text_at(snippet, "channelId")
        page = f"watch?v={quote(video)}&lc=" if video else f"channel/{quote(channel)}/community?lc="
        self._mentions[own] = Mention(
            id=self._id(own),
            entity=self._entity,
            source=self._name,
            kind="comment",
            url=f"https://www.youtube.com/{page}{quote(own)}",
            author=text_at(snippet, "authorDisplayName"),
            title="",
            text=_words(snippet),
            published=parse_date(field(snippet, "publishedAt"), now=self._seen),
            seen=self._seen,
            parent=parent,
        )

    def _snapshot(self, comment: Json, own: str, replies: int | None = None, reply: str | None = None) -> Snapshot:
        snippet = field(comment, "snippet")
        edited = field(snippet, "updatedAt") not in (None, field(snippet, "publishedAt"))
        return Snapshot(
            mention=self._id(own),
            at=self._seen,
            likes=count_at(snippet, "likeCount"),
            replies=replies,
            text=_words(snippet) if edited else None,
            reply=reply,
        )

    def _video(self, item: Json) -> bool:
        own = text_at(item, "id", "videoId") or text_at(item, "id")
        snippet = field(item, "snippet")
        if not own or snippet is None:
            return False
        if self._own and text_at(snippet, "channelId") == self._own:
            return True
        kind: Kind = "post"
        self._mentions[VIDEO + own] = Mention(
            id=self._id(VIDEO + own),
            entity=self._entity,
            source=self._name,
            kind=kind,
            url=f"https://www.youtube.com/watch?v={quote(own)}",
            author=text_at(snippet, "channelTitle"),
            title=plain(text_at(snippet, "title")),
            text=plain(text_at(snippet, "description")),
            published=parse_date(field(snippet, "publishedAt"), now=self._seen),
            seen=self._seen,
        )
        if field(item, "statistics") is not None:
            counts = field(item, "statistics")
            self._snapshots.append(
                Snapshot(
                    mention=self._id(VIDEO + own),
                    at=self._seen,
                    likes=count_at(counts, "likeCount"),
                    replies=count_at(counts, "commentCount"),
                    views=count_at(counts, "viewCount"),
                )
            )
        return True


def _words(snippet: Json) -> str:
    """textOriginal is what was typed, and only sometimes there; textDisplay is the same as markup."""
    return text_at(snippet, "textOriginal") or plain(text_at(snippet, "textDisplay"))
