"""Every parser, the config, the judge and the coach, fed with nonsense until something breaks.

Run: `uv run --group fuzz python -m benchmarks fuzz [NAME ...] [--minutes 5]`: the minutes are shared by the targets.
Coverage-guided where atheris is installed, else by mutation of the samples (`how` says which). What breaks a target is
kept in tests/corpus/NAME, where tests/test_fuzzing.py tries it for ever; exit code 1 then. The reference is our own
promise: an answer, or one of our errors.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.fuzzing.targets import NAMES

RESULTS = Path(__file__).with_name("results") / "fuzz.json"
CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
SLACK = 180.0  # seconds for imports, which are slow while they are instrumented, and for the last input to end


def one(name: str, seconds: float) -> dict[str, object]:
    """Executions, lines of code reached, and how many new crashes were kept."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.fuzzing.run", name, str(seconds), folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            said, _ = process.communicate(timeout=seconds + SLACK)
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate()
        crashes = [path for path in Path(folder).iterdir() if path.name.startswith(("crash-", "timeout-", "oom-"))]
        for crash in crashes:
            (CORPUS / name).mkdir(parents=True, exist_ok=True)
            shutil.copy(crash, CORPUS / name / crash.name)
    runs = re.search(r"number_of_executed_units: (\d+)", said) or re.search(r'"executions": (\d+)', said)
    reached = re.findall(r"cov: (\d+)", said)
    last = [line for line in said.splitlines() if "Error" in line or "assert" in line]
    return {
        "target": name,
        "executions": int(runs[1]) if runs else 0,
        "reached": int(reached[-1]) if reached else 0,
        "crashes": len(crashes),
        "how": "mutation" if '"how": "mutation"' in said else "coverage",
        "last_words": "" if runs and not crashes else " | ".join(last[-2:])[:300],
    }


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("names", nargs="*", choices=[[], *NAMES], metavar="NAME", help=", ".join(NAMES))
    ask.add_argument("--minutes", type=float, default=5.0)
    given = ask.parse_args()
    names = given.names or NAMES
    results = []
    print(f"{'target':18}{'executions':>12}{'reached':>9}{'crashes':>9}")
    for name in names:
        found = one(name, given.minutes * 60 / len(names))
        results.append(found)
        print(f"{name:18}{found['executions']:>12,}{found['reached']:>9,}{found['crashes']:>9}  {found['last_words']}",
              flush=True)  # fmt: skip
    total = {"minutes": given.minutes, "executions": sum(int(str(each["executions"])) for each in results)}
    print(f"{total['executions']:,} executions in {given.minutes:g} minutes")
    if not given.names:
        RESULTS.write_text(json.dumps({**total, "targets": results}, indent=1) + "\n", encoding="utf-8")
    return 1 if any(each["crashes"] for each in results) else 0


if __name__ == "__main__":
    sys.exit(main())
