"""What every answer tells the browser it may do with it. Nothing is loaded from elsewhere, nobody may frame us."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from pipelines.access.visitors import encrypted
from pipelines.config import Config

PLAIN = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
# our own few forms: no script at all
FORM_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def page_policy(index: Path | None) -> str:
    """The policy for the page. `index`: Streamlit's own first page, whose inline scripts are allowed by their digest.

    'unsafe-inline' styles are how Streamlit draws. They let no mention run or load anything: scripts come from us
    alone, and so do pictures.
    """
    found = _SCRIPT.findall(index.read_text("utf-8")) if index else []
    digests = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in found
    )
    return (
        f"default-src 'self'; script-src 'self'{digests}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'self' blob:; "
        "worker-src 'self' blob:; frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def for_answer(config: Config, policy: str, path: str, already: set[bytes]) -> list[tuple[bytes, bytes]]:
    """The headers to add to an answer that has the headers `already` (names in lower case)."""
    wanted = {**PLAIN, "Content-Security-Policy": policy}
    if encrypted(config):
        wanted["Strict-Transport-Security"] = "max-age=31536000"
    if not path.startswith("/static/"):  # the page's own code may be kept by the browser, what people wrote may not
        wanted["Cache-Control"] = "no-store"
    return [
        (name.lower().encode(), value.encode())
        for name, value in wanted.items()
        if name.lower().encode() not in already
    ]
