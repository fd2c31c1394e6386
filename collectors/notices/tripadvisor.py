"""Tripadvisor's Management Center: "You have a new 2-bubble review". English, German, Spanish."""

from __future__ import annotations

import re

from collectors.notices.layout import Layout, starting, subjects

LAYOUT = Layout(
    site="Tripadvisor",
    address=re.compile(r"[a-z0-9._+-]+@(?:e\.|mail\.|owners\.)?tripadvisor\.com"),
    signers=("tripadvisor.com",),
    subjects=subjects(
        r"{author} (?:just )?(?:wrote|left|posted)(?: you)? a (?:new )?{stars}review (?:of|about|for|on) {place}",
        r".*\bnew {stars}(?:traveller |traveler )?review.*",
        r".*\b(?:neue bewertung|nueva opinión).*",
    ),
    ends=starting(
        r"(?:read|see|view|respond|reply|manage)(?: to)?(?: the| this| your)?(?: full)? ?reviews?\b",
        r"(?:write|post) a (?:management )?(?:response|reply)",
        r"respond$",
        r"bewertung (?:lesen|ansehen)|antworten|responder|leer la opinión",
    ),
    hosts=("tripadvisor.com", "tripadvisor.de", "tripadvisor.es", "tripadvisor.co.uk", "tripadvisor.fr"),
    furniture=starting(
        r"trip ?advisor\b.{0,40}$",
        r"{author} (?:just )?(?:wrote|left|posted) .{0,30}review\b.{0,120}$",
        r"(?:you|your (?:business|property|listing|restaurant|hotel)).{0,30}new .{0,20}review.{0,80}$",
        r"(?:date of (?:visit|stay|experience)|visited|stayed)\b.{0,40}$",
        r"reviewed by {author}$",
    ),
    own_id=re.compile(r"-r(\d{6,12})(?:\D|$)"),
    titled=True,
)
