"""What `pages` does in a browser: serves the two sides, visits a page until it stands, and clicks in it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE = 60_000  # milliseconds
# Plain Streamlit: nothing, or one thing of a kind. What they take, no page of anybody's can do without.
EMPTY = """
import streamlit as st
part = st.query_params.get("with", "")
st.html('<h1 class="ew-sentence">Nothing</h1>')
if part == "form":
    st.text_input("words")
    st.selectbox("one of", ["a", "b"])
    st.button("go")
if part == "chart":
    st.bar_chart({"day": [1, 2, 3], "mentions": [3, 1, 2]}, x="day", y="mentions")
if part == "dataframe":
    st.dataframe({"day": [1, 2, 3], "mentions": [3, 1, 2]})
"""
REFERENCES: Mapping[str, str] = {
    "an empty page": "", "one with three controls": "?with=form", "one with a chart": "?with=chart",
    "one with a dataframe": "?with=dataframe",
}  # fmt: skip
# `earlyword up` as an owner starts it, whose rounds find nothing to do
UP = """
import os, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from pipelines import clock, serve
from pipelines.terminal import Terminal
clock.command = serve.command = lambda path: [sys.executable, "-c", "print('{}')"]
clock.TICK = timedelta(minutes=30)
serve.up(Path(sys.argv[1]), Terminal(now=lambda: datetime.now(UTC), env=os.environ), port=0, open_browser=False)
"""


@contextmanager
def plain(folder: Path) -> Iterator[str]:
    """Streamlit's own server with the empty page; gives its address."""
    script = folder / "empty.py"
    script.write_text(EMPTY, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    with running(command, folder):
        for _ in range(600):
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def ours(folder: Path) -> Iterator[str]:
    """`earlyword up` on the record of that folder; gives its address."""
    with running([sys.executable, "-c", UP, str(folder / "config.yaml")], folder) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(rb"http://127\.0\.0\.1:\d+", line):
                yield found[0].decode()
                return
        raise RuntimeError("the service did not come up")


@contextmanager
def running(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    root = str(Path(__file__).resolve().parents[1])
    env = {**os.environ, "STREAMLIT_SERVER_HEADLESS": "true", "PYTHONUNBUFFERED": "1", "PYTHONPATH": root}
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


def visit(browser: Browser, address: str, *, again: bool = True) -> tuple[float, float]:
    """Seconds until a page's last element stands: in a browser that was never here, and when it comes `again`."""
    context = fresh(browser)
    times = load(context, address), load(context, address) if again else 0.0
    context.close()
    return times


def fresh(browser: Browser) -> BrowserContext:
    """A browser that was never here. Playwright waits by `eval`, which our pages' policy refuses."""
    return browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)


def load(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    stands(page)
    taken = time.perf_counter() - start
    page.close()
    return taken


def stands(page: Page) -> None:
    """Waits until the page's words are there, its script has ended, and a chart or table that it has is drawn."""
    page.locator("h1.ew-sentence").first.wait_for(timeout=PATIENCE)
    page.wait_for_function(
        "document.querySelector('[data-test-script-state=notRunning]') && [...document.querySelectorAll("
        "'[data-testid=stVegaLiteChart], [data-testid=stDataFrame]')].every(e => e.querySelector('canvas, svg'))",
        timeout=PATIENCE,
    )


def clicks(browser: Browser, address: str, rounds: int) -> dict[str, list[float]]:
    """Seconds from a click until the page shows what it did."""
    page = fresh(browser).new_page()
    page.set_default_timeout(PATIENCE)
    times: dict[str, list[float]] = {}

    def timed(name: str, click: Callable[[], None], seen: str) -> None:
        """`seen` is an expression that changes when the click has done its work."""
        before = page.evaluate(seen)
        start = time.perf_counter()
        click()
        page.wait_for_function(f"before => ({seen}) !== before", arg=before, timeout=PATIENCE)
        times.setdefault(name, []).append(time.perf_counter() - start)
        stands(page)
        page.wait_for_timeout(150)  # whoever clicks has looked first

    first = "document.querySelector('[class*=st-key-item-]')?.className"
    page.goto(f"{address}/inbox")
    stands(page)
    for _ in range(rounds):
        timed("a correction in the inbox", page.locator("[class*=st-key-not_negative-] button").first.click, first)
        timed("another page of the inbox", page.locator("[data-testid=stNumberInputStepUp]").click, first)
    page.goto(f"{address}/trends")
    stands(page)
    for number in range(rounds):
        span = page.locator(".st-key-choice-days button").nth((number + 1) % 3)
        timed("another time in the trends", span.click, "document.querySelectorAll('.ew-column').length")
    for number in range(rounds):
        page.goto(f"{address}/cases")
        stands(page)
        opening = page.locator("[class*=st-key-open-] button").nth(number)
        timed("opening a case", opening.click, "!!document.querySelector('.st-key-back')")
        page.locator("[class*=st-key-move-] button").filter(has_text="Note").first.click()
        page.locator("[class*=st-key-note-] input, [class*=st-key-note-] textarea").first.fill(f"called them, {number}")
        noting = page.locator("[data-testid=stFormSubmitButton] button").last
        timed("a note in a case", noting.click, "document.querySelectorAll('.ew-timeline li').length")
    page.context.close()
    return times
