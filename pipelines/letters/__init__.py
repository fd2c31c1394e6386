"""Letters worth reading: an alert with the words it is about, as text and as HTML.

Every letter stands on its own: it reads in a phone, without pictures, in light and dark; it loads nothing from
anywhere and tells nobody that it was opened. Whatever strangers wrote is shown as the letters they typed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from pipelines.config import Config
from pipelines.letters.card import Card, card, line
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

    def cards(self, config: Config, now: datetime, limit: int, letters: int) -> list[Card]:
        zone = config.zone
        return [card(m, self.assessments.get(m.id), zone, now, letters=letters) for m in self.mentions[:limit]]


def letters(told: Sequence[Told], config: Config, recipient: str, now: datetime) -> list[Notification]:
    """The notifications for one person: one for each alert, or a single one when many come at once."""
    if len(told) >= GROUP_FROM:
        return [grouped(told, config, recipient, now)]
    return [letter(each, config, recipient, now) for each in told]


def letter(told: Told, config: Config, recipient: str, now: datetime) -> Notification:
    """One alert as one letter. `now` is the moment of writing: how long our own part took counts up to it."""
    alert = told.alert
    values = {
        "alert": alert,
        "headline": line(alert.headline),
        "reasons": [line(reason) for reason in alert.reasons],
        "usual": line(alert.usual[:1].upper() + alert.usual[1:]),
        "more": max(0, max(len(told.mentions), len(alert.mentions)) - SHOWN),
        **_frame(config),
    }
    text, html = _rendered("alert", values, told, config, now)
    story = told.assessments[told.mentions[0].id].story if told.mentions and told.assessments else ""
    return Notification(
        key=alert.key,
        recipient=recipient,
        channel="email",
        kind="source" if alert.kind == "source" else "alert",
        subject=_subject(alert.headline, config),
        text=text,
        html=html,
        created=now,
        thread=story or alert.key,
    )


def grouped(told: Sequence[Told], config: Config, recipient: str, now: datetime) -> Notification:
    """Many alerts as one letter, the urgent ones first. Its key is made of theirs: the same alerts, the same letter."""
    ordered = sorted(told, key=lambda each: (not each.alert.urgent, each.alert.at, each.alert.key))
    items = [
        {
            "headline": line(each.alert.headline),
            "reason": line(next(iter(each.alert.reasons), "")),
            "urgent": each.alert.urgent,
            "card": next(iter(each.cards(config, now, 1, 300)), None),
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
        **_frame(config),
    }
    keys = "\x1f".join(sorted(each.alert.key for each in ordered)).encode("utf-8", "surrogatepass")
    return Notification(
        key=f"group:{hashlib.blake2b(keys, digest_size=12).hexdigest()}",
        recipient=recipient,
        channel="email",
        kind="alert",
        subject=_subject(headline, config),
        text=_form("group.txt").render(values),
        html=_form("group.html").render(values),
        created=now,
    )


def _rendered(form: str, values: dict[str, Any], told: Told, config: Config, now: datetime) -> tuple[str, str]:
    """Text and HTML; long texts are shortened until the HTML is small enough for every mail program to show whole."""
    text = html = ""
    for size in (12_000, 4_000, 1_000):
        values = {**values, "cards": told.cards(config, now, SHOWN, size)}
        text, html = _form(f"{form}.txt").render(values), _form(f"{form}.html").render(values)
        if len(html.encode("utf-8", "replace")) <= MAX_LETTER:
            break
    return text, html


def _subject(headline: str, config: Config) -> str:
    return f"SAMPLE: {line(headline)}" if config.sample else line(headline)


def _frame(config: Config) -> dict[str, Any]:
    """What stands around every letter."""
    dashboard = config.dashboard
    return {
        "business": config.business.name,
        "sample": config.sample,
        "page": f"http://{dashboard.address}:{dashboard.port}",
        "zone": config.business.timezone,
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipelines.letters", "forms"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _form(name: str) -> Any:
    return _environment().get_template(name)
