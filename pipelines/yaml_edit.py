"""Changes to a YAML text that touch nothing else: every other byte, comments and order included, stays as it was.

What changes between the old values and the new ones is found first; then each change is cut into the text at the marks
that ruamel's nodes carry. Collections in one line (`[a, b]`) are written anew as a whole. Afterwards the text is read
again: had anything else changed, or not changed, the edit is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pipelines.yaml_lines import Key, parse, spelled

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.@/+-]*(?: [A-Za-z0-9_.@/+-]+)*")
_READ_IN_TWO_WAYS = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}


class CannotEdit(ValueError):
    """The text is written in a way that cannot be changed without touching more; a sentence for the owner."""


@dataclass(frozen=True, slots=True)
class _Change:
    """`old` and `new`: where the value stands before and after. Removals first, from the end; then the others."""

    what: Literal["remove", "put", "insert"]
    old: Key
    new: Key
    value: Any = None


def edited(text: str, values: Mapping[str, Any]) -> str:
    """The text with these values in place of its own; values left empty are taken out. Raises `CannotEdit`."""
    target = _without_blanks(values)
    before, windows = parse(text.encode()).value, "\r\n" in text
    fresh = text.replace("\r\n", "\n")
    root = _compose(fresh)
    if root is None:
        fresh = fresh.rstrip("\n") + "\n\n" if fresh.strip() else ""
        fresh += _block(target, 0)
    else:
        changes = list(_changes(root, before, target, (), ()))
        for change in sorted((c for c in changes if c.what == "remove"), key=lambda c: _order(c.old), reverse=True):
            fresh = _removed(fresh, change.old)
        for change in (c for c in changes if c.what != "remove"):
            fresh = _put(fresh, change)
    if _without_blanks(parse(fresh.encode()).value) != target:
        raise CannotEdit("this cannot be changed from here without touching other lines; change it in the file itself")
    return fresh.replace("\n", "\r\n") if windows else fresh


def _changes(node: Node | None, old: Any, new: Any, was: Key, now: Key) -> Iterator[_Change]:
    if _plain(old) == _plain(new):
        return
    if was and not _stays(old, new):
        yield _Change("put", was, now, new)
    elif isinstance(node, MappingNode) and not node.flow_style and isinstance(old, dict) and isinstance(new, dict):
        for name, value in old.items():
            if name in new:
                inner = _child(node, name)
                yield from _changes(inner, value, new[name], (*was, name), (*now, name))
            elif _plain(value) is not None:
                yield _Change("remove", (*was, name), ())
        for name, value in new.items():
            if name not in old:
                yield _Change("insert", (), (*now, name), value)
    elif isinstance(node, SequenceNode) and not node.flow_style and isinstance(old, list) and isinstance(new, list):
        yield from _in_list(node, old, new, was, now)
    else:
        yield _Change("put", was, now, new)


def _stays(old: Any, new: Any) -> bool:
    """Is there an entry that both have? Otherwise there is nothing to stand beside, and all is written anew."""
    if isinstance(old, dict) and isinstance(new, dict):
        return any(name in new for name in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) or bool({_name(each) for each in old} & {_name(each) for each in new})
    return True


def _in_list(node: SequenceNode, old: list[Any], new: list[Any], was: Key, now: Key) -> Iterator[_Change]:
    matcher = SequenceMatcher(None, [_name(each) for each in old], [_name(each) for each in new], autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        paired = min(j - i, m - k) if what in ("equal", "replace") else 0
        for step in range(paired):
            inner = node.value[i + step]
            yield from _changes(inner, old[i + step], new[k + step], (*was, i + step), (*now, k + step))
        for gone in range(i + paired, j):
            yield _Change("remove", (*was, gone), ())
        for place in range(k + paired, m):
            yield _Change("insert", (), (*now, place), new[place])


def _removed(text: str, key: Key) -> str:
    root = _compose(text)
    parent, node = _at(root, key[:-1]), _at(root, key)
    first = _key_node(parent, key[-1]) if isinstance(parent, MappingNode) else node
    lines = text.splitlines(keepends=True)
    start, end = _line(first), _last_line(node, first)
    ahead = lines[start][: first.start_mark.column].strip() if isinstance(parent, MappingNode) else ""
    if ahead:  # the first key of a list's item: its dash stays
        rest = parent.value[1:]
        if not rest:
            raise CannotEdit(f"{spelled(key)} stands alone in its entry; remove the entry instead")
        following = rest[0][0]
        return text[: first.start_mark.index] + text[following.start_mark.index :]
    return "".join(lines[:start] + lines[end + 1 :])


def _put(text: str, change: _Change) -> str:
    if change.what == "insert":
        return _inserted(text, change.new, change.value)
    root, key, value = _compose(text), change.new, change.value
    node, parent = _at(root, key), _at(root, key[:-1]) if key else None
    if isinstance(parent, MappingNode) and isinstance(node, ScalarNode) and not _source(text, node):
        colon = text.index(":", _key_node(parent, key[-1]).end_mark.index) + 1
        return text[:colon] + _after_colon(value, _column(parent) + 2) + text[colon:]
    block = not isinstance(node, ScalarNode) and not node.flow_style
    if isinstance(parent, MappingNode) and not parent.flow_style and _in_lines(value):
        rest = text[node.end_mark.index :].partition("\n")[0]
        block = block or not rest.strip()  # a comment behind it would be lost
    if block or (isinstance(node, ScalarNode) and node.style in ("|", ">")):
        if not isinstance(parent, MappingNode):
            raise CannotEdit(f"{spelled(key)} is written over several lines; change it in the file itself")
        name = _key_node(parent, key[-1])
        lines = text.splitlines(keepends=True)
        fresh = _block({str(key[-1]): value}, name.start_mark.column).lstrip(" ")
        dash = lines[_line(name)][: name.start_mark.column]  # or nothing but spaces
        return "".join([*lines[: _line(name)], dash, fresh, *lines[_last_line(node, name) + 1 :]])
    if re.search(r"(^|\s)#", "".join(_source(text, node).splitlines(keepends=True)[1:])):
        raise CannotEdit(f"{spelled(key)} holds comments between its words; change it in the file itself")
    return text[: node.start_mark.index] + _flow(value) + text[node.end_mark.index :]


def _inserted(text: str, key: Key, value: Any) -> str:
    """Beside its brothers: a key after the last of them, an item where it belongs in its list."""
    if not text.endswith("\n"):
        text += "\n"
    parent, last = _at(_compose(text), key[:-1]), key[-1]
    lines = text.splitlines(keepends=True)
    if isinstance(last, int):
        column = _dash_column(lines, parent)
        fresh = _item(value, column)
        place = _line(parent.value[last]) if last < len(parent.value) else _last_line(parent, parent) + 1
    else:
        column = _column(parent)
        fresh = _block({last: value}, column)
        if column:
            place = _last_line(parent, parent) + 1
        else:  # a new section, at the end of the file
            place, fresh = len(lines), f"\n{fresh}"
    return "".join([*lines[:place], fresh, *lines[place:]])


def _compose(text: str) -> Any:
    return YAML(typ="rt").compose(text)


def _at(node: Any, key: Key) -> Any:
    for part in key:
        node = node.value[part] if isinstance(part, int) else _child(node, part)
    return node


def _child(node: MappingNode, name: str) -> Any:
    return next(value for key, value in node.value if key.value == name)


def _key_node(node: Any, name: str | int) -> Any:
    return next(key for key, _ in node.value if key.value == name)


def _source(text: str, node: Node) -> str:
    return text[node.start_mark.index : node.end_mark.index]


def _line(node: Any) -> int:
    return int(node.start_mark.line)


def _column(node: Any) -> int:
    return int(node.value[0][0].start_mark.column)


def _dash_column(lines: Sequence[str], node: Any) -> int:
    line = lines[_line(node.value[0])]
    return line.index("-") if line.lstrip().startswith("-") else int(node.start_mark.column)


def _last_line(node: Any, key: Any) -> int:
    """The last line with something of this value on it: comments that follow belong to what comes next."""
    if isinstance(node, ScalarNode):
        if node.style in ("|", ">"):
            return int(node.end_mark.line) - 1
        return _line(key) if node.start_mark.index == node.end_mark.index else int(node.end_mark.line)
    if node.flow_style or not node.value:
        return int(node.end_mark.line)
    if isinstance(node, SequenceNode):
        return _last_line(node.value[-1], node.value[-1])
    name, value = node.value[-1]
    return max(int(name.end_mark.line), _last_line(value, name))


def _block(values: Mapping[str, Any], column: int) -> str:
    return "".join(
        f"{' ' * column}{_scalar(name)}:{_after_colon(value, column + 2)}\n" for name, value in values.items()
    )


def _after_colon(value: Any, column: int) -> str:
    if isinstance(value, Mapping):
        return "\n" + _block(value, column).rstrip("\n")
    if isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        return "\n" + "".join(_item(each, column) for each in value).rstrip("\n")
    if _in_lines(value):
        lines = value.rstrip("\n").split("\n")
        mark = "|" if value.endswith("\n") else "|-"
        return "\n".join([f" {mark}", *(f"{' ' * column}{line}" if line else "" for line in lines)])
    return f" {_flow(value)}"


def _in_lines(value: Any) -> bool:
    """Can it stand as a block of lines, as people write letters? Anything less plain is quoted on one line."""
    if not isinstance(value, str) or value.endswith("\n\n") or "\n" not in value.rstrip("\n"):
        return False
    lines = value.rstrip("\n").split("\n")
    return not lines[0].startswith(" ") and all(line.isprintable() and bool(line.strip()) for line in lines if line)


def _item(value: Any, column: int) -> str:
    if isinstance(value, Mapping):
        return " " * column + "- " + _block(value, column + 2).lstrip(" ")
    return f"{' ' * column}- {_flow(value)}\n"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(name)}: {_flow(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        safe = _PLAIN.fullmatch(value) and value.casefold() not in _READ_IN_TWO_WAYS
        return value if safe else "".join(map(_readable, json.dumps(value, ensure_ascii=False)))
    return json.dumps(value)


def _readable(sign: str) -> str:
    """Signs that no text file should hold as YAML spells them; JSON would take an emoji in two halves."""
    return sign if sign.isprintable() else f"\\U{ord(sign):08x}"


def _name(value: Any) -> str:
    """What tells one item of a list from another: its name where it has one."""
    name = value.get("name") if isinstance(value, Mapping) else None
    return f"name {name}" if name else json.dumps(value, sort_keys=True, default=str)


def _order(key: Key) -> tuple[tuple[int, str], ...]:
    return tuple((part, "") if isinstance(part, int) else (0, part) for part in key)


def _plain(value: Any) -> Any:
    """The value, None where it is empty: what is left blank means the default."""
    return None if value in (None, [], {}) else value


def _without_blanks(values: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: _stripped(value) for name, value in values.items()}
    return {name: value for name, value in found.items() if value is not None}


def _stripped(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _plain(_without_blanks(value))
    if isinstance(value, list | tuple):
        return _plain([_stripped(each) for each in value])
    return value
