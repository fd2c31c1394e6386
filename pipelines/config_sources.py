"""Sources of config.yaml: which keys belong to every source, which to its kind, and which secrets it waits for."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

import collectors
from collectors.source import Broken, Secret, Source
from pipelines import config_words, keyrings
from pipelines.config_model import SourceSettings
from pipelines.config_types import Variable
from pipelines.yaml_lines import Document, Key, Problem

COMMON = tuple(name for name in SourceSettings.model_fields if name != "options")
_VARIABLE: TypeAdapter[str] = TypeAdapter(Variable)
_WEB = re.compile(r"\s*https?://", re.IGNORECASE)


def split(raw: Mapping[str, Any], key: Key, document: Document) -> tuple[dict[str, Any], list[Problem]]:
    """One source as written -> the keys `SourceSettings` checks, its `options` already checked by the kind."""
    entry = {name: value for name, value in raw.items() if name in COMMON}
    given = {name: value for name, value in raw.items() if name not in COMMON}
    kind = raw.get("kind")
    if not isinstance(kind, str):
        return entry, []
    options_type, complaint = _options_type(kind)
    if options_type is None:
        return entry, [Problem(document.line((*key, "kind")), (*key, "kind"), complaint)]
    names = {field.name for field in dataclasses.fields(options_type)}
    found = [
        Problem(document.line((*key, name)), (*key, name), config_words.unknown(name, {*names, *COMMON}))
        for name in given
        if name not in names
    ]
    values = {name: value for name, value in given.items() if name in names and value is not None}
    found += [*_variables(values, key, document), *_addresses(values, key, document)]
    try:
        entry["options"] = TypeAdapter(options_type).validate_python(values)
    except ValidationError as wrong:
        found += config_words.problems(wrong, document, key)
    return entry, found


def secrets(options: Any, find: Callable[[str], Secret | None]) -> dict[str, Secret]:
    """Values of the options that name a variable, where it is set."""
    found = {option: find(variable) for option, variable in wanted(options).items()}
    return {option: secret for option, secret in found.items() if secret}


def wanted(options: Any) -> dict[str, str]:
    """Option ending in `_env` -> the environment variable it names; options left blank are not wanted."""
    names = (field.name for field in dataclasses.fields(options) if field.name.endswith("_env"))
    return {name: str(value) for name in names if (value := getattr(options, name))}


def at_home(kind: str, options: Any, folder: Path) -> Any:
    """The options of a source of files with its path taken from the folder config.yaml lies in."""
    if kind != "files":
        return options
    return dataclasses.replace(options, path=str(folder / options.path))


def ready(source: Source[Any]) -> None:
    """Raise `Broken`, with the next step, when an environment variable the source names is not set."""
    missing = sorted({variable for option, variable in wanted(source.options).items() if option not in source.secrets})
    if missing and all(map(keyrings.is_kept_there, missing)):
        raise Broken(f"{source.name} needs {missing[0]}, which is not there.", next_step=keyrings.advice(missing[0]))
    if missing:
        names = " and ".join(missing)
        raise Broken(
            f"{source.name} needs {names}, which is not set in the environment.",
            next_step=f"Set {names} in the shell, or as a line {missing[0]}=... in the file .env beside config.yaml.",
        )


def _options_type(kind: str) -> tuple[Any, str]:
    known = sorted(collectors.kinds())
    if kind not in known:
        close = config_words.nearest(kind, known)
        return None, f"unknown kind; did you mean {close}?" if close else f"unknown kind; there are: {', '.join(known)}"
    try:
        return collectors.load(kind).Options, ""
    except ModuleNotFoundError as wrong:
        return None, f"this kind needs the package {wrong.name}, which is not installed"


def _variables(values: Mapping[str, Any], key: Key, document: Document) -> list[Problem]:
    found: list[Problem] = []
    for name, value in values.items():
        if name.endswith("_env") and isinstance(value, str):
            try:
                _VARIABLE.validate_python(value)
            except ValidationError as wrong:
                found += config_words.problems(wrong, document, (*key, name))
    return found


def _addresses(values: Mapping[str, Any], key: Key, document: Document) -> list[Problem]:
    """A file or a plain path is no place in the outside world; an import or the kind `files` reads those."""
    return [
        Problem(document.line((*key, name)), (*key, name), "should be a web address: https:// and so on")
        for name, value in values.items()
        if (name == "url" or name.endswith("_url")) and isinstance(value, str) and not _WEB.match(value)
    ]
