"""The file of words against the code that asks for them: none missing, none left over, every blank filled."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard import words
from dashboard.words import book

FOLDER = Path(book.__file__).resolve().parents[1]
ASKING = {
    "say": "text",
    "count": "forms",
    "some": "forms",
    "table": "section",
    "listed": "list",
    "steps": "list",
    "heads": "text",
}
LANGUAGES = sorted(book.files())


def asked() -> Iterator[tuple[str, str, set[str] | None]]:
    """(what is asked, key, names of the blanks that are filled or None where they are not written out) in the code."""
    for path in sorted(FOLDER.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = _asks(call)
            if name is None or not isinstance(call, ast.Call):
                continue
            if name == "heads":
                yield from (
                    (name, f"columns.{key.value!s}", None) for key in call.args if isinstance(key, ast.Constant)
                )
                continue
            key = call.args[0]
            if path.parent.name == "words" and isinstance(key, ast.Name):
                continue  # the package's own functions hand on what they were asked
            assert isinstance(key, ast.Constant), f"{path.name}:{call.lineno} puts a key together"
            filled = {each.arg for each in call.keywords if each.arg}
            yield name, str(key.value), None if any(each.arg is None for each in call.keywords) else filled


def _asks(node: ast.AST) -> str | None:
    """The name of the asking function a node calls: `words.say(...)`, or `say(...)` inside the package."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="words"), attr=name)) if name in ASKING:
            return name
        case ast.Call(func=ast.Name(id=name)) if name in ASKING:
            return name
    return None


def leaves(node: Any, key: str = "") -> Iterator[str]:
    """Keys of the texts and lists in a file of words."""
    if isinstance(node, Mapping):
        for name, inner in node.items():
            yield from leaves(inner, f"{key}.{name}" if key else name)
    else:
        yield key


def find(language: str, key: str) -> Any:
    found: Any = book.book(language)
    for part in key.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_that_a_page_asks_for_is_there_and_of_its_kind(language: str) -> None:
    kinds = {"text": str, "list": list, "section": Mapping, "forms": Mapping}
    wrong = [f"{name} {key}" for name, key, _ in asked() if not isinstance(find(language, key), kinds[ASKING[name]])]
    wrong += [
        key for name, key, _ in asked() if ASKING[name] == "forms" and set(find(language, key)) < {"one", "other"}
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_left_over(language: str) -> None:
    keys = {key for _, key, _ in asked()}
    unused = [
        leaf for leaf in leaves(book.book(language)) if not any(leaf == k or leaf.startswith(f"{k}.") for k in keys)
    ]
    assert unused == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_blank_is_filled_and_nothing_else(language: str) -> None:
    wrong = []
    for name, key, filled in asked():
        text = find(language, key)
        if filled is None or ASKING[name] not in ("text", "forms"):
            continue
        texts = [text] if isinstance(text, str) else [text["one"], text["other"]]
        own = {"n"} if ASKING[name] == "forms" else set()
        wrong += [f"{key}: {each}" for each in texts if not set(book.BLANK.findall(each)) <= filled | own]
        wrong += [f"{key} never shows {each}" for each in filled if not any(f"{{{each}}}" in text for text in texts)]
    assert wrong == []


def test_a_translation_has_the_same_keys() -> None:
    usual = set(leaves(book.book(book.USUAL)))
    assert [language for language in LANGUAGES if set(leaves(book.book(language))) != usual] == []


@pytest.mark.parametrize("hostile", ["{0.__class__}", "{page}", "{{mentions}}", "%s %(x)s $x", r"\1 \g<0>", "<b>"])
def test_hostile_values_stay_as_they_are(hostile: str) -> None:
    assert words.say("inbox.found_page", mentions=hostile, page=2, pages=9) == f"{hostile}; page 2 of 9."


def test_what_is_missing_is_named() -> None:
    with pytest.raises(KeyError, match=r"inbox\.nowhere"):
        words.say("inbox." + "nowhere")
    with pytest.raises(KeyError, match="page"):
        words.say("inbox.found_page", mentions=1, pages=2)


def test_a_language_without_a_file_reads_english() -> None:
    words.speak(["xx", "en"])
    try:
        assert words.say("pages.morning") == "Morning"
    finally:
        words.speak([])
