"""What stands on each page, read from a real record through Streamlit's own test runner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import app as entry
from storage import alerts, stories
from storage.db import Record
from storage.lock import waiting_line
from storage.model import Alert, Mention, mention_id
from storage.publish import publish

APP = str(Path(entry.__file__))
Fill = Callable[..., Path]
HOSTILE = [
    "<script>alert('x')</script>",
    '"><img src="http://evil.example/p.png" onerror="alert(1)">',
    "{{7*7}} {0.__class__} ![p](http://evil.example/p.png) [c](javascript:alert(1))",
]


class Reader(HTMLParser):
    """The words of a page as a person reads them, and its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def alone(name: str) -> None:
    """A page without the navigation around it, which the test runner cannot click through."""
    from dashboard.app import draw, settings

    draw(name, settings())


def page(name: str = "", **choice: str) -> AppTest:
    """The page as the address bar would open it; "" is the whole application at its first page."""
    test = AppTest.from_function(alone, args=(name,)) if name else AppTest.from_file(APP)
    test.default_timeout = 30
    for key, value in choice.items():
        test.query_params[key] = value
    return test.run()


def html(test: AppTest) -> str:
    assert not test.exception
    bodies = [str(element.proto.body) for element in test.get("html")]
    return "".join(body for body in bodies if not body.startswith("<style>"))


def words(test: AppTest) -> str:
    return Reader(html(test)).words


def hostile_mention(text: str, now: datetime) -> Mention:
    return Mention(
        id=mention_id("files", "hostile", text),
        entity="Mossop & Mace",
        source=f"forum {text}",
        kind="post",
        url="javascript:alert(document.cookie)",
        author=f"author {text}",
        title=f"title {text}",
        text=f"late again {text}",
        published=now - timedelta(minutes=3),
        seen=now,
    )


def test_the_morning_says_what_needs_the_owner(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    read = words(page())
    assert "Three things need you, and the mood is worse than usual." in read
    assert "SAMPLE" in read
    for expected in ("Maureen Tulley complains for the second time", "The first time", "Saffron missing", "1 of 5",
                     "A matter of safety", "lips swelled", "Cannot wait", "Next move", "known here", "9 hours ago",
                     "Told 11 times so far"):  # fmt: skip
        assert expected in read, expected
    assert "4 sources, 40 checks in the last 24 hours, 0 failures, newest item" in read
    assert "Solicitors" not in read


def test_a_story_is_told_once_and_what_is_on_a_card_is_not_repeated(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    read = words(page())
    assert read.count("it was moving") == 1
    assert read.count("lips swelled") == 1


def test_without_an_alarm_the_morning_is_calm_and_leads_on(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now, alarm=False)
    read = words(page())
    assert "Nothing needs you" in read
    assert "Nothing is waiting for you. Enjoy the coffee." in read
    assert "Everything that was flagged is in the inbox." in read


def test_nobody_collecting_is_said_aloud(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now - timedelta(hours=3))
    assert "Nobody has looked at any source for 3 hours" in words(page())


def test_a_copy_from_before_an_upgrade_waits_for_the_next_round(home: Path, fill: Fill, now: datetime) -> None:
    copy = fill(home / "data" / "sample", now)
    with duckdb.connect(str(copy)) as con:
        con.execute("UPDATE meta SET value = '1' WHERE name = 'schema'")
    for name in ("morning", "trends", "analyst"):
        assert "Nothing has been collected yet." in words(page(name)), name


def test_before_the_first_round_the_page_says_what_to_do(home: Path) -> None:
    read = words(page())
    assert "Nothing has been collected yet." in read
    assert "earlyword up" in read


def test_an_empty_record_is_met_kindly(home: Path, fill_empty: Fill, now: datetime) -> None:
    fill_empty(home / "data" / "sample", now)
    read = words(page())
    assert "All set; nothing heard yet." in read
    assert "earlyword import" in read
    assert "sample-posts" in read


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 500], ids=["empty", "text"])
def test_a_copy_that_cannot_be_read_says_how_to_make_another(home: Path, content: bytes) -> None:
    (home / "data" / "sample" / "published.duckdb").write_bytes(content)
    read = words(page())
    assert "The published copy cannot be read." in read
    assert "earlyword publish" in read


def test_settings_that_cannot_be_read_are_explained(home: Path) -> None:
    (home / "config.yaml").write_text("busines:\n  name: X\n", encoding="utf-8")
    read = words(page())
    assert "The settings cannot be read." in read
    assert "line 1" in read


