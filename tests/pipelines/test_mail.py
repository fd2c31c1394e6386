"""Headers that no stranger can bend, ids that stay, threads."""

from __future__ import annotations

import email
from dataclasses import replace
from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.config import Config
from pipelines.mail import MAX_SUBJECT, body_text, header_text, message
from storage.model import Notification
from tests.pipelines.conftest import NOW, Configured

SHOP = """
business: {name: 'Zaytoün & Co', timezone: Europe/London}
people: [{name: Nadia, email: nadia@example.com}]
mail: {from: alerts@example.com}
"""
LETTER = Notification("k1", "owner@example.org", "email", "alert", "A subject", "Text", "<p>Text</p>", NOW)
EXPECTED = {
    "Message-ID", "Date", "From", "To", "Reply-To", "Subject", "In-Reply-To", "References",
    "List-Unsubscribe", "Auto-Submitted", "MIME-Version", "Content-Type",
}  # fmt: skip

PIECES = (
    *("\r\n", "\n", "\r", "\t", "\u2028", "\u2029", "\x85", "\x0b", "\x00", "\ud800", "\udfff", "\u202e", "é", "😀"),
    *("Bcc: evil@example.net", "=?utf-8?q?=0D=0ABcc:_evil@example.net?=", "=?", "?=", "=\u200b?utf-8?b?DQpCY2M6IGE=?="),
    *("=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5uZXQ=?=", "word ", "a" * 400, "<b>", ",", '"', "\\"),
)
hostile = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(PIECES),
        max_size=12,
    ).map("".join),
)


@pytest.fixture
def shop(configured: Configured) -> Config:
    return configured(SHOP)


def sent(notification: Notification, config: Config) -> EmailMessage:
    """The letter as a receiver reads it from its bytes."""
    mail = email.message_from_bytes(message(notification, config).as_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_the_headers_are_those_of_the_configuration(shop: Config) -> None:
    mail = sent(replace(LETTER, thread="story-1"), shop)
    assert set(mail.keys()) == EXPECTED
    assert mail["From"].addresses[0].addr_spec == "alerts@example.com"
    assert mail["From"].addresses[0].display_name == "Earlyword for Zaytoün & Co"
    assert [a.addr_spec for a in mail["To"].addresses] == ["owner@example.org"]
    assert mail["Reply-To"] == "nadia@example.com"
    assert mail["List-Unsubscribe"] == "<mailto:alerts@example.com?subject=unsubscribe>"
    assert mail["Date"].datetime == NOW


def test_whatever_the_words_recipients_and_headers_are_exactly_the_configured_ones(shop: Config) -> None:
    @settings(max_examples=100, deadline=None)
    @given(hostile, hostile)
    @example("=?utf-8?q?Hello=0D=0ABcc:_evil@example.net?=", "")
    @example("Hello\r\nBcc: evil@example.net\r\n\r\nbody", "\ud800")
    def check(subject: str, words: str) -> None:
        letter = replace(LETTER, subject=subject, text=words, html=f"<p>{words}</p>", thread=words)
        mail = sent(letter, shop)
        assert set(mail.keys()) <= EXPECTED
        assert len(mail.keys()) == len(set(mail.keys()))
        assert [a.addr_spec for a in mail["To"].addresses] == ["owner@example.org"]
        # where Python folds a long subject, a reader may see one space more
        assert mail["Subject"].split() == (header_text(subject) or "Earlyword has news").split()
        assert "evil@example.net" not in "".join(f"{k}{v}" for k, v in mail.items() if k != "Subject")
        text = mail.get_body(("plain",))
        assert text is not None
        assert text.get_content().replace("\r\n", "\n").rstrip("\n") == body_text(words).rstrip("\n")

    check()


def test_words_in_a_subject_stay_literal(shop: Config) -> None:
    subject = "<script>alert(1)</script> {{7*7}} {0.__class__} 50% off “never again” 😀"
    assert sent(replace(LETTER, subject=subject), shop)["Subject"] == subject


def test_a_long_subject_is_cut_between_words() -> None:
    cut = header_text("word " * 1000)
    assert len(cut) <= MAX_SUBJECT
    assert cut.endswith("word…")
    assert len(header_text("x" * 5000)) == MAX_SUBJECT


def test_the_same_letter_is_the_same_bytes_and_another_key_another_id(shop: Config) -> None:
    first = message(LETTER, shop)
    assert first.as_bytes() == message(replace(LETTER, attempts=3, error="later"), shop).as_bytes()
    ids = {message(each, shop)["Message-ID"] for each in (LETTER, replace(LETTER, key="k2"))}
    ids.add(message(replace(LETTER, recipient="other@example.org"), shop)["Message-ID"])
    assert len(ids) == 3
    assert all(str(each).endswith("@example.com>") for each in ids)


def test_letters_of_one_story_share_a_thread_and_others_do_not(shop: Config) -> None:
    one, two = (message(replace(LETTER, key=key, thread="s1"), shop) for key in ("a", "b"))
    other = message(replace(LETTER, key="c", thread="s2"), shop)
    assert one["References"] == two["References"] != other["References"]
    assert message(LETTER, shop)["References"] is None


def test_lines_are_short_enough_for_every_server(shop: Config) -> None:
    data = message(replace(LETTER, text="x" * 5000, html="<p>" + "é" * 5000), shop).as_bytes()
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert data.isascii()


def test_without_a_sender_a_letter_still_has_one(configured: Configured) -> None:
    mail = sent(LETTER, configured("business: {name: Shop}\n"))
    assert mail["From"].addresses[0].addr_spec == "earlyword@earlyword.localhost"
