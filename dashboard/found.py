"""What a search found: the wanted words marked in what was said. Escaped first, marked after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from analysis import query
from dashboard import pieces, words
from dashboard.markup import EMPTY, Safe, join, link, tag
from dashboard.nouns import Said

SHOWN = 320  # characters of a text, with the first wanted words in them


def items(said: Iterable[Said], wanted: Sequence[query.Term], now: datetime) -> Safe:
    """Mentions as a quiet list, the wanted words marked."""
    return tag("ul", *(_item(each, wanted, now) for each in said), class_="ew-list")


def marked(text: str, wanted: Sequence[query.Term]) -> Safe:
    """Somebody's words, literal, with what was looked for marked."""
    spans = query.marks(wanted, text)
    parts = (tag("mark", piece) if wants else join(piece) for piece, wants in query.pieces(text, spans))
    return tag("span", *parts, class_="ew-words", dir="auto")


def _item(said: Said, wanted: Sequence[query.Term], now: datetime) -> Safe:
    title = tag("span", marked(said.title, wanted), class_="ew-title") if said.title else EMPTY
    start, end = query.around(wanted, said.text, SHOWN)
    body = join("… " if start else "", marked(said.text[start:end], wanted), " …" if end < len(said.text) else "")
    whole = EMPTY
    if (start, end) != (0, len(said.text)):
        whole = tag("details", tag("summary", words.say("mention.read_all")), marked(said.text, wanted))
    if not said.text and not said.title:
        body = tag("span", words.say("mention.no_words"), class_="ew-quiet")
    why = "; ".join(said.reasons[:2])
    right = [tag("p", why, class_="ew-why ew-words", dir="auto")] if why else []
    right.append(link(said.url, words.say("mention.read_there"), note=words.say("shared.new_tab"), class_="ew-small"))
    left = tag("div", tag("div", title, body, whole, class_="ew-quote"), pieces.byline(said, now))
    return tag("li", left, tag("div", *right))
