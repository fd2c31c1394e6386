"""Letters of a mailbox that lie, are broken, or come twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.mailbox import Options, mentions
from tests.collectors import sample
from tests.collectors.conftest import NOW
from tests.collectors.imap import USER


def test_stars_need_a_signature() -> None:
    raw = sample.body("mailbox", "google.eml")
    payload = sample.look(raw)
    known = sample.source("mailbox", Options("imap.gmail.com", USER))
    other = sample.source("mailbox", Options("imap.other.example", USER))
    (signed,), (unsigned,) = mentions(payload, known, NOW).mentions, mentions(payload, other, NOW).mentions
    assert (signed.rating, unsigned.rating, unsigned.url) == (0.25, None, "")
    assert unsigned.title.startswith("Unconfirmed sender")
    assert signed.id != unsigned.id


def test_the_same_notice_twice_is_one_review() -> None:
    raw = sample.body("mailbox", "google.eml")
    again = raw.replace(b"google-1@google.com", b"google-2@google.com")
    source = sample.source("mailbox", Options("imap.gmail.com", USER))
    assert len(mentions(sample.look(raw, again), source, NOW).mentions) == 1


def test_a_known_sender_whose_letter_we_cannot_read_is_shown_as_it_is() -> None:
    raw = sample.body("mailbox", "google.eml").replace(b"left a review for", b"did something new with")
    source = sample.source("mailbox", Options("imap.gmail.com", USER))
    (mention,) = mentions(sample.look(raw), source, NOW).mentions
    assert mention.title.startswith("Unparsed letter from Google Business Profile")
    assert "The saffron was grey" in mention.text
    assert mention.rating is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\0\0",
        b"From: a@b.example\r\nFrom: businessprofile-noreply@google.com\r\n\r\nx",
        b"Subject: =?utf-8?q?a=0D=0ABcc:_x@y?=\r\n\r\nwords",
        b"Subject: =?no-such-charset?b?////?=\r\nContent-Type: text/plain; charset=no-such\r\n\r\n\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n" + b"<div>" * 200_000,
        b"Date: Fri, 31 Dec 9999 23:59:59 +0000\r\nSubject: s\r\n\r\nw",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 3_000,
    ],
)
def test_broken_letters_are_kept_as_unparsed(raw: bytes) -> None:
    source = sample.source("mailbox", Options("imap.gmail.com", USER))
    (mention,) = mentions(sample.look(raw), source, NOW).mentions
    assert mention.title.startswith("Unparsed letter")
    assert "\r" not in mention.title + mention.text
    assert "\n" not in mention.title
    assert mention.published is None or mention.published <= NOW + timedelta(days=1)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=2_000), st.integers(0, 1_500), st.integers(0, 300))
def test_any_damage_to_a_letter_leaves_one_mention(noise: bytes, at: int, cut: int) -> None:
    raw = sample.body("mailbox", "google.eml")
    source = sample.source("mailbox", Options("imap.gmail.com", USER))
    batch = mentions(sample.look(raw[:at] + noise + raw[at + cut :]), source, NOW)
    assert len(batch.mentions) == 1
    assert batch.skipped == ()
