"""What every test may use: real material when it lies beside the checkout, and nothing of it otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real exports, feeds and recordings. Not part of the project: tests that read it skip without it."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real material (../shared/data) is not here; the project's own samples were still tested")
    return folder
