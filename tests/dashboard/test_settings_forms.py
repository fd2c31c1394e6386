"""How the team works, answers, mail, keeping and the sign-in: each form writes its own lines and no secret."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.access.passwords import Passwords
from tests.dashboard.test_settings import CONFIG, press, shop, text, typed
from tests.dashboard.test_views import html, page, words
from tests.pipelines.mail_server import Post, post_office

__all__ = ["shop"]
END = "topics: {late: [late]}\n"
Touch = Callable[[AppTest], object]


def of(elements: Any, label: str, which: int = 0) -> Any:
    """The control with this label."""
    return [each for each in elements if each.label == label][which]


def new_route(test: AppTest) -> None:
    of(test.selectbox, "Topic").select("late")
    of(test.selectbox, "Source").select("exports")
    of(test.selectbox, "Goes to").select("Tom")


def new_absence(test: AppTest) -> None:
    of(test.selectbox, "Away").select("Tom")
    of(test.date_input, "From").set_value(date(2026, 8, 1))
    of(test.date_input, "To (included)").set_value(date(2026, 8, 14))


def new_answer(test: AppTest) -> None:
    of(test.selectbox, "Another topic").select("late")
    typed(test, "How its answers begin", "Dear {name},\n\nsorry: “{quote}”. ")


def mail_server(test: AppTest) -> None:
    typed(test, "Sender’s address", "us@example.com")
    typed(test, "Mail server (empty: none)", "smtp.example.com")
    of(test.number_input, "Port").set_value(465)
    of(test.selectbox, "Encryption").select("tls")
    typed(test, "User name there", "us")
    typed(test, "Variable with the password", "EARLYWORD_TEST_SMTP")


@pytest.mark.parametrize(
    ("part", "save", "touch", "before", "after"),
    [
        ("names", 0, lambda test: of(test.checkbox, "A competitor: heard for comparison only").check(),
         "regulars say\n", "regulars say\n    competitor: true\n"),
        ("work", 0, lambda test: typed(test, "Answer within (opening time)", "2 hours"), END,
         END + "\nteam:\n  answer_within: 2 hours\n".replace("2 hours", '"2 hours"')),
        ("work", 0, lambda test: of(test.number_input, "Staff may spend on a case").set_value(35.0), END,
         END + "\nteam:\n  small_things:\n    staff: 35\n"),
        ("work", 0, lambda test: of(test.selectbox, "Stands in for the owner").select("Tom"), END,
         END + "\nteam:\n  deputy: Tom\n"),
        ("work", 1, new_route, END,
         END + "\nteam:\n  routes:\n    - topic: late\n      source: exports\n      person: Tom\n"),
        ("work", 2, new_absence, END,
         END + '\nteam:\n  absences:\n    - person: Tom\n      from: "2026-08-01"\n      to: "2026-08-14"\n'),
        ("answers", 0, new_answer, END,
         END + "\nplaybooks:\n  late: |\n    Dear {name},\n\n    sorry: “{quote}”.\n"),
        ("mail", 0, mail_server, END,
         END + "\nmail:\n  from: us@example.com\n  smtp:\n    host: smtp.example.com\n    port: 465\n"
               "    security: tls\n    user: us\n    password_env: EARLYWORD_TEST_SMTP\n"),
        ("keeping", 0, lambda test: typed(test, "Keep words", "365 days"), "path: in}", 'path: in, keep: "365 days"}'),
        ("keeping", 0, lambda test: of(test.checkbox, "Store words at all", 1).uncheck(),
         "url_env: EARLYWORD_TEST_FEED}", "url_env: EARLYWORD_TEST_FEED, store_text: false}"),
        ("keeping", 0, lambda test: of(test.selectbox, "Deleted there, deleted here").select("yes"),
         "path: in}", "path: in, follow_deletions: true}"),
        ("signing_in", 0, lambda test: typed(test, "How others reach the page", "https://us.example.com"), END,
         END + '\ndashboard:\n  url: "https://us.example.com"\n'),
    ],
)  # fmt: skip
def test_a_form_writes_its_own_lines(shop: Path, part: str, save: int, touch: Touch, before: str, after: str) -> None:
    if part == "names":
        assert "competitor" not in CONFIG
        (shop / "config.yaml").write_text(CONFIG.replace("people:", "  - name: Ours\npeople:", 1), encoding="utf-8")
    was = text(shop)
    test = page("settings", part=part)
    touch(test)
    [button for button in test.button if button.label == "Save"][save].click()
    read = words(test.run())
    assert "Saved; what stood there before is in config.yaml." in read, read
    assert text(shop) == was.replace(before, after, 1)


@pytest.mark.parametrize("part", ["names", "work", "answers", "mail", "keeping", "signing_in"])
def test_saving_what_was_not_touched_changes_nothing(shop: Path, part: str) -> None:
    full = CONFIG + (
        "team:\n  answer_within: 90 minutes # soon\n  small_things: {staff: 12.5}\n"
        "  routes: [{topic: late, person: Tom}]\n"
        "  absences: [{person: Tom, from: 2026-08-01, to: 2026-08-14}]\n"
        "playbooks:\n  late: |\n    Dear {name},\n    sorry\n"
        "mail: {from: us@example.com, smtp: {host: smtp.example.com, port: 25}}\n"
        "dashboard: {url: 'https://us.example.com'} # others\n"
    )
    (shop / "config.yaml").write_text(full, encoding="utf-8")
    for number in range(3 if part == "work" else 1):
        test = page("settings", part=part)
        [button for button in test.button if button.label == "Save"][number].click()
        read = words(test.run())
        assert "Saved" in read, read
        assert text(shop) == full


def test_the_secret_itself_is_not_taken_for_a_name(shop: Path) -> None:
    test = page("settings", part="mail")
    mail_server(test)
    typed(test, "Variable with the password", "hunter2")
    read = words(press(test, "Save"))
    assert "A variable’s name is written in capitals" in read
    assert "hunter2" not in read
    assert text(shop) == CONFIG


def test_a_test_letter_goes_the_way_all_letters_go(shop: Path) -> None:
    def pressed() -> str:
        return words(press(page("settings", part="mail"), "Send me a test letter"))

    assert "A letter was written into" in pressed()
    assert len(list((shop / "data" / "outbox").glob("*.eml"))) == 1
    post = Post()
    with post_office(post) as port:
        smtp = f"mail: {{from: us@example.com, smtp: {{host: 127.0.0.1, port: {port}, security: none}}}}\n"
        (shop / "config.yaml").write_text(CONFIG + smtp, encoding="utf-8")
        assert f"127.0.0.1:{port} has taken a letter to ines@example.com." in pressed()
    assert [envelope.rcpt_tos for envelope in post.taken] == [["ines@example.com"]]
    assert b"Letters from Earlyword arrive" in (post.taken[0].content or b"")
    assert "cannot be reached" in pressed()


def test_whether_the_password_is_set_follows_the_file_of_secrets(shop: Path) -> None:
    smtp = "{host: smtp.example.com, user: us, password_env: EARLYWORD_TEST_SMTP}"
    (shop / "config.yaml").write_text(f"{CONFIG}mail: {{from: us@example.com, smtp: {smtp}}}\n", encoding="utf-8")
    assert "write a line EARLYWORD_TEST_SMTP=… into the file .env" in words(page("settings", part="mail"))
    (shop / ".env").write_text("EARLYWORD_TEST_SMTP=very-secret\n", encoding="utf-8")
    test = page("settings", part="mail")
    assert "EARLYWORD_TEST_SMTP is set." in words(test)
    assert "very-secret" not in html(test) + str([each.value for each in test.text_input])


def test_nobody_shuts_the_door_on_themselves(shop: Path, now: datetime) -> None:
    def switched(way: str) -> str:
        test = page("settings", part="signing_in")
        test.radio[0].set_value(way)
        return words(press(test, "Save"))

    assert "set a password for yourself first, where Earlyword runs: earlyword password Ines" in switched("password")
    assert text(shop) == CONFIG
    assert "oidc needs url" in switched("oidc")
    Passwords(shop / "data").put("Ines", "a few words in a row")
    assert "Ines" in switched("password")
    assert text(shop) == f"{CONFIG}\ndashboard:\n  sign_in: password\n"


def test_a_manager_notes_absences_and_may_not_spend_more(shop: Path) -> None:
    (shop / "config.yaml").write_text(CONFIG.replace("role: staff", "role: manager"), encoding="utf-8")
    test = page("settings", part="work", **{"as": "Tom"})
    of(test.number_input, "A manager may spend").set_value(5000.0)
    assert "Tom (manager) may not change the settings" in words(press(test, "Save"))
    test = page("settings", part="work", **{"as": "Tom"})
    new_absence(test)
    [button for button in test.button if button.label == "Save"][2].click()
    assert "Saved" in words(test.run())
