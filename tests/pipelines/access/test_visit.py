"""Signing in, out and changing a password, as people and as attackers do it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from pipelines.access.limits import FREE_FOR_NAME, LONGEST
from pipelines.access.passwords import Passwords
from pipelines.access.visit import local
from pipelines.access.visitors import locked_out
from storage import audit
from tests.pipelines.access.conftest import GOOD, PASSWORD, TEAM, House

NEW = "another horse battery"


def test_somebody_signs_in_and_is_led_where_they_wanted_to_go(house: House) -> None:
    with house.browser() as browser:
        asked = browser.get("/trends?days=90")
        assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Ftrends%3Fdays%3D90")
        let_in = browser.sign_in("ADA@example.com", path=asked.headers["location"])
        assert (let_in.status_code, let_in.headers["location"]) == (303, "/trends?days=90")
        assert browser.get("/trends").text == "inside GET /trends"


def test_the_cookie_is_for_this_page_alone(house: House, another: Callable[..., House]) -> None:
    with house.browser() as browser:
        said = browser.sign_in().headers.get_list("set-cookie")[0]
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(said.split("; "))
        assert "Secure" not in said
    wide = TEAM + "dashboard: {sign_in: password, url: 'https://rep.example.com'}\n"
    with another(wide).open() as outside, outside.browser() as browser:
        form = browser.get("/sign-in")
        cookie = form.headers["set-cookie"].split(";")[0]  # a browser would not send it without https
        fields = {"form": form.text.split('name="form" value="')[1][:64], "name": "Ada", "password": GOOD}
        answer = browser.post("/sign-in", data=fields, headers={"Cookie": cookie})
        said = answer.headers.get_list("set-cookie")[0]
        assert said.startswith("__Host-earlyword=")
        assert "Secure" in said.split("; ")
        assert "Domain" not in said
        assert answer.headers["strict-transport-security"] == "max-age=31536000"


WRONG = [
    ("Ada", "wrong"), ("nobody", GOOD), ("", ""), ("Vi", GOOD), ("Ada", ""), ("Ada", "x" * 300), ("<b>", "'--"),
]  # fmt: skip


def test_a_wrong_pair_hears_one_and_the_same(house: House) -> None:
    for name, password in WRONG:
        with house.browser() as browser:
            answer = browser.sign_in(name, password)
            assert answer.status_code == 401
            assert "Name and password do not fit." in answer.text
            assert "<b>" not in answer.text
            assert house.cookie not in browser.cookies
            assert not browser.inside()


def test_guessing_is_slowed_down_for_somebody_and_for_nobody_alike(house: House) -> None:
    with house.browser() as browser:
        for name in ("Ada", "nobody"):
            heard = [browser.sign_in(name, f"guess {n}") for n in range(FREE_FOR_NAME + 2)]
            assert [each.status_code for each in heard] == [401] * FREE_FOR_NAME + [429] * 2
            assert "Too many tries" in heard[-1].text
        assert browser.sign_in().status_code == 429  # even the right one
        house.later(seconds=LONGEST.total_seconds())
        assert browser.sign_in().status_code == 303


def test_guessing_many_at_once_is_no_way_around(house: House) -> None:
    def guess(number: int) -> int:
        with house.browser() as browser:
            return browser.sign_in("Ada", f"guess {number}").status_code

    with ThreadPoolExecutor(10) as pool:
        heard = sorted(pool.map(guess, range(10)))
    assert heard.count(401) <= FREE_FOR_NAME + 1
    assert set(heard) == {401, 429}


def test_a_form_that_is_not_ours_signs_nobody_in(house: House) -> None:
    with house.browser() as browser, house.browser() as other:
        right = {"name": "Ada", "password": GOOD}
        assert browser.post("/sign-in", data=right).status_code == 403
        browser.get("/sign-in")
        assert browser.post("/sign-in", data={**right, "form": "0" * 64}).status_code == 403
        foreign = other.get("/sign-in").text.split('name="form" value="')[1][:64]
        assert browser.post("/sign-in", data={**right, "form": foreign}).status_code == 403
        assert browser.post("/sign-in", content=b"\xff\xfe=1").status_code == 400
        assert browser.post("/sign-in", content=b"&".join(b"a%d=1" % n for n in range(50))).status_code == 400
        assert house.cookie not in browser.cookies
        assert browser.sign_in().status_code == 303


def test_signed_out_is_out_even_for_a_copy_of_the_cookie(house: House) -> None:
    with house.browser() as browser, house.browser() as thief:
        browser.sign_in()
        thief.cookies.set(house.cookie, browser.cookies[house.cookie])
        assert thief.inside()
        assert browser.post("/account", data={"do": "leave"}).status_code == 403  # not without the form's seal
        assert browser.send_form("/account", do="leave").headers["location"] == "/sign-in"
        assert house.cookie not in browser.cookies
        assert not browser.inside()
        assert not thief.inside()


def test_idle_and_absolute_time_end_a_session(house: House) -> None:
    with house.browser() as browser:
        browser.sign_in()
        for _ in range(15):
            house.later(hours=11)
            assert browser.inside()
        house.later(hours=11)
        assert not browser.inside()  # a week is over
        browser.sign_in()
        house.later(hours=12, seconds=1)
        assert not browser.inside()


def test_a_new_password_ends_every_other_session(house: House) -> None:
    with house.browser() as browser, house.browser() as other:
        browser.sign_in()
        other.sign_in()
        fields = {"do": "change", "password": GOOD, "new": NEW, "again": NEW}
        for bent, status in (
            ({"password": "wrong"}, 401),
            ({"again": "x"}, 422),
            ({"new": "short", "again": "short"}, 422),
        ):
            assert browser.send_form("/account", **{**fields, **bent}).status_code == status
        assert other.inside()
        assert browser.send_form("/account", **fields).status_code == 303
        assert (browser.inside(), other.inside()) == (True, False)
        assert other.sign_in(password=GOOD).status_code == 401
        assert other.sign_in(password=NEW).status_code == 303


def test_a_new_password_that_cannot_be_kept_leaves_the_old_one(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with house.browser() as browser:
        browser.sign_in()
        monkeypatch.setattr("pipelines.access.kept.save", full)
        answer = browser.send_form("/account", do="change", password=GOOD, new=NEW, again=NEW)
        assert answer.status_code == 503
        assert "No space left" in answer.text
        assert browser.inside()
        assert Passwords(house.visitors.current().data).fits("Ada", GOOD)


def test_the_owner_can_put_somebody_out(house: House) -> None:
    with house.browser() as browser:
        browser.sign_in()
        Passwords(house.visitors.current().data).put("Ada", NEW)  # as `earlyword password Ada` does it
        assert not browser.inside()
        browser.sign_in(password=NEW)
        assert browser.inside()
        house.configure(PASSWORD.replace("name: Ada", "name: Eve"))
        assert not browser.inside()


def test_a_broken_configuration_leaves_the_last_one_in_force(house: House) -> None:
    with house.browser() as browser:
        browser.sign_in()
        house.configure("dashboard: {sign_in: nonsense}\n")
        assert browser.inside()
        assert not house.browser().inside()


def test_taking_the_sign_in_out_of_the_file_is_the_owners_word(house: House) -> None:
    house.configure(TEAM)
    assert house.browser().get("/page").status_code == 200


ELSEWHERE = [
    "//evil.example", "https://evil.example", "/\\evil.example", "\\/evil.example", "javascript:alert(1)", "/\t/evil",
    "", "/a\r\nSet-Cookie: x=1", "/" + "a" * 3000, "/sign-in?next=/", "evil", "/\u2028/x",
]  # fmt: skip


def test_nobody_is_led_elsewhere(house: House) -> None:
    for path in ELSEWHERE:
        assert local(path) == "/"
        with house.browser() as browser:
            form = browser.get("/sign-in", params={"next": path})
            assert 'action="/sign-in?next=/"' in form.text
            fields = {"form": form.text.split('name="form" value="')[1][:64], "name": "Ada", "password": GOOD}
            answer = browser.post("/sign-in", params={"next": path}, data=fields)
            assert answer.headers["location"] == "/"


def test_the_forms_run_no_script_and_names_are_only_words(house: House) -> None:
    with house.browser() as browser:
        for page in (browser.get("/sign-in"), browser.sign_in() and browser.get("/account")):
            assert page.headers["content-security-policy"].startswith("default-src 'none'")
            assert "Pepper &lt;wick&gt;" in page.text
            assert "<script" not in page.text


def test_who_cannot_sign_in_yet_is_known(house: House) -> None:
    assert locked_out(house.visitors.current()) == ["Vi"]


def test_nobody_waits_for_ever_on_an_unset_clock(house: House) -> None:
    house.at -= timedelta(days=400)
    with house.browser() as browser:
        assert browser.sign_in().status_code == 303
        assert browser.inside()


def test_who_came_in_and_who_was_refused_is_kept_without_what_they_typed(house: House) -> None:
    with house.browser() as browser:
        browser.sign_in("ada", "wrong-canary")
        browser.sign_in("my-password-canary", GOOD)  # typed into the wrong field
        browser.sign_in()
        browser.send_form("/account", do="change", password=GOOD, new=NEW, again=NEW)
        browser.send_form("/account", do="leave")
    folder = house.visitors.current().data
    noted = audit.entries(folder)
    assert [(each.who, each.what) for each in noted] == [
        ("Ada", "refused"), ("", "refused"), ("Ada", "signed in"), ("Ada", "password"), ("Ada", "signed out"),
    ]  # fmt: skip
    assert {each.about for each in noted} == {"from 127.0.0.1"}
    assert noted[0].at == house.at
    said = (folder / audit.FILE).read_text("utf-8")
    assert all(secret not in said for secret in ("canary", GOOD, NEW))


def test_a_session_that_was_planted_is_worth_nothing(house: House) -> None:
    """Whoever can set a cookie in somebody's browser must not know the session that is begun with it."""
    with house.browser() as victim, house.browser() as thief:
        planted = house.visitors.let_in(house.visitors.current().people[1])  # the thief's own, of a viewer
        victim.cookies.set(house.cookie, planted, domain="127.0.0.1")
        house.visitors.sessions.end(planted, house.at)
        victim.sign_in()
        assert victim.inside()
        assert planted not in victim.cookies.values()
        thief.cookies.set(house.cookie, planted)
        assert not thief.inside()
