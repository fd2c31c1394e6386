"""What can be said of sources without looking at them: kinds and their keys, secrets, what is not covered."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import collectors
from collectors.coverage import NotCovered, not_covered
from pipelines import config_sources
from pipelines.config import Config

Shape = Literal["words", "list", "switch", "number"]
SHAPES: Mapping[str, Shape] = {"bool": "switch", "int": "number", "float": "number", "str": "words"}
_NOTE = re.compile(r"^\s+(\w+): [^#]*# (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One key of a kind, for a form: `needed` when it has no default, `note` is what its author says of it."""

    name: str
    shape: Shape
    needed: bool
    default: str
    note: str

    @property
    def names_a_variable(self) -> bool:
        """Does it hold the name of an environment variable, never a secret itself?"""
        return self.name.endswith("_env")


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable that config.yaml names: for whom, and whether it is set. Never its value."""

    whose: str
    name: str
    is_set: bool


def kinds() -> list[str]:
    """Every kind that can be configured, by name."""
    return sorted(collectors.kinds())


@cache
def asked(kind: str) -> tuple[Asked, ...]:
    """The keys of a kind that a form can ask for; what is nested is for the file. Raises KeyError, ImportError."""
    options = collectors.load(kind).Options
    notes = dict(_NOTE.findall(inspect.getsource(options)))
    return tuple(_asked(field, notes.get(field.name, "")) for field in dataclasses.fields(options) if _shape(field))


def _asked(field: dataclasses.Field[Any], note: str) -> Asked:
    needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    default = "" if needed or field.default in (dataclasses.MISSING, None, (), False) else str(field.default)
    return Asked(field.name, _shape(field) or "words", needed, default, note)


def _shape(field: dataclasses.Field[Any]) -> Shape | None:
    kind = str(field.type).removesuffix(" | None")
    if kind.startswith(("tuple[str", "Sequence[str", "list[str")):
        return "list"
    return "words" if kind.startswith("Literal") else SHAPES.get(kind)


def uncovered(config: Config) -> tuple[NotCovered, ...]:
    """Places where customers talk that none of the configured sources brings in, and why."""
    return not_covered({source.kind for source in config.sources})


def variables(config: Config, env: Mapping[str, str]) -> Iterator[Variable]:
    """Every environment variable that config.yaml names."""
    named: list[tuple[str, str]] = []
    for source in config.sources:
        named += [(source.name, variable) for variable in config_sources.wanted(source.options).values()]
    named += [(person.name, variable) for person in config.people for variable in person.notify_env]
    if config.mail.smtp and config.mail.smtp.password_env:
        named.append((config.mail.smtp.host, config.mail.smtp.password_env))
    if config.heartbeat.url_env:
        named.append(("heartbeat", config.heartbeat.url_env))
    for whose, name in named:
        yield Variable(whose, name, bool(config.secret(name, env)))
