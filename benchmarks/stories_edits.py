"""How people pass words on: retweets, cuts, quotes, links, typos. Edits a text as they do, from a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_COMMENTS = (
    "wow", "this is so bad", "Unbelievable.", "have you seen this?", "smh", "lol what", "not surprised at all",
    "RT if you agree", "cc @someone", "this happened to my brother too, same place", "How is this even legal?",
)  # fmt: skip
_TAGS = ("#fail", "#badservice", "#neveragain", "#news", "#foodie", "#customerservice", "#viral")
_FACES = ("\U0001f602", "\U0001f621", "\U0001f644", "\U0001f633", "\U0001f44e", "❤️")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def retweet(text: str, rng: random.Random) -> str:
    return f"RT @{_name(rng)}: {text}"


def cut(text: str, rng: random.Random) -> str:
    """The first 60 to 90 %, as a share button or a feed cuts it."""
    keep = max(20, int(len(text) * rng.uniform(0.6, 0.9)))
    return text[:keep].rstrip() + rng.choice(("...", "…", ""))


def retweet_cut(text: str, rng: random.Random) -> str:
    return retweet(cut(text, rng), rng)


def link(text: str, rng: random.Random) -> str:
    code = "".join(rng.choice(_LETTERS + "0123456789") for _ in range(10))
    return f"{text} https://t.co/{code}"


def tags(text: str, rng: random.Random) -> str:
    return f"{text} {' '.join(rng.sample(_TAGS, rng.randint(1, 3)))}"


def faces(text: str, rng: random.Random) -> str:
    return f"{text} {rng.choice(_FACES) * rng.randint(1, 4)}"


def typos(text: str, rng: random.Random) -> str:
    """One to three letters swapped, dropped, doubled or mistaken."""
    letters = list(text)
    for _ in range(rng.randint(1, 3)):
        i = rng.randrange(max(1, len(letters) - 1))
        change = rng.randrange(4)
        if change == 0 and i + 1 < len(letters):
            letters[i], letters[i + 1] = letters[i + 1], letters[i]
        elif change == 1 and len(letters) > 10:
            del letters[i]
        elif change == 2:
            letters.insert(i, letters[i])
        else:
            letters[i] = rng.choice(_LETTERS)
    return "".join(letters)


def quote(text: str, rng: random.Random) -> str:
    return f'{rng.choice(_COMMENTS)} "{text}" via @{_name(rng)}'


def comment(text: str, rng: random.Random) -> str:
    return f"{text} {rng.choice(_COMMENTS)}"


def shout(text: str, rng: random.Random) -> str:
    return text.upper() + "!" * rng.randint(0, 4)


def respace(text: str, rng: random.Random) -> str:
    spaced = re.sub(r"\s+", lambda _: rng.choice((" ", "  ", "\n")), text)
    return spaced.replace("'", "’").replace("...", "…")


def words_changed(text: str, rng: random.Random) -> str:
    """One or two words dropped or replaced."""
    words = text.split()
    for _ in range(rng.randint(1, 2)):
        if len(words) > 6:
            i = rng.randrange(len(words))
            words[i : i + 1] = rng.choice(([], ["really"], ["very"], ["so"]))
    return " ".join(words)


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "retweet": retweet,
    "cut": cut,
    "retweet, cut": retweet_cut,
    "link": link,
    "hashtags": tags,
    "faces": faces,
    "typos": typos,
    "quote": quote,
    "comment": comment,
    "shouted": shout,
    "respaced": respace,
    "words changed": words_changed,
}


def edited(text: str, rng: random.Random) -> tuple[str, str]:
    """An edited copy, and what was done to it; a third of the time two things at once."""
    names = rng.sample(list(EDITS), 2 if rng.random() < 1 / 3 else 1)
    for name in names:
        text = EDITS[name](text, rng)
    return text, " + ".join(names)


def _name(rng: random.Random) -> str:
    return "".join(rng.choice(_LETTERS) for _ in range(rng.randint(4, 12)))
