"""The file of words of one language: read once, asked by "section.key"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

USUAL = "en"
BLANK = re.compile(r"\{(\w+)\}")
_spoken = USUAL


def speak(languages: Sequence[str]) -> None:
    """From now on the first of these languages, where there is a file of its words, else English."""
    global _spoken
    _spoken = languages[0] if languages and languages[0] in files() else USUAL


def spoken() -> str:
    """The language of the pages ("en")."""
    return _spoken


@cache
def files() -> frozenset[str]:
    """The languages there are words for."""
    return frozenset(
        each.name.removesuffix(".toml")
        for each in resources.files(__package__).iterdir()
        if each.name.endswith(".toml")
    )


@cache
def book(language: str) -> Mapping[str, Any]:
    """All words of one language, as nested mappings."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))


def entry(key: str) -> Any:
    """What stands under a key; raises KeyError with the whole key where nothing does."""
    found: Any = book(_spoken)
    for part in key.split("."):
        if not isinstance(found, Mapping) or part not in found:
            raise KeyError(f"{_spoken}.toml has no {key}")
        found = found[part]
    return found


def say(key: str, **values: object) -> str:
    """The text under a key with its {blanks} filled. Raises KeyError for a missing key or value."""
    return fill(entry(key), **values)


def table(key: str) -> Mapping[str, str]:
    """A whole section: its keys and their texts, in the order of the file."""
    found: Mapping[str, str] = entry(key)
    return found


def listed(key: str) -> tuple[str, ...]:
    """A list of texts."""
    return tuple(entry(key))


def heads(*names: str) -> tuple[str, ...]:
    """The heads of a table's columns, by their keys in [columns]."""
    return tuple(entry(f"columns.{name}") for name in names)


def steps(key: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a sentence and a command to type; the command may be empty."""
    return tuple((sentence, command) for sentence, command in entry(key))


def fill(text: str, **values: object) -> str:
    """`{name}` becomes the value of that name, in one pass: what stands in a value is never looked at again."""
    return BLANK.sub(lambda blank: str(values[blank[1]]), text)
