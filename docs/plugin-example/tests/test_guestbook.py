"""The example's own test: what a plugin author would write. No network is needed for the pure half."""

from __future__ import annotations

from datetime import UTC, datetime

from earlyword_guestbook import Options, mentions

from collectors.source import Part, Payload, Source

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BOOK = "7 | 2026-11-19 | Rosa | 2 | Waited an hour | and left.\n\nnot an entry\n8 | | Ben | great | Lovely\n"


def test_lines_become_mentions() -> None:
    source = Source("Guest book", "guestbook", "Our shop", Options("https://inn.example/book.txt"), about_us=True)
    batch = mentions(Payload((Part("u", BOOK.encode()),), {}, NOW), source, NOW)
    first, second = batch.mentions
    assert (first.author, first.text, first.rating) == ("Rosa", "Waited an hour | and left.", 0.25)
    assert first.published == datetime(2026, 11, 19, tzinfo=UTC)
    assert (second.published, second.rating, second.when) == (None, None, NOW)
    assert [each.where for each in batch.skipped] == ["line 3"]
