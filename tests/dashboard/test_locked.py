"""The real service with a sign-in, attacked from outside and walked through in a real browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from dashboard.app import VIEWS
from pipelines.access.passwords import Passwords
from storage.model import Mention, mention_id
from tests.dashboard.test_browser import CHROMIUM, QUIET, READY_MS
from tests.pipelines.test_serve import UP

GOOD = "correct horse battery"
NAME = "Ines Mossop"
TRICK = (
    '<img src="http://evil.example/p.png" onerror="window.owned=1"><script>window.owned=2</script>'
    "![p](http://evil.example/q.png) <style>@import 'http://evil.example/c.css'</style> {{7*7}} {0.__class__}"
    '<iframe src="http://evil.example/f"></iframe><link rel=prefetch href="http://evil.example/l">'
)
REAL = [
    "/", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/script-health-check", "/favicon.png",
    "/_stcore/agent/openapi.json", "/_stcore/agent/interact", "/_stcore/agent/mcp", "/static/../config.yaml",
    "/app/static/x", "/media/../../data/passwords.json", "/static/%2e%2e/%2e%2e/index.html", "/component/x",
    "/auth/login", "/oauth2callback",
]  # fmt: skip


@dataclass
class Service:
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, fill: Callable[..., Path]) -> Iterator[Service]:
    """`earlyword up` on the sample business with a hostile mention; only the rounds are taken out."""
    folder, now = tmp_path_factory.mktemp("locked"), datetime.now(UTC)
    (folder / "config.yaml").write_text("dashboard: {sign_in: password}\n", "utf-8")
    data = folder / "data" / "sample"
    data.mkdir(parents=True)
    Passwords(data).put(NAME, GOOD)
    own = mention_id("files", "trick", "1")
    fill(
        data, now, [Mention(own, "Mossop & Mace", TRICK, "post", "javascript:alert(1)", TRICK, TRICK, TRICK, now, now)]
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith(("EARLYWORD_", "STREAMLIT_"))}
    process = subprocess.Popen(
        [sys.executable, "-c", UP, str(folder / "config.yaml"), "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder, env={**env, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                yield Service(int(found[1]))
                break
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_nothing_of_the_real_service_answers_a_stranger(service: Service) -> None:
    script = next(iter(Path(sys.modules["streamlit"].__file__ or "").parent.glob("static/static/js/index.*.js")))
    with httpx.Client(base_url=service.url, timeout=20) as client:
        for path in [*REAL, f"/static/js/{script.name}"]:
            for method in ("GET", "POST", "PUT", "DELETE"):
                assert client.request(method, path).status_code == 401, (method, path)
        for answer in (client.get("/"), client.get("/sign-in"), client.get("/healthz"), client.get("/act/x")):
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "server" not in answer.headers
    socket = f"ws://127.0.0.1:{service.port}/_stcore/stream"
    for origin in (service.url, "https://evil.example"):
        with pytest.raises(InvalidStatus), connect(socket, origin=Origin(origin)):
            pass


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser.new_context(viewport={"width": 1280, "height": 900})
        browser.close()


@pytest.mark.needs_browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_every_page_stands_under_the_policy_and_asks_nobody_else(service: Service, context: BrowserContext) -> None:
    page, asked, said = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{service.url}/inbox?show=all")
    sign_in(page)
    page.get_by_text("{{7*7}} {0.__class__}").first.wait_for(timeout=READY_MS)
    assert page.url == f"{service.url}/inbox?show=all"
    assert page.get_by_role("link", name=NAME).get_attribute("href") == "/account"
    for name in VIEWS:
        page.goto(f"{service.url}/{'' if name == 'morning' else name}")
        page.locator("h1").first.wait_for(timeout=READY_MS)
        page.locator("[data-testid=stAppRunningState], [data-testid=stStatusWidget]").wait_for(
            state="detached", timeout=READY_MS
        )
        assert page.evaluate("window.owned === undefined"), name
        if name in ("morning", "trends"):
            page.locator(".ew-plot").wait_for(timeout=READY_MS)
    assert [
        url for url in asked if not url.startswith((service.url, f"ws://127.0.0.1:{service.port}", "data:", "blob:"))
    ] == []
    assert [text for text in said if re.search(r"Content.Security.Policy|Refused to", text)] == []
    page.close()


@pytest.mark.needs_browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_signing_out_in_one_tab_closes_the_others(service: Service, context: BrowserContext) -> None:
    page, other = context.new_page(), context.new_page()
    page.goto(f"{service.url}/sources")
    if "/sign-in" in page.url:
        sign_in(page)
    page.locator("h1").first.wait_for(timeout=READY_MS)
    with page.expect_event("websocket", timeout=READY_MS) as line:
        page.reload()
    page.locator("h1").first.wait_for(timeout=READY_MS)
    other.goto(f"{service.url}/account")
    other.get_by_role("button", name="Sign out").click()
    other.get_by_label("Password").wait_for(timeout=READY_MS)
    with line.value.expect_event("close", timeout=READY_MS):
        page.get_by_role("link", name="Trends").first.click()
    page.reload()
    page.get_by_label("Password").wait_for(timeout=READY_MS)


def sign_in(page: Page) -> None:
    page.get_by_label("Name or e-mail address").fill(NAME)
    page.get_by_label("Password").fill(GOOD)
    page.get_by_role("button", name="Sign in").click()
