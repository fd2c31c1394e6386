"""`earlyword coach` as it is typed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from pipelines import recover
from pipelines.__main__ import run
from pipelines.config import load
from pipelines.desk import open_desk
from tests.pipelines.conftest import NOW, Spoken

CONFIG = "business: {name: Test Shop, trade: restaurant, timezone: Europe/London}\n"
DRAFT = "Hi Brenda, 55 minutes for a cold burger: I am sorry, we got this wrong. I will call you tomorrow at 3 pm. Ines"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG, "utf-8")
    return path


def test_drafts_in_advice_out(config: Path, spoken: Spoken) -> None:
    lines = [
        {"id": "a", "complaint": "Waited 55 minutes for a cold burger", "author": "Brenda Kay", "draft": DRAFT},
        {"complaint": "Cold", "draft": 7},
        {"draft": "Sorry!"},
        {"id": "b", "complaint": "Cold soup", "draft": "You should have told us. Get your facts right."},
    ]
    spoken.stdin = io.StringIO("".join(json.dumps(line) + "\n" for line in lines))
    code = run(["coach", "--config", str(config), "--json"], spoken.terminal)
    first, last = (json.loads(line) for line in spoken.out.getvalue().splitlines())
    assert (code, first["id"], first["verdict"], last["verdict"]) == (1, "a", "ready", "not yet")
    assert first["promises"][0]["due"] == "2026-05-05T14:00:00+00:00"
    assert spoken.err.getvalue().count("passed over") == 2


def test_a_draft_for_a_case_is_compared_with_our_earlier_answers(config: Path, tmp_path: Path, spoken: Spoken) -> None:
    desk = open_desk(load(config, {}), {})
    first = recover.open_case(desk, "Ines", NOW, customer="Tom Ash", words="Waited 55 minutes for a cold burger")
    recover.answer(desk, first.id, "Ines", NOW, words=DRAFT.replace("Brenda", "Tom"))
    second = recover.open_case(desk, "Ines", NOW, customer="Brenda Kay", words="A cold burger after 55 minutes")
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT, "utf-8")
    assert run(["coach", str(draft), "--case", second.id, "--config", str(config)], spoken.terminal) == 1
    said = spoken.out.getvalue()
    assert "stands in an earlier reply" in said
    assert "due Tuesday 5 May, 15:00" in said


def test_a_case_that_is_not_there(config: Path, spoken: Spoken) -> None:
    assert run(["coach", "--case", "77", "--config", str(config)], spoken.terminal) == 2
    assert "no case 77" in spoken.err.getvalue()
