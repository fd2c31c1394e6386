"""How a review notice is read: one description for each sender, one way of reading for all.

None of these letters is documented and all of them change, so they are read by what stays: the subject says that it
is a review, stars are written somewhere near the top, the words follow, and a button ("Reply to review") ends them. A
letter that does not keep to it is not guessed at: it becomes an "unparsed" mention and the owner reads it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from collectors.letter import Letter
from collectors.ratings import STARS, RatingError, Scale, parse_rating
from collectors.trust import within

_GREETING = re.compile(r"(?:hi|hello|hey|dear|good news|hallo|guten tag|liebe[rs]?|hola|bonjour|ciao)\b.{0,80}", re.I)
_DATE = re.compile(r"(?=.*\d)[\w\s,./:-]{4,30}")
_STARS = (
    re.compile(r"[★⭐🌟✮☆✩]{1,10}½?"),
    re.compile(r"\b(\d{1,2}(?:[.,]\d)?)\s*(?:/|out of|of|von|de|sur|su|van)\s*(5|10)\b", re.I),
    re.compile(
        r"\b([1-5]|one|two|three|four|five)[\s-]?(?:stars?|sterne?|estrellas?|étoiles?|stelle|sterren|bubbles?)\b", re.I
    ),
)
_LABEL = re.compile(r"(?:rating|rated|score|review score|bewertung|puntuación|note)\s*:?\s*", re.I)
_QUOTES = "\"“”„«»'‘’"
_FURNITURE = 14  # lines at the top that may be logo, greeting, name, stars and date


_BLANKS = {
    "{author}": r"(?P<author>[^\n]{1,80}?)",
    "{place}": r"(?P<place>[^\n]{1,200}?)",
    "{stars}": r"(?P<stars>[1-5][- ](?:star|bubble|sterne?)[- ])?",
}


def subjects(*templates: str) -> tuple[re.Pattern[str], ...]:
    """Subjects as patterns; {author}, {place} and {stars} ("2-star ", may be missing) are blanks."""
    return tuple(re.compile(f"^{_filled(template)}$", re.I) for template in templates)


def starting(*templates: str) -> re.Pattern[str]:
    """Lines that begin like one of the templates; {author} is a blank, the only group."""
    filled = (template.replace("{author}", r"([^\n!?]{1,80}?)") for template in templates)
    return re.compile("|".join(filled), re.I)


def _filled(template: str) -> str:
    for blank, pattern in _BLANKS.items():
        template = template.replace(blank, pattern)
    return template


@dataclass(frozen=True, slots=True)
class Notice:
    """One review as a letter tells it."""

    author: str
    title: str
    text: str
    rating: tuple[float, str] | None  # on 0..1, and its scale
    url: str
    own_id: str  # the site's own id of the review, "" when the letter does not show it


@dataclass(frozen=True, slots=True)
class Layout:
    """What the letters of one sender look like."""

    site: str  # its name, as people know it
    address: re.Pattern[str]  # From addresses that send notices, and no others of that domain
    signers: tuple[str, ...]  # domains whose DKIM signature vouches for them
    subjects: tuple[re.Pattern[str], ...]  # with groups author, stars, place where the subject names them
    ends: re.Pattern[str]  # a line that ends the words: the button
    hosts: tuple[str, ...]  # where the link to the review leads
    furniture: re.Pattern[str]  # further lines above the words
    own_id: re.Pattern[str] | None = None  # the id of the review in a link's address
    scale: Scale = STARS
    titled: bool = False  # the first line of the words is a title


def read_notice(letter: Letter, layout: Layout) -> Notice | None:
    """The review in a letter, or None when the letter is not laid out as this sender's notices are."""
    subject = next((match for each in layout.subjects if (match := each.search(letter.subject))), None)
    if subject is None:
        return None
    named = subject.groupdict()
    author = (named.get("author") or "").strip(_QUOTES + " ")
    end = next((at for at, line in enumerate(letter.lines) if layout.ends.match(line)), None)
    if end is None:
        return None
    start, rating, author = _top(letter.lines[:end], letter.subject, layout, author, (named.get("place") or "").strip())
    if named.get("stars"):
        rating = _rating(named["stars"], layout.scale) or rating
    words = list(letter.lines[start:end])
    title = words.pop(0).strip(_QUOTES + " ") if layout.titled and len(words) > 1 else ""
    text = "\n".join(words)
    if text[:1] in _QUOTES:
        text = text.strip(_QUOTES + " ")
    if not text and rating is None:
        return None
    url, own_id = _link(letter, layout)
    return Notice(author, title, text, rating, url, own_id)


def find_rating(line: str, scale: Scale) -> tuple[float, str] | None:
    """Stars anywhere in a line: drawn, "4 out of 5", or "2-star"."""
    for pattern in _STARS:
        match = pattern.search(line)
        if match:
            found = _rating(match[0], scale)
            if found is not None:
                return found
    return None


def _top(
    lines: Sequence[str], subject: str, layout: Layout, author: str, place: str
) -> tuple[int, tuple[float, str] | None, str]:
    """Where the words begin, the rating above them, and the author if only the body names him."""
    rating: tuple[float, str] | None = None
    for at, line in enumerate(lines[:_FURNITURE]):
        found = find_rating(line, layout.scale) if len(line) <= 120 else None
        is_name = _bare(line) in {_bare(each) for each in (author, place, subject, layout.site)} - {""}
        said = layout.furniture.match(line)
        if said is not None and not author:
            author = next(filter(None, said.groups()), "").strip(_QUOTES + " ")
        is_stars = found is not None and len(_LABEL.sub("", line)) <= 30
        if found is not None and (is_stars or said is not None):
            rating = rating or found
        if not (is_name or is_stars or said or _GREETING.fullmatch(line) or _DATE.fullmatch(line)):
            return at, rating, author
    return min(len(lines), _FURNITURE), rating, author


def _bare(line: str) -> str:
    return line.casefold().strip(_QUOTES + " .:!")


def _rating(words: str, scale: Scale) -> tuple[float, str] | None:
    text = _LABEL.sub("", words).strip()
    try:
        return parse_rating(text, scale)
    except RatingError:
        return None


def _link(letter: Letter, layout: Layout) -> tuple[str, str]:
    """The address behind the button (else the first one of that site), and the review's own id where one shows it."""
    ours = [(href, words) for href, words in letter.links if within(_host(href), layout.hosts)]
    own_id = ""
    if layout.own_id is not None:
        own_id = next((match[1] for href, _ in ours if (match := layout.own_id.search(href))), "")
    button = next((href for href, words in ours if layout.ends.match(words)), ours[0][0] if ours else "")
    return button, own_id


def _host(url: str) -> str:
    rest = url.partition("://")[2]
    return re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].lower()
