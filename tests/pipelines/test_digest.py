"""The letter of the morning from a real record: who gets what, once a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines import digest, recover
from pipelines.alarm import WAITING
from pipelines.case_round import tend
from pipelines.desk import Desk
from storage import alerts, outbox, polls, states
from storage.model import Alert, Notification, Poll, Snapshot, TopicHit
from tests.pipelines.team_desk import NOW, arrive, look, said, shop, thought

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MORNING = datetime(2026, 5, 6, 6, 30, tzinfo=UTC)  # Wednesday, 07:30 in London
HOSTILE = "<script>alert(1)</script> {{7*7}} http://127.0.0.1:9/x.png"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return shop(tmp_path)


def letters(desk: Desk) -> dict[str, Notification]:
    """Recipient's name -> the newest digest."""
    with desk.record.session("look") as con:
        found = [each.notification for each in outbox.list_(con) if each.notification.kind == "digest"]
    return {each.recipient.partition("@")[0]: each for each in reversed(found)}


def began(desk: Desk) -> None:
    """The shop has had mornings before."""
    with desk.record.session("set up") as con:
        states.save(con, digest.WRITTEN, "2026-05-05")


def test_it_comes_once_a_day_at_the_hour_and_a_slept_through_morning_is_made_up_for(desk: Desk) -> None:
    began(desk)
    assert digest.write(desk, MORNING - timedelta(minutes=1)) == 0
    assert digest.write(desk, MORNING + 3 * HOUR) == 2  # owner and manager; nothing is Cy's
    assert digest.write(desk, MORNING + 4 * HOUR) == 0
    assert digest.due(desk, MORNING + 4 * HOUR) is None
    assert digest.write(desk, MORNING + DAY) == 2


def test_a_clock_that_was_days_ahead_costs_no_digest_and_what_waited_is_told(desk: Desk) -> None:
    began(desk)
    assert digest.write(desk, MORNING + 5 * DAY) == 2
    assert digest.write(desk, MORNING) == 2
    with desk.record.session("set up") as con:
        states.save(con, WAITING, ["spike:x"])
    assert digest.write(desk, MORNING + 5 * DAY) == 0  # went out already, by the wrong clock
    with desk.record.session("look") as con:
        assert states.load(con, WAITING) == ["spike:x"]


def test_a_new_shop_begins_with_its_second_morning(desk: Desk) -> None:
    assert digest.write(desk, NOW + HOUR) == 0
    assert digest.write(desk, MORNING) == 2


def test_what_needs_you_what_is_due_and_what_waited(desk: Desk) -> None:
    began(desk)
    late, promised = said(1, author="Lena Late"), said(2, author="Paul Promise")
    arrive(desk, (late, thought(late)), (promised, thought(promised)))
    tend(desk, NOW)
    recover.answer(desk, "2", "Ben", NOW + HOUR, words="We will send a new tin.")
    recover.promise(desk, "2", "Ben", NOW + HOUR, what="a new tin by post", due=MORNING + 8 * HOUR)
    waited = Alert("spike:x", "spike", late.entity, NOW, f"Five complaints in a day {HOSTILE}", (), ())
    with desk.record.session("set up") as con:
        alerts.keep_new(con, [waited])
        states.save(con, WAITING, [waited.key, "gone"])
    assert digest.write(desk, MORNING) >= 2
    owner = letters(desk)["ada"]
    assert "Lena Late" in owner.text
    assert "a new tin by post" in owner.text
    assert "Wednesday 6 May 2026, 15:30" in owner.text
    assert "Five complaints in a day" in owner.text.partition("WAITED")[2]
    assert "<script" not in owner.html
    assert "{{7*7}}" in owner.html
    assert "http" not in owner.html.replace("http://127.0.0.1:8501", "").replace("http://127.0.0.1:9/x.png", "")
    with desk.record.session("look") as con:
        assert states.load(con, WAITING) == []


