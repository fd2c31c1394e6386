"""A payload as the spool keeps it, and back: what lets a fetch be understood again without the network."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from collectors.source import Part, Payload
from storage.model import Json
from storage.spool import Entry


def header(kind: str, payload: Payload) -> Json:
    """All of a payload but its bytes, as JSON."""
    return {
        "kind": kind,
        "fetched": payload.fetched.isoformat(),
        "cursor": dict(payload.cursor),
        "parts": [
            {"url": part.url, "content_type": part.content_type, "meta": dict(part.meta)} for part in payload.parts
        ],
    }


def payload_of(entry: Entry) -> Payload:
    """The payload of a spool entry. Raises KeyError, TypeError or ValueError when the header is not one of ours."""
    said: Any = entry.header
    return Payload(
        parts=tuple(
            Part(part["url"], body, part["content_type"], part["meta"])
            for part, body in zip(said["parts"], entry.parts(), strict=True)
        ),
        cursor=said["cursor"],
        fetched=datetime.fromisoformat(said["fetched"]),
    )
