"""A process that does rounds at the times it is told: what `earlyword run` does, by a test clock.

Run: `python -m benchmarks.soaking.worker CONFIG`; then one line of JSON a round, {"at": ISO time}, on standard input.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from pipelines import config
from pipelines import round as one_round
from pipelines.commands.run import as_record
from pipelines.desk import Desk, open_desk
from storage.errors import RecordError


def one(desk: Desk, at: datetime) -> dict[str, object]:
    """One round that begins at `at`; the clock runs on from there as fast as the real one."""
    begun = time.monotonic()
    try:
        done = one_round.run(desk, now=lambda: at + timedelta(seconds=time.monotonic() - begun))
    except RecordError as error:
        return {"error": type(error).__name__, "message": str(error)}
    return as_record(done)


def main() -> None:
    settings = config.load(Path(sys.argv[1]), os.environ)
    desk = open_desk(settings, os.environ, wait=timedelta(seconds=60))
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(one(desk, datetime.fromisoformat(json.loads(line)["at"])), default=str), flush=True)


if __name__ == "__main__":
    main()
