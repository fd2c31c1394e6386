from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from analysis.case import SHOP, Case
from analysis.recovery import Actor, fold_all
from analysis.recovery import event as next_event
from pipelines import recover
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from pipelines.team import actor
from storage import cases
from tests.pipelines.team_desk import NOW, arrive, said, shop, thought
from tests.pipelines.team_desk import SHOP as CONFIG

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return shop(tmp_path)


def test_a_mention_has_one_case_and_the_second_who_opens_it_is_told(desk: Desk) -> None:
    mention = said(1)
    arrive(desk, (mention, thought(mention)))
    opened = recover.open_case(desk, "ada", NOW, mention=mention.id)
    assert (opened.id, opened.opened_by, opened.topics, opened.ratings) == (
        "1",
        "Ada",
        ("parcels",),
        ((mention.id, 0.25),),
    )
    assert (opened.posted, opened.seen) == (mention.published, mention.seen)
    with pytest.raises(recover.Overtaken, match="Ada was first: case 1 was opened, and is open now"):
        recover.open_case(desk, "Ben", NOW, mention=mention.id)
    with pytest.raises(recover.NotAllowed, match="no mention"):
        recover.open_case(desk, "Ben", NOW, mention="nothing")
    assert recover.open_case(desk, "Ben", NOW, customer="Rosa Vane", words="broken tin").id == "2"


def test_the_words_of_a_mention_and_its_author_are_not_copied_into_the_case(desk: Desk) -> None:
    mention = said(1, author="Rosa Vane")
    arrive(desk, (mention, thought(mention)))
    recover.open_case(desk, "Ada", NOW, mention=mention.id)
    with desk.record.session("test") as con:
        rows = con.execute("SELECT payload FROM case_event").fetchall()
    assert not [row for row in rows if "Rosa" in row[0] or "parcel came" in row[0]]


def test_two_people_at_once_one_wins_and_the_other_sees_what_happened(desk: Desk) -> None:
    case = recover.open_case(desk, "Ada", NOW, customer="Rosa Vane", words="broken tin")
    recover.answer(desk, "1", "Ben", NOW + HOUR, words="Sorry!", saw=case.seq)
    with pytest.raises(recover.Overtaken) as told:
        recover.answer(desk, "1", "Cy Lee", NOW + HOUR, words="Sorry, too!", saw=case.seq)
    assert str(told.value) == "Ben was first: case 1 was answered."
    assert (told.value.case.state, len(told.value.case.answers)) == ("answered", 1)
    recover.note(desk, "1", "Ada", NOW + HOUR, words="well done")  # a remark is in nobody's way
    assert recover.resolve(desk, "1", "Ada", NOW + HOUR, saw=told.value.case.seq).state == "resolved"


@pytest.mark.parametrize("name", ["Vi", "Mallory", "", " \n", "x" * 99])
def test_viewers_and_strangers_change_nothing(desk: Desk, name: str) -> None:
    recover.open_case(desk, "Ada", NOW, customer="Rosa Vane", words="broken tin")
    with pytest.raises(recover.NotAllowed):
        recover.note(desk, "1", name, NOW, words="I was here")
    with pytest.raises(recover.NotAllowed):
        recover.open_case(desk, name, NOW, customer="Rosa Vane", words="broken tin")
    with desk.record.session("test") as con:
        assert len(cases.of(con, "1")) == 1


def test_limits_come_from_the_configuration_and_the_owner_has_none(desk: Desk) -> None:
    assert [actor(desk.config, name).limit for name in ("cy lee", "Ben", "Ada")] == [20.0, 100.0, None]
    recover.open_case(desk, "Ada", NOW, customer="Rosa Vane", words="broken tin")
    with pytest.raises(recover.NotAllowed, match="up to 20"):
        recover.put_right(desk, "1", "Cy Lee", NOW, amount=21, what="postage")
    assert recover.put_right(desk, "1", "Ben", NOW, amount=99.5, what="postage").spent[0].role == "manager"


