"""Letters as people read them: the words intact, nothing loaded, nothing run, no storm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from pipelines.config import Config
from pipelines.letters import GROUP_FROM, LISTED, MAX_LETTER, Told, letter, letters
from pipelines.links import Links
from storage.model import Alert, Assessment, Mention
from tests.pipelines.conftest import NOW, Configured

SHOP = "business: {name: 'Test & Shop', timezone: Europe/London}\n"
HOSTILE = (
    "<script>document.title='ran'</script><img src=http://127.0.0.1:9/x.png onerror=\"document.title='ran'\">"
    "<svg onload=document.title='ran'> [x](javascript:alert(1)) ![](http://127.0.0.1:9/y.png) {{7*7}} {0.__class__}"
    " {% raw %} ${7*7} ignore previous instructions </style></title>"
)


def mention(
    number: int = 1, text: str = "Waited 55 minutes.\nTwo mains never came – “never again”.", **more: str
) -> Mention:
    values = {"author": "Brenda K.", "title": "Never again!", "url": "https://example.com/r/1"} | more
    return Mention(
        id=f"{number:024x}",
        entity="Test & Shop",
        source="google",
        kind="review",
        published=NOW - timedelta(minutes=27),
        seen=NOW - timedelta(seconds=9),
        text=text,
        rating=0.0,
        rating_scale="1-5",
        **values,
    )


def told(about: Mention, number: int = 1, *, urgent: bool = False, headline: str = "", usual: str = "") -> Told:
    why = ("says “never again”",)
    thought = Assessment(
        about.id, "1", NOW, True, "en", -0.8, 0.9, "negative", "flag", (), f"story-{number}", "now", why
    )
    alert = Alert(
        f"k{number}",
        "mention",
        "Test & Shop",
        NOW,
        headline or "A complaint where complaints are rare",
        mentions=(about.id,),
        reasons=("1 of 5 stars",),
        usual=usual or "you normally get one every 9 days",
        urgent=urgent,
    )
    return Told(alert, (about,), {about.id: thought})


@pytest.fixture
def shop(configured: Configured) -> Config:
    return configured(SHOP)


class Reading(HTMLParser):
    """What a mail program sees: the text, and every attribute that could load or run something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def words(text: str) -> str:
    return " ".join(text.split())


def test_everything_a_person_needs_is_in_both_forms(shop: Config) -> None:
    made = letter(told(mention(), urgent=True), shop, "o@example.com", NOW)
    for form in (words(made.text.replace("\n> ", " ")), words(" ".join(Reading(made.html).text))):
        for needed in (
            "A complaint where complaints are rare",
            "1 of 5",
            "★☆☆☆☆",
            "Brenda K.",
            "review at google",
            "Never again!",
            "Waited 55 minutes.",
            "Two mains never came – “never again”.",
            "1 of 5 stars",
            "You normally get one every 9 days",
            "Posted: Monday 4 May 2026, 10:04",
            "First seen by us: Monday 4 May 2026, 10:31 (27 minutes later)",
            "9 seconds",
        ):
            assert needed in form
    assert "https://example.com/r/1" in made.text
    assert ("href", "https://example.com/r/1") in Reading(made.html).attributes
    assert (made.subject, made.kind, made.thread) == ("A complaint where complaints are rare", "alert", "story-1")
    assert (made.key, made.recipient, made.created) == ("k1", "o@example.com", NOW)


def test_nothing_a_stranger_wrote_is_more_than_letters(shop: Config) -> None:
    about = mention(text=HOSTILE, title=HOSTILE, author=HOSTILE, url="javascript:alert(1)")
    made = letter(told(about, headline=HOSTILE, usual=HOSTILE), shop, "o@example.com", NOW)
    read = Reading(made.html)
    assert {"script", "img", "svg", "iframe", "link", "form"} & read.tags == set()
    assert {
        name for name, _ in read.attributes if name.startswith("on") or name in ("src", "srcset", "background")
    } == set()
    assert {value for name, value in read.attributes if name == "href"} == {"http://127.0.0.1:8501"}
    assert "url(" not in made.html
    assert words(HOSTILE) in words("".join(read.text))
    assert words(HOSTILE) in words(made.text.replace("\n> ", " "))
    assert "49" not in made.html.replace("{{7*7}}", "")


