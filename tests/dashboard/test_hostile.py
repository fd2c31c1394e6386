"""Every page with hostile people in every place: mention, source, error, case, note, promise, suggestion, team."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app import VIEWS
from pipelines import recover
from pipelines.config import load
from pipelines.desk import open_desk
from storage import polls
from storage.model import Poll
from storage.publish import publish
from tests.dashboard.test_views import HOSTILE, Reader, hostile_mention, html, page

TRICK = " ".join(HOSTILE)
RUNS = {"script", "img", "iframe", "svg", "style", "object", "form", "link", "meta", "base"}
# a picture or a link in Streamlit's markdown; a backslash in front makes it letters again
MARKDOWN = re.compile(r"(?<!\\)!\[[^\]]*\]\(|(?<![\\!\]])\[[^\]]*(?<!\\)\]\(")


@pytest.fixture
def hostile(home: Path, fill: Callable[..., Path], now: datetime) -> Path:
    """A business whose every word from outside, and from its own people, is an attack."""
    folder = home / "data" / "sample"
    fill(folder, now, [hostile_mention(text, now) for text in HOSTILE])
    desk = open_desk(load(None, {}), {})
    who = "Ines Mossop"
    case = recover.open_case(desk, who, now, customer=TRICK, words=TRICK, source=TRICK, topics=[TRICK]).id
    mention = recover.open_case(desk, who, now, mention=hostile_mention(HOSTILE[0], now).id).id
    later = now + timedelta(seconds=1)
    for each in (case, mention):
        recover.note(desk, each, who, later, words=TRICK)
        recover.promise(desk, each, who, later, what=TRICK, due=now + timedelta(days=1))
    recover.suggest(desk, who, later, words=TRICK, topic=TRICK)
    with desk.record.session("test") as con:
        polls.save(con, Poll("sample-news", now, "broken", error=TRICK, next_step=TRICK, failures=9))
    return publish(desk.record, desk.published).path


LOOKS: list[tuple[str, dict[str, str]]] = [
    *((name, {"q": "late"} if name == "search" else {}) for name in VIEWS),
    *(("cases", {"case": number}) for number in ("1", "2")),
]
# pages that show no words of this fixture: the sample's settings, tables, stories told more than once
NOT_SHOWN = ("analyst", "settings", "stories")


@pytest.mark.parametrize(("name", "choice"), LOOKS, ids=str)
def test_hostile_words_are_words_on_every_page(hostile: Path, name: str, choice: dict[str, str]) -> None:
    test = page(name, show="all", **choice)
    read = Reader(html(test))
    assert {tag for tag, _ in read.seen}.isdisjoint(RUNS)
    for _, attributes in read.seen:
        assert not [key for key in attributes if key.startswith("on")]
        assert not (attributes.get("href") or "").lower().startswith(("javascript:", "data:", "vbscript:"))
        assert "evil.example" not in (attributes.get("href") or "") + (attributes.get("src") or "")
    assert name in NOT_SHOWN or HOSTILE[0] in read.words  # it was there to be shown
    assert [text for text in labels(test) if MARKDOWN.search(text)] == []


def test_what_streamlit_takes_for_markdown_is_looked_at(hostile: Path) -> None:
    found = " ".join(labels(page("inbox", show="all")))
    assert "sample-news" in found  # an option of a widget
    assert MARKDOWN.search("![p](http://evil.example/p.png)")
    assert MARKDOWN.search("[c](javascript:alert(1))")
    assert not MARKDOWN.search(r"\![p](x) \[c](y)")


def labels(test: AppTest) -> list[str]:
    """Everything on a page that Streamlit takes for markdown: labels, options, helps, captions."""
    found: list[str] = []

    def walk(node: Any) -> None:
        for child in getattr(node, "children", {}).values():
            walk(child)
        proto = getattr(node, "proto", None)
        if proto is None or getattr(node, "type", "") in ("html", "text", "code"):
            return
        found.extend(str(getattr(proto, name, "")) for name in ("label", "help", "body", "placeholder"))
        found.extend(str(option) for option in getattr(proto, "options", ()))
        found.extend(str(getattr(option, "content", "")) for option in getattr(proto, "options", ()))

    walk(test.main)
    walk(test.sidebar)
    return found
