"""Findings turned into alerts: a headline that is a sentence, why now, what is usual. Pure words, no decision.

Whether an alert interrupts anybody is decided in `hygiene`; what makes a finding in `spikes`, `urgency`, `people` and
`spread`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from analysis import alert_keys, wording
from analysis.outlook import Outlook
from analysis.people import SecondComplaint
from analysis.quiet import Quiet
from analysis.spikes import Spike
from analysis.urgency import Hit
from storage.model import Alert, Judged, Poll

QUOTED = 90  # characters of a quote inside a reason
HELD_BACK = timedelta(days=7)
NAMED = 20  # mentions an alert carries


def quote(text: str) -> str:
    """The beginning of somebody's words, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[:QUOTED].rsplit(" ", 1)[0] + " …"


def of_spike(entity: str, spike: Spike, negatives: Sequence[Judged]) -> Alert:
    """An unusual hour or day. `negatives` are the negative mentions of the spike's window."""
    ordered = sorted(negatives, key=lambda j: -(j.assessment.complaint or 0.0))
    topics = Counter(topic for j in negatives for topic in {hit.topic for hit in j.assessment.topics})
    reasons = [spike.sentence()]
    if common := [f"{topic} ({count})" for topic, count in topics.most_common(3) if count > 1]:
        reasons.append("What they speak of: " + ", ".join(common))
    if negatives:
        first = min(negatives, key=lambda j: j.when)
        reasons.append(f"The first: “{quote(first.mention.text or first.mention.title)}”")
    counted, window = wording.complaints(spike.seen).capitalize(), wording.window(spike.window_hours)
    return Alert(
        key=alert_keys.spike_key(entity, spike.began),
        kind="spike",
        entity=entity,
        at=spike.at,
        headline=f"{counted} about {entity} in {window}",
        mentions=tuple(j.mention.id for j in ordered[:NAMED]),
        reasons=tuple(reasons),
        usual=f"{spike.usual}; by chance this happens {spike.once_in}",
        urgent=True,
        expected_false_alarms_per_week=spike.expected_false_alarms_per_week,
    )


def of_mention(judged: Judged, hits: Sequence[Hit], *, at: datetime, usual: str) -> Alert:
    """A single mention: one that cannot wait (`hits` names the rules), or a complaint where complaints are rare."""
    mention = judged.mention
    who = mention.author or "Somebody"
    what = hits[0].reason if hits else "a complaint"
    return Alert(
        key=alert_keys.mention_key(mention.id),
        kind="mention",
        entity=mention.entity,
        at=at,
        headline=f"{who} at {mention.source}: {what}",
        mentions=(mention.id,),
        reasons=tuple(dict.fromkeys((*_held_back(judged), *(hit.reason for hit in hits), *judged.assessment.reasons))),
        usual=usual,
        urgent=bool(hits),
    )


def _held_back(judged: Judged) -> tuple[str, ...]:
    """Says so when a platform showed a mention long after its date."""
    late = judged.mention.seen - judged.when
    return (f"held back: dated {late.days} days before it could be seen",) if late > HELD_BACK else ()


def of_second(judged: Judged, second: SecondComplaint, hits: Sequence[Hit] = (), *, at: datetime) -> Alert:
    """The same person again: an emergency, with the first story beside the new one."""
    mention = judged.mention
    return Alert(
        key=alert_keys.second_complaint_key(mention.id),
        kind="second_complaint",
        entity=mention.entity,
        at=at,
        headline=f"Second complaint by {mention.author or 'the same person'}: the first was not put right",
        mentions=(mention.id, second.first),
        reasons=tuple(dict.fromkeys((second.reason, *(hit.reason for hit in hits), *judged.assessment.reasons))),
        usual="a second complaint is always an emergency",
        urgent=True,
    )


def anew(alert: Alert, edited: datetime | None) -> Alert:
    """The alert of a mention that its author has changed (`edited`: when): another key than when it was new."""
    if edited is None:
        return alert
    key = alert_keys.edited_key(alert.key, edited)
    return replace(alert, key=key, reasons=("its author has changed it: this is how it reads now", *alert.reasons))


def of_story(entity: str, story: str, outlook: Outlook, members: Sequence[Judged], *, at: datetime) -> Alert:
    """A negative story that people have begun to pass on. `members` in order of time."""
    first = members[0].mention
    return Alert(
        key=alert_keys.story_key(entity, story),
        kind="story",
        entity=entity,
        at=at,
        headline=f"A story about {entity} is being passed on: “{quote(first.title or first.text)}”",
        mentions=tuple(j.mention.id for j in members[:NAMED]),
        reasons=(outlook.sentence(), f"First told by {first.author or 'an unnamed person'} at {first.source}"),
        usual="most complaints are never passed on",
        urgent=outlook.alarming,
    )


def of_failing(entity: str, poll: Poll, since: datetime, *, at: datetime) -> Alert:
    """A source that has failed at every look since then; `poll` is the last one."""
    failed = wording.span(max(1.0, (at - since).total_seconds() / 3600))
    state = "refuses us" if poll.status == "blocked" else "does not answer as it should"
    asked = f"{poll.failures:,} looks in a row went wrong, for {failed}"
    return Alert(
        key=alert_keys.source_key(poll.source, since),
        kind="source",
        entity=entity,
        at=at,
        headline=f"The source {poll.source} {state}: we are blind there",
        mentions=(),
        reasons=(f"{asked}: {poll.error}" if poll.error else asked, poll.next_step or _try(poll.source)),
        usual="a source that fails now and then is tried again by itself; this one has failed for a day and more",
    )


def of_quiet(entity: str, source: str, quiet: Quiet, *, at: datetime) -> Alert:
    """A source that answers and brings nothing, against its own habit."""
    return Alert(
        key=alert_keys.source_key(source, quiet.since),
        kind="source",
        entity=entity,
        at=at,
        headline=f"The source {source} has been quiet for {wording.span(quiet.hours)}",
        mentions=(),
        reasons=(
            quiet.sentence(),
            f"Open the source in a browser: if something new is there, its address or search has moved. {_try(source)}",
        ),
        usual=quiet.usual,
    )


def _try(source: str) -> str:
    return f'To see what it brings: earlyword sources try "{source}"'
