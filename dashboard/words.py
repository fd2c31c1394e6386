"""Every word of the pages that we wrote ourselves, in one place: a translation is one more file like this one.

Plain sentences, no markup. What other people wrote never passes through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import humanize

PAGES: Mapping[str, str] = {
    "morning": "Morning",
    "inbox": "Inbox",
    "trends": "Trends",
    "sources": "Sources",
    "analyst": "Analyst",
}
WHO = "Who is at the page"
SMALL = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
# alert kind -> (sign, name): the sign and the name say it, the colour only helps
KINDS: Mapping[str, tuple[str, str]] = {
    "spike": ("▲", "More than usual"),
    "story": ("↻", "Being passed on"),
    "mention": ("!", "Cannot wait"),
    "calm": ("·", "Worth a look"),
    "second_complaint": ("②", "Second complaint"),
    "source": ("⚠", "A source is in trouble"),
}
MOVES: Mapping[str, str] = {
    "spike": "Read the newest ones below: if they tell one story, answer it once, in public, where most people see it.",
    "story": "Find out today whether it is true. Then answer where it started, with what you do about it.",
    "mention": "Answer this person today. If it is about safety, take it off the shelf until you know more.",
    "second_complaint": "Ring this person yourself. Say what was promised the first time, and when it will be done.",
    "source": "See Sources for what to do.",
}
# poll status -> (sign, name)
STATES: Mapping[str, tuple[str, str]] = {
    "ok": ("✓", "fine"),
    "nothing_new": ("✓", "fine, nothing new"),
    "blocked": ("⏸", "blocked"),
    "broken": ("✕", "broken"),
    "waiting": ("…", "not looked at yet"),
}
MOODS: Mapping[str, str] = {
    "usual": "the mood is as usual",
    "worse": "the mood is worse than usual",
    "unknown": "it is too early to say what is usual",
}
LABELS: Mapping[str, str] = {
    "negative": "negative",
    "neutral": "neutral",
    "positive": "positive",
    "unscored": "not scored",
}

SAMPLE_SIGN = "SAMPLE"
SAMPLE = (
    "Mossop & Mace is an invented shop, so that you can look around. Run “earlyword init” to watch your own business."
)
NEEDS_NOTHING = "Nothing is waiting for you. Enjoy the coffee."
WHY_NOW = "Why now"
USUAL = "What is usual"
NEXT_MOVE = "Next move"
FIRST_TIME = "The first time"
READ_THERE = "Read it where it was said ↗"
NEW_TAB = "(opens a new tab)"
READ_ALL = "Read all of it"
TREND = "How much, and how much of it unhappy"
TREND_NONE = "Once a few mentions are in, you see here how many there are each day, and which days are unusual."
NUMBERS = "The numbers behind the picture"
AS_USUAL = "as usual"
DAY, MENTIONS, NEGATIVE, SHARE, NOTE = "Day", "Mentions", "Negative", "Negative share", "Note"
OTHER = "Other"
NEWEST = "Newest unhappy words"
NEWEST_LEAD = "Flagged or worth a look, newest first, with the reasons."
NEWEST_NONE = "Nobody has said anything negative in this time."
PRAISE, COMPLAINTS = "What people praise", "What people complain about"
TOPICS_NONE = "Nothing yet."
SILENCE = "Proof of silence"
SOURCE, STATE, LAST_LOOK, NEXT_LOOK, NEWEST_ITEM = "Source", "State", "Last look", "Next look", "Newest item"
NOT_GIVEN = "not given"
REMOVED = "removed since"
ANONYMOUS = "Somebody"
NEVER, DUE = "never", "due now"
NO_WORDS = "(stars only, no words)"
CHART = "Bar chart: mentions per day, the negative part at the foot of each bar; unusual days carry a triangle."

CHART_HOURS = "Squares for weekday and hour: the fuller a square, the more negative mentions."
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOUR, WEEK_OF, TOPIC, STARS = "Hour", "Week from", "Topic", "Stars"

INBOX_TITLE = "What was said"
SHOW, FROM, ALL_SOURCES, PAGE = "Show", "From", "all sources", "Page"
SHOWS: Mapping[str, str] = {
    "flag": "Flagged",
    "maybe": "Worth a look",
    "negative": "Negative",
    "positive": "Positive",
    "all": "Everything",
}
INBOX_NONE = "Nothing here: nobody has said anything of this kind."

TRENDS_TITLE = "How it is going"
SPAN = "Time"
SPANS: Mapping[str, str] = {"35": "5 weeks", "91": "3 months", "365": "A year"}
TREND_WHEN = "When people complain"
TREND_WHEN_LEAD = "Negative mentions by weekday and hour, in your own time."
TREND_TOPICS, TREND_SOURCES, TREND_STARS = "What about", "Where", "Stars"
TREND_NOTHING = "Nothing was said in this time."
TAKE_AWAY = "Take it away as CSV"
THE_SQL = "The question in SQL"

SOURCES_TITLE = "Where we listen"
CHECKS, FAILURES = "Checks in 24 h", "Failures"
SOURCES_ADVICE = (
    "Sources are named in config.yaml. After a change, “earlyword check” tries each of them once and says how it went."
)

ANALYST_TITLE = "For the analyst"
ANALYST_LEAD = (
    "This file is a copy for reading: open it with DuckDB, keep it open as long as you like, it never stops the "
    "collecting. Your numbers stand still until you open it again."
)
QUESTION = "A question that runs as it stands"
CUT = "Only the first rows are shown; the rest comes with “earlyword sql”."
DOCUMENTATION = "What is in it"
NAME, COLUMN, COMMENT = "Table or view", "Column", "What it means"

NOT_READY_TITLE = "Nothing has been collected yet."
NOT_READY = (
    "The first round has not finished, so there is nothing to read yet. "
    "If Earlyword was started a moment ago, this page fills by itself within a minute."
)
NOT_READY_STEPS = (
    ("To collect once, now, run", "earlyword run"),
    ("To keep collecting and keep this page open, run", "earlyword up"),
)
EMPTY_TITLE = "All set; nothing heard yet."
EMPTY = (
    "Every source below was looked at as its line says, and none has said anything about you so far. What you can do:"
)
EMPTY_STEPS = (
    ("See whether every source answers:", "earlyword check"),
    ("Bring in what you already have, a file of reviews for example:", "earlyword import reviews.csv --source reviews"),
    ("Look whether the name in config.yaml is written the way people write it, or add an alias there.", ""),
)
UNREADABLE_TITLE = "The published copy cannot be read."
UNREADABLE = "Nothing is lost: it is only a copy. Make a fresh one with the command below, then reload this page."
UNREADABLE_STEPS = (("Publish a fresh copy:", "earlyword publish"),)
CONFIG_TITLE = "The settings cannot be read."
CONFIG_STEPS = (("See what is wrong, line by line:", "earlyword check"),)


def some(count: int, one: str, many: str) -> str:
    """ "Two things", "Eleven things" as figures: 11 things."""
    number = SMALL[count] if count < len(SMALL) else f"{count:,}"
    return f"{number} {one if count == 1 else many}"


def counted(count: int, one: str, many: str) -> str:
    """ "1 check", "41 checks"."""
    return f"{count:,} {one if count == 1 else many}"


def sentence(needs: int, mood: str) -> str:
    """The one sentence of the morning."""
    if not needs:
        joint = "but" if mood == "worse" else "and" if mood == "usual" else "though"
        return f"Nothing needs you, {joint} {MOODS[mood]}."
    return f"{some(needs, 'thing needs', 'things need')} you, and {MOODS[mood]}."


def lasting(length: timedelta) -> str:
    """ "7 minutes", "2 days"; less than a minute is "a moment"."""
    if length < timedelta(minutes=1):
        return "a moment"
    return humanize.naturaldelta(length, months=False)


def ago(moment: datetime, now: datetime) -> str:
    """ "7 minutes ago"; what a source dates a little into the future is "just now"."""
    length = now - moment
    return "just now" if length < timedelta(minutes=1) else f"{lasting(length)} ago"


def ahead(moment: datetime | None, now: datetime) -> str:
    """When the next look is: "in 4 minutes"."""
    if moment is None or moment <= now:
        return DUE
    return f"in {lasting(moment - now)}"


def day(moment: date) -> str:
    """ "Monday 23 November"."""
    return f"{moment:%A} {moment.day} {moment:%B}"


def clocks(published: datetime | None, seen: datetime, now: datetime) -> str:
    """The age by both clocks: when it was said, and since when we could have known."""
    known = (
        f"known here {ago(seen, now)}" if now - seen < timedelta(minutes=1) else f"known here for {lasting(now - seen)}"
    )
    return f"posted {ago(published, now)}, {known}" if published else f"not dated by its source, {known}"


def silence(sources: int, looks: int, failures: int, newest: datetime | None, now: datetime) -> str:
    """ "6 sources, 41 checks in the last 24 hours, 0 failures, newest item 7 minutes old."""
    parts = [
        counted(sources, "source", "sources"),
        f"{counted(looks, 'check', 'checks')} in the last 24 hours",
        counted(failures, "failure", "failures"),
        f"newest item {lasting(now - newest)} old" if newest else "nothing heard so far",
    ]
    return ", ".join(parts) + "."


