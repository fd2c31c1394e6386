"""The benchmarks by name: `uv run python -m benchmarks` lists them, `uv run python -m benchmarks NAME ...` runs one."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

REGISTRY: dict[str, str] = {  # name -> module with a `main()`
    "airline_week": "benchmarks.airline_week",
    "delay": "benchmarks.delay",
    "early_warning": "benchmarks.early_warning",
    "figures": "benchmarks.figures",
    "fit_common_words": "benchmarks.fit_common_words",
    "fit_judge": "benchmarks.fit_judge",
    "fuzz": "benchmarks.fuzz",
    "forget": "benchmarks.forget",
    "import_file": "benchmarks.import_file",
    "kill": "benchmarks.kill",
    "pages": "benchmarks.pages",
    "queries": "benchmarks.queries",
    "quiet": "benchmarks.quiet",
    "reads": "benchmarks.reads",
    "record": "benchmarks.record",
    "rounds": "benchmarks.rounds",
    "soak": "benchmarks.soak",
    "rejudge": "benchmarks.rejudge",
    "search": "benchmarks.search",
    "sentiment_quality": "benchmarks.sentiment_quality",
    "sentiment_speed": "benchmarks.sentiment_speed",
    "spread": "benchmarks.spread",
    "stories": "benchmarks.stories",
    "throughput": "benchmarks.throughput",
}


def about(name: str) -> str:
    """The first line of a benchmark's own description, without running it."""
    text = (Path(__file__).parent / f"{name}.py").read_text("utf-8")
    return text.removeprefix('"""').splitlines()[0].removesuffix('"""')


def main() -> int:
    name, *rest = sys.argv[1:] or [""]
    if name not in REGISTRY:
        print("usage: python -m benchmarks NAME [options]\n")
        print("\n".join(f"  {each:20} {about(each)}" for each in REGISTRY))
        return 2 if name else 0
    sys.argv = [f"benchmarks {name}", *rest]
    runpy.run_module(REGISTRY[name], run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
