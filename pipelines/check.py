"""`earlyword check`: is the configuration sound, and does every source answer? Keeps nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import collectors
from collectors.sandbox import Sandbox
from collectors.source import Batch, Broken, Payload, Source, SourceError
from collectors.web import Web
from pipelines import config_sources, unset
from pipelines.config import Config
from pipelines.exits import Exit
from pipelines.terminal import Complaint, Terminal
from storage.model import PollStatus

SIDE_BY_SIDE = 8
SAID: Mapping[PollStatus, str] = {"ok": "ok", "nothing_new": "nothing new", "blocked": "blocked", "broken": "broken"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What one source said when it was tried. Nothing of it holds a secret."""

    source: str
    kind: str
    status: PollStatus
    found: int = 0  # mentions it showed
    skipped: int = 0  # items that could not become mentions
    newest: datetime | None = None  # published time of the newest one
    seconds: float = 0.0
    message: str = ""
    next_step: str = ""

    @property
    def failed(self) -> bool:
        return self.status in ("blocked", "broken")

    def as_json(self) -> dict[str, object]:
        return {
            "source": self.source,
            "kind": self.kind,
            "status": self.status,
            "found": self.found,
            "skipped": self.skipped,
            "newest": self.newest.isoformat() if self.newest else None,
            "seconds": round(self.seconds, 3),
            "message": self.message,
            "next_step": self.next_step,
        }


def run(
    config: Config,
    web: Web,
    env: Mapping[str, str],
    *,
    only: Collection[str] = (),
    tell: Callable[[Checked], None] = lambda _: None,
) -> list[Checked]:
    """Try every source once, as if for the first time; in the order of config.yaml. `tell` hears of each as it ends.

    `only` names the sources to try; empty means all. Raises `Complaint` for a name that is not configured.
    """
    sources = config.source_objects(env)
    if unknown := set(only) - {source.name for source in sources}:
        raise Complaint(f"There is no source called {', '.join(sorted(unknown))} in the configuration.")
    chosen = [source for source in sources if not only or source.name in only]
    if not chosen:
        return []
    found: dict[str, Checked] = {}
    with Sandbox(workers=2) as sandbox, ThreadPoolExecutor(min(SIDE_BY_SIDE, len(chosen))) as pool:
        for finished in as_completed([pool.submit(try_once, source, web, sandbox) for source in chosen]):
            checked = finished.result()
            tell(checked)
            found[checked.source] = checked
    return [found[source.name] for source in chosen]


def counted_on(config: Config, env: Mapping[str, str]) -> list[Checked]:
    """What config.yaml counts on beside the sources and nobody has set, told in the same way."""
    return [
        Checked(each.what, "setting", "blocked", message=each.says, next_step=each.todo)
        for each in unset.unset(config, env)
    ]


def try_once(source: Source[Any], web: Web, sandbox: Sandbox) -> Checked:
    """One look at one source, whatever comes of it."""
    started = time.monotonic()
    try:
        payload, batch = look(source, web, sandbox)
    except SourceError as wrong:
        return _failed(source, wrong, started)
    except Exception as wrong:  # noqa: BLE001 - one source must never keep the others from being tried
        unforeseen = f"{source.name} failed in a way nobody foresaw ({type(wrong).__name__})."
        return _failed(source, Broken(unforeseen, next_step="Report it, with the kind and its options."), started)
    return Checked(
        source=source.name,
        kind=source.kind,
        status="ok" if batch.mentions else "nothing_new",
        found=len(batch.mentions),
        skipped=len(batch.skipped),
        newest=max((mention.published for mention in batch.mentions if mention.published), default=None),
        seconds=time.monotonic() - started,
        message="" if payload.parts else "it says that there is nothing",
    )


def look(source: Source[Any], web: Web, sandbox: Sandbox) -> tuple[Payload, Batch]:
    """Fetch and understand. Raises `SourceError`."""
    config_sources.ready(source)
    payload = collectors.load(source.kind).fetch(source, {}, web)
    return payload, sandbox.mentions(source.kind, payload, source, payload.fetched) if payload.parts else Batch()


def show(checked: Collection[Checked], terminal: Terminal, *, as_json: bool = False) -> int:
    """Print the outcome; returns the exit code: LOOK when a source is blocked or broken."""
    if as_json:
        for each in checked:
            terminal.line(each.as_json())
    else:
        terminal.table(["source", "kind", "answer", "mentions", "newest", "what to do"], map(_row, checked))
        terminal.say("; ".join(_summary(checked)) + ".")
    return Exit.LOOK if any(each.failed for each in checked) else Exit.FINE


def _row(each: Checked) -> list[object]:
    words = " ".join(f"{part.rstrip('.')}." for part in (each.message, each.next_step) if part)
    return [each.source, each.kind, SAID[each.status], each.found, each.newest, words]


def _summary(checked: Collection[Checked]) -> Iterator[str]:
    count = len(checked)
    yield "config.yaml is sound" if count else "config.yaml is sound and names no source"
    for status, said in SAID.items():
        if number := sum(each.status == status for each in checked):
            yield f"{number} of {count} {said}"


def _failed(source: Source[Any], wrong: SourceError, started: float) -> Checked:
    return Checked(
        source=source.name,
        kind=source.kind,
        status=wrong.status,
        seconds=time.monotonic() - started,
        message=str(wrong),
        next_step=wrong.next_step,
    )