def nobody_collects(last: datetime | None, now: datetime) -> str:
    since = f"for {lasting(now - last)}" if last else "so far"
    return (
        f"Nobody has looked at any source {since}, so this page is standing still. "
        "Start “earlyword up”, or run “earlyword run” from cron, and it moves again."
    )


def stars(rating: float, scale: str | None) -> tuple[int, str]:
    """Full stars out of five, and the rating in the words of its own scale: (2, "2 of 5")."""
    low, high = _ends(scale)
    own = low + rating * (high - low)
    return max(0, min(5, round(own) if (low, high) in ((1.0, 5.0), (0.0, 5.0)) else round(rating * 5))), (
        f"{own:.3g} of {high:g}"
    )


def passed_on(passes: int, recent: int, shares: int) -> str:
    """How far a story has got."""
    words = f"Told {counted(passes, 'time', 'times')} so far, {recent:,} of them in the last 6 hours"
    return f"{words}; shared {counted(shares, 'time', 'times')} more." if shares else f"{words}."


def share(negative: int, total: int) -> str:
    return f"{negative / total:.0%}" if total else "–"


def shares_then_and_now(week: tuple[int, int], before: tuple[int, int]) -> str:
    """Negative of all, in the last seven days and in what came before."""
    if not week[1]:
        return "Nobody has said anything in the last 7 days."
    now = f"In the last 7 days {week[0]:,} of {week[1]:,} mentions were negative ({share(*week)})"
    return f"{now}; before that it was {share(*before)}." if before[1] else f"{now}."


