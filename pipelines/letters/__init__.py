"""Letters worth reading: an alert with the words it is about, as text and as HTML.

Every letter stands on its own: it reads in a phone, without pictures, in light and dark; it loads nothing from
anywhere and tells nobody that it was opened. Whatever strangers wrote is shown as the letters they typed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from analysis.alert_keys import about_many
from collectors.plain import clean
from pipelines.config import Config
from pipelines.letters.card import Card, card, line
from pipelines.letters.frame import address, form, frame, subject
from pipelines.links import Links
from storage.model import Alert, Assessment, Mention, Notification

GROUP_FROM = 6  # this many alerts waiting for one person become one letter
LISTED = 40  # alerts a grouped letter shows; the page has them all
SHOWN = 8  # mentions one alert's letter shows in full
MAX_LETTER = 90_000  # characters of HTML; Gmail cuts at 102 KB


@dataclass(frozen=True, slots=True)
class Told:
    """An alert with what it is about: its mentions, the most telling first, and what we think of them."""

    alert: Alert
    mentions: Sequence[Mention] = ()
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    person: tuple[str, ...] = ()  # who wrote the first mention and what we promised them, in sentences
    opening: str = ""  # how an answer could begin
    case: str = ""  # the case it belongs to already

    def cards(self, config: Config, now: datetime, limit: int, letters: int) -> list[Card]:
        zone = config.zone
        return [card(m, self.assessments.get(m.id), zone, now, letters=letters) for m in self.mentions[:limit]]


def letters(
    told: Sequence[Told], config: Config, recipient: str, now: datetime, links: Links | None = None
) -> list[Notification]:
    """The notifications for one person: one for each alert, or a single one when many come at once."""
    if len(told) >= GROUP_FROM:
        return [grouped(told, config, recipient, now, links)]
    return [letter(each, config, recipient, now, links) for each in told]


def letter(told: Told, config: Config, recipient: str, now: datetime, links: Links | None = None) -> Notification:
    """One alert as one letter. `now` is the moment of writing: how long our own part took counts up to it.

    With `links` it has two buttons of the running service: make a case of it, not worth it. What has a case already,
    and what has a page of its own, is one step away from the letter.
    """
    alert = told.alert
    values = {
        "alert": alert,
        "headline": line(alert.headline),
        "reasons": [line(reason) for reason in alert.reasons],
        "usual": line(alert.usual[:1].upper() + alert.usual[1:]),
        "more": max(0, max(len(told.mentions), len(alert.mentions)) - SHOWN),
        "person": [line(sentence) for sentence in told.person],
        "opening": clean(told.opening),
        **buttons(told, config, recipient, now, links),
        **frame(config),
    }
    text, html = _rendered("alert", values, told, config, now)
    story = told.assessments[told.mentions[0].id].story if told.mentions and told.assessments else ""
    return Notification(
        key=alert.key,
        recipient=recipient,
        channel="email",
        kind="source" if alert.kind == "source" else "alert",
        subject=subject(alert.headline, config),
        text=text,
        html=html,
        created=now,
        thread=story or alert.key,
    )


def buttons(told: Told, config: Config, recipient: str, now: datetime, links: Links | None) -> dict[str, str]:
    """Where the buttons of one alert lead; "" where there is none: a case is made of what has none yet."""
    alert, case = told.alert, told.case
    about_one = bool(alert.mentions) and not about_many(alert.key)
    thought = told.assessments.get(told.mentions[0].id) if told.mentions else None
    look = ""
    if case:
        look = address(config, "cases", case=case)
    elif alert.kind == "source":
        look = address(config, "sources")
    elif alert.kind == "story" and thought is not None and thought.story:
        look = address(config, "stories", story=thought.story)
    return {
        "case": case,
        "look_link": look,
        "case_link": links.link("case", alert.key, recipient, now) if links and about_one and not case else "",
        "calm_link": links.link("calm", alert.key, recipient, now) if links else "",
    }


def grouped(
    told: Sequence[Told], config: Config, recipient: str, now: datetime, links: Links | None = None
) -> Notification:
    """Many alerts as one letter, the urgent ones first, each with its buttons.

    Its key is made of theirs: the same alerts, the same letter.
    """
    ordered = sorted(told, key=lambda each: (not each.alert.urgent, each.alert.at, each.alert.key))
    items = [
        {
            "headline": line(each.alert.headline),
            "reason": line(next(iter(each.alert.reasons), "")),
            "urgent": each.alert.urgent,
            "card": next(iter(each.cards(config, now, 1, 300)), None),
            **buttons(each, config, recipient, now, links),
        }
        for each in ordered[:LISTED]
    ]
    first = line(ordered[0].alert.headline)
    headline = f"{len(ordered)} things at {config.business.name} need a look; the first: {first}"
    values = {
        "headline": f"{len(ordered)} things need a look",
        "urgent": sum(each.alert.urgent for each in ordered),
        "items": items,
        "more": len(ordered) - len(items),
        **frame(config),
    }
    keys = "\x1f".join(sorted(each.alert.key for each in ordered)).encode("utf-8", "surrogatepass")
    return Notification(
        key=f"group:{hashlib.blake2b(keys, digest_size=12).hexdigest()}",
        recipient=recipient,
        channel="email",
        kind="alert",
        subject=subject(headline, config),
        text=form("group.txt").render(values),
        html=form("group.html").render(values),
        created=now,
    )


def _rendered(name: str, values: dict[str, Any], told: Told, config: Config, now: datetime) -> tuple[str, str]:
    """Text and HTML; long texts are shortened until the HTML is small enough for every mail program to show whole."""
    text = html = ""
    for size in (12_000, 4_000, 1_000):
        values = {**values, "cards": told.cards(config, now, SHOWN, size)}
        text, html = form(f"{name}.txt").render(values), form(f"{name}.html").render(values)
        if len(html.encode("utf-8", "replace")) <= MAX_LETTER:
            break
    return text, html
