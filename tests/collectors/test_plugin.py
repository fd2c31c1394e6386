"""The example in docs/plugin-example joins by its entry point alone, and passes its own test."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.collectors.conftest import Site

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "plugin-example"

LOOK = """
import sys
from datetime import UTC, datetime
import collectors
from collectors.source import Source
from collectors.web import Web

module = collectors.load("guestbook")
source = Source("Guest book", "guestbook", "Inn", module.Options(sys.argv[1]))
with Web(user_agent="t", allow_loopback=True, now=lambda: datetime(2026, 11, 20, tzinfo=UTC)) as web:
    payload = module.fetch(source, {}, web)
for mention in module.mentions(payload, source, payload.fetched).mentions:
    print(mention.author, mention.rating, mention.text)
print("guestbook" in collectors.kinds(), collectors.KINDS["feed"] == collectors.kinds()["feed"])
"""


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """The environment of a Python where the example is installed: what pip writes, without pip."""
    told = tomllib.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))["project"]
    info = tmp_path / f"{told['name'].replace('-', '_')}-{told['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {told['name']}\nVersion: {told['version']}\n")
    groups = told["entry-points"]
    lines = [f"[{group}]\n" + "".join(f"{name} = {to}\n" for name, to in groups[group].items()) for group in groups]
    (info / "entry_points.txt").write_text("".join(lines) + "feed = earlyword_guestbook\n")
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(EXAMPLE / "src"), str(ROOT)])}


def test_it_is_found_looks_and_does_not_replace_ours(installed: dict[str, str], site: Site) -> None:
    url = site.answer("/book.txt", "7 | 2026-11-19 | Rosa | 2 | Waited an hour\n")
    told = subprocess.run(
        [sys.executable, "-c", LOOK, url], env=installed, capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert told.stdout.splitlines() == ["Rosa 0.25 Waited an hour", "True True"]


def test_it_passes_its_own_test(installed: dict[str, str], tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, str(EXAMPLE / "tests")],
        env=installed,
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert "1 passed" in told.stdout, told.stdout + told.stderr
