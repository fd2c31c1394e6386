"""An analyst who reads the published copy all the time, as fast as a person could click, and counts what fails.

Run: `python -m benchmarks.soaking.analyst COPY`; ends when its standard input does and says what it saw.
"""

from __future__ import annotations

import json
import select
import sys
from contextlib import ExitStack
from pathlib import Path

from storage import publish
from storage.errors import RecordError

PAUSE = 1.0  # seconds between two looks
HOLD = 40  # looks during which one connection is kept open
COUNT = "SELECT count(*) FROM mentions"


def main() -> None:
    copy = Path(sys.argv[1])
    looks, held_looks, last = 0, 0, 0
    errors: list[str] = []
    with ExitStack() as held:
        keeps, began = None, 0
        while not select.select([sys.stdin], [], [], PAUSE)[0]:
            if not copy.exists():
                continue
            looks += 1
            try:
                with publish.read(copy) as con:
                    [(count,)] = con.execute(COUNT).fetchall()
                if count < last:
                    errors.append(f"{count} mentions after {last}")
                last = count
                if keeps is None:
                    keeps, began = held.enter_context(publish.read(copy)), count
                elif keeps.execute(COUNT).fetchall() != [(began,)]:
                    errors.append("the numbers of a copy held open moved")
                if looks % HOLD == 0:
                    held_looks += 1
                    held.close()
                    keeps = None
            except RecordError as error:
                errors.append(str(error))
    print(json.dumps({"looks": looks, "held": held_looks, "last": last, "errors": errors[:20], "failed": len(errors)}))


if __name__ == "__main__":
    main()
