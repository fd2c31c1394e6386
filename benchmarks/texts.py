"""Texts to time with: real tweets, reviews of about 100 words and articles of 1,500 where they lie beside the checkout,
else made-up ones of the same lengths."""

from __future__ import annotations

import random

from benchmarks.material import DATA, load

MADE_UP = (
    "the soup was cold and the waiter rude but we love this place great service never again waited an hour for a table "
    "and nobody came so we left lovely staff very clean room not worth the money best coffee in town really slow today"
)


def texts() -> dict[str, list[str]]:
    """Some texts of each length, the same ones each time."""
    if DATA.is_dir():
        tweets = [item.text for item in load("airline_tweets")[::15]]
        reviews = [item.text for item in load("british_airways")]
        words = " ".join(reviews[:200]).split()
        hundred = [r for r in reviews if 90 <= len(r.split()) <= 110][:300]
    else:
        rng = random.Random(7)
        words = rng.choices(MADE_UP.split(), k=20_000)
        tweets = [" ".join(rng.choices(words, k=18)) for _ in range(900)]
        hundred = [" ".join(rng.choices(words, k=100)) for _ in range(300)]
    articles = [" ".join(words[k : k + 1500]) for k in range(0, 15_000, 1500)]
    return {"tweets": tweets, "100 words": hundred, "1,500 words": articles}
