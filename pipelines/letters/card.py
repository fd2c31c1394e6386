"""One mention as a letter shows it: stars, words, a link that is safe to follow, and its clocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import humanize

from collectors.plain import clean
from storage.model import Assessment, Mention

_SCALE = re.compile(r"(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)")
_KINDS = {"review": "review", "post": "post", "comment": "comment", "article": "article"}
_UNSAFE_IN_LINK = re.compile(r"[\s<>\"'`{}|\\^\x00-\x20\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Card:
    """Everything is plain words; `link` is an http(s) address or ""."""

    stars: str  # "★★☆☆☆"; "" when the scale is not five stars
    rating: str  # "2 of 5"
    author: str
    where: str  # "review at Google"
    title: str
    text: str
    cut: bool  # the text was longer than what is shown
    link: str
    host: str  # where the link really leads
    posted: str
    first_seen: str
    delay: str  # from posting to our first sight
    took: str  # from our first sight to this letter: our own part
    reasons: tuple[str, ...]
    topics: tuple[str, ...]


def card(mention: Mention, thought: Assessment | None, zone: ZoneInfo, now: datetime, *, letters: int) -> Card:
    """`letters` is how many characters of the text are shown."""
    text, title = clean(mention.text), line(mention.title)
    if title and text.startswith(title) and len(text) < len(title) + 2:
        title = ""
    stars, rating = spoken_rating(mention.rating, mention.rating_scale)
    link = safe_link(mention.url)
    published = mention.published
    return Card(
        stars=stars,
        rating=rating,
        author=line(mention.author) or "no name given",
        where=f"{_KINDS.get(mention.kind, 'mention')} at {line(mention.source)}",
        title=title,
        text=shortened(text, letters),
        cut=len(text) > letters,
        link=link,
        host=(urlsplit(link).hostname or "") if link else "",
        posted=clock(published, zone) if published else "the source does not say when",
        first_seen=clock(mention.seen, zone),
        delay=span(mention.seen - published) if published and mention.seen > published else "",
        took=span(now - mention.seen),
        reasons=tuple(line(reason) for reason in thought.reasons) if thought else (),
        topics=tuple(line(hit.topic) for hit in thought.topics) if thought else (),
    )


def spoken_rating(rating: float | None, scale: str | None) -> tuple[str, str]:
    """("★★☆☆☆", "2 of 5") from a rating on 0..1 and its original scale, worst first ("1-5", "0-10", "6-1")."""
    if rating is None:
        return "", ""
    match = _SCALE.fullmatch(scale or "1-5")
    if match is None:
        return "", f"{round(rating * 100)} %"
    worst, best = float(match[1]), float(match[2])
    value = round(worst + rating * (best - worst), 2)
    if best < worst:
        return "", f"{value:g} (best {best:g}, worst {worst:g})"
    full = min(5, max(0, round(value)))
    return ("★" * full + "☆" * (5 - full) if best == 5 else ""), f"{value:g} of {best:g}"


def safe_link(url: str) -> str:
    """The address if it is http or https and nothing else could be meant by it; otherwise ""."""
    if len(url) > 2000 or _UNSAFE_IN_LINK.search(url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    plain = parts.scheme in ("http", "https") and host and not parts.username and not parts.password
    return url if plain and (host or "").isascii() else ""


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """ "Tuesday 3 June 2025, 14:05"."""
    local = moment.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def span(length: timedelta) -> str:
    """ "9 seconds", "25 minutes", "3 days": the largest unit that tells enough."""
    if length < timedelta(seconds=1):
        return "under a second"
    return humanize.naturaldelta(length, months=False)


def line(text: str) -> str:
    """Foreign words on one line."""
    return " ".join(clean(text).split())


def shortened(text: str, letters: int) -> str:
    """At most `letters` characters, cut between words."""
    if len(text) <= letters:
        return text
    cut = text[:letters]
    return (cut.rsplit(None, 1)[0] if any(c.isspace() for c in cut[letters // 2 :]) else cut).rstrip() + " …"
