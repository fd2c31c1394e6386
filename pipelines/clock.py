"""The clock of `earlyword up`: it starts one round after another, each in a process of its own.

A bad feed or a heavy judgement can then neither slow nor kill the page. The clock knows nothing of sources: a round
looks for itself at what is due and says, as its last line of JSON, when the next thing will be (`next_due`).
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from pipelines.exits import Exit

TICK = timedelta(seconds=20)
HEED = timedelta(seconds=2)  # how soon a wish from the page is heard
LONGEST_PAUSE = timedelta(minutes=5)  # the configuration may have changed, or another process left work
LONGEST_ROUND = timedelta(minutes=30)
BROKE_OFF = 70  # a round that ended without a word of result
GOODBYE = 8.0  # seconds a running round gets to end when we stop


@dataclass
class Rounds:
    """Starts rounds one at a time and remembers how the last one went. Lives in one event loop."""

    command: list[str]
    now: Callable[[], datetime]
    tell: Callable[[str], None]  # one sentence for the log
    started: int = 0
    last_end: datetime | None = None
    last_exit: int | None = None
    next_round: datetime | None = None
    patience: timedelta = timedelta(days=365)  # without a round that came through
    stopped: Callable[[datetime, str], str] | None = None  # tells the owner: since when, last words -> what went wrong
    wished: Callable[[], Sequence[Hashable]] = tuple  # what people want looked at now
    last_good: datetime | None = None
    last_words: str = ""
    _begun: datetime | None = None
    _told: datetime | None = None
    _worker: asyncio.subprocess.Process | None = None
    _under_way: asyncio.Task[None] | None = None
    _scheduler: AsyncIOScheduler | None = None
    _stopping: bool = False
    _heard: frozenset[Hashable] = frozenset()  # wishes that have had a round, whatever became of it
    _again: bool = False  # asked for a round while one was under way, which may have missed why

    def start(self) -> None:
        """Begin ticking; the first round starts at once. A late tick is caught up once, never dropped."""
        self._begun = self.now()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=TICK.total_seconds(),
            next_run_time=self.now(),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.add_job(self.heed, "interval", seconds=HEED.total_seconds(), coalesce=True, max_instances=1)
        self._scheduler.start()

    async def stop(self) -> None:
        """No more rounds; one that runs is asked to end, then ended. Nothing acknowledged is lost by that."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
        self._stopping, self._again = True, False
        worker, under_way = self._worker, self._under_way
        if worker is not None and worker.returncode is None:
            worker.terminate()
            try:
                await asyncio.wait_for(worker.wait(), GOODBYE)
            except TimeoutError:
                worker.kill()
        if under_way is not None:
            await under_way

    def hurry(self) -> None:
        """Something came in: a round starts now, or as soon as the one under way has ended."""
        self._again, self.next_round = not self._stopping, None
        self._begin()

    async def tick(self) -> None:
        """Start a round if one is due and none is under way."""
        if self.next_round is None or self.next_round <= self.now():
            self._begin()
        await self._watch()

    async def heed(self) -> None:
        """Start a round for a wish that is new. One that is still there after its round waits for the next one."""
        found = frozenset(await asyncio.to_thread(self.wished))
        if found - self._heard and (self._under_way is None or self._under_way.done()):
            self._heard = found
            self._begin()

    async def _watch(self) -> None:
        """No round has come through for too long: the owner is told, once, and again tried while that fails."""
        since = self.last_good or self._begun
        if self.stopped is None or since is None or self._told == since or self.now() - since < self.patience:
            return
        wrong = await asyncio.to_thread(self.stopped, since, self.last_words)
        self._told = None if wrong else since
        if wrong:
            self.tell(f"No round came through, and the owner could not be told: {wrong}")

    async def settled(self) -> None:
        """Wait until no round is under way."""
        while self._under_way is not None and not self._under_way.done():
            await self._under_way

    def _begin(self) -> None:
        if not self._stopping and (self._under_way is None or self._under_way.done()):
            self._under_way = asyncio.get_running_loop().create_task(self._rounds())

    async def _rounds(self) -> None:
        await self.round()
        while self._again:
            await self.round()

    async def round(self) -> None:
        """One round in a worker process. Never raises for what the round does."""
        self.started += 1
        self._again = False
        try:
            self._worker = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for us; we tell the round ourselves
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},  # it imports what we import
            )
        except OSError as wrong:
            self._finish(BROKE_OFF, b"", f"no process could be started: {wrong.strerror}".encode())
            return
        if self._stopping:  # while it was being started
            self._worker.terminate()
        try:
            out, err = await asyncio.wait_for(self._worker.communicate(), LONGEST_ROUND.total_seconds())
        except TimeoutError:
            self._worker.kill()
            out, err = await self._worker.communicate()
            err += f"\nThe round took longer than {LONGEST_ROUND} and was ended.".encode()
        code = self._worker.returncode
        self._finish(BROKE_OFF if code is None else code, out, err)

    def state(self) -> str:
        """ "starting", "ok", "look" (a source needs the owner), "failing" (no round comes through) or "late"."""
        if self.last_end is None or self.last_exit is None:
            return "starting"
        if self.now() - self.last_end > LONGEST_PAUSE + LONGEST_ROUND:
            return "late"
        return {int(Exit.FINE): "ok", int(Exit.LOOK): "look"}.get(self.last_exit, "failing")

    def _finish(self, code: int, out: bytes, err: bytes) -> None:
        if code == Exit.LOOK and b"{" not in out:
            code = BROKE_OFF  # Python's own exit code for a crash is the same as ours for "look at it"
        previous, self.last_exit, self.last_end = self.last_exit, code, self.now()
        said = err.decode("utf-8", "replace").strip().splitlines()
        self.last_words = said[-1] if said else ""
        if code in (Exit.FINE, Exit.LOOK):
            self.last_good = self.last_end
        due = next_due(out)
        latest = self.last_end + LONGEST_PAUSE
        self.next_round = None if self._again else min(max(due, self.last_end), latest) if due else latest
        if code not in (Exit.FINE, Exit.LOOK) and code != previous and not self._stopping:
            self.tell(f"The round ended with code {code}: {self.last_words or 'it said nothing'}")


def command(config: Path | None) -> list[str]:
    """The command line of one round for this configuration, with the same Python that runs us."""
    return [sys.executable, "-P", "-m", "pipelines", "run", "--json", *(["--config", str(config)] if config else [])]


def next_due(out: bytes) -> datetime | None:
    """The `next_due` of the last JSON line that has one; None when the round said nothing of it."""
    for raw in reversed(out.splitlines()):
        try:
            said = json.loads(raw)
            if isinstance(said, dict) and said.get("next_due"):
                moment = datetime.fromisoformat(str(said["next_due"]))
                return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        except ValueError:
            continue
    return None
