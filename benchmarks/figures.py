"""The README's table of figures, made from the results the benchmarks keep.

Run: `uv run python -m benchmarks figures` prints it; a test holds the README against it, so that no figure there is
older than the run it claims to come from.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

RESULTS = Path(__file__).parent / "results"
HEAD = "| what | ours | beside it, in the same run | command |\n|---|---|---|---|"

Result = dict[str, Any]  # what one benchmark wrote


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    benchmark: str  # its name, and its file in results/
    ours: Callable[[Result], str]
    beside: Callable[[Result], str]

    def __str__(self) -> str:
        found = json.loads((RESULTS / f"{self.benchmark}.json").read_text("utf-8"))
        return f"| {self.what} | {self.ours(found)} | {self.beside(found)} | `{self.benchmark}` |"


def over(sets: Iterable[Result], method: str, measure: str) -> float:
    """Mean of a measure over several sets or levels."""
    return mean(float(each[method][measure]) for each in sets)


def table() -> str:
    """The rows that stand in the README, in Markdown."""
    return "\n".join([HEAD, *(str(row) for row in ROWS)])


def levels(found: Result, method: str, measure: str, setting: str = "hourly") -> float:
    """Mean of a measure of early warning over the levels."""
    return over(found[setting].values(), method, measure)


def warned(method: str, found: Result) -> str:
    false, pod = levels(found, method, "false_per_week"), levels(found, method, "pod")
    return f"{pod:.2f} at {false:.2f} false alarms a week"


def looked_at(found: Result, who: str) -> str:
    each = found["mean, only looked at"][who]
    return f"F1 {each['f1']:.2f}, AUC {each['auc']:.2f}"


def near(found: Result, who: str) -> str:
    each = found["near_duplicates"][who]
    return f"F1 {each['f1']:.3f} (recall {each['recall']:.2f})"


def times(found: Result) -> str:
    return ", ".join(f"x{found[name]['times']:.1f}" for name in ("tweets", "100 words", "1,500 words"))


def passed_on(found: Result, rule: str) -> str:
    rules = {each["rule"]: each for each in found["made stories of every size, 30 passes"]["rules"]}
    each = rules[rule]
    return f"{each['recall']:.0%} named, {each['out_mean']:.0%} out, {each['false']:.1%} of the others named too"


ROWS: tuple[Row, ...] = (
    Row("outbreaks found, simulated hours", "early_warning",
        lambda r: warned("ours, as shipped", r),
        lambda r: f"same hour of the week {warned('same hours of the week z, equal budget', r)}; "
                  f"EARS C2 {warned('EARS C2, equal budget', r)}"),
    Row("complaints found, ten sets it was not fitted on (looked at while it was made)", "sentiment_quality",
        lambda r: looked_at(r, "ours"),
        lambda r: f"VADER {looked_at(r, 'VADER')}; TextBlob {looked_at(r, 'TextBlob')}"),
    Row("the same words passed on, edited tweets", "stories",
        lambda r: near(r, "ours"), lambda r: f"MinHash {near(r, 'MinHash 0.4')}; SimHash {near(r, 'SimHash 64')}"),
    Row("stories that reach 30 passes, simulated sizes", "spread",
        lambda r: passed_on(r, "ours, chance 0.225 (as shipped)"),
        lambda r: f"a count of 7: {passed_on(r, '7 passes')}"),
    Row("VADER's exact score: tweets, 100 words, 1,500 words", "sentiment_speed",
        times, lambda r: "times the package's own speed"),
    Row("seen at one of 100 sources to letter handed over", "delay",
        lambda r: f"{r['ours']['p95']:.1f} s at the 95th percentile",
        lambda r: f"the bare sending {r['smtplib alone']['p95']:.3f} s"),
)  # fmt: skip


def main() -> None:
    print(table())


if __name__ == "__main__":
    main()
