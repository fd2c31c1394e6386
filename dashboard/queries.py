"""The questions the pages ask of the published copy: one file of SQL each, in `sql/`, readable and runnable as it is.

Values travel as parameters (`$until`), never inside the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources


@cache
def query(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return resources.files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def filled(sql: str, values: Mapping[str, str | datetime]) -> str:
    """The same question with its values written in, to be run as it stands; never to be run by us.

    Raises KeyError for a parameter without a value.
    """

    def literal(name: re.Match[str]) -> str:
        value = values[name.group(1)]
        if isinstance(value, datetime):
            return f"TIMESTAMP '{value:%Y-%m-%d %H:%M:%S}'"
        return "'" + value.replace("'", "''") + "'"

    return re.sub(r"\$(\w+)", literal, sql)


@cache
def worked() -> dict[str, tuple[str, str]]:
    """The worked questions for analysts, in order: short name -> what it asks (its first line), and the whole SQL."""
    folder = resources.files(__package__).joinpath("sql", "worked")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    texts = {file.name.removesuffix(".sql").split("_", 1)[1]: file.read_text(encoding="utf-8") for file in files}
    return {name: (text.splitlines()[0].removeprefix("-- "), text) for name, text in texts.items()}
