"""A simulated month in one sitting: forty bad sources, a mail server that goes away, kills, full disks, jumping clocks.

Run: `uv run python -m benchmarks soak [--days 37] [--seed 1] [--kills 40] [--step 2] [--minutes 40]`. Rounds are real
ones in processes of their own, told the time; sources and mail server are real servers on loopback; an analyst reads
the published copy and a person works on cases all the while. The reference is the world itself, which knows what was
shown, where and for how long. Exit code 1 when anything that must hold does not.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.soaking import checks
from benchmarks.soaking.machine import Disk, Process, Sample, sample, small_disk
from benchmarks.soaking.person import Person
from benchmarks.soaking.post import NOBODY, PostOffice
from benchmarks.soaking.site import serving
from benchmarks.soaking.world import CALM, DAY, HOUR, START, ZONE, World
from pipelines import config
from pipelines.desk import open_desk

RESULTS = Path(__file__).with_name("results") / "soak.json"
JUMPS = (  # share of the month, hours the clock is wrong by, rounds until it is right again
    (0.15, 3, 2), (0.35, -5, 3), (0.55, 72, 1), (0.75, -48, 1), (0.85, 0.4, 4),
)  # fmt: skip
FULL = ((0.22, 2), (0.62, 4))  # share of the month, rounds the disk is full
SETTLING = 8  # rounds after a jump until no look bears a wrong time any more
NOBODY_COLLECTS = (0.45, 26)  # share of the month, rounds that nobody starts
PEOPLE = f"""
people:
  - {{name: Ada, email: ada@example.com, role: owner}}
  - {{name: Ben, email: ben@example.com, role: manager}}
  - {{name: Gone, email: {NOBODY}, role: manager}}
