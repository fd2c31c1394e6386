"""What customers said since the last look: new cases, second complaints, closed cases that speak again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis import frontline
from analysis.case import Case
from analysis.people import full_name, numbers, person_key
from pipelines.case_bench import Bench
from pipelines.recover import told
from storage import cases, mentions
from storage.model import Json, Judged, Mention


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
        bench.tell_reopened(case.id, f"spoke again at {mention.source}", mention.id)
    else:
        bench.write(case.id, "speak", payload)
        if not content:
            bench.tell_spoke(case.id, "spoke again", mention.id)
