"""Rows to mentions."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.mapping import Mapper
from collectors.ratings import Scale
from collectors.rows import Row
from collectors.source import Skipped
from storage.model import Mention, Snapshot
from tests.collectors.conftest import NOW

COLUMNS = {name: name for name in ("id", "text", "title", "author", "published", "rating", "url", "entity", "language")}


def mapper(**options: Any) -> Mapper:
    given = {"columns": COLUMNS, "source": "import", "entity": "Milou's", "now": NOW, **options}
    return Mapper(given.pop("columns"), **given)


def mention(via: Mapper | None = None, **values: object) -> Mention:
    found = (via or mapper()).mention(Row(7, values))
    assert not isinstance(found, Skipped), found
    return found[0]


def test_all_fields() -> None:
    found = mention(
        id="r1", text="Not&nbsp;nice <b>at all</b>", title="Hm", author="Ann", published="2026-11-01 10:00:00+01:00",
        rating="2", url="https://x.example/1", entity="Milou's / Harbour", language="de-CH",
    )  # fmt: skip
    assert found == Mention(
        id=found.id, entity="Milou's / Harbour", source="import", kind="review", url="https://x.example/1",
        author="Ann", title="Hm", text="Not nice at all", published=datetime(2026, 11, 1, 9, tzinfo=UTC), seen=NOW,
        rating=0.25, rating_scale="1-5", language="de",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "neither words nor a rating"),
        ({"text": " NA ", "rating": "", "author": "Ann"}, "neither words nor a rating"),
        ({"text": "fine", "rating": "9"}, "rating 9 lies outside the scale 1-5"),
        ({"text": "fine", "rating": "many"}, "not understood as a rating"),
    ],
)
def test_rows_that_are_no_mention_say_why_and_where(values: dict[str, object], reason: str) -> None:
    found = mapper().mention(Row(7, values))
    assert isinstance(found, Skipped)
    assert found.where == "line 7"
    assert reason in found.reason
    assert mapper().mention(Row(8, problem="it is cut")) == Skipped("line 8", "it is cut")


def test_words_or_stars_alone_are_enough() -> None:
    assert mention(text="fine").rating is None
    assert mention(rating="4").text == ""
    assert mention(title="fine").title == "fine"
    assert mention(text="I like how there r no limits <33").text == "I like how there r no limits <33"
    assert mention(text="a < b & c > d &amp; e").text == "a < b & c > d & e"


def test_the_same_id_with_other_words_is_another_mention_and_with_the_same_words_the_same() -> None:
    same = mention(id="570308309682675000", text="late again", author="Ann")
    assert same.id == mention(id="570308309682675000", text="late again", author="Ann").id
    assert same.id != mention(id="570308309682675000", text="lost my bag", author="Bob").id


@pytest.mark.parametrize("own", ["d305d857-0fc0-4458-9ee7-5a742fe48c33", "accounts/1/locations/2/reviews/AbFvOq12345"])
def test_an_id_that_cannot_repeat_makes_other_words_an_edit(own: str) -> None:
    assert mention(id=own, text="late").id == mention(id=own, text="late, but they paid me back", rating="5").id


def test_without_an_id_what_was_said_is_the_id() -> None:
    def own(**other: str) -> str:
        said = {"text": "fine", "author": "Ann", "published": "2026-11-01", "title": "t", **other}
        found = mapper().mention(Row(1, said))
        assert not isinstance(found, Skipped)
        return found[0].id

    assert own() == own()
    for name, other in {"text": "bad", "author": "Bob", "published": "2026-11-02", "title": "u", "entity": "B"}.items():
        assert own(**{name: other}) != own()
    assert own(rating="1") == own(rating="5")  # a raised star is the same review


def test_an_author_who_changed_his_name_said_it_once() -> None:
    long = "They charged me twice for the saffron and then would not answer the phone."
    second = {"text": long, "published": "2026-11-01T10:00:07Z"}
    assert mention(None, author="Ann", **second).id == mention(None, author="Ann B.", **second).id
    day = {"text": long, "published": "2026-11-01"}
    assert mention(None, author="Ann", **day).id != mention(None, author="Bob", **day).id


def test_ages_that_move_on_do_not_make_doubles() -> None:
    first = mention(text="fine", author="Ann", published="2 weeks ago")
    later = mention(mapper(now=NOW + timedelta(days=30)), text="fine", author="Ann", published="6 weeks ago")
    assert first.id == later.id
    assert first.published == datetime(2026, 11, 6, tzinfo=UTC)


def test_ages_count_from_the_scrape_date_of_the_row() -> None:
    columns = {"text": "text", "published": "when", "scraped": "scraped"}
    row = Row(1, {"text": "fine", "when": "2 weeks ago", "scraped": "2026-03-29T10:00:11.856012"})
    found = mapper(columns=columns).mention(row)
    assert not isinstance(found, Skipped)
    assert found[0].published == datetime(2026, 3, 15, tzinfo=UTC)


def test_nameless_stars_of_one_day_are_counted_and_long_copies_are_not() -> None:
    def ids(count: int, **values: object) -> set[str]:
        one = mapper()
        return {mention(one, **values).id for _ in range(count)}

    assert len(ids(3, rating="5", published="2026-11-01")) == 3
    assert ids(2, rating="5", published="2026-11-01") < ids(3, rating="5", published="2026-11-01")
    assert len(ids(3, text="Great!")) == 3
    assert len(ids(3, text="Great! " * 40)) == 1
    assert len(ids(3, text="Great!", author="Ann")) == 1


def test_counts_and_replies_are_a_snapshot() -> None:
    columns = {"text": "t", "likes": "l", "replies": "r", "shares": "s", "reply": "a"}
    row = Row(1, {"t": "x", "l": "1,234", "r": 5.0, "s": "many", "a": "We are sorry."})
    found = mapper(columns=columns).mention(row)
    assert not isinstance(found, Skipped)
    assert found[1] == Snapshot(found[0].id, NOW, likes=1234, replies=5, reply="We are sorry.")
    assert found[0].kind == "post"
    bare = mapper(columns=columns).mention(Row(1, {"t": "x"}))
    assert not isinstance(bare, Skipped)
    assert bare[1] is None


def test_two_columns_of_words_are_joined() -> None:
    both = mapper(columns={"text": "good+bad"}).mention(Row(1, {"good": "the tea", "bad": "the rest"}))
    assert not isinstance(both, Skipped)
    assert both[0].text == "the tea\nthe rest"


def test_zone_scale_and_formats_are_obeyed() -> None:
    via = mapper(timezone="Europe/Zurich", scale=Scale(6, 1), date_formats=("%y.%d.%m",))
    found = mention(via, text="x", rating="2", published="26.01.11")
    assert (found.published, found.rating, found.rating_scale) == (datetime(2026, 10, 31, 23, tzinfo=UTC), 0.8, "6-1")


def test_it_counts_what_had_no_date_or_no_time() -> None:
    via = mapper()
    for published in ("2026-11-01", "2026-11-01 10:00", "soon", ""):
        mention(via, text="x", published=published)
    assert (via.undated, via.untimed) == (2, 1)


def test_columns_are_recognised_when_none_are_told() -> None:
    found = mapper(columns=None).mention(Row(2, {"Rezension": "gut und günstig", "Sterne": "4"}))
    assert not isinstance(found, Skipped)
    assert (found[0].text, found[0].rating) == ("gut und günstig", 0.75)


def test_hostile_values_are_plain_words() -> None:
    found = mention(
        text="<script>alert(1)</script>hi\u202e\0",
        author="=cmd|' /C calc'!A0",
        url="javascript:alert(1)",
        title="\r\nBcc: x",
    )
    assert (found.text, found.author, found.url, found.title) == ("hi", "=cmd|' /C calc'!A0", "", "Bcc: x")


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*COLUMNS]),
        st.text(max_size=30) | st.integers() | st.floats() | st.none() | st.booleans() | st.datetimes(),
    )
)
def test_any_row_is_a_mention_or_a_reason(values: dict[str, object]) -> None:
    found = mapper().mention(Row(1, values))
    if isinstance(found, Skipped):
        assert found.reason
    else:
        assert found[0].rating is None or 0 <= found[0].rating <= 1
        json.dumps([found[0].text, found[0].author, found[0].title])
