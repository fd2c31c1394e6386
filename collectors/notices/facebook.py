"""Facebook pages: "Rita M. doesn't recommend Milou's Spices". English, Spanish, French."""

from __future__ import annotations

import re

from collectors.notices.layout import Layout, starting, subjects

LAYOUT = Layout(
    site="Facebook",
    address=re.compile(
        r"(?:notification|pageupdates|update|no-?reply)(?:\+[a-z0-9_=-]+)?@(?:[a-z0-9-]+\.)?facebookmail\.com"
    ),
    signers=("facebookmail.com",),
    subjects=subjects(
        r"{author} (?P<stars>doesn.t recommend|does not recommend) {place}\.?",
        r"{author} (?P<stars>recommends|recommended) {place}\.?",
        r"{author} (?P<stars>no recomienda|recomienda) {place}\.?",
        r"{author} (?P<stars>ne recommande pas|recommande) {place}\.?",
        r"{author} (?:left|wrote|posted) a (?:new )?{stars}(?:review|recommendation) (?:for|on|about|of) {place}\.?",
    ),
    ends=starting(
        r"(?:see|view|read|go to)(?: the| this| your)?(?: full)? ?(?:reviews?|recommendations?|post|page)\b",
        r"(?:reply|respond|comment)(?: to| on)?(?: the| this)? ?(?:reviews?|recommendations?|post)\b",
        r"view on facebook|comment$|ver en facebook|voir sur facebook",
    ),
    hosts=("facebook.com",),
    furniture=starting(
        r"(?:facebook|meta)\b.{0,30}$",
        r"{author} (?:recommends|recommended|doesn.t recommend|does not recommend|left|wrote) .{0,160}$",
        r"{author} (?:no recomienda|recomienda|ne recommande pas|recommande) .{0,120}$",
    ),
    own_id=re.compile(r"[?&](?:story_fbid|fbid|review_id)=(\d{6,20}|pfbid[A-Za-z0-9]{10,100})"),
)
