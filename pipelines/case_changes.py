"""What later looks at the sources show of what belongs to a case: edits, raised stars, removals, and our own answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from analysis import ledger
from analysis.case import Case, Credit
from analysis.recovery import LONGEST
from analysis.rewording import says_more
from pipelines.case_bench import Bench
from storage import assessments, mentions
from storage.model import Json, Snapshot

SOMEBODY = "somebody of the team"  # who answered at the source, where nobody has the case


def watch_for_changes(bench: Bench, since: datetime) -> None:
    """Reviews edited, raised or taken back at or after `since`, and answers that somebody gave at the source."""
    ids = [mention for case in bench.cases.values() for mention in case.mentions]
    looks = mentions.snapshots(bench.con, ids, since) if ids else {}
    for case in list(bench.cases.values()):
        theirs = {mention: looks[mention] for mention in case.mentions if mention in looks}
        for credit in ledger.earned(case, theirs) if theirs else ():
            _credit(bench, case, credit)
        _edited(bench, case.id, theirs)
    _answered(bench)


def content(bench: Bench, mention: str) -> bool:
    """Is what they say now no complaint but thanks?"""
    thought = assessments.of(bench.con, [mention]).get(mention)
    return thought is not None and thought.flag == "none" and thought.label == "positive"


def _edited(bench: Bench, id_: str, looks: Mapping[str, Sequence[Snapshot]]) -> None:
    """Somebody who puts a line under their review has spoken again, though no new mention says so."""
    worded = [name for name, seen in looks.items() if any(_reads_differently(look) for look in seen)]
    for mention, (at, before) in mentions.before_last_edit(bench.con, worded).items():
        case = bench.cases[id_]
        known = max(case.stays[-1].since if case.closed else case.opened, case.reworded or case.opened)
        now = bench.said.get(mention)
        if at <= known or now is None or not says_more(before, now):
            continue
        edit: dict[str, Json] = {"mention": mention, "edited": at.isoformat(), "seen": at.isoformat()}
        how = f"changed the review on {bench.when(at)}"
        if content(bench, mention):
            bench.write(id_, "note", {**edit, "words": "The customer changed the review, and is content."})
        elif case.closed or case.state == "waiting":
            bench.write(id_, "reopen", {**edit, "words": "the customer changed the review"})
            bench.tell_reopened(id_, how, str(at))
        else:  # a complaint that goes on after our answer is a second one
            bench.write(id_, "speak", {**edit, "urgent": bool(case.answers)})
            bench.tell_spoke(id_, how, f"edit:{at.isoformat()}")


def _reads_differently(look: Snapshot) -> bool:
    return not look.deleted and (look.text is not None or look.title is not None or look.rating is not None)


def _answered(bench: Bench) -> None:
    """Cases that wait for a word of ours, when their source shows that somebody has given it there."""
    waiting = {case.id: case for case in bench.live() if case.asked is not None}
    replies = mentions.our_replies(bench.con, {each for case in waiting.values() for each in case.mentions})
    for case in waiting.values():
        said = [bench.said[mention] for mention in case.mentions if mention in bench.said]
        last = max(
            said, key=lambda each: (each.seen, each.when), default=None
        )  # whoever answers the first only is not done
        if last is None or last.id not in replies or case.asked is None:
            continue
        at, reply = replies[last.id]
        if at >= case.asked:
            by = case.assignee or SOMEBODY
            bench.write(case.id, "answer_seen", {"words": reply[:LONGEST], "url": last.url[:LONGEST], "by": by})


def _credit(bench: Bench, case: Case, credit: Credit) -> None:
    payload: dict[str, Json] = {
        "mention": credit.mention,
        "what": credit.what,
        "when": credit.at.isoformat(),
        "before": credit.before,
        "after": credit.after,
        "answer": credit.answer,
        "by": credit.by,
    }
    now = bench.write(case.id, "credit", payload)
    won = ledger.recovered([now])[0]
    subject = f"Case {case.id}, {bench.who(now)}: {won.sentence()}"
    key = f"case:{case.id}:credit:{credit.mention}:{credit.what}:{credit.after}"
    answer = next(each for each in case.answers if each.number == credit.answer)
    bench.tell([bench.team.member(credit.by)], key, subject, [f"Your answer was: “{answer.words[:600]}”"], case.id)
