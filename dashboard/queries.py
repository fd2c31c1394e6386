"""The questions the pages ask of the published copy: one file of SQL each, in `sql/`, readable and runnable as it is.

Values travel as parameters (`$until`), never inside the text.
"""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def query(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return resources.files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


@cache
def worked() -> dict[str, str]:
    """The worked questions for analysts: what each asks (its first line) -> the SQL, which runs as it stands."""
    folder = resources.files(__package__).joinpath("sql", "worked")
    texts = (file.read_text(encoding="utf-8") for file in sorted(folder.iterdir(), key=lambda file: file.name))
    return {text.splitlines()[0].removeprefix("-- "): text for text in texts}