"""


def settings(world: World, address: str, port: int, folder: Path) -> Path:
    """The config.yaml of the business that is watched."""
    lines = [f"business: {{name: Soak Spices, timezone: {ZONE}}}", PEOPLE, "sources:"]
    for place in world.places:
        kind = place.shape if place.shape in ("json_api", "page") else "feed"
        more = ", items: all, id: id, text: t, author: a, date: d, link: l" if kind == "json_api" else ""
        hours = place.every // HOUR
        lines.append(f'  - {{name: {place.name}, kind: {kind}, url: "{address}/{place.name}", about_us: true, '
                     f"every: {hours} hours{more}}}")  # fmt: skip
    lines.append(f"mail: {{from: monitor@example.com, smtp: {{host: 127.0.0.1, port: {port}, security: none}}}}")
    lines += ["web: {allow_loopback: true}", f'storage: {{data: "{folder / "data"}"}}']
    path = folder / "config.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@dataclass
class Month:
    """The month as it is lived, a round at a time."""

    world: World
    post: PostOffice
    config: Path
    chance: random.Random
    disk: Disk
    worker: Process
    person: Person
    kills: set[int]
    until: float  # of the monotonic clock
    counts: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    series: list[Sample] = field(default_factory=list)
    down: list[tuple[datetime, datetime]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def live(self) -> None:
        rounds = self.world.rounds
        spans = {int(rounds * share): min(span, 1 + rounds // SETTLING // 3) for share, span in FULL}
        silence = range(
            int(rounds * NOBODY_COLLECTS[0]),
            int(rounds * NOBODY_COLLECTS[0]) + NOBODY_COLLECTS[1],
        )
        silence = silence if rounds > 4 * NOBODY_COLLECTS[1] else range(0)
        jumps = JUMPS if rounds > SETTLING * len(JUMPS) else ()
        wrong_by = {int(rounds * at) + n: by for at, by, length in jumps for n in range(length)}
        free_at = -1
        for number in range(rounds):
            now = self.world.now = START + number * self.world.step
            if time.monotonic() > self.until and not self.disk.full:
                self._calm(now)
                break
            self.post.follow()
            if number in silence:
                self._silence(number, silence, now)
                continue
            if number in spans:
                self.disk.fill(self.worker)
                free_at = number + spans[number]
                self.down.append((now - self.world.step, now + (spans[number] + 1) * self.world.step))
            if number == free_at:
                self.disk.free(self.worker)
            clock = now + timedelta(hours=wrong_by.get(number, 0))
            if number in self.kills:
                self._killed(clock)
            self._round(clock + timedelta(minutes=2) * (number in self.kills))
            if (
                not number % 5
                and not self.disk.full
                and not wrong_by.keys() & set(range(number - SETTLING, number + 1))
            ):
                self.wrong += checks.page(self.person.desk.published, self.world, clock + timedelta(minutes=3))
            if not number % 3:
                self.series.append(
                    sample(
                        self.worker.psutil,
                        self.person.desk.config.data,
                        (now - START) / DAY,
                    )
                )
            if not number % 12:
                wrong = f"; {len(self.wrong)} wrong, the last: {self.wrong[-1]}" if self.wrong else ""
                print(
                    f"{now:%d %B} {dict(self.counts)} {dict(self.errors)}{wrong}",
                    file=sys.stderr,
                    flush=True,
                )

    def _calm(self, now: datetime) -> None:
        """No more time: what waits may go, as at the end of a whole month."""
        self.world.cut(now)
        self.post.spells = []
        for number in range(CALM):
            self.world.now = now + number * self.world.step
            self.post.follow()
            self._round(self.world.now)

    def _round(self, clock: datetime) -> None:
        acting = threading.Thread(target=self.person.act, args=(clock,))
        if self.chance.random() < 0.3 and not self.disk.full:
            acting.start()
        begun = time.perf_counter()
        said = self.worker.round(clock)
        self.seconds.append(time.perf_counter() - begun)
        if acting.ident:
            acting.join()
        self.counts["rounds"] += 1
        if "error" in said:
            self.errors[said["error"]] += 1
            expected = self.disk.full and said["error"] == "DiskFull"
            if not expected:
                self.wrong.append(f"{clock:%m-%d %H:%M} a round ended with {said['error']}: {said['message']}")
            return
        self.counts["looks"] += len(said["sources"])
        self.counts["failed looks"] += sum(each["status"] in ("blocked", "broken") for each in said["sources"])
        self.counts["new"] += sum(each["new"] for each in said["sources"]) + said["recovered"]
        self.counts["letters sent"] += said["letters"]["sent"]
        self.counts["mended"] += said["record_mended"] is not None
        for each in said["sources"]:
            if "nobody foresaw" in each["error"]:
                self.wrong.append(f"{clock:%m-%d %H:%M} {each['error']}")

    def _killed(self, clock: datetime) -> None:
        """The same round in a process of its own, killed at a random moment of it."""
        victim = Process(self.config)
        victim.tell(clock)
        time.sleep(self.chance.uniform(0.02, 1.3 * max(self.seconds[-20:], default=1.0)))
        victim.kill()
        self.counts["kills"] += 1

    def _silence(self, number: int, silence: range, now: datetime) -> None:
        if number == silence[0]:
            self.down.append((now - self.world.step, now + (len(silence) + 1) * self.world.step))
        banner = checks.nobody_collects(self.person.desk.published, now)
        if number == silence[-1] and not banner:
            self.wrong.append(f"{now:%m-%d %H:%M} {len(silence)} rounds were missed, and the page has no banner")
        if number == silence[0] and banner:
            self.wrong.append(f"{now:%m-%d %H:%M} a banner although rounds come through")


def soak(
    days: float,
    seed: int,
    kills: int,
    folder: Path,
    *,
    step: float,
    places: int = 40,
    minutes: float = 1e6,
) -> dict[str, Any]:
    """The month, a round every `step` hours, or as much as fits into `minutes`; what was found as one JSON value."""
    world, chance, begun = (
        World(seed, days, step * HOUR, places),
        random.Random(seed),
        time.monotonic(),
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    post = PostOffice(world, port)
    with small_disk(folder / "disk") as disk, serving(world) as address:
        path = settings(world, address, port, disk)
        desk = open_desk(config.load(path, {}), {}, wait=timedelta(seconds=60))
        post.follow()
        reader = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.soaking.analyst", str(desk.published)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        month = Month(
            world, post, path, chance, Disk(disk), Process(path), Person(desk, chance),
            set(chance.sample(range(2, world.rounds - CALM), kills)), begun + 60 * minutes,
        )  # fmt: skip
        month.live()
        month.worker.leave()
        said, _ = reader.communicate()
        post.close()
        found = judged(month, json.loads(said))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "days": days, "lived_days": round((world.now - START) / DAY, 1), "step_hours": step,
        "seed": seed, "places": places,
        "holds": not found.wrong, "wrong": found.wrong,
        "wall_seconds": round(time.monotonic() - begun), "cpu_seconds": round(used.ru_utime + used.ru_stime),
        "counts": found.counts, "disk": "tmpfs" if month.disk.small else "limit on file size",
        "series": [asdict(each) for each in month.series],
    }  # fmt: skip


def judged(month: Month, analyst: dict[str, Any]) -> checks.Findings:
    """All checks at the end of the month."""
    found = checks.Findings(dict(month.counts), list(month.wrong))
    found.counts |= {f"rounds that ended with {what}": times for what, times in month.errors.items()}
    checks.record(found, month.world, month.person.desk, month.down)
    checks.letters(found, month.world, month.person.desk, month.post, month.down)
    checks.growth(found, month.series)
    checks.leftovers(found, month.person.desk)
    found.must(
        not analyst["errors"],
        f"the analyst failed {analyst['failed']} times: {analyst['errors'][:2]}",
    )
    found.must(not month.person.failed, f"at the cases: {month.person.failed[:2]}")
    found.counts |= {
        "looks of the analyst": analyst["looks"],
        "moves at cases": month.person.done.total(),
    }
    found.counts |= {"moves that were refused": month.person.told.total()}
    return found


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--days", type=float, default=37)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--kills", type=int, default=40)
    ask.add_argument("--step", type=float, default=2, help="hours between two rounds")
    ask.add_argument(
        "--minutes",
        type=float,
        default=40,
        help="end the month early when so much time is over",
    )
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = soak(
            given.days,
            given.seed,
            given.kills,
            Path(folder),
            step=given.step,
            minutes=given.minutes,
        )
    for what, value in result["counts"].items():
        print(f"{what:44}{value:>16,}")
    print(
        f"{result['lived_days']:g} days in {result['wall_seconds']} s of wall clock, {result['cpu_seconds']} s of CPU"
    )
    for sentence in result["wrong"]:
        print(f"WRONG: {sentence}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 1 if result["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
