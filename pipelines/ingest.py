"""`POST /ingest`: mentions another program brings to the running service, signed, safe on disk before we say yes.

A post only goes into the spool here; the next round stores it, as it does with everything that was fetched. The same
signed post a second time (a sender that did not hear our yes, or somebody who recorded it) gets the same answer and
does nothing more; later than five minutes its signature has ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from collectors import webhook
from collectors.source import Batch, Secret, Source
from collectors.webhook import Rejected
from pipelines.config import Config
from pipelines.payloads import header
from storage.errors import RecordError
from storage.spool import Spool

LONGEST_UPLOAD = 20.0  # seconds a sender may take for its body
REPLAYS = 10_000  # posts that are remembered, until their signature has ended
REASONS = 20  # skipped items that are named in the answer

Handler = Callable[[Request], Any]


def ingest(config: Config, env: Mapping[str, str], now: Callable[[], datetime], arrived: Callable[[], None]) -> Handler:
    """The route's handler. `arrived` is called when something lies in the spool.

    Answers 202 with what was taken; 401 for a wrong signature, 404 when no source of kind webhook is configured, 408,
    413 and 422 for a body that is too slow, too large or holds no mentions, 429 for too many posts, 503 when it cannot
    be kept.
    """
    sources = [source for source in config.source_objects(env) if source.kind == "webhook"]
    spool = Spool(config.data / "spool")
    answered: dict[str, tuple[datetime, dict[str, Any]]] = {}

    async def handle(request: Request) -> Response:
        try:
            body = await asyncio.wait_for(_body(request), LONGEST_UPLOAD)
            source = signed_for(sources, request.headers, body, now())
            signature = request.headers[webhook.SIGNATURE].strip()
            for old in [each for each, (at, _) in answered.items() if now() - at > 2 * webhook.TOLERANCE]:
                del answered[old]
            if signature in answered:
                return JSONResponse(answered[signature][1], status_code=202)
            if len(answered) >= REPLAYS:
                return _refused(429, "too many posts in five minutes; send several mentions in one")
            batch = await asyncio.to_thread(_keep, spool, source, body, now())
        except TimeoutError:
            return _refused(408, f"the body took longer than {LONGEST_UPLOAD:g} seconds")
        except ClientDisconnect:
            return _refused(400, "the sender hung up")
        except Rejected as wrong:
            return _refused(wrong.status, str(wrong))
        except RecordError as wrong:
            return _refused(503, str(wrong))
        arrived()
        skipped = [{"where": each.where, "reason": each.reason} for each in batch.skipped[:REASONS]]
        answer = {"taken": len(batch.mentions), "skipped": len(batch.skipped), "reasons": skipped}
        answered[signature] = (now(), answer)
        return JSONResponse(answer, status_code=202)

    return handle


def signed_for(
    sources: list[Source[Any]], headers: Mapping[str, str], body: bytes, now: datetime
) -> Source[webhook.Options]:
    """The source whose secret the post is signed with. Raises `Rejected` when there is none."""
    if not sources:
        raise Rejected(404, "no source of kind webhook is configured")
    refusal: Rejected | None = None
    for source in sources:
        try:
            webhook.verify(headers, body, source.secrets.get("secret_env", Secret("")), now)
        except Rejected as wrong:
            refusal = refusal or wrong
        else:
            return source
    raise refusal or Rejected(401, "the signature does not fit")


async def _body(request: Request) -> bytes:
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > webhook.MAX_BODY:
        raise webhook.too_large()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > webhook.MAX_BODY:
            raise webhook.too_large()
    return bytes(body)


def _keep(spool: Spool, source: Source[webhook.Options], body: bytes, now: datetime) -> Batch:
    """Understood once, so that the sender hears what is wrong with it, then kept as it came."""
    payload = webhook.received(body, now)
    batch = webhook.mentions(payload, source, now)
    spool.put(source.name, header(source.kind, payload), [part.body for part in payload.parts])
    return batch


def _refused(status: int, sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status_code=status)
