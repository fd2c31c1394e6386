"""Every page against axe-core's rules in a real browser: on a phone by lamplight, the busiest on a desk by day, too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dashboard.app import VIEWS
from tests.dashboard.test_browser import CHROMIUM, READY_MS, _open, address, browser, served  # noqa: F401

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]
SIDES: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (390, "dark"))
ADDRESSES = {"morning": "", "one story": "stories?story=weevils"} | {name: name for name in VIEWS if name != "morning"}
LOOKS = [(name, SIDES[1]) for name in ADDRESSES] + [
    (name, SIDES[0]) for name in ("morning", "one story", "inbox", "cases")
]
GRAVE = ("serious", "critical")
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Iterator[dict[tuple[int, str], Page]]:
    """One open page for each width and side, so that the application loads twice only."""
    opened: dict[tuple[int, str], Page] = {}
    for width, side in SIDES:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=side)
        opened[width, side] = context.new_page()
    yield opened
    for page in opened.values():
        page.context.close()


@pytest.mark.parametrize(("name", "look"), LOOKS, ids=str)
def test_nothing_grave_stands_in_anybodys_way(
    address: str,
    pages: dict[tuple[int, str], Page],
    name: str,
    look: tuple[int, str],
) -> None:
    page = pages[look]
    _open(page, f"{address}/{ADDRESSES[name]}")
    page.wait_for_function("!document.querySelector('[data-test-script-state=running]')", timeout=READY_MS)
    found: list[dict[str, Any]] = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    grave = [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in found
        if each["impact"] in GRAVE
    ]
    assert grave == []
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= look[0]
