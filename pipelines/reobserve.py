"""Look again: how young mentions grow, whether they were edited, and whether they are still there.

A mention younger than three days is looked at again at a falling rate: after half an hour, and then whenever its age
has grown by half. Only sources that can be asked for named items take part (`fetch_again` in the kind's module); others
show edits and removals by listing the item again or saying that it is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any, cast

import collectors
from collectors.sandbox import Sandbox
from collectors.source import Batch, Source, SourceError
from collectors.web import Web
from pipelines import config_sources
from pipelines.desk import Desk
from storage import mentions, states
from storage.model import Json, Mention

YOUNG = timedelta(hours=72)
FIRST = timedelta(minutes=30)
GROWN = 1.5  # times the age at the last look
MOST = 100  # mentions of one source asked for in one round, the youngest first
LOOKED = "looked again"


@dataclass(frozen=True, slots=True)
class Again:
    """What one source said of its young mentions. `error` is a sentence when it could not be asked."""

    source: str
    asked: int
    edited: int = 0
    gone: int = 0
    error: str = ""


def due(young: Sequence[Mention], looked: Mapping[str, datetime], now: datetime) -> list[Mention]:
    """Those of the young mentions that are worth another look, the youngest first."""

    def is_due(mention: Mention) -> bool:
        age, last = now - mention.when, looked.get(mention.id, mention.seen)
        if age > YOUNG or now - last < FIRST:
            return False
        return age >= max(last - mention.when, FIRST) * GROWN or last == mention.seen

    return sorted(filter(is_due, young), key=lambda mention: mention.when, reverse=True)[:MOST]


def look_again(desk: Desk, web: Web, *, now: datetime, tell: Callable[[Again], None] = lambda _: None) -> list[Again]:
    """Ask every source that can be asked for what is due; a source that fails is asked again in a later round."""
    done = []
    with Sandbox() as sandbox:
        for source in desk.config.source_objects(desk.env):
            module = cast(ModuleType, collectors.load(source.kind))
            if not hasattr(module, "fetch_again"):
                continue
            with desk.record.session(f"see what is young at {source.name}") as con:
                looked = _times(states.load(con, f"{LOOKED} {source.name}"))
                young = mentions.young(con, source.name, now - YOUNG)
            wanted = due(young, looked, now)
            if wanted:
                done.append(_ask(desk, source, module, wanted, looked, web, sandbox, now))
                tell(done[-1])
    return done


def _ask(
    desk: Desk,
    source: Source[Any],
    module: ModuleType,
    wanted: Sequence[Mention],
    looked: Mapping[str, datetime],
    web: Web,
    sandbox: Sandbox,
    now: datetime,
) -> Again:
    try:
        config_sources.ready(source)
        payload = module.fetch_again(source, [module.own_id(mention) for mention in wanted], web)
        batch = sandbox.mentions(source.kind, payload, source, payload.fetched) if payload.parts else Batch()
    except SourceError as wrong:
        return Again(source.name, len(wanted), error=str(wrong))
    times = {mention: at.isoformat() for mention, at in looked.items() if now - at <= YOUNG}
    times |= {mention.id: now.isoformat() for mention in wanted}
    with desk.record.session(f"keep how {source.name} grew") as con:
        ours = {mention.id for mention in wanted}
        kept = mentions.keep(
            con, [each for each in batch.mentions if each.id in ours], batch.snapshots, batch.gone, at=payload.fetched
        )
        states.save(con, f"{LOOKED} {source.name}", cast(Json, times))
    return Again(source.name, len(wanted), edited=len(kept.edited), gone=len(batch.gone))


def _times(value: Json) -> dict[str, datetime]:
    return {key: datetime.fromisoformat(str(at)) for key, at in value.items()} if isinstance(value, dict) else {}
