from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from analysis import hygiene
from analysis.outlook import outlook
from analysis.quiet import Quiet
from analysis.spikes import Spike
from pipelines import warn
from pipelines.warn import Limits, SourceNow, StoryNow, candidates
from storage.model import Assessment, Flag, Judged, Kind, Label, Mention, Poll

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
LIMITS = Limits(great_reach=10_000, interruptions_per_week=3)
COMPLAINT = "The jar was broken and the courier rude. I want my money back."


def judged(
    id: str = "m1",
    text: str = COMPLAINT,
    *,
    author: str = "Rosa Vane",
    hours_ago: float = 1,
    kind: Kind = "review",
    flag: Flag = "flag",
    complaint: float = 0.9,
    story: str = "",
) -> Judged:
    when = NOW - timedelta(hours=hours_ago)
    label: Label = "negative" if flag == "flag" else "neutral"
    said = Mention(id, "Shop", "reviews", kind, "https://example.com/1", author, "", text, when, when)
    thought = Assessment(id, "1", NOW, True, "en", -0.4, complaint, label, flag, (), story or id, "today", ("broken",))
    return Judged(said, thought)


@dataclass
class World:
    """A world of a few mentions: everything of `news` is fresh."""

    news: Sequence[Judged] = ()
    before: Sequence[Judged] = ()
    reached: dict[str, int] = field(default_factory=dict)
    unusual: Sequence[tuple[str, Spike]] = ()
    told: Sequence[StoryNow] = ()
    troubled: Sequence[SourceNow] = ()
    now: datetime = NOW
    answers: dict[str, datetime] = field(default_factory=dict)

    def answered(self, mention: str) -> datetime | None:
        return self.answers.get(mention)

    def edited(self, mention: str) -> datetime | None:
        return None

    def silent_sources(self) -> Sequence[SourceNow]:
        return self.troubled

    def fresh(self) -> Sequence[Judged]:
        return self.news

    def reach(self, mention: Mention) -> int | None:
        return self.reached.get(mention.id)

    def earlier_complaints(self, mention: Mention) -> Sequence[Mention]:
        return [each.mention for each in self.before]

    def negatives(self, entity: str, since: datetime) -> Sequence[Judged]:
        return [each for each in (*self.before, *self.news) if each.assessment.flag == "flag" and each.when >= since]

    def spikes(self) -> Sequence[tuple[str, Spike]]:
        return self.unusual

    def stories(self) -> Sequence[StoryNow]:
        return self.told


def kinds(world: World, limits: Limits = LIMITS) -> list[tuple[str, str]]:
    return [(each.alert.kind, each.always) for each in candidates(world, limits)]


def test_a_single_complaint_is_told_where_complaints_are_rare() -> None:
    assert kinds(World([judged()])) == [("mention", "")]


def test_a_single_complaint_is_not_told_where_they_are_everyday_business() -> None:
    usual = [judged(f"m{n}", author=f"Guest {n}", hours_ago=20 + n) for n in range(5)]
    assert kinds(World([judged()], usual)) == []


def test_one_interruption_of_the_week_is_left_for_a_spike_or_a_story() -> None:
    week = [judged(f"w{n}", author=f"Guest {n}", hours_ago=30 + n) for n in range(LIMITS.interruptions_per_week - 1)]
    assert kinds(World([judged()], week[:-1])) == [("mention", "")]
    assert kinds(World([judged()], week)) == []


@pytest.mark.parametrize("flag", ["maybe", "none"])
def test_what_only_may_be_a_complaint_waits_in_the_inbox(flag: Flag) -> None:
    assert kinds(World([judged(flag=flag, text="Could be better.")])) == []


def test_what_a_platform_held_back_says_so() -> None:
    late = judged(hours_ago=24 * 20)
    late = Judged(replace(late.mention, seen=NOW), late.assessment)
    (found,) = candidates(World([late]), LIMITS)
    assert found.alert.reasons[0] == "held back: dated 20 days before it could be seen"


def test_a_safety_matter_is_told_whatever_the_budget_says() -> None:
    hurt = judged(text="I found glass in the paprika and cut my mouth, we had to go to hospital.")
    assert kinds(World([hurt]), Limits(10_000, 0)) == [("mention", "safety")]


def test_great_reach_is_told_within_the_budget() -> None:
    usual = [judged(f"m{n}", author=f"Guest {n}", hours_ago=20 + n) for n in range(5)]
    assert kinds(World([judged()], usual, reached={"m1": 50_000})) == [("mention", "")]


def test_the_same_person_again_is_an_emergency_with_the_first_story() -> None:
    first = judged("m0", hours_ago=24 * 40)
    (found,) = candidates(World([judged()], [first]), LIMITS)
    assert (found.alert.kind, found.always) == ("second_complaint", "a second complaint")
    assert found.alert.mentions == ("m1", "m0")


SECOND = [("second_complaint", "a second complaint")]


def test_posts_within_two_days_are_one_complaint_told_on_but_two_reviews_are_two() -> None:
    first = judged("m0", hours_ago=40, kind="post")
    assert kinds(World([judged(kind="post")], [first])) == [("mention", "")]
    assert kinds(World([judged()], [first])) == SECOND


