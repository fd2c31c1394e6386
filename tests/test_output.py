"""One escape at every exit: no form prints words raw, no page hands them to markdown, no text is a pattern."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_house import ROOT, name, sources

FORMS = sorted(path for path in (ROOT / "pipelines").rglob("*.html"))
# Streamlit's ways of showing text as markdown, which loads pictures and makes links
AS_MARKDOWN = {
    "markdown", "write", "title", "header", "subheader", "info", "warning", "error", "success", "toast", "write_stream",
    "badge", "latex", "caption",
}  # fmt: skip


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


def is_ours(value: ast.expr) -> bool:
    """A text of our own: written here, or from the file of words with numbers filled in."""
    match value:
        case ast.Constant():
            return True
        case ast.IfExp():
            return is_ours(value.body) and is_ours(value.orelse)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="words"), attr=which), keywords=filled):
            return which in ("say", "count", "some") and all(
                isinstance(each.value, ast.JoinedStr | ast.Constant | ast.Call | ast.BinOp) for each in filled
            )
    return False


@pytest.mark.parametrize("path", [path for path in sources() if name(path).startswith("dashboard/")], ids=name)
def test_no_page_hands_words_to_markdown(path: Path) -> None:
    wrong = [
        f"{name(path)}:{call.lineno} {call.func.attr}"
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in AS_MARKDOWN
        and isinstance(call.func.value, ast.Name) and call.func.value.id == "st"
        and not (call.args and is_ours(call.args[0]))
    ]  # fmt: skip
    raw = [f"{name(path)}:{call.lineno}" for call in calls(path) for each in call.keywords if each.arg
           and each.arg.startswith("unsafe_")]  # fmt: skip
    assert wrong + raw == []


@pytest.mark.parametrize("path", [path for path in sources() if name(path).startswith("dashboard/")], ids=name)
def test_html_is_made_by_the_one_module_that_escapes(path: Path) -> None:
    """`st.html` takes what `markup` made, or the style sheet; never a text put together on the spot."""
    wrong = [
        f"{name(path)}:{call.lineno}"
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "html" and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp | ast.Constant)
    ]  # fmt: skip
    made = [
        f"{name(path)}:{call.lineno}"
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id == "Safe" and call.args
        and name(path) != "dashboard/markup.py" and not (is_ours(call.args[0]) or only_our_words(call.args[0]))
    ]  # fmt: skip
    assert wrong + made == []


def only_our_words(value: ast.expr) -> bool:
    return isinstance(value, ast.JoinedStr) and all(
        is_ours(part.value) if isinstance(part, ast.FormattedValue) else True for part in value.values
    )


@pytest.mark.parametrize("path", sources(), ids=name)
def test_no_text_of_others_is_taken_for_a_pattern(path: Path) -> None:
    """`words.format(...)` would read `{0.__class__}`, and a form made from words would run `{{7*7}}`."""
    wrong = [
        f"{name(path)}:{call.lineno} {call.func.attr}"
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and (
            (call.func.attr in ("format", "format_map") and not _fixed(call.func.value))
            or call.func.attr == "from_string"
        )
    ]  # fmt: skip
    assert wrong == []


def _fixed(value: ast.expr) -> bool:
    """Written in the code: bare, under a constant's name, or as Markup("..."), which escapes what is filled in."""
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id == "Markup" and _fixed(value.args[0])
    return isinstance(value, ast.Constant) or (isinstance(value, ast.Name) and value.id.isupper())


@pytest.mark.parametrize("path", FORMS, ids=name)
def test_no_form_prints_words_raw_or_loads_anything(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape|Markup", text)
    assert not re.search(r"""(?:src|srcset|background)\s*=|@import|url\(""", text)
    assert not re.search(r"<script|\bon[a-z]+\s*=\s*[\"']", text)
    # a value in an attribute stands between quotes, or escaping it would not hold
    assert not re.search(r"<[^>]*\s[\w-]+=\{\{", text)


def test_every_environment_of_forms_escapes() -> None:
    made = [
        (name(path), {each.arg: each.value for each in call.keywords})
        for path in sources()
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id == "Environment"
    ]
    assert made
    for where, keywords in made:
        escapes = keywords.get("autoescape")
        html = isinstance(escapes, ast.Constant) and escapes.value is True
        assert html or isinstance(escapes, ast.Call) or where == "pipelines/init.py", where  # init writes YAML
