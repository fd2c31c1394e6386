from __future__ import annotations

from datetime import timedelta

from analysis import ledger
from storage.model import Snapshot
from tests.analysis.cases import CLOCK, NOW, STAFF, History

DAY = timedelta(days=1)


def test_promises_are_kept_kept_late_broken_or_open_per_person() -> None:
    told = History().opened().promise(10).do("keep", STAFF, later=2, promise=2)
    late = History("2").opened().promise(10, by=STAFF).do("break", CLOCK, later=11, promise=2)
    late.do("keep", STAFF, promise=2)
    broken = History("3").opened().promise(10, by=STAFF).do("break", CLOCK, later=11, promise=2).promise(99, by=STAFF)
    book = ledger.promises([told.case, late.case, broken.case], NOW + 2 * DAY)
    assert (book.total.kept, book.total.kept_late, book.total.broken, book.total.open, book.total.overdue) == (
        1,
        1,
        1,
        1,
        0,
    )
    assert (book.people["Ben"].kept, book.people["Cy"].broken) == (1, 1)
    assert [each.number for each in book.due] == [4]
    assert ledger.promises([broken.case], NOW + 30 * DAY).total.overdue == 1


def test_raised_stars_go_to_the_last_answer_before_them_and_count_once() -> None:
    told = History().opened().do("answer", STAFF, words="one").do("answer", words="two")
    looks = {
        "m1": [
            Snapshot("m1", NOW + timedelta(minutes=30), rating=0.5),  # before any answer
            Snapshot("m1", NOW + timedelta(minutes=90), rating=0.75),
            Snapshot("m1", NOW + 3 * DAY, rating=0.25),
            Snapshot("m1", NOW + 4 * DAY, rating=0.75),  # only back where it was
            Snapshot("m1", NOW + 5 * DAY, rating=1.0),
            Snapshot("m1", NOW + 6 * DAY, deleted=True),
        ]
    }
    earned = ledger.earned(told.case, looks)
    assert [(each.what, each.after, each.answer, each.by) for each in earned] == [
        ("raised", 0.75, 2, "Cy"),
        ("raised", 1.0, 3, "Ben"),
        ("removed", None, 3, "Ben"),
    ]
    for each in earned:
        told.do(
            "credit", CLOCK, mention=each.mention, what=each.what, when=each.at.isoformat(), before=each.before,
            after=each.after, answer=each.answer, by=each.by,
        )  # fmt: skip
    assert ledger.earned(told.case, looks) == []
    assert [each.sentence() for each in ledger.recovered([told.case])][::-1] == [
        "2 of 5 stars became 4 of 5 stars, the same day as Cy's answer",
        "2 of 5 stars became 5 of 5 stars, 4 days after Ben's answer",
        "the review was taken back, 5 days after Ben's answer",
    ]


def test_nothing_is_credited_without_an_answer() -> None:
    assert ledger.earned(History().opened().case, {"m1": [Snapshot("m1", NOW + DAY, rating=1.0)]}) == []


def test_what_was_spent_is_summed_by_person_and_month() -> None:
    told = History().opened().do("put_right", STAFF, amount=3, what="tea")
    told.do("put_right", STAFF, amount=4.5, what="tea")
    assert ledger.spent([told.case]) == {("Cy", "2026-05"): 7.5}
