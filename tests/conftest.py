"""What every test may use: real material when it lies beside the checkout, and nothing of it otherwise."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long one example takes says more about the machine than about us: a timed test is none.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real exports, feeds and recordings. Not part of the project: tests that read it skip without it."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real material (../shared/data) is not here; the project's own samples were still tested")
    return folder


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """Path of a program the test drives for real, or a skip that names it.

    Where EARLYWORD_PROGRAMS=required (continuous integration installs them) a missing one is a failure.
    """

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None and os.environ.get("EARLYWORD_PROGRAMS") == "required":
            pytest.fail(f"the program {name} is missing and must be here")
        if path is None:
            pytest.skip(f"the program {name} is not installed")
        return path

    return find


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    """A port of this machine that nobody listens on right now."""

    def find() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
            return port

    return find


@pytest.fixture(autouse=True)
def main_stays_main() -> Iterator[None]:
    """Streamlit's AppTest puts its script in the place of `__main__`; child processes would then start with that."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before
