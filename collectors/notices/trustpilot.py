"""Trustpilot for business: "Rita M. just left you a 1-star review". English, German, French."""

from __future__ import annotations

import re

from collectors.notices.layout import Layout, starting, subjects

LAYOUT = Layout(
    site="Trustpilot",
    address=re.compile(r"[a-z0-9._+-]+@(?:[a-z0-9-]+\.)?trustpilot(?:mail)?\.com"),
    signers=("trustpilot.com", "trustpilotmail.com"),
    subjects=subjects(
        r"{author} (?:has )?(?:just )?(?:left|wrote|gave)(?: you| {place})? a (?:new )?{stars}review\b.*",
        r"{author} hat (?:ihnen )?(?:gerade )?eine {stars}bewertung\b.*",
        r"{author} (?:vous )?a laissé un avis\b.*",
        r".*\bnew {stars}(?:service )?review.*",
        r".*\b(?:neue bewertung|nouvel avis).*",
    ),
    ends=starting(
        r"(?:read|see|view|respond|reply)(?: to)?(?: the| this| your)?(?: full)? ?review\b",
        r"reply(?: now)?$|find reviewer|report (?:this )?review",
        r"bewertung (?:lesen|ansehen)|antworten|répondre|lire l.avis",
    ),
    hosts=("trustpilot.com",),
    furniture=starting(
        r"trustpilot\b.{0,30}$",
        r"{author} (?:has )?(?:just )?(?:left|wrote|posted|gave) .{0,60}review\b.{0,120}$",
        r"(?:you|your (?:company|business)).{0,30}new .{0,20}review.{0,80}$",
        r"reference (?:id|number)\b.{0,40}$|verified.{0,20}$",
    ),
    own_id=re.compile(r"/reviews/([0-9a-f]{24})\b"),
    titled=True,
)
