"""Rows of an export to mentions, once it is known which column is which.

The own id of a row is what makes importing twice add nothing. Ids of exports lie (spreadsheets round long numbers,
tables are numbered anew), so the same id with other words is another mention, unless the id is of the long random sort
that cannot repeat (then it is the same review, edited). Without an id, author, time, title and words together are one;
short rows that name no author are counted, so that two nameless five-star ratings of one day stay two.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from collectors.column_names import FIELDS
from collectors.columns import JOIN, recognise
from collectors.dates import When, read_date
from collectors.plain import MAX_TEXT, clean, plain
from collectors.ratings import RatingError, Scale, parse_rating
from collectors.rows import Row
from collectors.source import Skipped
from storage.model import Kind, Mention, Snapshot, mention_id

_BLANK = frozenset(("", "na", "n/a", "nan", "null", "none"))
_MARKUP = re.compile(r"</?(?:p|br|b|i|em|strong|a|div|span|ul|ol|li|h[1-6]|blockquote|script|style|img)\b[^<>]*>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.I)
_RANDOM = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[^\s]{20,}")  # UUIDs, Google's review names: nobody gives them out twice
_SAYING = 100  # characters; two people may say "Great!" on one day and mean it twice, longer texts are copies
_UNMISTAKABLE = 60  # characters that, said in the same second, are one review even when its author changed his name
_GUESSES = 300  # dates the slow last resort may fail on before it is left out


class Mapper:
    """Turns rows into mentions of one source.

    `columns` maps fields to columns (None: recognised from the first row alone; `survey.plan` looks at the whole file).
    `scale` is that of bare ratings (None: 1-5), `dayfirst` settles "3/4/2024", `date_formats` are tried first,
    `timezone` holds for times that name none. `entity` is used for rows whose entity column is empty or missing. `now`
    becomes `seen`, and is what "3 weeks ago" counts from where no scrape date is given (`scraped`).
    """

    def __init__(
        self,
        columns: Mapping[str, str] | None,
        *,
        source: str,
        entity: str,
        now: datetime,
        scale: Scale | None = None,
        date_formats: Sequence[str] = (),
        timezone: tzinfo | str = UTC,
        dayfirst: bool | None = None,
        scraped: datetime | None = None,
        place: str = "",
    ) -> None:
        self.scale, self.dayfirst, self.formats = scale, dayfirst, tuple(date_formats)
        self.zone: tzinfo = ZoneInfo(timezone) if isinstance(timezone, str) else timezone
        self.source, self.entity, self.now, self.scraped = source, entity, now, scraped or now
        self.place = place or source
        self.undated = 0  # rows kept whose date was missing or unreadable
        self.untimed = 0  # rows kept whose date has no time of day
        self._guesses = _GUESSES
        self._nameless: dict[int, int] = {}  # short rows without an author: how many of the very same so far
        self._columns: dict[str, tuple[str, ...]] | None = None
        if columns is not None:
            self._set(columns)

    def _set(self, columns: Mapping[str, str]) -> None:
        self._columns = {field: tuple(columns[field].split(JOIN)) if field in columns else () for field in FIELDS}
        self._grows = any(self._columns[field] for field in ("likes", "replies", "shares", "reply"))
        self._kind: Kind = "review"
        if "rating" not in columns and any(field in columns for field in ("likes", "replies", "shares")):
            self._kind = "post"

    def mention(self, row: Row) -> tuple[Mention, Snapshot | None] | Skipped:
        """The mention of a row and what it says of its growth and our answer; or why the row is none, in words."""
        if row.problem:
            return Skipped(row.where, row.problem)
        values = row.values
        if self._columns is None:
            self._set(recognise(list(values), [values]))
        text, title = self._words("text", values), self._words("title", values)
        raw_rating = self._raw("rating", values)
        try:
            rating = None if raw_rating is None else parse_rating(raw_rating, self.scale)
        except RatingError as error:
            return Skipped(row.where, str(error))
        if not text and not title and rating is None:
            return Skipped(row.where, "it has neither words nor a rating")
        when = self._when(values)
        author = self._words("author", values)
        entity = self._words("entity", values) or self.entity
        told = self._text("id", values)
        moment = when.at.isoformat() if when is not None and not when.relative else ""  # "3 weeks ago" moves on
        renamed = when is not None and when.timed and not when.relative and len(text) >= _UNMISTAKABLE
        own = self._own_id(told, (entity, "" if renamed else author, moment, title, text), rating, bool(author))
        url = self._text("url", values)
        language = self._text("language", values)[:2].lower()
        mention = Mention(
            id=mention_id("files", self.place, own),
            entity=entity,
            source=self.source,
            kind=self._kind,
            url=url if url.startswith(("https://", "http://")) else "",
            author=author,
            title=title,
            text=text,
            published=when.at if when is not None else None,
            seen=self.now,
            rating=rating[0] if rating is not None else None,
            rating_scale=rating[1] if rating is not None else None,
            language=language if len(language) == 2 and language.isalpha() and language.isascii() else None,
        )
        self.undated += when is None
        self.untimed += when is not None and not when.timed
        return mention, self._growth(mention.id, values)

    def _own_id(self, told: str, said: tuple[str, ...], rating: tuple[float, str] | None, named: bool) -> str:
        *_, title, text = said
        if told and _RANDOM.fullmatch(told):
            return told
        if told:
            return f"{told} {_digest((title, text))}"
        key = _digest(said if text or title else (*said, repr(rating)))
        if named or len(text) > _SAYING:
            return key
        mark = int(key[:16], 16)
        count = self._nameless[mark] = self._nameless.get(mark, 0) + 1
        return f"{key} {count}" if count > 1 else key

    def _when(self, values: Mapping[str, object]) -> When | None:
        value = self._raw("published", values)
        if value is None:
            return None
        when = read_date(
            value, now=self.now, formats=self.formats, zone=self.zone, dayfirst=self.dayfirst, guess=self._guesses > 0
        )
        if when is None:
            self._guesses -= 1
        elif when.relative:
            base = self.scraped
            told = self._raw("scraped", values)
            if told is not None:
                seen_there = read_date(told, now=self.now, zone=self.zone, dayfirst=self.dayfirst, guess=False)
                base = seen_there.at if seen_there is not None and not seen_there.relative else base
            when = read_date(value, now=base, zone=self.zone, guess=False)
        return when

    def _growth(self, mention: str, values: Mapping[str, object]) -> Snapshot | None:
        if not self._grows:
            return None
        likes = _count(self._raw("likes", values))
        replies = _count(self._raw("replies", values))
        shares = _count(self._raw("shares", values))
        reply = self._words("reply", values) or None
        if likes is None and replies is None and shares is None and reply is None:
            return None
        return Snapshot(mention, self.now, likes=likes, replies=replies, shares=shares, reply=reply)

    def _raw(self, field: str, values: Mapping[str, object]) -> object | None:
        """The value of a field's column, None when it is missing or blank."""
        assert self._columns is not None
        for name in self._columns[field]:
            value = values.get(name)
            if isinstance(value, str):
                value = value.strip()
                if value.lower() not in _BLANK if len(value) < 5 else True:
                    return value
            elif value is not None:
                return value
        return None

    def _text(self, field: str, values: Mapping[str, object]) -> str:
        value = self._raw(field, values)
        if isinstance(value, float) and value == value and value.is_integer():
            value = int(value)  # a spreadsheet's 123.0
        return "" if value is None else _clean(str(value))[:500]

    def _words(self, field: str, values: Mapping[str, object]) -> str:
        """Plain words of a field; those of several columns as paragraphs."""
        assert self._columns is not None
        names = self._columns[field]
        if not names:
            return ""
        if len(names) == 1:
            return _plain(values.get(names[0]))
        return "\n".join(filter(None, (_plain(values.get(name)) for name in names)))


def _plain(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    if not text:
        return ""
    if "<" in text and _MARKUP.search(text):
        text = plain(text)
    elif "&" in text and _ENTITY.search(text):
        text = clean(html.unescape(text))
    else:
        text = _clean(text)
    if "(Translated by Google)" in text:
        from collectors.google_business import original  # brings a sign-in library along, and few files need it

        text = original(text)
    return "" if len(text) < 5 and text.lower() in _BLANK else text


def _clean(text: str) -> str:
    """`clean`, without its work for the many texts that have nothing to clean."""
    if text.isprintable() and "  " not in text and len(text) <= MAX_TEXT:
        return text.strip()
    return clean(text)


def _count(value: object) -> int | None:
    """A count of likes and the like: "1,234" and 12.0 are numbers, "many" is None."""
    if value is None:
        return None
    if isinstance(value, str):
        digits = value.replace(",", "").replace(".", "").replace(" ", "") if not value.endswith(".0") else value[:-2]
        return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 13 else None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 10**12:
        return int(value)
    return None


def _digest(parts: Sequence[str]) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
