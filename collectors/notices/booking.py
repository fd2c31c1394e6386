"""Booking.com's extranet: "You have a new guest review", scored 1 to 10. English, German, Spanish.

Guests' own messages come from guest.booking.com under the same signature and are no reviews.
"""

from __future__ import annotations

import re

from collectors.notices.layout import Layout, starting, subjects
from collectors.ratings import Scale

LAYOUT = Layout(
    site="Booking.com",
    address=re.compile(
        r"(?:no-?reply|reviews?|customer\.service|extranet)@(?:(?:mailer|property|partner|reviews?|mail)\.)?booking\.com"
    ),
    signers=("booking.com",),
    subjects=subjects(
        r"{author} (?:just )?(?:left|wrote|posted)(?: you)? a (?:new )?(?:guest )?review(?: (?:for|of|about) {place})?",
        r".*\bnew (?:guest )?review (?:from|by) {author}(?: (?:for|at) {place})?",
        r".*\bnew (?:guest )?review.*",
        r".*\b(?:neue gästebewertung|nuevo comentario).*",
    ),
    ends=starting(
        r"(?:read|see|view|respond|reply)(?: to)?(?: the| this| your| all)?(?: full| guest)? ?reviews?\b",
        r"reply(?: now)?$|go to (?:the )?extranet",
        r"bewertung (?:lesen|ansehen)|antworten|responder|ver (?:el )?comentario",
    ),
    hosts=("booking.com",),
    furniture=starting(
        r"booking\.com\b.{0,40}$",
        r"{author} (?:just )?(?:left|wrote|posted) .{0,30}review\b.{0,120}$",
        r"(?:you|your (?:property|guest|hotel)).{0,40}(?:new|left|wrote) .{0,20}review.{0,80}$",
        r"(?:guest|guest name|name): {author}$",
        r"(?:reservation|booking) ?(?:number|id)?:.{0,60}$|(?:review )?score\b.{0,30}$",
    ),
    own_id=re.compile(r"[?&](?:review_id|review_url|rid)=([A-Za-z0-9_-]{8,64})"),
    scale=Scale(1, 10),
)
