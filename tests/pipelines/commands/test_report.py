"""The monthly report from a record that lived through two months: what it says, and that it harms nobody."""

from __future__ import annotations

import csv
import re
import zlib
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.pipelines.commands.conftest import Earlyword

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> {{7*7}} <img src=http://evil.example/p.png>"
CONFIG = """
business: {name: Pepperwick Spices, town: Hull, trade: shop, timezone: Europe/London}
people:
  - {name: Ada Pepper, email: ada@example.com, role: owner}
  - {name: Tom Lowe, email: tom@example.com, role: staff}
"""
SAID = [  # when, words, stars, who
    ("2026-09-10T10:00:00Z", "The parcel was late and the bag was torn.", 1, "Rosa"),
    ("2026-09-12T10:00:00Z", "Lovely spices and quick delivery.", 5, "Finn"),
    ("2026-10-04T10:00:00Z", "Never again: the parcel never came and nobody answers.", 1, "Mona"),
    ("2026-10-05T10:00:00Z", "Tom was wonderful and so helpful with my order.", 5, "Otto"),
    ("2026-10-31T23:30:00Z", f"Great fresh spices, friendly staff. {HOSTILE}", 5, f"Eve {HOSTILE}"),
    ("2026-11-01T10:00:00Z", "Awful, the parcel was broken.", 1, "Nils"),
]


class Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.tags, self.links = "", set[str](), list[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.words += " " if tag in ("td", "div", "span") else ""
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def shop(earlyword: Earlyword, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Earlyword:
    monkeypatch.chdir(tmp_path)
    Path("config.yaml").write_text(CONFIG, encoding="utf-8")
    with Path("said.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("when", "words", "stars", "who"), *SAID])
    columns = "published=when,text=words,rating=stars,author=who"
    done = earlyword("import", "said.csv", "--source", "reviews", "--map", columns, "--scale", "1-5", now=NOW)
    assert done.code == 0
    return earlyword


def report(shop: Earlyword, *more: str) -> Reader:
    shop("publish", now=NOW)
    done = shop("report", *more, "--force", now=NOW)
    assert (done.code, done.err) == (0, "")
    return Reader(Path("report-2026-10.html").read_text("utf-8"))


def test_it_counts_the_owner_s_october_and_compares_with_september(shop: Earlyword) -> None:
    read = report(shop)
    assert "Pepperwick Spices was mentioned 3 times, 33% of it unhappy; the month before it was 50% of 2." in read.words
    assert "1 of 3" in read.words
    assert "of 5, from 3 ratings; 3.0 before" in read.words  # (1 + 5) / 2
    assert "Tom Lowe: “Tom was wonderful and so helpful with my order.”" in " ".join(read.words.split())


def test_strangers_words_are_words_and_nothing_is_loaded(shop: Earlyword) -> None:
    read = report(shop, "--made-by", f"Agency {HOSTILE}")
    assert f"prepared by Agency {HOSTILE}" in read.words
    assert not {"script", "img", "iframe", "link"} & read.tags
    assert read.links == []


def test_customers_are_not_named(shop: Earlyword) -> None:
    words = report(shop).words
    assert [who for *_, who in SAID if re.search(rf"\b{who.split()[0]}\b", words)] == []


def test_what_was_done_about_it(shop: Earlyword) -> None:
    shop("publish", now=NOW)
    rows = shop("sql", "SELECT id, text FROM mentions WHERE text LIKE 'Never again%'", "--json").objects()
    october = datetime(2026, 10, 4, 11, tzinfo=UTC)
    opened = shop("cases", "open", "--mention", rows[0]["id"], "--who", "Ada Pepper", "--json", now=october)
    number = opened.one()["case"]
    due = "2026-10-08T12:00"
    assert shop("cases", "answer", number, "--who", "Ada Pepper", "--words", "We are sorry.", now=october).code == 0
    made = shop("cases", "promise", number, "--who", "Ada Pepper", "--what", "A new parcel", "--due", due, now=october)
    assert made.code == 0, made.err
    kept = october + timedelta(days=2)
    assert shop("cases", "keep", number, "--promise", "3", "--who", "Ada Pepper", now=kept).code == 0
    words = " ".join(report(shop).words.split())
    assert "Complaints taken up 1" in words
    assert "100% 1 of 1 complaints" in words
    assert "Promises that fell due: kept 1" in words
    assert "Promises broken or overdue 0" in words


def unpacked(raw: bytes) -> bytes:
    """Everything in a PDF that was deflated."""
    found = b""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", raw, re.S):
        try:
            found += zlib.decompress(packed)
        except zlib.error:
            continue
    return found


def test_the_pdf_has_as_many_pages_as_it_says(shop: Earlyword) -> None:
    pytest.importorskip("plutoprint", reason="the pdf extra is not installed")
    shop("publish", now=NOW)
    done = shop("report", "--pdf", "--json", now=NOW).one()
    raw = Path("report-2026-10.pdf").read_bytes()
    assert raw.startswith(b"%PDF-")
    assert done["pages"] == len(re.findall(rb"/Type\s*/Page\b", raw + unpacked(raw))) > 0


def test_a_report_that_is_there_stays_unless_forced(shop: Earlyword) -> None:
    shop("publish", now=NOW)
    Path("report-2026-10.html").write_text("mine", encoding="utf-8")
    refused = shop("report", now=NOW)
    assert (refused.code, "--force" in refused.err) == (2, True)
    assert Path("report-2026-10.html").read_text("utf-8") == "mine"


def test_an_empty_month_and_a_wrong_one_are_said_in_a_sentence(shop: Earlyword) -> None:
    shop("publish", now=NOW)
    assert "Nobody spoke of Pepperwick Spices in March 2020." in shop("report", "--month", "2020-03", now=NOW).out
    wrong = shop("report", "--month", "Octember", now=NOW)
    assert (wrong.code, "write one such as 2026-11" in wrong.err) == (2, True)
