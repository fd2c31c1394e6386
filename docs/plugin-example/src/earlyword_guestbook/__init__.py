"""A guest book that its site offers as plain text, one entry a line: `id | date | name | stars | words`.

Endpoint: any address with such a file. Traps: lines of another form are named, never dropped in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from collectors.dates import parse_date
from collectors.links import host_of
from collectors.plain import clean, is_html
from collectors.ratings import STARS, RatingError, parse_rating
from collectors.source import Batch, Broken, Cursor, Part, Payload, Skipped, Source
from storage.model import Mention, mention_id

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(hours=2)  # how often, when config.yaml does not say


@dataclass(frozen=True, slots=True)
class Options:
    """The keys of such a source in config.yaml, besides those every source has."""

    url: str  # address of the guest book


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """All of the network: `web` is polite, bounded and raises Blocked and Broken by itself."""
    answer = web.get(source.options.url, cursor=cursor)
    if answer.status == 304:
        return Payload((), cursor, web.now())
    if is_html(answer.body):
        raise Broken(
            f"{answer.where} shows a web page where the guest book should be",
            next_step="Check the address: it must lead to the text file itself.",
        )
    return Payload((Part(answer.url, answer.body, answer.content_type),), answer.validators(), web.now())


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Pure: bytes in, mentions out. The same line always gets the same id, so seeing it again adds nothing."""
    found: list[Mention] = []
    skipped: list[Skipped] = []
    for part in payload.parts:
        for number, line in enumerate(part.body.decode("utf-8", "replace").splitlines(), 1):
            cells = [clean(cell) for cell in line.split("|", 4)]
            if len(cells) == 5 and cells[0]:
                found.append(_mention(cells, source, seen))
            elif line.strip():
                skipped.append(Skipped(f"line {number}", "it is not id | date | name | stars | words"))
    return Batch(tuple(found), skipped=tuple(skipped))


def _mention(cells: list[str], source: Source[Options], seen: datetime) -> Mention:
    own, date, name, stars, words = cells
    try:
        rating = parse_rating(stars, STARS)
    except RatingError:
        rating = None
    return Mention(
        id=mention_id(source.kind, host_of(source.options.url), own),
        entity=source.entity,
        source=source.name,
        kind="review",
        url=source.options.url,
        author=name,
        title="",
        text=words,
        published=parse_date(date, now=seen),
        seen=seen,
        rating=rating[0] if rating else None,
        rating_scale=rating[1] if rating else None,
    )