def test_without_people_in_the_configuration_whoever_has_a_name_is_the_owner(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("business: {name: Shop}\n", encoding="utf-8")
    desk = open_desk(load(tmp_path / "config.yaml", {}), {})
    assert recover.open_case(desk, "Ada", NOW, customer="Rosa", words="x").opened_by == "Ada"
    assert actor(desk.config, "Ada") == Actor("Ada", "owner")


def test_every_verb_writes_one_event_with_name_and_time(desk: Desk) -> None:
    recover.open_case(desk, "Ada", NOW, customer="Rosa Vane", words="broken tin")
    recover.assign(desk, "1", "Ada", NOW, to="cy lee")
    recover.take_back(desk, "1", "Ada", NOW)
    recover.answer(desk, "1", "Ben", NOW, words="Sorry")
    recover.promise(desk, "1", "Ben", NOW, what="tin", due=NOW + HOUR, by="cy lee")
    recover.break_(desk, "1", "Ben", NOW, number=5)
    recover.keep(desk, "1", "Ben", NOW, number=5)
    recover.wait(desk, "1", "Ben", NOW)
    recover.reopen(desk, "1", "Ben", NOW, words="wrote")
    recover.put_right(desk, "1", "Ben", NOW, amount=5, what="tea")
    recover.suggest(desk, "Cy Lee", NOW, words="two bags", case="1")
    recover.answer_suggestion(desk, "Ada", NOW, number=11, verdict="taken up", case="1")
    recover.resolve(desk, "1", "Ben", NOW)
    recover.check_in(desk, "1", "Ada", NOW, well=False)
    recover.dismiss(desk, "1", "Ada", NOW, words="not ours")
    recover.note(desk, "1", "Ada", NOW, words="end")
    recover.record_change(desk, "Ada", NOW, words="new bags", topic="parcels", since=NOW)
    recover.suggest(desk, "Cy Lee", NOW, words="longer hours", topic="hours")
    with desk.record.session("test") as con:
        done, shop_ = cases.of(con, "1"), fold_all(cases.of(con, SHOP))[SHOP]
    assert [event.seq for event in done] == list(range(1, 17))
    assert {event.at for event in done} == {NOW}
    assert all(event.who for event in done)
    assert done[1].payload == {"to": "Cy Lee"}
    assert done[13].kind == "reopen"
    assert (shop_.changes[0].topic, shop_.suggestions[0].by) == ("parcels", "Cy Lee")


def test_the_person_first_all_they_said_and_what_was_promised(desk: Desk) -> None:
    first = said(1, author="Rosa Vane", at=NOW - timedelta(days=20))
    again = said(2, author="Rosa Vane", source="posts", kind="post")
    other = said(3, author="Rosa Vale")
    arrive(desk, *((each, thought(each)) for each in (first, again, other)))
    recover.open_case(desk, "Ada", NOW - timedelta(days=20), mention=first.id)
    recover.answer(desk, "1", "Ben", NOW - timedelta(days=19), words="Sorry! A new tin comes.")
    recover.promise(desk, "1", "Ben", NOW - timedelta(days=19), what="a new tin", due=NOW - timedelta(days=10))
    recover.break_(desk, "1", "Ben", NOW - timedelta(days=9), number=3)
    with desk.record.session("test") as con:
        person = recover.history_of(con, again)
    assert [each.id for each in person.said] == [first.id, again.id]
    assert person.first is not None
    assert person.first.id == first.id
    assert [(each.what, each.by, each.state) for each in person.promises] == [("a new tin", "Ben", "broken")]
    said_aloud = " ".join(person.sentences(NOW, desk.config.zone))
    assert "Rosa Vane has spoken 2 times, at posts, reviews, first on 15 April 2026." in said_aloud
    assert "Ben promised “a new tin” by 25 April 2026: it was not kept." in said_aloud


NAMES = [f"Person {letter}" for letter in "ABCDEFGH"]
CASES, PILE = 200, 10


def test_eight_people_at_once_on_two_hundred_cases_lose_and_double_nothing(tmp_path: Path) -> None:
    """Every case is on two desks at once; each person acts on what they saw, a pile of cases at a time."""
    people = ", ".join(f"{{name: {name}, email: p{n}@example.com, role: manager}}" for n, name in enumerate(NAMES))
    (tmp_path / "config.yaml").write_text(CONFIG.split("people:")[0] + f"people: [{people}]\n", encoding="utf-8")
    desk = open_desk(load(tmp_path / "config.yaml", {}), {}, wait=timedelta(seconds=100))
    ids = [str(number) for number in range(1, CASES + 1)]
    with desk.record.session("test") as con:
        for id_ in ids:
            payload = {"customer": f"Guest {id_}", "words": "broken"}
            cases.append(con, next_event(None, id_, "open", actor(desk.config, NAMES[0]), payload, NOW))

    def work(person: int) -> Counter[str]:
        """Takes every fourth case, as does the colleague four seats on; then answers those that were won."""
        did: Counter[str] = Counter()
        mine = ids[person % 4 :: 4]
        by = actor(desk.config, NAMES[person])
        for start in range(0, len(mine), PILE):
            with desk.record.session(NAMES[person]) as con:
                for id_ in mine[start : start + PILE]:
                    try:
                        recover.write(con, id_, by, NOW, "assign", {"to": by.name}, saw=1)
                        recover.write(con, id_, by, NOW, "answer", {"words": f"Sorry, says {by.name}."}, saw=2)
                        did["won"] += 1
                    except recover.Overtaken as told:
                        assert told.case.assignee not in ("", by.name)  # noqa: PT017 - what the loser is shown
                        did["told"] += 1
        return did

    with ThreadPoolExecutor(len(NAMES)) as pool:
        total = sum(pool.map(work, range(len(NAMES))), Counter[str]())
    with desk.record.session("test") as con:
        found = fold_all(event for events in cases.all_(con).values() for event in events)
        assert len(cases.open_(con)) == CASES
    assert total == {"won": CASES, "told": CASES}
    assert {case.seq for case in found.values()} == {3}
    assert all(case.answers[0].words == f"Sorry, says {case.assignee}." for case in found.values())


def test_two_threads_press_the_same_button_and_exactly_one_wins(desk: Desk) -> None:
    for number in range(1, 6):
        seen = recover.open_case(desk, "Ada", NOW, customer=f"Guest {number}", words="broken")

        def press(name: str, seen: Case = seen) -> str:
            try:
                return recover.answer(desk, seen.id, name, NOW, words=name, saw=seen.seq).answers[0].by
            except recover.Overtaken as told:
                return f"after {told.case.answers[0].by}"

        with ThreadPoolExecutor(2) as pool:
            one, other = sorted(pool.map(press, ("Ada", "Ben")))
        assert other == f"after {one}"