def test_a_post_days_later_or_after_our_answer_or_about_another_order_is_a_second_complaint() -> None:
    first = judged("m0", "Order 48213 came broken.", hours_ago=40, kind="post")
    answered = {"m0": NOW - timedelta(hours=20)}
    assert kinds(World([judged(kind="post")], [first], answers=answered)) == SECOND
    assert kinds(World([judged(kind="post")], [first], answers={"m0": NOW})) == [("mention", "")]
    later = judged("m0", hours_ago=49.5, kind="post")
    assert kinds(World([judged(kind="post")], [later])) == SECOND
    assert kinds(World([judged(text="Now order 50017 is broken too.", kind="post")], [first])) == SECOND
    assert kinds(World([judged(text="Order 48213, still nothing!", kind="post")], [first])) == [("mention", "")]


def test_a_second_complaint_that_hurts_somebody_is_told_as_a_safety_matter() -> None:
    first = judged("m0", hours_ago=24 * 40)
    hurt = judged(text="Again! Glass in the paprika, I cut my mouth and we had to go to hospital.")
    (found,) = candidates(World([hurt], [first]), LIMITS)
    assert (found.alert.kind, found.always) == ("second_complaint", "safety")
    assert any("safety" in reason for reason in found.alert.reasons)


def test_where_complaints_are_everyday_business_no_single_mention_rings_alone() -> None:
    first = judged("m0", hours_ago=24 * 40)
    week = [judged(f"w{n}", author=f"Guest {n}", hours_ago=1 + n) for n in range(warn.MANY)]
    assert [each.alone for each in candidates(World([judged()], [first]), LIMITS)] == [warn.ALONE]
    assert [each.alone for each in candidates(World([judged()], [first, *week]), LIMITS)] == [0]


def test_a_newspaper_that_writes_twice_is_not_a_person_complaining_twice() -> None:
    first = judged("m0", author="Hull Courier", hours_ago=90, kind="article")
    again = judged(author="Hull Courier", kind="article")
    assert ("second_complaint", "a second complaint") not in kinds(World([again], [first]))


def spike(seen: int = 6) -> Spike:
    return Spike(NOW, 24, seen, 0.4, 0.01, "you normally get one every 2.5 days", "once in 2 years", NOW)


def test_a_spike_names_its_window_and_what_is_usual_and_passes_the_budget() -> None:
    week = [judged(f"w{n}", author=f"Guest {n}", hours_ago=1 + n) for n in range(6)]
    (found,) = candidates(World((), week, unusual=[("Shop", spike())]), LIMITS)
    assert (found.alert.kind, found.size, len(found.alert.mentions)) == ("spike", 6, 6)
    assert "every 2.5 days" in found.alert.usual
    assert found.alert.expected_false_alarms_per_week == 0.01
    assert found.always


def test_praise_that_is_passed_on_is_no_alarm() -> None:
    kind = [judged(f"w{n}", author=f"Guest {n}", hours_ago=1 + n, flag="none", story="w0") for n in range(4)]
    cross = judged("w9", story="w0")
    told = StoryNow("Shop", "w0", [*kind, cross], outlook([each.when for each in (*reversed(kind), cross)], now=NOW))
    assert "story" not in [kind for kind, _ in kinds(World((), told=[told]))]


def test_a_story_explains_a_spike_only_if_the_owner_hears_of_the_story() -> None:
    week = [judged(f"w{n}", author=f"Guest {n}", hours_ago=1 + n, story="w0") for n in range(5)]
    told = StoryNow("Shop", "w0", week, outlook([each.when for each in reversed(week)], now=NOW))
    world = World((), week, unusual=[("Shop", spike())])
    spiky = candidates(world, LIMITS)
    assert warn.explanations(world, spiky, ()) == {}
    world = replace(world, told=[told])
    both = candidates(world, LIMITS)
    (key,) = warn.explanations(world, both, ())
    assert key == spiky[0].alert.key
    assert warn.explanations(world, both, ())[key].share == 1.0


def test_a_source_that_fails_is_told_with_what_it_said_and_the_next_step() -> None:
    poll = Poll("reviews", NOW, "blocked", error="It answers 403.", next_step="Renew the key.", failures=7)
    world = World(troubled=[SourceNow("Shop", "reviews", NOW - timedelta(hours=30), poll)])
    (found,) = candidates(world, LIMITS)
    assert (found.alert.kind, found.subject, found.always) == ("source", "source reviews", "")
    assert found.alert.reasons == ("7 looks in a row went wrong, for 30 h: It answers 403.", "Renew the key.")


def test_a_source_that_is_quiet_is_told_with_its_habit_and_what_to_do() -> None:
    quiet = Quiet(NOW - timedelta(days=5), 120, "it usually brings something every 5 h", 1e-6, "once in 300 years")
    world = World(troubled=[SourceNow("Shop", "reviews", quiet.since, Poll("reviews", NOW, "ok"), quiet)])
    (found,) = candidates(world, LIMITS)
    assert found.alert.headline == "The source reviews has been quiet for 5 days"
    assert "every 5 h" in found.alert.usual
    assert "earlyword sources try" in found.alert.reasons[-1]
    later = World(troubled=world.troubled, now=NOW + timedelta(hours=9))
    assert candidates(later, LIMITS)[0].alert.key == found.alert.key


def test_a_silent_source_waits_behind_complaints_for_an_interruption() -> None:
    poll = Poll("reviews", NOW, "broken", failures=3)
    world = World([judged()], troubled=[SourceNow("Shop", "reviews", NOW - timedelta(hours=30), poll)])
    decision = hygiene.decide(candidates(world, LIMITS), (), (), NOW, budget_per_week=1)
    assert [each.alert.kind for each in decision.interrupt] == ["mention"]
    assert [each.alert.kind for each in decision.digest] == ["source"]
