"""The same four numbers as the vaderSentiment package, on every text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.sentiment import scores


@cache
def package() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def same(text: str) -> None:
    assert scores(text)._asdict() == package().polarity_scores(text), text


# words that bend others: negations, boosters, idioms, "but", capitals, emoticons, emoji
BENDING = (
    "no never so this without doubt least at very but BUT Kind kind of sort just enough the shit bomb bad ass bus stop "
    "yeah right kiss death to die for beating heart great GREAT good awful HORRIBLE not isn't ISN'T really VERY barely "
    "or nor :) :( :D !!! ??? ! ? 😀 😡 💔x a b hate love n't none kind-of despite 'quoted' (good) \"bad\" bad, İ ß"
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(BENDING.split()), max_size=14).map(" ".join))
def test_words_that_bend_each_other(text: str) -> None:
    same(text)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(("good", "bad", "GREAT", "very", "but", "not", "no", "a")), min_size=250, max_size=300))
def test_long_texts_with_but(words: list[str]) -> None:
    same(" ".join(words))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    same(text)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="😀😡💔 ab!?.é\n\u3000", max_size=30))
def test_emoji_and_odd_spaces(text: str) -> None:
    same(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "😀😀 😡",
        "good but good but bad",
        "great great but great",
        "this is the shit",
        "at least it isn't a horrible book",
        "the least compelling film",
        "kind of good, kind of bad",
        "no good or great thing",
        "GOOD bad",
        "x" * 10_000,
        "good " * 400 + "but " + "bad " * 400,
    ],
)
def test_corners(text: str) -> None:
    same(text)


def test_real_texts(shared_data: Path) -> None:
    folder = shared_data / "labelled" / "fit" / "vader_ground_truth"
    for name in ("tweets", "amazonReviewSnippets", "movieReviewSnippets", "nytEditorialSnippets"):
        lines = (folder / f"{name}_GroundTruth.txt").read_text("utf-8", errors="replace").splitlines()
        for line in lines[::5]:
            same(line.split("\t", 2)[2])
