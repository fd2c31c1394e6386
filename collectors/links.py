"""Addresses of what people wrote: safe to show, and the same for the same place."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_LONGEST = 4_000  # characters
# controls, half characters, and signs that nobody sees or that turn the direction of reading
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_hsenc|_hsmi|cmpid|ref_src|oc)", re.IGNORECASE
)
_GOOGLE = re.compile(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}")


def web_link(href: object, base: str = "") -> str:
    """An absolute http(s) address, scheme and host in lower case; "" for scripts, data, files and nonsense.

    A name before the host is left out: "https://bank.example@evil.example/" is there to deceive, or holds a password.
    """
    if not isinstance(href, str) or not href.strip():
        return ""
    try:
        link = _CONTROLS.sub("", urljoin(base, href.strip()) if base else href.strip())
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or len(link) > _LONGEST:
        return ""
    place = parts.netloc.rpartition("@")[2]
    rest = link[len(f"{parts.scheme}://{parts.netloc}") :]  # letter by letter: urlunsplit drops an empty "?" or "#"
    return f"{parts.scheme}://{place.lower()}{rest}"


def same_link(link: str) -> str:
    """One spelling for addresses that lead to the same page: for comparing only, not for opening."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").removeprefix("www.")
        port = parts.port
    except ValueError:
        return link
    shown = host if port in (None, 80, 443) else f"{host}:{port}"
    query = [(name, value) for name, value in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(name)]
    return urlunsplit(("", shown, parts.path.rstrip("/"), urlencode(query, errors="surrogatepass"), ""))


def unwrapped(link: str) -> str:
    """The address inside a Google redirect (`google.com/url?url=...`), or the link itself."""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return link
    if not _GOOGLE.fullmatch(host) or parts.path != "/url":
        return link
    found = parse_qs(parts.query)
    inner = (found.get("url") or found.get("q") or [""])[0]
    return web_link(inner) or link


def host_of(link: str) -> str:
    """The host of an address in lower case, "" when it has none."""
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""
