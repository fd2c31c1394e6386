"""Did the sender's own domain sign this message? Told by our receiving server's Authentication-Results (RFC 8601).

Anybody can write such a header into a message. Only the one our own server put on top counts: the topmost, and only
when it bears that server's name; or, when the owner names the server, the topmost with exactly that name. A server
that follows the standard removes foreign headers with its own name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

# IMAP server -> names its provider writes in Authentication-Results ("" : Microsoft 365 writes none)
_PROVIDERS: dict[str, tuple[str, ...]] = {
    "imap.gmail.com": ("mx.google.com",),
    "imap.googlemail.com": ("mx.google.com",),
    "outlook.office365.com": ("",),
    "imap-mail.outlook.com": ("",),
    "imap.mail.yahoo.com": ("yahoo.com",),
    "imap.fastmail.com": ("messagingengine.com",),
    "imap.gmx.net": ("gmx.net",),
    "imap.gmx.com": ("gmx.net", "gmx.com"),
    "imap.web.de": ("web.de",),
    "imap.zoho.com": ("zoho.com",),
    "imap.zoho.eu": ("zoho.eu", "zoho.com"),
}
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"?')
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,253}[a-z0-9])?")


def signed_by(results: Sequence[str], domains: Collection[str], *, host: str, server: str = "") -> bool:
    """Does a trusted header say dkim=pass for one of `domains` (or a subdomain)?

    `results` are the message's headers, topmost first; `host` is the IMAP server they came from, `server` the name the
    owner gave of the one that writes them ("" to go by `host`).
    """
    for number, header in enumerate(results):
        name, facts = _parse(header)
        if server:
            if name != server.lower():
                continue
        elif number > 0 or not _ours(name, host.lower()):
            return False
        return any(within(domain, domains) for domain in _passed(facts))
    return False


def within(domain: str, domains: Collection[str]) -> bool:
    """Is `domain` one of `domains`, or below one?"""
    return any(domain == each or domain.endswith("." + each) for each in domains)


def _ours(name: str, host: str) -> bool:
    provider = _PROVIDERS.get(host)
    if provider is not None:
        return any(name == each or (each and name.endswith("." + each)) for each in provider)
    return bool(name) and (name == host or _organisation(name) == _organisation(host))


def _organisation(host: str) -> str:
    """ "mail.shop.example" -> "shop.example", "mx.shop.co.uk" -> "shop.co.uk"; a guess that errs on the long side."""
    labels = host.strip(".").split(".")
    keep = 3 if len(labels) > 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-keep:])


def _parse(header: str) -> tuple[str, list[str]]:
    """The server's name, and the facts. Comments and quoted words are taken out: senders can write into them."""
    parts = [part.strip() for part in _bare(header).lower().split(";")]
    first = parts[0].split()
    if first and "=" not in first[0]:
        return first[0], parts[1:]
    return "", parts


def _bare(header: str) -> str:
    out: list[str] = []
    depth = 0
    for token in _tokens(header):
        if token == "(":
            depth += 1
        elif token == ")":
            depth = max(0, depth - 1)
        elif depth == 0:
            out.append("?" if token.startswith('"') else token)
    return "".join(out)


def _tokens(header: str) -> Iterator[str]:
    """Characters, but a quoted string and an escaped character as one."""
    at, depth = 0, 0
    while at < len(header):
        quoted = _QUOTED.match(header, at) if depth == 0 else None  # quotes mean nothing inside a comment
        if quoted:
            yield quoted[0]
            at = quoted.end()
            continue
        if header[at] == "\\":
            yield "?"
            at += 2
            continue
        depth += (header[at] == "(") - (header[at] == ")" and depth > 0)
        yield header[at]
        at += 1


def _passed(facts: Sequence[str]) -> Iterator[str]:
    """Domains whose signature held."""
    for fact in facts:
        words = fact.split()
        if not words or not re.fullmatch(r"dkim(?:/1)?=pass", words[0]):
            continue
        for word in words[1:]:
            name, _, value = word.partition("=")
            if name in ("header.d", "header.i"):
                domain = value.rpartition("@")[2].rstrip(".")
                if _DOMAIN.fullmatch(domain):
                    yield domain
