"""Google Business Profile: "Rita M. left a review for Milou's Spices". English, German, Spanish, French.

Only the two addresses of Business Profile: other mail of google.com (shared documents, invitations) carries words that
strangers chose, under Google's own signature.
"""

from __future__ import annotations

import re

from collectors.notices.layout import Layout, starting, subjects

LAYOUT = Layout(
    site="Google Business Profile",
    address=re.compile(r"(?:businessprofile|google-my-business|business-profile)-noreply@google\.com"),
    signers=("google.com",),
    subjects=subjects(
        r"{author} (?:just )?left (?:you )?a (?:new )?{stars}review (?:for|on|of) {place}",
        r"{author} hat eine (?:neue )?(?:rezension|bewertung) (?:zu|für|über) {place} (?:geschrieben|abgegeben)",
        r"{author} ha (?:dejado|escrito|publicado) una (?:nueva )?reseña (?:sobre|de|para|en) {place}",
        r"{author} a (?:laissé|publié|écrit) un (?:nouvel )?avis (?:sur|à propos de|pour) {place}",
        r".*\bnew {stars}(?:customer |google )?review.*",
        r".*\b(?:neue (?:rezension|bewertung)|nueva reseña|nouvel avis).*",
    ),
    ends=starting(
        r"(?:reply|read|see|view|respond)(?: to)?(?: the| this| your| full)? ?reviews?\b",
        r"reply$",
        r"manage (?:your )?reviews",
        r"(?:auf rezension )?antworten|rezension (?:lesen|ansehen)",
        r"responder|(?:leer|ver) (?:la )?reseña",
        r"répondre|lire l.avis",
    ),
    hosts=("google.com", "c.gle", "goo.gl", "g.page"),
    furniture=starting(
        r"(?:google|business profile|google maps|google my business|logo)\b.{0,40}$",
        r"{author} (?:just )?(?:left|wrote|posted) (?:you )?a .{0,30}review\b.{0,120}$",
        r"{author} (?:hat eine (?:neue )?(?:rezension|bewertung)|ha dejado una|a laissé un) .{0,120}$",
        r"(?:you (?:have|got)|your business (?:has|received|got)).{0,20}new review.{0,80}$",
        r"see what your customers are saying.{0,40}$",
    ),
    own_id=re.compile(r"[?&/](?:reviewid|review_id|reviews)[=/]([A-Za-z0-9_-]{16,})", re.I),
)
