"""Two people in two real browsers at one case: the second is told kindly, and sees what the first one did."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from dashboard import app as entry
from tests.dashboard.casework_shop import shop
from tests.dashboard.test_browser import CHROMIUM, QUIET, _environment

PATIENCE = 200_000  # milliseconds for one step on a machine that is busy with something else

pytestmark = [
    pytest.mark.timeout(400),
    pytest.mark.needs_browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine; the verbs themselves were tested"),
]


@pytest.fixture
def address(tmp_path: Path, fill: Callable[..., Path]) -> Iterator[str]:
    shop(tmp_path, fill, datetime.now(UTC))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(entry.__file__), "--server.port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=tmp_path, env=_environment(), stdout=log, stderr=log)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=shutil.which(CHROMIUM or ""), args=QUIET)
        yield opened
        opened.close()


def at_the_case(browser: Browser, address: str, who: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    for _ in range(600):  # until the server is up
        with suppress(Error):
            page.goto(f"{address}/cases?case=1&as={who}")
            break
        page.wait_for_timeout(100)
    page.get_by_role("button", name="It is put right").click(timeout=PATIENCE)
    page.get_by_label("How was it put right?").fill(f"done by {who}", timeout=PATIENCE)
    return page


def test_two_browsers_at_one_case(address: str, browser: Browser) -> None:
    first, second = at_the_case(browser, address, "Ada"), at_the_case(browser, address, "Ben")
    first.get_by_role("button", name="It is put right").last.click()
    first.get_by_text("In some days somebody asks whether all was well.").wait_for(timeout=PATIENCE)
    news = second.get_by_text("Ada has moved this case since you opened it.")
    news.wait_for(timeout=PATIENCE)  # told before they press, without losing a word
    assert second.get_by_label("How was it put right?").input_value() == "done by Ben"
    second.get_by_role("button", name="It is put right").last.click()
    second.get_by_text("Ada was first: case 1 was resolved.").wait_for(timeout=PATIENCE)
    second.get_by_text("done by Ada").first.wait_for(timeout=PATIENCE)
    assert second.get_by_text(re.compile("Traceback|Exception")).count() == 0
