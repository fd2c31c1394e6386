from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.access.sessions import ABSOLUTE, SAVE_EVERY, Sessions
from tests.pipelines.access.conftest import NOW

IDLE = timedelta(hours=12)


@pytest.fixture
def sessions(tmp_path: Path) -> Sessions:
    return Sessions(tmp_path)


def test_a_token_stands_for_somebody_until_they_sign_out(sessions: Sessions) -> None:
    token = sessions.begin("Ada", "mark", NOW)
    found = sessions.find(token, NOW, IDLE)
    assert found is not None
    assert (found.name, found.rests_on) == ("Ada", "mark")
    sessions.end(token, NOW)
    assert sessions.find(token, NOW, IDLE) is None
    assert Sessions(sessions.path.parent).find(token, NOW, IDLE) is None


def test_tokens_are_long_and_differ_and_bent_ones_are_nobodys(sessions: Sessions) -> None:
    tokens = {sessions.begin("Ada", "mark", NOW) for _ in range(50)}
    assert len(tokens) == 50
    token = tokens.pop()
    assert len(token) >= 43
    for bent in ("", token[:-1], token + "a", token.swapcase(), token * 3, "\ud800", "../../etc/passwd"):
        assert sessions.find(bent, NOW, IDLE) is None


def test_idle_time_ends_it_and_each_deed_begins_it_anew(sessions: Sessions) -> None:
    token = sessions.begin("Ada", "mark", NOW)
    sessions.touch(token, NOW + timedelta(hours=11))
    assert sessions.find(token, NOW + timedelta(hours=22), IDLE) is not None
    assert sessions.find(token, NOW + timedelta(hours=24), IDLE) is None


def test_once_a_week_everybody_signs_in(sessions: Sessions) -> None:
    token = sessions.begin("Ada", "mark", NOW)
    end = NOW + ABSOLUTE
    sessions.touch(token, end)
    assert sessions.find(token, end, IDLE) is not None
    assert sessions.find(token, end + timedelta(seconds=1), IDLE) is None


def test_it_outlives_a_restart_and_the_file_is_no_key(sessions: Sessions) -> None:
    token = sessions.begin("Ada", "mark", NOW)
    sessions.touch(token, NOW + SAVE_EVERY * 2)
    again = Sessions(sessions.path.parent)
    assert again.find(token, NOW + SAVE_EVERY * 2 + IDLE, IDLE) is not None
    assert token not in sessions.path.read_text("utf-8")
    assert stat.S_IMODE(sessions.path.stat().st_mode) == 0o600


def test_a_spoilt_file_signs_everybody_out_and_breaks_nothing(sessions: Sessions) -> None:
    token = sessions.begin("Ada", "mark", NOW)
    for content in ("", "{", '{"a": [1, 2, 3, 4]}', '{"a": ["Ada", "m", "soon", "now"]}', "[1]"):
        sessions.path.write_text(content, "utf-8")
        again = Sessions(sessions.path.parent)
        assert again.find(token, NOW, IDLE) is None
        assert again.begin("Ada", "mark", NOW)


def test_there_is_an_end_to_what_is_remembered(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.access.sessions.MOST", 20)
    first = sessions.begin("Ada", "mark", NOW)
    tokens = [sessions.begin("Ada", "mark", NOW + timedelta(seconds=n)) for n in range(1, 21)]
    assert sessions.find(first, NOW, IDLE) is None
    assert all(sessions.find(token, NOW, IDLE) for token in tokens)


def test_a_full_disk_keeps_nobody_out_and_nobody_in(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sessions.begin("Ben", "mark", NOW)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pipelines.access.kept.save", full)
        token = sessions.begin("Ada", "mark", NOW)
        sessions.touch(token, NOW + timedelta(hours=1))
        sessions.end(before, NOW)
    assert sessions.find(token, NOW, IDLE) is not None
    assert sessions.find(before, NOW, IDLE) is None
    sessions.touch(token, NOW + timedelta(hours=1, seconds=1))  # there is room again: the next sign of life is kept
    again = Sessions(sessions.path.parent)
    assert (again.find(token, NOW, IDLE) is not None, again.find(before, NOW, IDLE)) == (True, None)
