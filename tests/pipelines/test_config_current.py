from __future__ import annotations

import os
from pathlib import Path

from pipelines.config import load
from pipelines.config_current import Current


def test_an_edit_is_seen_and_a_broken_one_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("business: {name: One}\n", "utf-8")
    current = Current(load(path, {}), {})
    assert current() is current()
    for text, name in (
        ("business: {name: Other}\n", "Other"),
        ("busines: {}\n", "Other"),
        ("business: {name: New}\n", "New"),
    ):
        path.write_text(text, "utf-8")
        os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000))
        assert current().business.name == name
    path.unlink()
    assert current().business.name == "New"
