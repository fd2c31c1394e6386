"""Complaints about config.yaml in an owner's words: what pydantic found, said plainly, never repeating a value."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from pipelines.config_model import Settings
from pipelines.yaml_lines import Document, Key, Problem

_SAY = {
    "missing": "is missing",
    "string_type": "should be words; if it is a number or true/false, put it in quotes",
    "string_too_short": "should not be empty",
    "bool_parsing": "should be true or false",
    "bool_type": "should be true or false",
    "int_parsing": "should be a whole number",
    "int_type": "should be a whole number",
    "int_from_float": "should be a whole number",
    "float_parsing": "should be a number",
    "float_type": "should be a number",
    "tuple_type": "should be a list: lines that start with `- `",
    "list_type": "should be a list: lines that start with `- `",
    "mapping_type": "should be `key: value` lines",
    "dict_type": "should be `key: value` lines",
    "model_type": "should be `key: value` lines",
    "dataclass_type": "should be `key: value` lines",
    "date_parsing": "should be a date such as 2026-12-25",
    "date_from_datetime_parsing": "should be a date such as 2026-12-25",
    "date_type": "should be a date such as 2026-12-25",
    "date_from_datetime_inexact": "should be a date such as 2026-12-25",
    "too_long": "is a longer list than anybody needs; 1,000 is the most",
    "string_pattern_mismatch": "holds characters that do not belong here",
}


def problems(wrong: ValidationError, document: Document, prefix: Key = ()) -> list[Problem]:
    """Every complaint of one validation, with line and key. `prefix` is where the validated part stands in the file."""
    found = []
    for error in wrong.errors(include_url=False, include_context=False, include_input=False):
        key = _without_unions(prefix, tuple(error["loc"]), document)
        if error["type"] == "extra_forbidden":
            message = unknown(str(key[-1]), known_keys(Settings, key[:-1]))
        else:
            message = _message(error["type"], str(error["msg"]))
        found.append(Problem(document.line(key), key, message))
    return found


def unknown(word: str, known: Iterable[str]) -> str:
    """`unknown key; did you mean every?`"""
    names = sorted(known)
    if close := nearest(word, names):
        return f"unknown key; did you mean {close}?"
    return f"unknown key; there are: {', '.join(names)}" if names else "unknown key; there is none here"


def nearest(word: str, names: Iterable[str]) -> str:
    """The name that was probably meant; "" when none is near."""
    return next(iter(get_close_matches(word, sorted(names), n=1, cutoff=0.6)), "")


def known_keys(model: type[BaseModel], key: Key) -> tuple[str, ...]:
    """Keys that may stand at `key` in a file described by `model`, as the owner writes them."""
    for part in key:
        if isinstance(part, int):
            continue
        field = {f.alias or name: f for name, f in model.model_fields.items()}.get(part)
        inner = _model_in(field.annotation) if field else None
        if inner is None:
            return ()
        model = inner
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        if (found := _model_in(inner)) is not None:
            return found
    return None


def _message(kind: str, said: str) -> str:
    if kind == "value_error":
        return said.removeprefix("Value error, ")
    if kind in _SAY:
        return _SAY[kind]
    return said.replace("Input should", "should", 1).replace("String should", "should", 1)


def _without_unions(prefix: Key, loc: Key, document: Document) -> Key:
    """pydantic names the branch of a union inside the path ("function-after[...]"); the owner never wrote that.

    A key of the owner's may have brackets too ("notes (old)"), and is known by standing in the file.
    """
    key = prefix
    for part in loc:
        if isinstance(part, int) or not any(c in part for c in "[]()") or (*key, part) in document.lines:
            key = (*key, part)
    return key