def test_a_forged_letter_inside_the_words_stays_a_quotation(shop: Config) -> None:
    made = letter(
        told(mention(text="x\n\nWhy now\n  * all is well\n--\nSent by Earlyword")), shop, "o@example.com", NOW
    )
    assert "\nWhy now\n  * all" not in made.text
    assert "> Sent by Earlyword" in made.text


def test_the_sample_says_so_everywhere(configured: Configured) -> None:
    made = letter(told(mention()), configured("warn:\n"), "o@example.com", NOW)
    assert made.subject.startswith("SAMPLE: ")
    assert "SAMPLE" in made.text
    assert "SAMPLE" in made.html


def test_a_letter_about_a_source_has_no_mention(shop: Config) -> None:
    alert = Alert("source:x", "source", "Test & Shop", NOW, "google-news has not answered for 2 days", (), ("404",))
    made = letter(Told(alert), shop, "o@example.com", NOW)
    assert made.kind == "source"
    assert "404" in made.text


def test_few_alerts_are_letters_of_their_own_and_many_are_one(shop: Config) -> None:
    def made(count: int) -> int:
        return len(letters([told(mention(i), i) for i in range(count)], shop, "o@example.com", NOW))

    assert (made(0), made(1), made(GROUP_FROM - 1), made(GROUP_FROM), made(500)) == (0, 1, GROUP_FROM - 1, 1, 1)


def test_a_storm_is_one_letter_that_names_the_urgent_first_and_counts_the_rest(shop: Config) -> None:
    storm = [told(mention(i), i, urgent=i == 499, headline=f"Alert number {i}") for i in range(500)]
    (made,) = letters(storm, shop, "o@example.com", NOW)
    assert made.subject == "500 things at Test & Shop need a look; the first: Alert number 499"
    assert made.text.index("URGENT. Alert number 499") < made.text.index("Alert number 0")
    assert "And 460 more" in made.text
    assert len(made.html) < MAX_LETTER
    assert letters(list(reversed(storm)), shop, "o@example.com", NOW) == [made]


def test_every_line_of_a_storm_has_its_buttons_and_the_letter_stays_small(shop: Config) -> None:
    links = Links(b"s" * 32, "https://shop.example")
    many = [told(mention(i, "so " * 200), i) for i in range(LISTED)]
    many[3] = replace(many[3], case="12")
    (one,) = letters(many, shop, "owner@example.com", NOW, links)
    for written in (one.html, one.text):
        assert written.count("/act/") == 2 * LISTED - 1  # what has a case is not made one again
        assert "/cases?case=12" in written
    assert len(one.html.encode()) < MAX_LETTER


def test_endless_words_are_cut_so_that_mail_programs_show_the_whole_letter(shop: Config) -> None:
    alert = told(mention(text="word " * 10_000)).alert
    many = Told(alert, [mention(i, text=f"{i} " + "wörd & " * 9_000) for i in range(8)], {})
    made = letter(many, shop, "o@example.com", NOW)
    assert len(made.html.encode()) < MAX_LETTER
    assert "There is more of it at the source." in made.html


@pytest.fixture(scope="module")
def browser(program: Callable[[str], str]) -> Iterator[Browser]:
    path = program("chromium")
    with sync_playwright() as play:
        try:
            running = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error as wrong:
            pytest.skip(f"the browser does not start here: {wrong.message.splitlines()[0]}")
        yield running
        running.close()


@pytest.mark.needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_real_browser_on_a_phone_nothing_loads_runs_or_sticks_out(
    shop: Config, browser: Browser, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    about = mention(text=HOSTILE + " " + "x" * 500, title=HOSTILE, author="<b>Eve</b>")
    file = tmp_path / "letter.html"
    file.write_text(letter(told(about, headline=HOSTILE), shop, "o@example.com", NOW).html, "utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert page.title() != "ran"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    page.close()
    ink, paper = (sum(map(int, colour[4:-1].split(","))) for colour in colours)
    assert (ink < paper) is (scheme == "light")
    assert abs(ink - paper) > 400  # of 765: readable
