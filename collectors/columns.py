"""Which column of an export is which: told by the owner, by its name in several languages, else by what it holds."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from collectors.column_names import FIELDS, is_late, rank
from collectors.dates import read_date
from collectors.ratings import Tally

JOIN = "+"  # "text=Liked+Disliked" joins the words of two columns
_FAR = datetime(2100, 1, 1, tzinfo=UTC) - timedelta(days=2)  # dates are only recognised here, not believed
_COUNTS = ("likes", "replies", "shares")
_PAIRS = (("positive review", "negative review"), ("liked", "disliked"), ("pros", "cons"))


class ColumnError(ValueError):
    """A column mapping that cannot be used; the message says what to write instead."""


def parse_map(text: str) -> dict[str, str]:
    """ "text=Review,rating=Rating" as a mapping of field to column. Raises ColumnError with the fields there are."""
    columns: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        field, equals, column = pair.partition("=")
        field, column = field.strip().lower(), column.strip()
        if not equals or not column:
            raise ColumnError(f"{pair!r} is no mapping: write field=column, such as text=Review")
        if field not in FIELDS:
            near = difflib.get_close_matches(field, FIELDS, 1)
            hint = f"did you mean {near[0]}?" if near else f"the fields are {', '.join(FIELDS)}"
            raise ColumnError(f"there is no field {field!r}; {hint}")
        columns[field] = column
    return columns


def resolve(columns: Mapping[str, str], header: Sequence[str]) -> dict[str, str]:
    """The mapping with each column's name as the file spells it. Case is forgiven, and a number counts columns.

    Raises ColumnError when a column is not in the file.
    """
    exact = {name: name for name in header}
    loose = {name.casefold().strip(): name for name in header}
    found: dict[str, str] = {}
    for field, column in columns.items():
        parts = [column] if column in exact or JOIN not in column else [p.strip() for p in column.split(JOIN)]
        names = []
        for part in parts:
            name = exact.get(part) or loose.get(part.casefold())
            if name is None and part.isdecimal() and 1 <= int(part) <= len(header):
                name = header[int(part) - 1]
            if name is None:
                near = difflib.get_close_matches(part, header, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(repr(n) for n in header[:20])}"
                raise ColumnError(f"the file has no column {part!r}; {hint}")
            names.append(name)
        found[field] = JOIN.join(names)
    return found


@dataclass(frozen=True, slots=True)
class _Column:
    """What one column of the sample holds."""

    name: str
    filled: int
    distinct: int
    length: float  # characters, on average
    spaced: float  # share with a space in it
    numeric: float  # share that are bare numbers
    dates: float  # share that are dates
    relative: float  # share of the dates that are "3 weeks ago"
    timed: float  # share of the dates with a time of day
    ratings: Tally


def recognise(header: Sequence[str], sample_rows: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """Field -> column for what can be recognised: by name checked against what the sample holds, else by content.

    The most exact of several date columns wins (a timestamp over a date, a date over "3 weeks ago").
    """
    columns = {name: _look(name, [row.get(name) for row in sample_rows]) for name in header}
    found: dict[str, str] = {}
    for field in (
        "published",
        "scraped",
        "rating",
        "text",
        "title",
        "id",
        "author",
        "url",
        "entity",
        *_COUNTS,
        "reply",
        "language",
    ):
        taken = set(found.values())
        ranked = [(r, c) for name, c in columns.items() if name not in taken and (r := rank(field, name)) is not None]
        fitting = [(_order(field, r, c), c.name) for r, c in ranked if _fits(field, c)]
        if fitting:
            found[field] = min(fitting)[1]
    for pair in _PAIRS:  # Booking and others ask for the good and the bad in two boxes
        names = {name.casefold().strip(): name for name in header}
        if all(part in names for part in pair):
            found["text"] = JOIN.join(names[part] for part in pair)
            break
    _by_content(columns, found)
    return found


def _order(field: str, name_rank: int, column: _Column) -> tuple[float, ...]:
    if field == "published":
        return (is_late(column.name) and column.relative < 0.5, round(column.relative), -round(column.timed), name_rank)
    return (name_rank,)


def _fits(field: str, column: _Column) -> bool:
    """Does the column hold what its name says?"""
    if not column.filled:
        return field not in ("id", "published", "scraped")
    if field in ("published", "scraped"):
        return column.dates >= 0.5
    if field == "rating":
        return column.ratings.fits
    if field in _COUNTS:
        return column.numeric >= 0.9
    if field == "id":
        return column.distinct >= 0.9 * column.filled and column.spaced < 0.1 and column.dates < 0.5
    if field == "entity":  # "location" is a branch when it repeats, and where people live when it does not
        return (
            column.numeric < 0.5
            and (column.filled < 10 or column.distinct <= column.filled / 2)
            and column.length < 100
        )
    if field in ("text", "author", "title", "reply"):
        return column.numeric < 0.5 or (field == "author" and column.name.lower().endswith("id"))
    return True


def _by_content(columns: Mapping[str, _Column], found: dict[str, str]) -> None:
    """Fill in what no name told, from what the columns hold: dates, ratings, words, and who said them."""
    unnamed = all(name.isdecimal() for name in columns)
    if not unnamed and ("text" in found or "rating" in found):
        return

    def free() -> list[_Column]:
        return [c for c in columns.values() if c.name not in found.values() and c.filled]

    if "published" not in found:
        dated = [c for c in free() if c.dates >= 0.8 and c.numeric < 0.5 and c.length >= 6]
        if dated:
            found["published"] = min(dated, key=lambda c: (round(c.relative), -round(c.timed))).name
    if "rating" not in found:
        rated = [c for c in free() if c.ratings.fits and c.dates < 0.5 and c.length <= 12 and c.distinct <= 21]
        if rated:
            found["rating"] = max(rated, key=lambda c: (c.distinct > 1, c.filled)).name
    if "text" not in found:
        worded = [
            c
            for c in free()
            if (c.numeric < 0.2 and c.dates < 0.2 and c.spaced >= 0.3 and c.distinct > 1) or len(columns) == 1
        ]
        if worded:
            found["text"] = max(worded, key=lambda c: c.length).name
    if unnamed and "id" not in found:
        ids = [
            c
            for c in free()
            if c.filled > 2 and c.distinct == c.filled and c.spaced == 0 and c.dates == 0 and c.length <= 40
        ]

        if ids:
            found["id"] = ids[0].name
    if unnamed and "author" not in found:
        named = [
            c
            for c in free()
            if c.numeric < 0.2 and c.dates < 0.2 and 2 <= c.length <= 40 and c.distinct > 0.3 * c.filled
        ]
        if named:
            found["author"] = max(named, key=lambda c: c.distinct).name


def _look(name: str, values: Sequence[object]) -> _Column:
    filled = [
        v for v in values if v is not None and str(v).strip().lower() not in ("", "na", "n/a", "null", "none", "nan")
    ]
    texts = [str(v).strip() for v in filled]
    many = max(1, len(filled))
    ratings = Tally()
    dates = relative = timed = 0
    for value in filled:
        ratings.add(value)
        when = read_date(value, now=_FAR, guess=False)
        if when is not None:
            dates += 1
            relative += when.relative
            timed += when.timed
    return _Column(
        name=name,
        filled=len(filled),
        distinct=len(set(texts)),
        length=sum(map(len, texts)) / many,
        spaced=sum(" " in t for t in texts) / many,
        numeric=sum(t.lstrip("-").replace(".", "", 1).replace(",", "").isdecimal() for t in texts) / many,
        dates=dates / many,
        relative=relative / max(1, dates),
        timed=timed / max(1, dates),
        ratings=ratings,
    )
