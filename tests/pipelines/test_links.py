"""Signed links: ours or nothing, and a secret nobody else can read."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.links import LIFETIME, SECRET, BadLink, Links, secret_of
from tests.pipelines.conftest import NOW

LINKS = Links(b"s" * 32, "http://127.0.0.1:8501")


def token(links: Links = LINKS, alert: str = "mention:1") -> str:
    return links.ripen(links.link("case", alert, "ada@example.com", NOW)).rpartition("/")[2]


def test_what_is_kept_is_only_a_draft_and_becomes_a_link_when_the_letter_leaves() -> None:
    draft = LINKS.link("case", "mention:1", "ada@example.com", NOW)
    with pytest.raises(BadLink):
        LINKS.read(draft.rpartition("/")[2], NOW)
    letter = f'<a href="{draft}">Open</a>\nor {draft} (twice)'
    sent = LINKS.ripen(letter)
    assert draft not in sent
    assert len(sent) == len(letter)
    found = sent.split('href="')[1].split('"')[0]
    assert LINKS.read(found.rpartition("/")[2], NOW).recipient == "ada@example.com"
    assert LINKS.ripen(sent) == sent


def test_a_strangers_words_never_ripen() -> None:
    foreign = Links(b"t" * 32, "http://127.0.0.1:8501").link("case", "mention:1", "ada@example.com", NOW)
    whole = LINKS.link("case", "mention:1", "ada@example.com", NOW)
    for words in (foreign, whole[:-1], whole + "A", whole.replace("/act/", "/ act/"), "/act/a.b", "/act/" + "A" * 5000):
        assert LINKS.ripen(words) == words


def test_a_link_says_what_it_was_made_for() -> None:
    press = LINKS.read(token(alert="story:Café / Höhe:ß1"), NOW)
    assert (press.action, press.alert, press.recipient) == ("case", "story:Café / Höhe:ß1", "ada@example.com")
    assert press.until == (NOW + LIFETIME).replace(microsecond=0)


def test_it_ends() -> None:
    assert LINKS.read(token(), NOW + LIFETIME - timedelta(minutes=1)).action == "case"
    with pytest.raises(BadLink, match="two weeks"):
        LINKS.read(token(), NOW + LIFETIME + timedelta(minutes=1))


def test_another_secret_makes_other_links() -> None:
    with pytest.raises(BadLink, match="not one of ours"):
        LINKS.read(token(Links(b"t" * 32, "")), NOW)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 200), st.characters())
def test_a_bent_link_is_no_link(place: int, sign: str) -> None:
    whole = token()
    place %= len(whole)
    bent = whole[:place] + sign + whole[place + 1 :]
    if bent != whole:
        with pytest.raises(BadLink):
            LINKS.read(bent, NOW)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_words_are_no_link(words: str) -> None:
    with pytest.raises(BadLink):
        LINKS.read(words, NOW)


def test_the_secret_is_in_no_repr() -> None:
    assert "ssss" not in repr(LINKS)


def test_the_secret_is_made_once_and_read_by_nobody_else(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secret_of(tmp_path), range(16)))
    assert len(found) == 1
    assert len(found.pop()) == 32
    assert os.listdir(tmp_path) == [SECRET]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / SECRET).stat().st_mode) == 0o600


@pytest.mark.parametrize("spoilt", [b"", b"abc", b"\xff\xfe", b"zz" * 32])
def test_a_spoilt_secret_is_made_anew(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / SECRET).write_bytes(spoilt)
    assert len(secret_of(tmp_path)) == 32
    assert secret_of(tmp_path) == secret_of(tmp_path)
