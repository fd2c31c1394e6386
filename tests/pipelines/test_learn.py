from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from analysis.assess import VERSION
from analysis.judge import DEFAULT_CUT
from pipelines import assess, correct, learn, verdicts
from pipelines.config import Config
from pipelines.desk import Desk, open_desk
from storage import assessments, mentions
from storage.model import Mention

SHOP = "business: {name: Test Shop}\n"
FILL = ["cumin", "jar", "today", "lid", "from", "you", "paprika", "blue", "shelf", "bag"]


def said(number: int, now: datetime, text: str, rating: float | None = None) -> Mention:
    when = now - timedelta(hours=number)
    return Mention(f"m{number}", "Test Shop", "forum", "review", "", f"Guest {number}", "", text, when, when, rating)


def talk(count: int, now: datetime) -> list[Mention]:
    """Starred reviews whose truth hangs on one word of the trade."""
    chance = random.Random(3)
    return [
        said(n, now, f"{'clumping' if n % 2 else 'fluffy'} {' '.join(chance.sample(FILL, 4))}", 0.0 if n % 2 else 1.0)
        for n in range(1, count + 1)
    ]


def at_work(configured: Callable[..., Config], now: datetime, texts: list[Mention]) -> Desk:
    desk = open_desk(configured(SHOP), {})
    with desk.record.session("test") as con:
        mentions.keep(con, texts, at=now)
    assess.assess_waiting(desk, now=lambda: now, tell=lambda _: None)
    return desk


def waiting(desk: Desk) -> int:
    with desk.record.session("test") as con:
        mentions.unassessed(con, learn.taught(con).base, 1)
        return mentions.waiting(con)


def test_starred_reviews_teach_words_and_everything_is_judged_again_by_them(
    configured: Callable[..., Config], now: datetime
) -> None:
    plain = said(900, now, "clumping cumin again, the blue bag")
    desk = at_work(configured, now, [*talk(160, now), plain])
    with desk.record.session("test") as con:
        before = assessments.of(con, [plain.id])[plain.id]
    learn.study(desk)
    with desk.record.session("test") as con:
        assert learn.taught(con).learned.residual is not None
    assert waiting(desk) == 161
    assess.assess_waiting(desk, now=lambda: now, tell=lambda _: None)
    with desk.record.session("test") as con:
        after = assessments.of(con, [plain.id])[plain.id]
    assert after.version != before.version
    assert (after.complaint or 0.0) > (before.complaint or 0.0)
    learn.study(desk)
    assert waiting(desk) == 0  # nothing is new


def test_few_reviews_teach_nothing_and_cost_nothing(configured: Callable[..., Config], now: datetime) -> None:
    desk = at_work(configured, now, talk(30, now))
    assert learn.study(desk) == 0
    with desk.record.session("test") as con:
        assert learn.taught(con).base == VERSION
    assert waiting(desk) == 0


def test_a_moved_cut_sends_back_only_what_it_can_change(configured: Callable[..., Config], now: datetime) -> None:
    texts = ["The jar was broken and the courier rude. I want my money back.", "Lovely shop.", "They open at nine."]
    desk = at_work(configured, now, [said(n, now, text) for n, text in enumerate(texts, 1)])
    done = correct.correct(desk, "m2", verdicts.NEGATIVE, who="Ines", now=now)
    assert done.assessment is not None
    assert done.assessment.flag == "flag"
    with desk.record.session("test") as con:
        cut = learn.taught(con).learned.cut("forum")
        thought = assessments.of(con, ["m1", "m3"])
    assert cut.flag < DEFAULT_CUT.flag
    between = [each for each in thought.values() if each.complaint and cut.maybe <= each.complaint <= DEFAULT_CUT.flag]
    assert done.waiting <= len(between) + 1
    assert waiting(desk) <= done.waiting


def test_nobody_waits_for_a_training_at_the_page(configured: Callable[..., Config], now: datetime) -> None:
    desk = at_work(configured, now, talk(160, now))
    correct.correct(desk, "m2", verdicts.NEGATIVE, who="Ines", now=now)
    with desk.record.session("test") as con:
        assert learn.taught(con).learned.residual is None
    learn.study(desk)  # a round does it
    with desk.record.session("test") as con:
        assert learn.taught(con).learned.residual is not None
