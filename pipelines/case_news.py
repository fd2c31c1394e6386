"""What customers said since the last look: new cases, second complaints, closed cases that speak again, credits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from analysis import frontline, ledger
from analysis.case import Case, Credit
from analysis.people import full_name, numbers, person_key
from analysis.routing import Member
from pipelines.case_bench import Bench
from pipelines.recover import told
from storage import cases, mentions
from storage.model import Json, Judged, Mention, Snapshot


def listen(bench: Bench, news: Sequence[Judged], second: Mapping[str, str]) -> None:
    """Every new mention: does it belong to a case, or need one? `second`: mention -> the first complaint."""
    taken = cases.by_mentions(bench.con, [judged.mention.id for judged in news])
    known = _index(bench)
    stories = {case.story for case in bench.cases.values() if case.story}
    for judged in sorted(news, key=lambda each: (each.when, each.mention.id)):
        mention, thought = judged.mention, judged.assessment
        if mention.id in taken:
            continue
        case = None if mention.kind == "article" else _case_of(bench, known, mention, second.get(mention.id, ""))
        if case is not None:
            _speaks_again(bench, case, judged)
        elif mention.id in second or (thought.urgency == "now" and thought.flag != "none"):
            if thought.story in stories and mention.kind != "review" and mention.id not in second:
                continue  # the same story passed on: it has its case
            case = _open(bench, judged, second.get(mention.id, ""))
            stories |= {case.story} - {""}
        else:
            continue
        bench.said[mention.id] = mention
        for key in _keys(mention):
            known.setdefault(key, case.id)


def watch_for_changes(bench: Bench, since: datetime) -> None:
    """Reviews edited, raised or taken back at or after `since`."""
    ids = [mention for case in bench.cases.values() for mention in case.mentions]
    looks = mentions.snapshots(bench.con, ids, since) if ids else {}
    for case in list(bench.cases.values()):
        theirs = {mention: looks[mention] for mention in case.mentions if mention in looks}
        if not theirs:
            continue
        for credit in ledger.earned(case, theirs):
            _credit(bench, case, credit)
        if bench.cases[case.id].closed:
            for mention, look in _spoke_up(bench.cases[case.id], theirs):
                bench.write(case.id, "reopen", {"words": "the customer changed the review", "mention": mention})
                _tell_reopened(bench, case, f"changed the review on {bench.when(look.at)}", str(look.at))
                break


def praise(bench: Bench, news: Sequence[Judged]) -> None:
    """Glad words that name somebody reach that person."""
    for each in frontline.praise(news, [member.name for member in bench.team.members]):
        lines = (f"“{each.quote}”", f"Said at {each.source}, {bench.when(each.at)}.")
        bench.tell(
            [bench.team.member(each.name)],
            f"praise:{each.mention}:{each.name}",
            "A customer praised you by name",
            lines,
            page="team",
        )


def _keys(mention: Mention) -> Iterator[str]:
    """What a person is known by: the account, the full name, a number they name."""
    if key := person_key(mention):
        yield f"account {key}"
    if name := full_name(mention.author):
        yield f"name {name}"
    yield from (f"number {each}" for each in numbers(f"{mention.title} {mention.text}"))


def _index(bench: Bench) -> dict[str, str]:
    """Key of a person -> their case, the newest and open ones first."""
    found: dict[str, str] = {}
    for case in sorted(bench.cases.values(), key=lambda case: (not case.closed, case.changed), reverse=True):
        for mention in case.mentions:
            if mention in bench.said:
                for key in _keys(bench.said[mention]):
                    found.setdefault(key, case.id)
        if name := full_name(case.customer):
            found.setdefault(f"name {name}", case.id)
    return found


def _case_of(bench: Bench, known: Mapping[str, str], mention: Mention, first: str) -> Case | None:
    for case in bench.cases.values():
        if first and first in case.mentions:
            return case
    for key in _keys(mention):
        case_id = known.get(key)
        if case_id and bench.cases[case_id].entity in ("", mention.entity):
            return bench.cases[case_id]
    return None


def _open(bench: Bench, judged: Judged, first: str) -> Case:
    payload = told(judged.mention, judged.assessment, urgent=True)
    if first:
        payload |= {"earlier": [first], "why": "second complaint by the same person"}
        bench.said |= mentions.by_ids(bench.con, [first])
    else:
        payload |= {"why": next(iter(judged.assessment.reasons), "")}
    return bench.open(payload)


def _speaks_again(bench: Bench, case: Case, judged: Judged) -> None:
    mention, thought = judged.mention, judged.assessment
    content = thought.flag == "none" and thought.label == "positive"
    payload: dict[str, Json] = told(mention, thought, urgent=thought.flag == "flag", content=content)
    bench.said[mention.id] = mention
    if case.closed and content:
        bench.write(case.id, "note", {"words": "The customer spoke again, and is content.", "mention": mention.id})
    elif case.closed or case.state == "waiting":
        bench.write(case.id, "reopen", {**payload, "words": "the customer spoke again"})
        _tell_reopened(bench, bench.cases[case.id], f"spoke again at {mention.source}", mention.id)
    else:
        now = bench.write(case.id, "speak", payload)
        if not content:
            subject = f"Case {case.id}: {bench.who(now)} spoke again"
            bench.tell(
                [_holder(bench, now)], f"case:{case.id}:spoke:{mention.id}", subject, [bench.words(now)], case.id
            )


def _tell_reopened(bench: Bench, case: Case, how: str, what: str) -> None:
    case = bench.cases[case.id]
    lines = [bench.words(case), *(f"{p.by} had promised “{p.what}” by {bench.when(p.due)}." for p in case.promises)]
    subject = f"Case {case.id} is open again: {bench.who(case)} {how}"
    bench.tell([_holder(bench, case), bench.head()], f"case:{case.id}:reopened:{what}", subject, lines, case.id)


def _holder(bench: Bench, case: Case) -> Member | None:
    return bench.team.member(case.assignee) or bench.head()


def _spoke_up(case: Case, looks: Mapping[str, Sequence[Snapshot]]) -> Iterator[tuple[str, Snapshot]]:
    """Edits after the case was closed that are no thanks: other words, or fewer stars."""
    closed, rated = case.stays[-1].since, dict(case.ratings)
    for mention, seen in looks.items():
        stars = rated.get(mention)
        for look in seen:
            raised = look.rating is not None and stars is not None and look.rating > stars
            said = look.text is not None or look.title is not None or (look.rating is not None and look.rating != stars)
            if look.at > closed and said and not raised and not look.deleted:
                yield mention, look


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
