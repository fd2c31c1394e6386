"""Yelp for Business: "Rita M. wrote a 2-star review about Milou's Spices". English and German."""

from __future__ import annotations

import re

from collectors.notices.layout import Layout, starting, subjects

LAYOUT = Layout(
    site="Yelp",
    address=re.compile(r"(?:no-?reply|business|biz|notifications?|reviews?)@(?:[a-z0-9-]+\.)?yelp\.com"),
    signers=("yelp.com",),
    subjects=subjects(
        r"{author} (?:just )?(?:wrote|left|posted)(?: you)? a (?:new )?{stars}review (?:about|for|of|on) {place}",
        r"{author} hat einen (?:neuen )?beitrag (?:zu|über) {place} (?:geschrieben|verfasst)",
        r".*\bnew {stars}review.*",
        r".*\bneuer beitrag.*",
    ),
    ends=starting(
        r"(?:read|see|view|respond|reply)(?: to)?(?: the| this| your)?(?: full)? ?review\b",
        r"(?:respond|read more)$",
        r"send (?:a )?(?:message|thank)",
        r"beitrag (?:lesen|ansehen)|antworten",
    ),
    hosts=("yelp.com", "yelp.de", "yelp.ch", "yelp.co.uk"),
    furniture=starting(
        r"yelp\b.{0,30}$",
        r"{author} (?:just )?(?:wrote|left|posted) .{0,30}review\b.{0,120}$",
        r"you(?:'|’)?(?:ve got| have| got| received)? ?a? ?new review.{0,80}$",
        r".{1,40}, [A-Z]{2}$",
    ),
    own_id=re.compile(r"[?&](?:hrid|review_id|reviewid)=([A-Za-z0-9_-]{16,})"),
)
