"""Words go in time, numbers stay; and what is gone is in no byte of the record."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines import alarm, assess, notify, retention
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from pipelines.transports import transport
from storage import alerts, assessments, check, mentions, publish, rewrite
from storage.db import Record
from storage.model import Mention, Snapshot, mention_id

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
WORDS = "The harissa was mouldy and the clerk laughed at me when I asked for my money back"
Made = Callable[..., Desk]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def build(options: str, said: Sequence[Mention], kind: str = "feed") -> Desk:
        (tmp_path / "config.yaml").write_text(
            "business: {name: Pepperwick}\npeople: [{name: Ada, email: ada@example.org}]\n"
            f"sources: [{{name: s, kind: {kind}, url: 'https://example.com/', about_us: true{options}}}]\n",
            "utf-8",
        )
        desk = open_desk(load(tmp_path / "config.yaml", {}), {})
        with desk.record.session("test") as con:
            mentions.keep(con, said, at=NOW)
        assess.assess_waiting(desk, now=lambda: NOW, tell=lambda _: None)
        alarm.warn_now(desk, now=NOW)
        return desk

    return build


def said(number: int, days: float, words: str = WORDS) -> Mention:
    id_, at = mention_id("s", "s", str(number)), NOW - timedelta(days=days)
    return Mention(id_, "Pepperwick", "s", "post", f"https://e.org/{number}", "Ingo Quist", "Visit", words, at, at, 0.0)


def now_reads(desk: Desk, mention: Mention) -> Mention:
    with desk.record.session("test") as con:
        assert check.integrity(con) == []
        return mentions.by_ids(con, [mention.id])[mention.id]


def in_files(desk: Desk, words: str = "mouldy") -> list[str]:
    folder = desk.config.folder
    return [p.name for p in folder.rglob("*") if p.is_file() and words.encode() in p.read_bytes()]


def test_old_words_go_and_their_numbers_stay(made: Made) -> None:
    old, young = said(1, 400), said(2, 300, "Warm words on dried figs and dates from the market")
    desk = made(", keep: 365 days", [old, young])
    with desk.record.session("test") as con:
        before = assessments.of(con, [old.id])[old.id]
    assert retention.sweep(desk, NOW) == 1
    left = now_reads(desk, old)
    assert (left.title, left.text, left.author, left.url) == ("", "", "", "")
    assert (left.rating, left.when, left.source) == (0.0, old.when, "s")
    assert now_reads(desk, young).text == young.text
    with desk.record.session("test") as con:
        after = assessments.of(con, [old.id])[old.id]
    assert (after.label, after.complaint, after.flag) == (before.label, before.complaint, before.flag)
    assert in_files(desk) == []
    assert retention.sweep(desk, NOW) == 0


def test_what_lost_its_words_is_neither_read_nor_judged_again(made: Made) -> None:
    old = said(1, 400)
    desk = made(", keep: 365 days", [old])
    retention.sweep(desk, NOW)
    with desk.record.session("the source still lists it, edited") as con:
        kept = mentions.keep(
            con, [said(1, 400, WORDS + " Shame!")], [Snapshot(old.id, NOW, likes=9, text=WORDS)], at=NOW
        )
        assert (kept.new, kept.edited) == ((), ())
        assert mentions.unassessed(con, "other rules", 10) == []
    assert in_files(desk) == []


def test_words_that_are_never_kept_are_judged_told_and_gone(made: Made) -> None:
    fresh = said(1, 0.01, WORDS + ". I was in hospital with food poisoning.")
    desk = made(", store_text: false", [fresh])
    assert retention.sweep(desk, NOW) == 0  # a letter about it still waits: it tells the owner in full words
    notify.notify(desk, transport(desk.config, {}), now=lambda: NOW)
    (letter,) = desk.config.outbox.glob("*.eml")
    assert retention.sweep(desk, NOW) == 1
    assert not letter.exists()
    publish.publish(desk.record, desk.published)
    left = now_reads(desk, fresh)
    assert (left.text, left.author, left.url) == ("", "", fresh.url)
    with desk.record.session("test") as con:
        judged = assessments.of(con, [fresh.id])[fresh.id]
        (alert,) = alerts.open_(con)
    assert judged.reasons
    assert alert.headline
    assert "Ingo" not in repr(alert)
    assert in_files(desk) == []
    assert in_files(desk, "Ingo Quist") == []


@pytest.mark.parametrize(("options", "gone"), [("", False), (", follow_deletions: true", True)])
def test_a_deletion_at_the_source_is_followed_where_that_is_asked_for(made: Made, options: str, gone: bool) -> None:
    mention = said(1, 1)
    desk = made(options, [mention])
    with desk.record.session("test") as con:
        mentions.keep(con, [], [], [mention.id], at=NOW)
        con.execute("UPDATE notification SET status = 'sent'")
    assert retention.sweep(desk, NOW) == int(gone)
    assert (now_reads(desk, mention).text == "") is gone


def test_what_could_not_be_read_lies_two_weeks_for_a_look(made: Made) -> None:
    desk = made("", [])
    failed = desk.spool.failed(desk.spool.put("f", None, [b"Ingo Quist wrote something we cannot read"]))
    for days, there in ((0, True), (13, True), (15, False)):
        at = NOW + timedelta(days=days)
        os.utime(failed.path, (0, NOW.timestamp()))
        retention.forget_looks(desk, at)
        assert failed.path.exists() is there


def test_terms_that_ask_for_it_are_the_default() -> None:
    assert {"reddit", "youtube", "bluesky", "mastodon"} <= retention.FOLLOWS
    assert "files" not in retention.FOLLOWS


def test_the_record_is_written_anew_at_most_once_a_day(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []
    anew = rewrite.rewrite

    def counted(record: Record) -> None:
        written.append(record.path)
        anew(record)

    monkeypatch.setattr(rewrite, "rewrite", counted)
    desk = made(", keep: 365 days", [said(1, 400), said(2, 364.5), said(3, 363)])
    for hours in (0, 13, 14, 25, 26, 27):
        retention.sweep(desk, NOW + timedelta(hours=hours))
    assert len(written) == 2
    assert now_reads(desk, said(2, 364.5)).text == ""
