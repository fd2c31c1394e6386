from __future__ import annotations

from datetime import timedelta

import pytest

from analysis import frontline
from analysis.clocks import Calendar
from storage.model import Assessment, Judged, Mention
from tests.analysis.cases import CLOCK, NOW, OWNER, STAFF, History

NAMES = ("Ada Moss", "Will", "Tom Moss", "Tom Hale")


def heard(text: str, flag: str = "none", label: str = "positive") -> Judged:
    mention = Mention("m", "Shop", "reviews", "review", "", "Rosa", "", text, NOW, NOW)
    thought = Assessment("m", "v", NOW, True, "en", 0.5, 0.1, label, flag, (), "", "none", ())  # type: ignore[arg-type]  # words of the test
    return Judged(mention, thought)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada was wonderful and so kind!", ["Ada Moss"]),
        ("I will be back, it was wonderful!", []),
        ("Will was wonderful!", ["Will"]),
        ("Tom was wonderful!", []),  # there are two
        ("Tom Hale was wonderful!", ["Tom Hale"]),
        ("Ada was there. The soup was wonderful!", []),
        ("Canada is wonderful!", []),
    ],
)
def test_praise_names_the_person_it_means(text: str, names: list[str]) -> None:
    assert [each.name for each in frontline.praise([heard(text)], NAMES)] == names


def test_a_complaint_praises_nobody() -> None:
    assert frontline.praise([heard("Ada was great, everything else was awful.", "flag", "negative")], NAMES) == []


def test_training_is_worth_a_thought_from_the_second_trouble_with_a_topic() -> None:
    late = History("1").opened().do("answer", STAFF, later=9, words="sorry")
    broken = (
        History("2")
        .opened()
        .do("answer", STAFF, words="a")
        .promise(9, by=STAFF)
        .do("break", CLOCK, later=12, promise=3)
    )
    fine = History("3").opened(topics=["price"]).do("answer", STAFF, words="a").do("resolve").do("reopen", words="b")
    cases = [late.case, broken.case, fine.case]
    needs = frontline.training(cases, Calendar(), timedelta(hours=4), NOW + timedelta(days=2))
    assert [each.sentence() for each in needs] == ["Cy, parcels: 1 answered late, 1 promise broken (cases 1, 2)"]


def test_suggestions_without_an_answer_come_first() -> None:
    old = (
        History("1")
        .opened()
        .do("suggest", STAFF, words="a")
        .do("answer_suggestion", OWNER, suggestion=2, verdict="taken up")
    )
    new = History("2").opened().do("suggest", STAFF, later=9, words="b").do("suggest", STAFF, words="c")
    assert [each.words for each in frontline.suggestions([old.case, new.case])] == ["c", "b", "a"]
