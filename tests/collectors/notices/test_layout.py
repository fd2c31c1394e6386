"""How notices are read, sender by sender, in other words than the samples'."""

from __future__ import annotations

import pytest

from collectors.letter import Letter
from collectors.notices import LAYOUTS, layout_of, read_notice

BUTTON = "Reply to review"


def letter(sender: str, subject: str, *lines: str, links: tuple[tuple[str, str], ...] = ()) -> Letter:
    return Letter(sender, "", subject, "id", None, lines, links, ())


@pytest.mark.parametrize(
    ("sender", "site"),
    [
        ("businessprofile-noreply@google.com", "Google Business Profile"),
        ("no-reply@yelp.com", "Yelp"),
        ("noreply@e.tripadvisor.com", "Tripadvisor"),
        ("notification+abc=@facebookmail.com", "Facebook"),
        ("noreply@trustpilot.com", "Trustpilot"),
        ("noreply@booking.com", "Booking.com"),
    ],
)
def test_senders(sender: str, site: str) -> None:
    layout = layout_of(letter(sender, "x"))
    assert layout is not None
    assert layout.site == site


@pytest.mark.parametrize(
    "sender",
    [
        "drive-shares-noreply@google.com",
        "businessprofile-noreply@google.com.evil.example",
        "xbusinessprofile-noreply@google.com",
        "guest-1234@guest.booking.com",
        "noreply@notbooking.com",
        "someone@yelp.example",
        "",
    ],
)
def test_strangers(sender: str) -> None:
    assert layout_of(letter(sender, "Ann left a review for us")) is None


GOOGLE, YELP, TRUSTPILOT = "businessprofile-noreply@google.com", "no-reply@yelp.com", "noreply@trustpilot.com"
FACEBOOK, BOOKING = "notification@facebookmail.com", "noreply@booking.com"
GERMAN = "Jörg hat eine Rezension zu Milou geschrieben"
SPANISH = "Inés ha dejado una reseña sobre Milou"


@pytest.mark.parametrize(
    ("sender", "subject", "lines", "author", "text", "share"),
    [
        (GOOGLE, GERMAN, (GERMAN, "3 von 5 Sternen", "Ganz in Ordnung.", "Antworten"), "Jörg", "Ganz in Ordnung.", 0.5),
        (GOOGLE, SPANISH, ("Inés", "★★★★★", "¡Qué tienda!", "Responder"), "Inés", "¡Qué tienda!", 1.0),
        (GOOGLE, "Ann left a 1-star review for Milou", ("Hi Milou,", BUTTON), "Ann", "", 0.0),
        (
            GOOGLE,
            "You have a new review",
            ("Ann B. left a review for Milou", "★★☆☆☆", "Meh", BUTTON),
            "Ann B.",
            "Meh",
            0.25,
        ),
        (YELP, "You've got a new 4-star review!", ("Yelp", "Good stuff.", "Read full review"), "", "Good stuff.", 0.75),
        (TRUSTPILOT, "Ann just left Milou a 5-star review", ("Great", "Loved it.", "Reply"), "Ann", "Loved it.", 1.0),
        (
            FACEBOOK,
            "Ann recommends Milou's.",
            ("Ann recommends Milou's.", "Go!", "View on Facebook"),
            "Ann",
            "Go!",
            1.0,
        ),
        (BOOKING, "New guest review", ("Score: 8.5/10", "Lovely", "Reply to review"), "", "Lovely", 7.5 / 9),
    ],
)
def test_other_wordings(
    sender: str, subject: str, lines: tuple[str, ...], author: str, text: str, share: float
) -> None:
    told = letter(sender, subject, *lines)
    layout = layout_of(told)
    assert layout is not None
    notice = read_notice(told, layout)
    assert notice is not None
    assert notice.rating is not None
    assert (notice.author, notice.text, round(notice.rating[0], 6)) == (author, text, round(share, 6))


@pytest.mark.parametrize(
    ("subject", "lines"),
    [
        ("Your monthly performance report", ("You had 300 views", BUTTON)),
        ("Ann left a review for Milou", ("words without a button",)),
        ("Ann left a review for Milou", ()),
        ("Ann left a review for Milou", ("Ann", BUTTON)),
    ],
)
def test_what_is_laid_out_differently_is_not_guessed_at(subject: str, lines: tuple[str, ...]) -> None:
    told = letter("businessprofile-noreply@google.com", subject, *lines)
    layout = layout_of(told)
    assert layout is not None
    assert read_notice(told, layout) is None


def test_words_that_look_like_furniture_stay_once_the_words_have_begun() -> None:
    told = letter(
        "businessprofile-noreply@google.com",
        "Ann left a review for Milou",
        *("Ann", "★☆☆☆☆", "I wrote to them:", "Hi Milou,", "5 stars", "12/11/2026", "no answer.", BUTTON),
    )
    layout = layout_of(told)
    assert layout is not None
    notice = read_notice(told, layout)
    assert notice is not None
    assert notice.text == "I wrote to them:\nHi Milou,\n5 stars\n12/11/2026\nno answer."
    assert notice.rating == (0.0, "1-5")


def test_the_link_leads_to_the_site_and_nowhere_else() -> None:
    links = (
        ("https://evil.example/google.com", BUTTON),
        ("https://google.com@evil.example/", BUTTON),
        ("https://business.google.com/help", "Help"),
        ("https://business.google.com/r/7", BUTTON),
    )
    told = letter("businessprofile-noreply@google.com", "Ann left a review for Milou", "★★★", BUTTON, links=links)
    layout = layout_of(told)
    assert layout is not None
    notice = read_notice(told, layout)
    assert notice is not None
    assert notice.url == "https://business.google.com/r/7"


def test_hostile_subjects_and_lines_take_no_time() -> None:
    long = "a left " * 2_000
    for layout in LAYOUTS:
        read_notice(letter("x@x.example", long, *([long[:200]] * 500), "!" * 100_000, BUTTON), layout)
