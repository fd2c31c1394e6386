"""The whole way with real parts: a feed on loopback, rounds in processes of their own, a real mail server.

What is told here is what the product is for: a furious review becomes one letter within one round, its words intact,
and nothing is lost or doubled when a round is killed in the middle.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from aiosmtpd.controller import Controller

from storage import publish
from tests.collectors.conftest import Seen, Site, Wire, new_site, site  # noqa: F401 - fixtures

FURIOUS = (
    "Never again. The courier left my parcel in the rain, the saffron was ruined & the woman on the phone laughed "
    "at me: “not our problem” — I want my 42 € back <now>."
)
Item = tuple[str, str, str, datetime]  # guid, author, words, time
CONFIG = """
business: {{name: Pepperwick Spices, town: Hull, timezone: Europe/London}}
people:
  - {{name: Ada, email: ada@example.com, role: owner}}
sources:
  - {{name: reviews, kind: feed, url: "{feed}", about_us: true}}
mail:
  from: monitor@example.com
  smtp: {{host: 127.0.0.1, port: {port}, security: none}}
web: {{allow_loopback: true}}
"""


@dataclass
class Postbox:
    """What a real SMTP server took."""

    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.recipients += envelope.rcpt_tos
        return "250 taken"


@pytest.fixture
def post(free_port: Callable[[], int]) -> Iterator[tuple[Postbox, int]]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, controller.port
    controller.stop()


@dataclass
class Reviews:
    """A feed on loopback whose items change while it stands."""

    url: str = ""
    items: list[Item] = field(default_factory=list)

    def play(self, _: Seen, wire: Wire) -> None:
        body = feed(self.items)
        wire.head(200, {"Content-Type": "application/rss+xml", "Content-Length": str(len(body))})
        wire.send(body)


@pytest.fixture
def reviews(site: Site) -> Reviews:
    found = Reviews()
    found.url = site.on("/reviews.xml", found.play)
    return found


def feed(items: list[Item]) -> bytes:
    """RSS with (guid, author, words, time) items."""
    entries = "".join(
        f"<item><guid>{guid}</guid><link>https://reviews.example.com/{guid}</link><author>{escape(author)}</author>"
        f"<title>Review {guid}</title><description>{escape(escape(words))}</description>"
        f"<pubDate>{format_datetime(when)}</pubDate></item>"
        for guid, author, words, when in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Reviews</title>{entries}</channel></rss>'.encode()


def earlyword(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines", *arguments, "--config", str(folder / "config.yaml")],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str], codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
    out, err = process.communicate(timeout=90)
    assert process.returncode in codes, err
    answer: dict[str, Any] = json.loads(out)
    return answer


def words_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def texts(folder: Path) -> list[str]:
    _, rows = publish.ask(folder / "data" / "published.duckdb", 'SELECT "text" FROM mention ORDER BY id')
    return [text for (text,) in rows]


def test_a_furious_review_is_one_letter_within_one_round_with_its_words_intact(
    tmp_path: Path,
    reviews: Reviews,
    post: tuple[Postbox, int],
) -> None:
    box, port = post
    now = datetime.now(UTC)
    calm = [
        (f"calm-{n}", f"Guest {n}", "Lovely cinnamon, quick delivery.", now - timedelta(days=n)) for n in range(1, 6)
    ]
    reviews.items = [*calm, ("fury", "Rosa Vane", FURIOUS, now - timedelta(minutes=7))]
    (tmp_path / "config.yaml").write_text(CONFIG.format(feed=reviews.url, port=port), encoding="utf-8")

    first = finished(earlyword(tmp_path, "run", "--json"))
    assert (first["sources"][0]["new"], first["letters"]["sent"]) == (6, 1)
    (letter,) = box.letters
    assert box.recipients == ["ada@example.com"]
    assert FURIOUS in words_of(letter)
    assert "https://reviews.example.com/fury" in words_of(letter)
    html = letter.get_body(("html",))
    assert html is not None
    assert "&lt;now&gt;" in html.get_content()

    second = finished(earlyword(tmp_path, "run", "--source", "reviews", "--json"))
    assert (second["sources"][0]["new"], second["letters"]["sent"], len(box.letters)) == (0, 0, 1)


def test_the_same_person_again_is_an_emergency_that_carries_the_first_story(
    tmp_path: Path,
    reviews: Reviews,
    post: tuple[Postbox, int],
) -> None:
    box, port = post
    now = datetime.now(UTC)
    old = ("one", "Rosa Vane", "The tin was broken and nobody answers my mails.", now - timedelta(days=20))
    reviews.items = [old]
    (tmp_path / "config.yaml").write_text(CONFIG.format(feed=reviews.url, port=port), encoding="utf-8")
    assert finished(earlyword(tmp_path, "run", "--json"))["letters"]["sent"] == 0  # twenty days old: history

    again = ("two", "Rosa Vane", "Second order, broken again, still no reply. Terrible.", now - timedelta(minutes=3))
    reviews.items = [again, old]
    told = finished(earlyword(tmp_path, "run", "--source", "reviews", "--json"))
    assert [key.split(":")[0] for key in told["alerts"]] == ["second_complaint"]
    said = words_of(box.letters[0])
    assert "broken again" in said
    assert "nobody answers my mails" in said


def test_rounds_that_are_killed_at_any_moment_lose_and_double_nothing(
    tmp_path: Path,
    reviews: Reviews,
    post: tuple[Postbox, int],
) -> None:
    box, port = post
    now = datetime.now(UTC)
    chance = random.Random(20261123)
    items = [
        (f"item-{n}", f"Guest {n}", f"Item {n}: the parcel was late and the jar was broken.", now - timedelta(hours=n))
        for n in range(1, 41)
    ]
    reviews.items = items[:20]
    (tmp_path / "config.yaml").write_text(CONFIG.format(feed=reviews.url, port=port), encoding="utf-8")
    for _ in range(6):
        process = earlyword(tmp_path, "run", "--source", "reviews", "--json")
        try:
            process.communicate(timeout=chance.uniform(0.3, 4.0))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
    reviews.items = items
    finished(earlyword(tmp_path, "run", "--source", "reviews", "--json"))
    assert sorted(texts(tmp_path)) == sorted(words for _, _, words, _ in items)
    # a letter whose "sent" was lost may come twice, but then under the same Message-ID
    bodies = {letter["Message-ID"]: words_of(letter) for letter in box.letters}
    assert len(set(bodies.values())) == len(bodies)


def test_an_analyst_reads_on_and_no_round_waits_for_it(
    tmp_path: Path, reviews: Reviews, post: tuple[Postbox, int]
) -> None:
    _, port = post
    now = datetime.now(UTC)
    reviews.items = [("a", "Guest", "Fine.", now - timedelta(days=1))]
    (tmp_path / "config.yaml").write_text(CONFIG.format(feed=reviews.url, port=port), encoding="utf-8")
    finished(earlyword(tmp_path, "run", "--json"))
    published = tmp_path / "data" / "published.duckdb"
    reader = subprocess.Popen(
        [sys.executable, "-c", ANALYST, str(published)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "open 1\n"
    reviews.items.append(("b", "Guest", "Good.", now))
    for _ in range(2):
        finished(earlyword(tmp_path, "run", "--source", "reviews", "--json"))
    out, _ = reader.communicate("rounds are over\n", timeout=60)
    assert out == "held 1\nreads 300 errors 0 last 2\n"


# Holds one connection open, reads 300 times through new ones while rounds run, then says what it saw.
ANALYST = """
import sys, duckdb
held = duckdb.connect(sys.argv[1], read_only=True)
count = lambda con: con.execute("SELECT count(*) FROM mention").fetchone()[0]
print("open", count(held), flush=True)
errors = 0
for n in range(300):
    try:
        # a name of its own for each: within one process DuckDB shares one instance per path
        with duckdb.connect() as con:
            con.execute(f"ATTACH '{sys.argv[1]}' AS look (READ_ONLY)")
            last = con.execute("SELECT count(*) FROM look.mention").fetchone()[0]
    except duckdb.Error as error:
        errors += 1
sys.stdin.readline()
print("held", count(held))
held.close()
with duckdb.connect(sys.argv[1], read_only=True) as con:
    last = count(con)
print("reads", n + 1, "errors", errors, "last", last)
"""
