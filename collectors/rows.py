"""One row of somebody's export, before anybody knows what its columns mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from collectors.column_names import known

MAX_COLUMNS = 500  # more is a mistake, or a bomb
HEADER_SEARCH = 10  # a title and a blank line may stand above the header


@dataclass(frozen=True, slots=True)
class Row:
    """A row and where it stood. `problem` says in words why it could not be read; it then has no values."""

    line: int  # 1-based: line of a text file, row of a sheet, item of a list
    values: Mapping[str, object] = field(default_factory=dict)
    problem: str = ""
    unit: str = "line"

    @property
    def where(self) -> str:
        return f"{self.unit} {self.line}"


def looks_like_header(cells: Sequence[object]) -> bool:
    """Are these names of columns? Short texts, no numbers, and one of them known, or all of them different words."""
    texts = [str(cell).strip() for cell in cells if cell is not None]
    filled = [t for t in texts if t]
    if not filled or any(len(t) > 60 or "\n" in t for t in filled):
        return False
    if any(not isinstance(cell, str) and cell is not None for cell in cells):
        return False
    if any(t.replace(".", "").replace(",", "").replace("-", "").replace("/", "").isdecimal() for t in filled):
        return False
    if any(known(t) for t in filled):
        return True
    return (
        len(filled) > 1 and len(set(filled)) == len(filled) and all(len(t) <= 30 and t.count(" ") <= 3 for t in filled)
    )


def column_names(cells: Iterable[object]) -> tuple[str, ...]:
    """Names for the columns of a header: blanks become "column 3", repeated names get a number."""
    names: list[str] = []
    seen: dict[str, int] = {}
    for number, cell in enumerate(cells, 1):
        name = ("" if cell is None else str(cell)).strip()[:200] or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names[:MAX_COLUMNS])


def numbered(width: int) -> tuple[str, ...]:
    """Names for the columns of a file without a header: "1", "2", ..."""
    return tuple(str(number) for number in range(1, min(width, MAX_COLUMNS) + 1))