def test_staff_get_only_what_is_theirs(desk: Desk) -> None:
    began(desk)
    mine, other = said(1, author="Lena Late"), said(2, author="Otto Other", entity="Pepperwick Spices")
    arrive(desk, (mine, thought(mine)), (other, thought(other, topics=(TopicHit("staff", -0.5, "rude"),))))
    tend(desk, NOW)  # parcels are Cy's
    digest.write(desk, MORNING)
    theirs = letters(desk)
    assert set(theirs) == {"ada", "ben", "cy"}
    assert "Lena Late" in theirs["cy"].text
    assert "Otto Other" not in theirs["cy"].text
    assert "PROOF OF SILENCE" not in theirs["cy"].text
    assert "YESTERDAY" not in theirs["cy"].text


def test_yesterday_in_a_sentence_a_picture_praise_and_the_proof_of_silence(desk: Desk) -> None:
    began(desk)
    glad = said(3, text="Cy Lee was wonderful, so kind and helpful with it!", rating=1.0, at=MORNING - 12 * HOUR)
    calm = thought(glad, compound=0.9, complaint=0.05, label="positive", flag="none", urgency="none", topics=())
    unhappy = [said(n, at=MORNING - n * DAY - 10 * HOUR) for n in range(0, 30, 2)]
    arrive(desk, (glad, calm), *((each, thought(each, urgency="today")) for each in unhappy))
    good = Poll("reviews", MORNING - timedelta(minutes=9), "ok", newest=MORNING - timedelta(minutes=7))
    trouble = Poll("posts", MORNING - HOUR, "blocked", error="The site asks us to wait", next_step="Wait an hour.")
    with desk.record.session("set up") as con:
        polls.save_all(con, [good, trouble])
    digest.write(desk, MORNING)
    owner = letters(desk)["ada"]
    assert "You were mentioned 2 times yesterday, 1 of them unhappy; usual is one in 2 days" in owner.text
    assert "2 sources, 2 checks, 1 failure, newest item 7 minutes old" in owner.text
    assert "The site asks us to wait" in owner.text
    assert "Wait an hour." in owner.text
    assert "Cy Lee was wonderful" in owner.text
    assert "Cy Lee was wonderful" in letters(desk)["cy"].text
    assert owner.html.count("bar-angry") >= 7
    assert owner.subject == "One thing needs you; 2 mentions yesterday, 1 unhappy"  # what lies in the inbox
    assert "<img" not in owner.html


def test_the_report_card_comes_on_its_day(desk: Desk) -> None:
    monday = datetime(2026, 5, 11, 6, 30, tzinfo=UTC)
    began(desk)
    from storage import publish

    publish.publish(desk.record, desk.published)
    digest.write(desk, monday - DAY)
    assert "REPORT CARD" not in letters(desk)["ada"].text
    digest.write(desk, monday)
    assert "no complaint so far" in letters(desk)["ada"].text.partition("REPORT CARD")[2]


def test_suggestions_and_complaints_that_nobody_has_dealt_with_are_not_forgotten(desk: Desk) -> None:
    began(desk)
    first = recover.suggest(desk, "Cy Lee", NOW - DAY, words="Open on Sundays in December.").suggestions[0]
    lies, answered, fresh = said(1, at=NOW - DAY), said(2, at=NOW - DAY), said(3, at=MORNING - HOUR)
    arrive(desk, *((each, thought(each, urgency="today")) for each in (lies, answered, fresh)))
    look(desk, Snapshot(answered.id, NOW, reply="We are so sorry, a new tin is in the post."))
    digest.write(desk, MORNING)
    owner = letters(desk)["ada"].text
    assert "Cy Lee suggests something and waits for your answer" in owner
    assert "Open on Sundays in December." in owner
    assert "1 complaint lies in the inbox undecided, the oldest since Monday 4 May" in owner
    recover.answer_suggestion(desk, "Ada", MORNING, number=first.number, verdict="not now", why="We are two.")
    recover.open_case(desk, "Ben", MORNING, mention=lies.id)
    recover.open_case(desk, "Ben", MORNING, mention=fresh.id)
    digest.write(desk, MORNING + DAY)
    owner = letters(desk)["ada"].text
    assert "suggests something" not in owner
    assert "in the inbox" not in owner
