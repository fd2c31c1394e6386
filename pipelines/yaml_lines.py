"""YAML 1.2 into plain values, each with the line it stood on, and nothing that surprises.

Values are built from ruamel's parser events, so no tag can ever create an object and no alias can blow up. Words that
YAML's versions read differently (`no`, `22:30`, `007`) are refused: the owner says which one is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLStreamError

MAX_BYTES = 1_000_000
MAX_NODES = 20_000  # values in the file once aliases are expanded
MAX_DEPTH = 20

Key = tuple[str | int, ...]

_NULL = re.compile(r"(~|null|Null|NULL|)")
_TRUE = re.compile(r"(true|True|TRUE)")
_FALSE = re.compile(r"(false|False|FALSE)")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SWITCH = re.compile(r"yes|no|on|off", re.IGNORECASE)
_SIXTIES = re.compile(r"[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?")
_ZEROS = re.compile(r"[-+]?0[0-9]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint about the configuration: where (line from 1, 0 when unknown; key as a path) and what to do."""

    line: int
    key: Key
    message: str

    def sentence(self, file: str) -> str:
        """`config.yaml line 12, sources[1].evry: unknown key; did you mean every?`"""
        where = f"{file} line {self.line}" if self.line else file
        return f"{where}, {spelled(self.key)}: {self.message}" if self.key else f"{where}: {self.message}"


class Unreadable(ValueError):
    """The text is no YAML we accept at all; carries the one problem that stopped the reading."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Document:
    """A mapping, the line of each of its values, and what is wrong with how it was written."""

    value: dict[str, Any]
    lines: Mapping[Key, int]
    problems: tuple[Problem, ...]

    def line(self, key: Key) -> int:
        """Line of a key, or of the nearest thing around it (a missing key stands where its section does)."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 0)


def spelled(key: Key) -> str:
    """A path as the owner would write it: `sources[1].every`."""
    out = ""
    for part in key:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def parse(data: bytes) -> Document:
    """Read one YAML document whose top is a mapping. Raises `Unreadable` when there is none."""
    if len(data) > MAX_BYTES:
        raise Unreadable(
            Problem(0, (), f"the file is larger than {MAX_BYTES:,} bytes; a configuration is a page or two")
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        raise Unreadable(Problem(line, (), "this is not UTF-8; save the file as UTF-8 text")) from wrong
    reader = _Reader(YAML(typ="rt").parse(text))
    try:
        value = reader.document()
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        raise Unreadable(Problem(mark.line + 1 if mark else 0, (), _syntax(wrong))) from wrong
    except (YAMLError, YAMLStreamError) as wrong:
        line = text[: getattr(wrong, "position", 0) or 0].count("\n") + 1
        raise Unreadable(Problem(line, (), "a character that no text file should hold; retype the line")) from wrong
    return Document(value, reader.lines, tuple(reader.problems))


def _syntax(wrong: MarkedYAMLError) -> str:
    problem = str(wrong.problem or wrong.context or "this is not YAML")
    if "\\t" in problem or "\t" in problem:
        return "a tab stands where spaces should; indent with spaces only"
    return f"this is not YAML: {problem}"


@dataclass(slots=True)
class _Reader:
    events: Iterator[Any]
    lines: dict[Key, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    nodes: int = 0

    def document(self) -> dict[str, Any]:
        value: Any = None
        documents = 0
        for event in self.events:
            name = type(event).__name__
            if name == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise Unreadable(Problem(_line(event), (), "a second document starts here; keep one per file"))
            elif name not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent", "CommentEvent"):
                value = self.node(event, (), 0)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise Unreadable(Problem(self.lines.get((), 1), (), "the file should be a list of `key: value` lines"))
        return value

    def node(self, event: Any, key: Key, depth: int) -> Any:
        """The value that starts with this event."""
        before = self.nodes
        self.lines.setdefault(key, _line(event))
        self.count(1, event)
        if depth > MAX_DEPTH:
            raise Unreadable(Problem(_line(event), (), f"nested more than {MAX_DEPTH} levels deep"))
        name = type(event).__name__
        if name == "AliasEvent":
            return self.alias(event, key)
        if event.tag is not None and not (name == "ScalarEvent" and event.implicit[1]):
            self.complain(event, key, "tags such as !!str or !!python/object are refused; write the plain value")
        if name == "ScalarEvent":
            value = self.scalar(event, key)
        elif name == "SequenceStartEvent":
            value = self.sequence(key, depth)
        else:
            value = self.mapping(key, depth)
        if event.anchor:
            self.anchors[event.anchor] = (value, self.nodes - before)
        return value

    def alias(self, event: Any, key: Key) -> Any:
        if event.anchor not in self.anchors:
            self.complain(event, key, f"*{event.anchor} points at nothing above it")
            return None
        value, size = self.anchors[event.anchor]
        self.count(size, event)
        return value

    def sequence(self, key: Key, depth: int) -> list[Any]:
        values: list[Any] = []
        for event in self.events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            values.append(self.node(event, (*key, len(values)), depth + 1))
        return values

    def mapping(self, key: Key, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for event in self.events:
            if type(event).__name__ == "MappingEndEvent":
                break
            if type(event).__name__ != "ScalarEvent":
                self.complain(event, key, "a key should be one word, not a list, an alias or a mapping")
                self.node(event, (*key, "?"), depth + 1)
                self.node(next(self.events), (*key, "?"), depth + 1)
                continue
            word, inner = str(event.value), (*key, str(event.value))
            if word in values:
                self.complain(event, inner, f"written twice; the first is on line {self.lines[inner]}")
            self.lines.setdefault(inner, _line(event))
            self.count(1, event)
            values[word] = self.node(next(self.events), inner, depth + 1)
        return values

    def scalar(self, event: Any, key: Key) -> Any:
        text = str(event.value)
        if event.style is not None:  # quoted, or a block of text
            return text
        if _NULL.fullmatch(text):
            return None
        if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
            return bool(_TRUE.fullmatch(text))
        if _SWITCH.fullmatch(text):
            self.complain(event, key, f'{text} is read in two ways; write true or false, or "{text}" for the word')
        elif _SIXTIES.fullmatch(text) or _ZEROS.fullmatch(text):
            self.complain(event, key, f'{text} is read in two ways; put it in quotes: "{text}"')
        elif _INT.fullmatch(text) and len(text) < 19:
            return int(text)
        elif _FLOAT.fullmatch(text):
            return float(text)
        return text

    def count(self, more: int, event: Any) -> None:
        self.nodes += more
        if self.nodes > MAX_NODES:
            raise Unreadable(Problem(_line(event), (), f"more than {MAX_NODES:,} values once aliases are expanded"))

    def complain(self, event: Any, key: Key, message: str) -> None:
        self.problems.append(Problem(_line(event), key, message))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
