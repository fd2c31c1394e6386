"""The pieces of the pages of casework: values in, escaped HTML out. None reads anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from analysis.case import Case, Promise
from analysis.replies import Advice
from dashboard import pieces, words
from dashboard.casework import sentences
from dashboard.casework.books import said
from dashboard.markup import EMPTY, Safe, join, link, tag
from pipelines.casefile import CaseFile
from pipelines.caselist import Line
from storage.model import CaseEvent

HOW = {"ok": ("✓", "ew-ok"), "weak": ("~", "ew-blocked"), "bad": ("✕", "ew-broken")}
STATES = {"open": "…", "overdue": "!", "kept": "✓", "kept_late": "✓", "broken": "✕"}
LOOKS = {"open": "ew-idle", "overdue": "ew-broken", "kept": "ew-ok", "kept_late": "ew-blocked", "broken": "ew-broken"}
SHORT = 220  # characters of what was said that a list shows
BEFORE = 5  # earlier mentions of a person that are shown


def chips(case: Case, *, late: bool = False) -> Safe:
    """Signs and words for what makes a case pressing."""
    found = []
    if case.urgent:
        found.append(_chip("!", words.say("case.urgent"), urgent=True))
    if case.again:
        found.append(_chip("②", words.say("case.again"), urgent=True))
    if late:
        found.append(_chip("!", words.say("case.overdue"), urgent=True))
    if any(promise.state == "broken" for promise in case.promises):
        found.append(_chip("✕", words.say("case.broken_promise")))
    return tag("span", *found, class_="ew-chips") if found else EMPTY


def _chip(sign: str, name: str, *, urgent: bool = False) -> Safe:
    look = "ew-chip ew-urgent" if urgent else "ew-chip"
    return tag("span", tag("span", sign, aria_hidden="true"), name, class_=look)


def row(line: Line, now: datetime) -> Safe:
    """A case in the list: the person, what they said, where, and how old it is."""
    entry, case = line.entry, line.entry.case
    text = entry.words if len(entry.words) <= SHORT else f"{entry.words[:SHORT].rsplit(' ', 1)[0]} …"
    about = join(pieces.foreign(case.source), *(join(" · ", pieces.foreign(topic)) for topic in case.topics))
    return tag(
        "div",
        tag("h2", pieces.foreign(entry.who), chips(case, late=line.late(now)), class_="ew-person"),
        tag("div", "“", pieces.foreign(text), "”", class_="ew-quote") if text else EMPTY,
        tag("p", about, " · ", sentences.clocks(line, now), class_="ew-by"),
    )


def standing(line: Line, now: datetime, zone: tzinfo) -> Safe:
    """What is due next in a case, its state, and who has it."""
    case = line.entry.case
    return tag(
        "div",
        tag("p", sentences.due(line.due, now, zone), class_="ew-due ew-late" if line.late(now) else "ew-due"),
        tag("p", f"{sentences.state(case)} · {sentences.holder(case)}", class_="ew-why"),
    )


def beside(line: Line, now: datetime, zone: tzinfo) -> Safe:
    """Both side by side, for a page that has no buttons between them."""
    return tag("div", row(line, now), standing(line, now, zone), class_="ew-beside")


def head(file: CaseFile, line: Line, now: datetime, zone: tzinfo) -> Safe:
    """Who it is, how pressing, what is due, who has it."""
    case = file.case
    about = (join(" · ", pieces.foreign(each)) for each in (case.source, *case.topics))
    return join(
        tag("p", words.say("case.number", case=case.id), *about, class_="ew-date"),
        tag("h1", pieces.foreign(file.entry.who), class_="ew-sentence"),
        tag("div", chips(case, late=line.late(now)), class_="ew-under"),
        tag(
            "div", standing(line, now, zone), tag("p", sentences.clocks(line, now), class_="ew-why"), class_="ew-under"
        ),
    )


def person(file: CaseFile, now: datetime, zone: ZoneInfo) -> Safe:
    """Who this is: what they said before and elsewhere, what they were promised, what was put right."""
    case = file.case
    known = [tag("li", pieces.foreign(each)) for each in file.about(now, zone)]
    for spent in case.spent:
        told = words.say("case.was_put_right", who=spent.by, what=spent.what, amount=f"{spent.amount:g}")
        known.append(tag("li", pieces.foreign(told)))
    won_back = words.table("case.won_back")
    known += [tag("li", won_back[credit.what]) for credit in case.credits]
    who = tag("ul", *known, class_="ew-facts") if known else tag("p", words.say("case.new_person"))
    earlier = [
        tag("div", pieces.quotation(said(each), fold=280), pieces.byline(said(each), now), class_="ew-earlier")
        for each in file.before[:BEFORE]
    ]
    return join(pieces.section(words.say("case.person")), who, *earlier)


def what_was_said(file: CaseFile, now: datetime) -> Safe:
    """Everything the customer said in this case, the newest first, with its place, stars and reasons."""
    drawn = []
    for mention in reversed(file.entry.said):
        each = said(mention, file.thoughts.get(mention.id))
        why = tag("p", "; ".join(each.reasons[:3]), class_="ew-why ew-words", dir="auto") if each.reasons else EMPTY
        there = link(each.url, words.say("mention.read_there"), note=words.say("shared.new_tab"))
        drawn.append(tag("li", tag("div", pieces.quotation(each), pieces.byline(each, now)), tag("div", why, there)))
    if file.case.words:
        by = tag("p", words.say("case.typed_in", who=file.case.opened_by), " · ", pieces.foreign(file.case.source),
                 class_="ew-by")  # fmt: skip
        drawn.append(tag("li", tag("div", tag("div", pieces.foreign(file.case.words), class_="ew-quote"), by)))
    return join(pieces.section(words.say("case.said")), tag("ul", *drawn, class_="ew-list"))


def timeline(file: CaseFile, zone: tzinfo) -> Safe:
    """Everything that was done, the newest first."""
    done = (_event(event, file.case, zone) for event in reversed(file.events))
    return join(pieces.section(words.say("case.timeline")), tag("ol", *done, class_="ew-timeline"))


def _event(event: CaseEvent, case: Case, zone: tzinfo) -> Safe:
    payload = event.payload
    told = words.table("case.done").get(event.kind, event.kind)
    detail = [str(payload[key]) for key in ("what", "words", "verdict", "why", "became", "url") if payload.get(key)]
    promise = next((each for each in case.promises if each.number == payload.get("promise")), None)
    if promise is not None:
        detail.insert(0, promise.what)
    if payload.get("due"):
        detail.append(sentences.moment(datetime.fromisoformat(str(payload["due"])), zone))
    if payload.get("amount"):
        detail.append(f"{payload['amount']:g}")
    body = tag("p", pieces.foreign(" · ".join(detail)), class_="ew-detail") if detail else EMPTY
    to = join(" ", tag("b", pieces.foreign(str(payload["to"])))) if payload.get("to") else EMPTY
    when = tag("span", sentences.moment(event.at, zone), class_="ew-quiet ew-small ew-number")
    return tag("li", tag("p", tag("b", pieces.foreign(event.who)), f" {told}", to, " · ", when), body)


def advice(found: Advice) -> Safe:
    """What the coach makes of a draft: the verdict, then each point with the words it means and what to do."""
    verdict = words.table("coach.verdicts")[found.verdict]
    look = {"ready": "ew-ok", "nearly": "ew-blocked", "not yet": "ew-broken"}[found.verdict]
    head = tag(
        "p",
        tag("b", verdict, class_=f"ew-state {look}"),
        tag("span", f" {words.say('coach.score', score=found.score)}", class_="ew-quiet ew-number"),
        role="status",
    )
    order = {"bad": 0, "weak": 1, "ok": 2}
    rows = []
    for point in sorted(found.points, key=lambda each: order[each.how]):
        sign, colour = HOW[point.how]
        meant = tag("span", " “", pieces.foreign(point.words), "”", class_="ew-quiet") if point.words else EMPTY
        todo = tag("p", pieces.foreign(point.suggestion), class_="ew-why") if point.suggestion else EMPTY
        signed = tag("span", sign, class_=f"ew-state {colour}", aria_hidden="true")
        spoken = tag("span", words.table("coach.how")[point.how], class_="ew-hidden")
        rows.append(tag("li", signed, spoken, tag("div", tag("b", point.name), meant, todo)))
    return tag("div", head, tag("ul", *rows, class_="ew-points"), class_="ew-coach")


def promised(promise: Promise, to: str, now: datetime, zone: tzinfo) -> Safe:
    """One promise: what, to whom, by whom, until when, and how it stands."""
    name = sentences.promise_state(promise, now)
    state = tag("span", f"{STATES[name]} {words.table('promises.states')[name]}", class_=f"ew-state {LOOKS[name]}")
    until = words.say("promises.until", when=sentences.moment(promise.due, zone), who=promise.by)
    whom = join(" · ", pieces.foreign(to)) if to else EMPTY
    what = tag("p", tag("b", pieces.foreign(promise.what)), whom)
    return tag("div", what, tag("p", state, " · ", until, class_="ew-by"), class_="ew-promised")


def bars(rows: Sequence[tuple[str, float, str]], *, caption: str) -> Safe:
    """Names with a bar (0..1) and its words."""
    drawn = (
        tag(
            "li",
            tag("div", pieces.foreign(name), tag("span", told, class_="ew-number ew-quiet"), class_="ew-topic"),
            tag("div", tag("span", style=f"width:{share:.0%}"), aria_hidden="true", class_="ew-bar"),
        )
        for name, share, told in rows
    )
    return tag("ul", *drawn, class_="ew-topics", aria_label=caption)


def facts(items: Iterable[str], none: str) -> Safe:
    """Sentences as a quiet list, or one that says there are none."""
    drawn = [tag("li", pieces.foreign(each)) for each in items]
    return tag("ul", *drawn, class_="ew-facts") if drawn else tag("p", none, class_="ew-quiet")
