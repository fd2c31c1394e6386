"""One target, fuzzed for a while in a process of its own: coverage-guided by atheris, else by plain mutation.

Run: `python -m benchmarks.fuzzing.run NAME SECONDS FOLDER`; what crashes it is left in FOLDER as `crash-*`. Without
atheris the last line is JSON: executions, how it was done.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
from pathlib import Path

PARTS = (
    b"\x00",
    b"\xff\xfe",
    b"&#xD800;",
    b"]]>",
    b"<!--",
    b"9999",
    b"-1",
    b"1e999",
    b"\xed\xa0\x80",
    b"{{",
    b"\r\n",
    b'"',
)


def mutated(seed: bytes, dice: random.Random) -> bytes:
    """A few cuts, swaps and insertions."""
    data = bytearray(seed)
    for _ in range(dice.choice((1, 1, 2, 5))):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(5):
            case 0:
                del data[at : at + dice.choice((1, 1, 4, 60))]
            case 1:
                data[at:at] = dice.choice(PARTS)
            case 2:
                data[at:at] = bytes(dice.randrange(256) for _ in range(dice.choice((1, 2, 8))))
            case 3:
                data[at:at] = data[dice.randrange(len(data) + 1) :][: dice.choice((3, 30, 300))] * dice.choice(
                    (1, 1, 9)
                )
            case _ if at < len(data):
                data[at] ^= 1 << dice.randrange(8)
    return bytes(data)


def plainly(name: str, seconds: float, folder: Path) -> int:
    from benchmarks.fuzzing import targets

    run, seeds, dice = targets.target(name), targets.seeds(name), random.Random(time.time_ns())
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        data = mutated(dice.choice(seeds), dice)
        count += 1
        try:
            run(data)
        except Exception:  # noqa: BLE001 - finding these is what we are here for
            (folder / f"crash-{hashlib.sha1(data, usedforsecurity=False).hexdigest()}").write_bytes(data)
            break
    return count


def guided(name: str, seconds: float, folder: Path) -> None:
    """libFuzzer ends the process itself, and says on its last lines what it did."""
    import atheris  # type: ignore[import-untyped,unused-ignore]

    with atheris.instrument_imports(include=["collectors", "analysis", "pipelines"], enable_loader_override=False):
        from benchmarks.fuzzing import targets
    run = targets.target(name)
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for seed in targets.seeds(name):
        (corpus / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    limits = [
        f"-max_total_time={seconds:.0f}",
        "-timeout=20",
        "-rss_limit_mb=2500",
        "-print_final_stats=1",
        "-max_len=20000",
    ]
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={folder}/", str(corpus)], run)
    atheris.Fuzz()


def main() -> None:
    name, seconds, folder = sys.argv[1], float(sys.argv[2]), Path(sys.argv[3])
    try:
        import atheris  # noqa: F401 - is it here?
    except ImportError:
        print(json.dumps({"executions": plainly(name, seconds, folder), "how": "mutation"}))
    else:
        guided(name, seconds, folder)


if __name__ == "__main__":
    main()
