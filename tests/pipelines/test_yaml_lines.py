"""What owners and attackers put into a YAML file, and what we say to it."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.yaml_lines import MAX_NODES, Problem, Unreadable, parse, spelled


def sentences(text: str) -> list[str]:
    """Everything that is wrong with a text, whether it stops the reading or not."""
    try:
        return [problem.sentence("config.yaml") for problem in parse(text.encode()).problems]
    except Unreadable as wrong:
        return [wrong.problem.sentence("config.yaml")]


def test_plain_values_keep_their_meaning_and_their_line() -> None:
    document = parse(b"a: 1\nb:\n  c: [x, true, ~, 1.5, -3]\n  d: 'no'\n\ne: |\n  two\n  lines\n")
    assert document.value == {
        "a": 1,
        "b": {"c": ["x", True, None, 1.5, -3], "d": "no"},
        "e": "two\nlines\n",
    }
    assert document.problems == ()
    assert [document.line(("a",)), document.line(("b", "c", 0)), document.line(("b", "d")), document.line(("e",))] == [
        1,
        3,
        4,
        6,
    ]


def test_a_missing_key_stands_where_its_section_does() -> None:
    assert parse(b"x: 1\nb:\n  c: 2\n").line(("b", "nothing", 3)) == 2


@pytest.mark.parametrize("word", ["no", "No", "YES", "on", "off", "22:30", "1:20:30", "007", "-010"])
def test_words_that_yaml_reads_in_two_ways_are_refused_with_line_and_key(word: str) -> None:
    (said,) = sentences(f"a: 1\nb:\n  - {{c: {word}}}\n")
    assert said.startswith("config.yaml line 3, b[0].c: ")
    assert word in said


@pytest.mark.parametrize("word", ["no", "22:30", "007"])
def test_in_quotes_they_are_words(word: str) -> None:
    assert parse(f'a: "{word}"'.encode()).value == {"a": word}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: !!python/object/apply:os.system [echo]\n", 1),
        ("a: 1\nb: !!str 5\n", 2),
        ("a: !thing {x: 1}\n", 1),
        ("a: !<tag:yaml.org,2002:python/name:os.system> x\n", 1),
    ],
)
def test_tags_never_make_objects(text: str, line: int) -> None:
    (said,) = sentences(text)
    assert said.startswith(f"config.yaml line {line}, ")
    assert "tags" in said


def test_a_key_written_twice_is_refused_and_the_first_one_named() -> None:
    assert sentences("a: 1\nb: 2\na: 3\n") == ["config.yaml line 3, a: written twice; the first is on line 1"]


def test_tabs_are_refused_in_words() -> None:
    (said,) = sentences("a:\n\tb: 1\n")
    assert said.startswith("config.yaml line 2")
    assert "tab" in said


def test_an_alias_is_the_value_it_points_at() -> None:
    assert parse(b"a: &x [1, 2]\nb: *x\n").value == {"a": [1, 2], "b": [1, 2]}


def test_an_alias_bomb_is_refused_quickly() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    started = time.monotonic()
    (said,) = sentences("\n".join(levels))
    assert f"{MAX_NODES:,}" in said
    assert time.monotonic() - started < 1


def test_an_alias_inside_what_it_points_at_goes_nowhere() -> None:
    (said,) = sentences("a: &x [1, *x]\n")
    assert said == "config.yaml line 1, a[1]: *x points at nothing above it"


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- b\n",
        "just words",
        "a: 1\n---\nb: 2\n",
        "a: [1, 2\n",
        "a: 'open\n",
        "a: {b: 1\n",
        "? [1, 2]\n: 3\n",
        "a: \x00b\n",
        "[" * 5000,
        "a: " + "{b: " * 200,
    ],
)
def test_what_is_no_list_of_keys_gets_one_sentence(text: str) -> None:
    (said,) = sentences(text)
    assert said.startswith("config.yaml")
    assert len(said) < 300


def test_a_large_file_is_not_even_read() -> None:
    (said,) = sentences("# " + "x" * 1_000_000)
    assert "1,000,000 bytes" in said


def test_another_encoding_is_named() -> None:
    with pytest.raises(Unreadable) as caught:
        parse("a: 1\nb: Café\n".encode("latin-1"))
    assert caught.value.problem == Problem(2, (), "this is not UTF-8; save the file as UTF-8 text")


def test_an_empty_file_is_an_empty_configuration() -> None:
    assert parse(b"# nothing\n").value == parse(b"").value == {}


def test_a_path_is_spelled_as_the_owner_would() -> None:
    assert spelled(("sources", 1, "evry")) == "sources[1].evry"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    with contextlib.suppress(Unreadable):
        assert isinstance(parse(data).value, dict)
