"""What came instead of what we asked for: a login page, a captcha, an error page, nothing at all.

The one thing it must never become is "nothing new".
"""

from __future__ import annotations

import re

from collectors.plain import is_html
from collectors.source import Blocked, Broken, SourceError

_DOOR = re.compile(
    rb"captcha|unusual traffic|are you (?:a )?(?:robot|human)|verify (?:that )?you(?:'re| are) (?:a )?human"
    rb"|cf-chl|just a moment\.\.\.|access denied|request blocked|whoa there, pardner|before you continue"
    rb"|type\s*=\s*[\"']?password|\bsign[ -]?in\b|\blog[ -]?in\b|consent\.(?:google|youtube)",
    re.IGNORECASE,
)


def wrong_page(body: bytes, where: str, wanted: str) -> SourceError:
    """The error for a 200 answer that is not what we asked for. `wanted` says what should have come ("a feed").

    A page that asks for a login, a captcha or consent is Blocked; everything else is Broken.
    """
    start = body[:200_000]
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return Broken(
            f"{where} answered with nothing at all where {wanted} should be",
            next_step="It often passes by itself; if it stays, open the address in a browser.",
        )
    if is_html(start):
        if _DOOR.search(start):
            return Blocked(
                f"{where} shows a login, captcha or consent page where {wanted} should be",
                next_step="Open the address in a private browser window: it must be readable without signing in.",
            )
        return Broken(
            f"{where} shows a web page where {wanted} should be",
            next_step=f"Check the address: it must lead to {wanted} itself, not to a page about it.",
        )
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return Broken(
            f"{where} answers with JSON where {wanted} should be",
            next_step="Check the address; for an API use its own kind, or kind json_api.",
        )
    return Broken(
        f"{where} answers with something that is not {wanted}", next_step="Open the address in a browser and check it."
    )
