"""The page in a real browser: what AppTest cannot see. Skipped where no Chromium is installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from dashboard import app as entry
from pipelines import recover
from pipelines.config import load
from pipelines.desk import open_desk
from storage import cases
from storage.model import Mention, mention_id
from storage.publish import publish

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine; the pages' words were still tested"),
]
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--no-first-run"]  # fmt: skip
READY_MS = 60_000
TRICK = '<img src="http://evil.example/p.png" onerror="window.owned = 1"><script>window.owned = 2</script>'
HOW = "How was it put right?"


SIDES: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (390, "dark"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the served page takes for its home."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "data" / "sample").mkdir(parents=True)
    return folder


@pytest.fixture(scope="module")
def address(served: Path, fill: Callable[..., Path]) -> Iterator[str]:
    """The served page of the sample business, with one hostile mention in it."""
    home, now = served, datetime.now(UTC)
    late = Mention(
        id=mention_id("files", "trick", "1"),
        entity="Mossop & Mace",
        source="sample-posts",
        kind="post",
        url="javascript:window.owned = 3",
        author=TRICK,
        title="",
        text=f"late again {TRICK}",
        published=now - timedelta(minutes=3),
        seen=now,
    )
    fill(home / "data" / "sample", now, [late])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(entry.__file__), "--server.port", str(port)]
    log = (home / "log").open("wb")
    server = subprocess.Popen(command, cwd=home, env=_environment(), stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


def test_a_morning_in_a_real_browser(address: str, browser: Browser) -> None:
    asked: list[str] = []
    for width, side in SIDES:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=side)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        _open(page, address)
        page.locator(".ew-plot").wait_for(timeout=READY_MS)
        assert page.locator("h1").inner_text() == "Three things need you, and the mood is worse than usual."
        assert page.locator(".ew-card").count() == 3
        assert page.evaluate("window.owned === undefined")
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
        ground = page.evaluate("getComputedStyle(document.querySelector('.ew-card')).backgroundColor")
        assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(30, 36, 37)"}[side]
        _open(page, f"{address}/inbox")
        page.get_by_text(TRICK).first.wait_for(timeout=READY_MS)
        assert page.evaluate("window.owned === undefined")
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
        page.locator(".stHtml a[target=_blank]").first.wait_for(timeout=READY_MS)
        links = page.locator(".stHtml a[target=_blank]").evaluate_all(
            "all => all.map(each => [each.protocol, each.target, each.rel])"
        )
        assert {tuple(link) for link in links} == {("https:", "_blank", "noopener noreferrer")}
        context.close()
    outside = [url for url in asked if not url.startswith((address, "ws://127.0.0.1", "data:", "blob:"))]
    assert outside == []


def test_the_address_bar_holds_the_choice(address: str, browser: Browser) -> None:
    page = browser.new_page()
    _open(page, f"{address}/inbox?show=positive")
    page.get_by_text("Popped in for cardamom").wait_for(timeout=READY_MS)
    page.get_by_role("radio", name="Negative").or_(page.get_by_role("button", name="Negative")).first.click()
    page.get_by_text("I want my money back").wait_for(timeout=READY_MS)
    page.wait_for_url("**/inbox?show=negative")
    page.close()


def test_the_first_round_fills_a_page_that_was_open_before_it(address: str, browser: Browser, served: Path) -> None:
    copy = served / "data" / "sample" / "published.duckdb"
    away = copy.rename(copy.with_name("away"))
    page = browser.new_page()
    _open(page, address)
    assert page.locator("h1").inner_text() == "Nothing has been collected yet."
    away.rename(copy)
    page.get_by_role("heading", name="Three things need you").wait_for(timeout=READY_MS)
    page.close()


def test_the_second_of_two_browsers_at_a_case_is_told_and_sees_the_new_state(
    address: str, browser: Browser, served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last one here: it opens a case in the served record. Two contexts share nothing, like two computers."""
    monkeypatch.chdir(served)
    desk = open_desk(load(None, {}), {})
    owner, colleague = (person.name for person in desk.config.people)
    case = recover.open_case(desk, owner, datetime.now(UTC), customer="Rosa Vane", words="The tin was broken").id
    publish(desk.record, desk.published)
    first, second = (_about_to_resolve(browser, f"{address}/cases?case={case}&as={w}", w) for w in (owner, colleague))
    first.get_by_role("button", name="It is put right").click()
    first.get_by_text("Put right. In some days somebody asks whether all was well.").wait_for()
    # told before they press, without losing a word
    second.get_by_text(f"{owner} has moved this case since you opened it. What you typed is still here.").wait_for()
    assert second.get_by_label(HOW).input_value() == f"done by {colleague}"
    assert second.get_by_text(f"done by {owner}").count() == 0
    # and when they press all the same: one sentence, the state as it is now, and nothing of theirs written
    second.get_by_role("button", name="It is put right").click()
    second.get_by_text(f"{owner} was first: case {case} was resolved.").wait_for()
    second.get_by_text(f"done by {owner}").first.wait_for()
    with desk.record.session("look") as con:
        written = [(event.who, event.payload["words"]) for event in cases.of(con, case) if event.kind == "resolve"]
    assert written == [(owner, f"done by {owner}")]
    for page in (first, second):
        page.context.close()


def _about_to_resolve(browser: Browser, url: str, who: str) -> Page:
    """Somebody's own browser at a case, with the form of one move filled in."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce").new_page()
    page.set_default_timeout(READY_MS)
    _open(page, url)
    page.get_by_role("radio", name="It is put right").click()
    page.get_by_label(HOW).fill(f"done by {who}")
    return page


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("EARLYWORD_", "STREAMLIT_"))}


def _open(page: Page, url: str) -> None:
    """Opens a page once the server is up, and waits for its heading."""
    for _ in range(200):
        try:
            page.goto(url, timeout=READY_MS)
            break
        except Error:
            page.wait_for_timeout(100)
    page.locator("h1.ew-sentence").wait_for(timeout=READY_MS)
