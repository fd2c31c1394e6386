"""What has fallen due: cases nobody answered, promises, check-ins, answers to suggestions. Each is told once."""

from __future__ import annotations

from datetime import datetime, timedelta

from analysis.case import Case, Promise
from analysis.clocks import spell, waited
from analysis.folding import UNANSWERED
from analysis.routing import Choice, choose
from pipelines.case_bench import Bench

TOLD_FOR = timedelta(days=14)  # an answer to a suggestion is news for so long
HEARD_ALREADY = ("owner", "manager")  # who gets the alerts themselves


def route(bench: Bench) -> None:
    """Cases nobody ever had go to whom they belong."""
    for case in bench.live():
        if not case.assignee and not case.had and case.state in UNANSWERED:
            chosen = _choose(bench, case)
            if chosen is not None:
                _hand_over(bench, case, chosen)


def unanswered(bench: Bench) -> None:
    """Cases whose time has run out without a word of ours: taken back, passed on, and whoever is in charge told."""
    within = bench.config.team.answer_within
    for case in bench.live():
        if case.asked is None or not bench.team.members:
            continue
        since = max(case.asked, case.assigned or case.opened)
        silent = waited(case, bench.calendar, since, bench.now)
        if silent < within:
            continue
        head, had = bench.head(), case.assignee
        key, who = f"case:{case.id}:late:{since.isoformat()}", bench.who(case)
        chosen = _choose(bench, case) if head is None or had != head.name else None
        done = "It is yours." if head is not None and had == head.name else "Nobody else is left to take it."
        if chosen is not None:
            if had:
                bench.write(case.id, "take_back", {"words": f"no answer in {spell(silent)} of opening time"})
            _hand_over(bench, bench.cases[case.id], chosen)
            done = f"It was taken back from {had} and goes to {chosen.name}." if had else f"It goes to {chosen.name}."
        subject = f"Nobody has answered {who} in {spell(silent)} of opening time (case {case.id})"
        bench.tell([head], key, subject, [done, bench.words(case)], case.id)


def promises(bench: Bench) -> None:
    """Promises: a reminder before they fall due, and whoever is in charge is told of one that was broken."""
    for case in bench.live():
        for promise in case.open_promises:
            key = f"promise:{case.id}/{promise.number}"
            keeper = bench.team.member(promise.by)
            if promise.due <= bench.now:
                bench.write(case.id, "break", {"promise": promise.number})
                subject = f"A promise to {bench.who(case)} was broken (case {case.id})"
                bench.tell([bench.head(), keeper], f"{key}:broken", subject, _about(bench, case, promise), case.id)
            elif _remind_at(bench, promise) <= bench.now:
                if keeper is None or bench.team.away(keeper.name, bench.now):
                    keeper = bench.head()
                subject = f"Promised to {bench.who(case)}, due {bench.when(promise.due)}"
                bench.tell([keeper], f"{key}:due", subject, _about(bench, case, promise), case.id)


def check_ins(bench: Bench) -> None:
    """Some days after a case was resolved: was all well?"""
    for case in bench.cases.values():
        resolved = case.resolved if case.state == "resolved" else None
        if resolved is None or bench.now - resolved < bench.config.team.check_in_after:
            continue
        subject = f"Was all well? A word with {bench.who(case)} is due (case {case.id})"
        lines = [f"The case was resolved on {bench.when(resolved)}.", bench.words(case)]
        bench.tell([bench.head()], f"case:{case.id}:check-in:{resolved.isoformat()}", subject, lines, case.id)


def standing_still(bench: Bench) -> None:
    """Open cases in which nothing is due and nothing has happened for as long as a check-in waits: not to be forgotten.

    Answered and left at that, a promise that was broken and is spoken of no more, a customer who never came back.
    """
    for case in bench.live():
        if case.asked is not None or case.open_promises:
            continue
        since = max(case.stays[-1].since, *(answer.at for answer in case.answers[-1:]), case.opened)
        if bench.now - since < bench.config.team.check_in_after:
            continue
        asked = f" ({case.waiting_for})" if case.waiting_for else ""
        advice = {
            "waiting": f"We wait for the customer{asked}. Ask them once more, or close the case.",
            "broken": "A promise was broken here. Say when it will be made good, or that it has been.",
        }.get(
            case.state, "If all is put right, say so, and somebody asks the customer later; else say what comes next."
        )
        lead = bench.head() if case.state == "broken" else None
        subject = f"Case {case.id}: nothing has happened for {bench.who(case)} since {bench.when(since)}"
        key = f"case:{case.id}:still:{since.isoformat()}"
        bench.tell([bench.holder(case), lead], key, subject, [advice, bench.words(case)], case.id)


def suggestions(bench: Bench) -> None:
    """What the owner said to a suggestion reaches whoever made it."""
    for case in bench.cases.values():
        for each in case.suggestions:
            if each.answered is None or bench.now - each.answered > TOLD_FOR:
                continue
            became = f" What became of it: {each.became}." if each.became else ""
            why = f", because: {each.why}" if each.why else ""
            key = f"suggestion:{each.case}/{each.number}:{each.verdict}:{each.answered.isoformat()}"
            subject = f"Your suggestion: {each.verdict}"
            lines = [f"“{each.words}”", f"{each.answered_by} says: {each.verdict}{why}.{became}"]
            bench.tell([bench.team.member(each.by)], key, subject, lines, page="team")


def _choose(bench: Bench, case: Case) -> Choice | None:
    but_not = {*case.had, case.assignee} - {""}
    return choose(bench.team, topics=case.topics, source=case.source, entity=case.entity, at=bench.now, but_not=but_not)


def _hand_over(bench: Bench, case: Case, chosen: Choice) -> None:
    now = bench.write(case.id, "assign", {"to": chosen.name, "why": chosen.why})
    member = bench.team.member(chosen.name)
    if case.urgent and case.opened == bench.now and member is not None and member.role in HEARD_ALREADY:
        return  # the alert that opened the case is in the same person's mail
    until = bench.calendar.after(bench.now, bench.config.team.answer_within)
    subject = f"Case {case.id} is yours: {bench.who(case)}"
    lines = [bench.words(case), f"An answer is due by {bench.when(until)}.", f"Why you: {chosen.why}."]
    bench.tell([member], f"case:{case.id}:yours:{now.seq}", subject, lines, case.id)


def _remind_at(bench: Bench, promise: Promise) -> datetime:
    """Ahead by what config.yaml says; a promise made shorter before is reminded of halfway."""
    return max(promise.due - bench.config.team.promise_reminder, promise.made + (promise.due - promise.made) / 2)


def _about(bench: Bench, case: Case, promise: Promise) -> list[str]:
    return [
        f"“{promise.what}”",
        f"Promised by {promise.by} on {bench.when(promise.made)}, due {bench.when(promise.due)}.",
        f"What {bench.who(case)} said: {bench.words(case)}" if bench.words(case) else "",
    ]
