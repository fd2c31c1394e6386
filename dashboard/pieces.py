"""The pieces that pages are laid out from: each takes values and gives escaped HTML. None reads anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from dashboard import signs, words
from dashboard.markup import EMPTY, Safe, join, link, tag
from dashboard.nouns import Need, Said, TopicLine

REASONS = 4  # the most telling ones
FOLD_AFTER = 700  # characters of a quotation that are shown before "read all of it"


def ribbon() -> Safe:
    """Says that this is the sample business."""
    sign = tag("b", words.say("shared.sample_sign"))
    return tag("div", sign, " · ", words.say("shared.sample"), class_="ew-ribbon", role="note")


def banner(sentence: str) -> Safe:
    """One sentence that must not be overlooked."""
    return tag("div", tag("b", "⚠ "), sentence, class_="ew-banner", role="alert")


def section(title: str, lead: str = "") -> Safe:
    return join(tag("h2", title, class_="ew-section"), tag("p", lead, class_="ew-lead") if lead else EMPTY)


def foreign(text: str) -> Safe:
    """What somebody else wrote: literal, in its own direction of writing."""
    return tag("span", text, class_="ew-words", dir="auto")


def stars(said: Said) -> Safe:
    """The rating as stars and in words; nothing for what was not rated."""
    if said.rating is None:
        return EMPTY
    full, spoken = words.stars(said.rating, said.rating_scale)
    drawn = tag("span", "★" * full, tag("i", "☆" * (5 - full)), aria_hidden="true")
    mood = "ew-stars ew-good" if said.rating > 0.5 else "ew-stars"
    return join(tag("span", drawn, class_=mood), tag("span", f" {spoken}", class_="ew-quiet ew-number"), " · ")


def quotation(said: Said, *, fold: int = FOLD_AFTER) -> Safe:
    """Title and full words. A long text shows its beginning and folds out."""
    title = tag("span", said.title, class_="ew-words ew-title", dir="auto") if said.title else EMPTY
    if not said.text:
        body = EMPTY if said.title else tag("span", words.say("mention.no_words"), class_="ew-quiet")
    elif len(said.text) <= fold * 1.2:
        body = foreign(said.text)
    else:
        cut = said.text.rfind(" ", fold // 2, fold)
        cut = cut if cut > 0 else fold
        rest = tag("details", tag("summary", words.say("mention.read_all")), foreign(said.text[cut:].lstrip()))
        body = join(foreign(f"{said.text[:cut]} …"), rest)
    return tag("div", title, body, class_="ew-quote")


def byline(said: Said, now: datetime) -> Safe:
    """Who, where, and how old by both clocks."""
    who = foreign(said.author) if said.author else Safe(words.say("mention.anonymous"))
    removed = Safe(f" · {words.say('mention.removed')}") if said.deleted else EMPTY
    return tag(
        "p", stars(said), who, " · ", foreign(said.source), " · ", words.clocks(said.published, said.seen, now),
        removed, class_="ew-by",
    )  # fmt: skip


def card(need: Need, now: datetime, shown: Collection[str] = ()) -> Safe:
    """One thing that needs the owner. A spike does not repeat mentions that were `shown` on a card before it."""
    kind = "calm" if need.kind == "mention" and not need.urgent else need.kind
    sign, name = signs.ALERTS[kind], words.table("alert.kinds")[kind]
    look = "ew-chip ew-urgent" if need.urgent else "ew-chip"
    chip = tag("span", tag("span", sign, aria_hidden="true"), name, class_=look)
    told = EMPTY
    if need.passes > 1 and need.kind == "story":
        told = tag("span", words.passed_on(need.passes, need.recent, need.shares), class_="ew-quiet ew-small")
    head = tag("header", chip, told)
    main = next((each for each in need.said if need.kind != "spike" or each.id not in shown), None)
    said = join(quotation(main), byline(main, now)) if main else EMPTY
    if need.kind == "second_complaint":
        said = join(said, *(_earlier(first, now, words.say("alert.first_time")) for first in need.said[1:2]))
    left = tag("div", tag("h2", foreign(need.headline)), said)
    return tag("article", head, left, _aside(need, main), class_="ew-card")


def _earlier(said: Said, now: datetime, title: str = "") -> Safe:
    heading = tag("h3", title) if title else EMPTY
    return tag("div", heading, quotation(said), byline(said, now), class_="ew-earlier")


def _aside(need: Need, main: Said | None) -> Safe:
    reasons = tag("ul", *(tag("li", reason, class_="ew-words", dir="auto") for reason in need.reasons[:REASONS]))
    parts = [tag("h3", words.say("alert.why_now")), reasons] if need.reasons else []
    if need.usual and not any(need.usual in reason for reason in need.reasons):
        parts += [tag("h3", words.say("alert.usual")), tag("p", need.usual, class_="ew-move ew-words", dir="auto")]
    parts += [
        tag("h3", words.say("alert.next_move")),
        tag("p", words.table("alert.moves")[need.kind], class_="ew-move"),
    ]
    if main:
        parts.append(link(main.url, words.say("mention.read_there"), note=words.say("shared.new_tab")))
    return tag("aside", *parts)


def newest(items: Iterable[Said], now: datetime) -> Safe:
    """Mentions as a quiet list, each with its reasons."""
    return tag("ul", *(_item(said, now) for said in items), class_="ew-list")


def _item(said: Said, now: datetime) -> Safe:
    why = "; ".join(said.reasons[:2])
    right = [tag("p", why, class_="ew-why ew-words", dir="auto")] if why else []
    open_it = link(said.url, words.say("mention.read_there"), note=words.say("shared.new_tab"), class_="ew-small")
    return tag("li", tag("div", quotation(said, fold=280), byline(said, now)), tag("div", *right, open_it))


def topics(title: str, lines: Sequence[TopicLine], *, bad: bool) -> Safe:
    """Topics with a bar for how many speak of them, a number, and one sentence of somebody's."""
    if not lines:
        return tag("div", section(title), tag("p", words.say("morning.topics_none"), class_="ew-quiet"))
    most = max(line.count for line in lines)
    rows = (
        tag(
            "li",
            tag("div", foreign(line.topic), _how_many(line), class_="ew-topic"),
            tag("div", tag("span", style=f"width:{line.count / most:.0%}"), aria_hidden="true",
                class_="ew-bar ew-bad" if bad else "ew-bar"),
            tag("span", "“", foreign(line.quote), "”", class_="ew-quiet ew-small"),
        )
        for line in lines
    )  # fmt: skip
    return tag("div", section(title), tag("ul", *rows, class_="ew-topics"))