def told_again(told: int) -> str:
    """Behind one telling of a story: "and 9 others tell the same"."""
    others = told - 1
    return f"and {others:,} {'other tells' if others == 1 else 'others tell'} the same"


def topic_count(count: int) -> str:
    return counted(count, "mention", "mentions")


def more(count: int) -> str:
    return f"and {counted(count, 'more, less pressing', 'more, less pressing')}."


def at_hour(weekday: int, hour: int) -> str:
    """ "Mon, 9 to 10 h"."""
    return f"{WEEKDAYS[weekday]}, {hour} to {hour + 1} h"


def found(count: int, page: int, pages: int) -> str:
    """Over a list: how many, and which page of them this is."""
    total = counted(count, "mention", "mentions")
    return f"{total}; page {page:,} of {pages:,}." if pages > 1 else f"{total}."


def file_state(path: str, made: datetime, size: int, now: datetime) -> str:
    """Where the copy lies, how fresh and how large it is."""
    return f"{path} · made {ago(made, now)} · {humanize.naturalsize(size)}"


def _ends(scale: str | None) -> tuple[float, float]:
    """The ends of "1-5"; stars of five when the scale is missing or says nothing."""
    try:
        low, high = (float(end) for end in (scale or "1-5").split("-", 1))
    except ValueError:
        return 1.0, 5.0
    return (low, high) if high > low else (1.0, 5.0)
