"""A source is looked at because somebody asked, whether it is due or not: by the next round, once, politely."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analysis.recovery import NotAllowed
from pipelines import heartbeat, look_now
from pipelines import round as one_round
from pipelines.clock import Rounds
from pipelines.config import Config
from pipelines.desk import open_desk, service_of
from pipelines.look_now import NotNow
from storage import polls
from storage.lock import waiting_line
from tests.pipelines.conftest import NOW, Configured

TEXT = """business: {name: Test Shop}
people:
  - {name: Ines, email: ines@example.com}
  - {name: Tom, email: tom@example.com, role: staff}
  - {name: Vera, email: vera@example.com, role: viewer}
sources:
  - {name: here, kind: files, path: in, about_us: true}
  - {name: "../there", kind: files, path: in}
"""


@pytest.fixture
def config(configured: Configured, tmp_path: Path) -> Config:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("text,date\nlate again,2026-05-01\n", encoding="utf-8")
    return configured(TEXT)


def looks_at(config: Config, at: datetime) -> list[str]:
    """The sources that a round at this time looked at."""
    return sorted(poll.source for poll in one_round.run(open_desk(config, {}), now=lambda: at).polls)


def test_the_next_round_looks_at_what_was_wished_for_and_at_nothing_else(
    config: Config, configured: Configured
) -> None:
    soon = NOW + timedelta(minutes=2)
    look_now.wish(config, "Ines", "here", NOW)
    config = configured(TEXT.replace("name: here", "name: new"))
    assert looks_at(config, NOW) == ["../there", "new"]
    assert look_now.wishes(config.data) == []  # nobody waits for what is no longer there
    look_now.wish(config, "Tom", "../there", soon)
    look_now.wish(config, "Ines", "../there", soon)
    assert [each.source for each in look_now.wishes(config.data)] == ["../there"]
    assert looks_at(config, soon) == ["../there"]
    assert look_now.wishes(config.data) == []
    with open_desk(config, {}).record.session("test") as con:
        assert polls.last(con)["../there"].at == soon


def test_a_source_is_not_asked_twice_within_a_minute(config: Config) -> None:
    wished = [look_now.wish(config, "Ines", name, NOW) for name in ("here", "../there")]
    last = {"here": NOW - timedelta(seconds=20), "../there": NOW - timedelta(seconds=70)}
    assert look_now.to_keep(wished, last, NOW) == {"../there"}
    assert look_now.to_keep(wished, {}, NOW) == {"here", "../there"}
    ahead = {"here": NOW + timedelta(days=1)}  # looked at by a clock that has been put back since
    assert look_now.to_keep(wished[:1], ahead, NOW) == {"here"}


def test_a_wish_made_while_its_round_runs_stays_for_the_next(config: Config) -> None:
    first = look_now.wish(config, "Ines", "here", NOW)
    again = look_now.wish(config, "Ines", "here", NOW + timedelta(seconds=1))
    look_now.kept([first])
    assert look_now.wishes(config.data) == [again]


@pytest.mark.parametrize("who", ["Vera", "Mallory", ""])
def test_who_only_reads_wishes_for_nothing(config: Config, who: str) -> None:
    with pytest.raises(NotAllowed):
        look_now.wish(config, who, "here", NOW)
    assert look_now.wishes(config.data) == []


def test_only_what_is_configured_can_be_wished_for(config: Config) -> None:
    with pytest.raises(NotNow, match="elsewhere is none of the sources"):
        look_now.wish(config, "Ines", "elsewhere", NOW)


def test_what_is_no_wish_is_taken_away(config: Config) -> None:
    folder = config.data / look_now.FOLDER
    folder.mkdir(parents=True)
    for number, words in enumerate(("", "{", "[1]", '{"source": 1}', '{"source": "a", "at": "soon"}')):
        (folder / f"{number}.json").write_text(words, encoding="utf-8")
    assert look_now.wishes(config.data) == []
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_said(config: Config) -> None:
    config.data.mkdir()
    (config.data / look_now.FOLDER).write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(NotNow, match="could not be kept"):
        look_now.wish(config, "Ines", "here", NOW)


def test_whether_a_round_comes_by_itself(config: Config) -> None:
    assert not look_now.collects(config, NOW)
    config.data.mkdir()
    with waiting_line(service_of(config), "serving the page", timedelta(0)):
        assert look_now.collects(config, NOW)
    assert not look_now.collects(config, NOW)
    heartbeat.beat(open_desk(config, {}), lambda: NOW)  # a round came through, from cron
    assert look_now.collects(config, NOW + timedelta(minutes=40))
    assert not look_now.collects(config, NOW + timedelta(hours=2))


def test_a_note_left_by_a_killed_service_means_nobody(config: Config) -> None:
    config.data.mkdir()
    script = (
        "import os, sys\nfrom datetime import timedelta\nfrom pathlib import Path\n"
        "from storage.lock import waiting_line\n"
        "with waiting_line(Path(sys.argv[1]), 'serving', timedelta(0)): os._exit(9)"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", script, str(service_of(config))], cwd=root, check=False)
    assert service_of(config).with_name("service.holder").exists()
    assert not look_now.collects(config, NOW)


def test_the_clock_hears_a_wish_and_does_not_spin_on_one_that_stays(config: Config) -> None:
    rounds = Rounds([sys.executable, "-c", "print('{}')"], lambda: NOW, lambda _: None)
    rounds.wished = lambda: look_now.wishes(config.data)

    async def heard() -> int:
        await rounds.heed()
        await rounds.settled()
        return rounds.started

    async def play() -> list[int]:
        before = await heard()
        look_now.wish(config, "Ines", "here", NOW)
        first, second = await heard(), await heard()
        look_now.wish(config, "Ines", "here", NOW + timedelta(seconds=1))
        return [before, first, second, await heard()]

    assert asyncio.run(play()) == [0, 1, 1, 2]