@pytest.mark.parametrize(
    ("name", "choice"), [("morning", {}), ("inbox", {"show": "all"}), ("stories", {"story": "hostile"})]
)
def test_hostile_words_are_only_words(home: Path, fill: Fill, now: datetime, name: str, choice: dict[str, str]) -> None:
    folder, said = home / "data" / "sample", [hostile_mention(text, now) for text in HOSTILE]
    fill(folder, now, said, alarm=False)
    record = Record(folder / "earlyword.duckdb", timedelta(seconds=10))
    with record.session("test") as con:
        stories.save(con, {each.id: "hostile" for each in said})
        told = [Alert(each.text, "mention", each.author, now, each.title, (each.id,), (each.text,)) for each in said]
        alerts.keep_new(con, told)
    publish(record, folder / "published.duckdb")
    written = html(page(name, **choice))
    read = Reader(written)
    for text in HOSTILE:
        for part in ("title", "author", "late again"):
            assert f"{part} {text}" in read.words
    tags = {tag for tag, _ in read.seen}
    assert tags.isdisjoint({"script", "img", "iframe", "svg", "style", "object", "form"})
    for _, attributes in read.seen:
        assert not [key for key in attributes if key.startswith("on")]
        href = attributes.get("href") or ""
        assert href in ("", "inbox", "stories") or href.startswith("https://example.com/sample/")


def test_a_new_copy_is_seen_at_the_next_look(home: Path, fill: Fill, now: datetime) -> None:
    folder = home / "data" / "sample"
    fill(folder, now)
    test = page("inbox")
    late = replace(hostile_mention("a new voice", now), url="https://example.com/sample/x")
    fill(folder, now, [late])
    assert "late again a new voice" in words(test.run())


def test_the_inbox_keeps_its_choice_in_the_address(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    everything, negative = words(page("inbox", show="all")), words(page("inbox", show="negative"))
    assert "130 mentions; page 1 of 17." in everything
    assert "Popped in for cardamom" in everything
    assert "Popped in for cardamom" not in negative
    one = words(page("inbox", show="all", **{"from": "sample-news"}))
    assert "4 mentions." in one
    assert "a room the size of a wardrobe" in one


def test_trends_count_what_is_there(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    read = words(page("trends"))
    for expected in ("How it is going", "When people complain", "parcels", "sample-reviews", "time_bucket", "Stars"):
        assert expected in read, expected
    assert "Week from" in words(page("trends", days="365"))


def test_sources_tell_blocked_from_broken(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now, trouble=True)
    read = words(page("sources"))
    assert "they refuse us" in read
    assert "Ask for a key." in read
    assert "blocked" in read
    assert "broken" in read


def test_the_analyst_finds_the_file_and_questions_that_run(home: Path, fill: Fill, now: datetime) -> None:
    from dashboard.queries import worked

    copy = fill(home / "data" / "sample", now)
    for question in worked():
        test = page("analyst", question=question)
        read = words(test)
        assert str(copy) in read
        assert "What the outside said" in read
        assert test.selectbox[0].value == question


PAGES = [name for name in entry.VIEWS if name != "settings"]


@pytest.mark.parametrize("name", PAGES)
def test_a_new_shop_is_told_what_is_going_on_on_every_page(home: Path, name: str) -> None:
    shop = "business: {name: Zaytoun}\n"
    (home / "config.yaml").write_text(shop, encoding="utf-8")
    assert "Add the first source under Settings" in words(page(name))
    (home / "config.yaml").write_text(shop + "sources: [{name: exports, kind: files, path: in}]\n", encoding="utf-8")
    assert "earlyword run" in words(page(name))
    with waiting_line(home / "data" / "service", "serving the page", timedelta(0)):
        read = words(page(name))
    assert "The first round is under way." in read
    assert "earlyword run" not in read


def test_rounds_without_sources_say_so(home: Path) -> None:
    (home / "config.yaml").write_text("business: {name: Zaytoun}\n", encoding="utf-8")
    record = Record(home / "data" / "earlyword.duckdb", timedelta(seconds=10))
    with record.session("test"):
        pass
    publish(record, home / "data" / "published.duckdb")
    read = words(page("morning"))
    assert "There is nothing to listen to yet." in read
    assert "was looked at as its line says" not in read