def _how_many(line: TopicLine) -> Safe:
    return tag("span", words.count("numbers.mentions", line.count), class_="ew-number ew-quiet")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str, right: Sequence[int] = ()) -> Safe:
    """A plain table. Columns named in `right` hold numbers."""

    def cell(name: str, index: int, value: str, **attributes: str) -> Safe:
        return tag(name, value, **({"class_": "ew-right ew-number"} if index in right else {}), **attributes)

    top = tag("tr", *(cell("th", i, value, scope="col") for i, value in enumerate(head)))
    body = (tag("tr", *(cell("td", i, value) for i, value in enumerate(row))) for row in rows)
    written = tag("table", tag("caption", caption, class_="ew-hidden"), tag("thead", top), tag("tbody", *body),
                  class_="ew-table")  # fmt: skip
    return tag("div", written, class_="ew-scroll", tabindex="0", role="region", aria_label=caption)


def steps(title: str, sentence: str, moves: Iterable[tuple[str, str]]) -> Safe:
    """A page that has nothing to show yet: what that means, and what to do, in order."""
    items = (
        tag("li", words_, " ", tag("code", command, class_="ew-code")) if command else tag("li", words_)
        for words_, command in moves
    )
    return join(
        tag("h1", title, class_="ew-sentence"),
        tag("p", sentence, class_="ew-under") if sentence else EMPTY,
        tag("ol", *items, class_="ew-steps"),
    )
