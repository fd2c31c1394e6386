"""How well complaints are found, by words alone: ours beside VADER, VADER with a learned cut, NLTK's and TextBlob.

Run: `uv run python -m benchmarks sentiment_quality [--each 1500]`. Sets marked * taught the judge; the others were only
ever looked at. VADER's learned cut is the best one on the other sets, as a shop could have learned it elsewhere.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np
from nltk.sentiment.vader import SentimentIntensityAnalyzer as Nltk
from nltk.sentiment.vader import VaderConstants
from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.judge import DEFAULT_CUT, judge
from analysis.sentiment import scores
from benchmarks.material import DATA, FIT, LOOK, Labelled, load
from benchmarks.measures import Labels, Numbers, at_cut, auc, average_precision, best_cut, macro_f1

RESULTS = Path(__file__).parent / "results" / "sentiment_quality.json"
JUDGES = ("ours", "VADER", "VADER, learned cut", "NLTK", "TextBlob")
SIGN = {"negative": -1, "positive": 1}


def sample(items: list[Labelled], each: int) -> list[Labelled]:
    """At most `each` texts, evenly spaced."""
    step = max(len(items) / each, 1.0)
    return [items[int(k * step)] for k in range(min(each, len(items)))]


def seen_by_all(items: list[Labelled]) -> dict[str, Numbers]:
    """Scores of each judge, higher for a likelier complaint."""
    nltk = Nltk.__new__(Nltk)  # its own way looks for a downloaded lexicon; it is the same one
    nltk.lexicon, nltk.constants = SentimentIntensityAnalyzer().lexicon, VaderConstants()
    return {
        "ours": np.array([judge(i.text).complaint or 0.0 for i in items]),
        "VADER": np.array([-scores(i.text).compound for i in items]),
        "NLTK": np.array([-nltk.polarity_scores(i.text)["compound"] for i in items]),
        "TextBlob": np.array([-TextBlob(i.text).sentiment.polarity for i in items]),
    }


def measured(labels: Labels, values: Numbers, cut: float) -> dict[str, float]:
    precision, recall, f1 = at_cut(labels, values >= cut)
    found = {"precision": precision, "recall": recall, "f1": f1}
    return found | {"auc": auc(labels, values), "ap": average_precision(labels, values)}


def three(items: list[Labelled]) -> dict[str, float]:
    """Macro F1 of negative, neutral and positive, where a set tells them apart."""
    truth = np.array([0 if i.three is None else i.three for i in items])
    if len(np.unique(truth)) < 3:
        return {}
    ours = np.array([SIGN.get(judge(i.text).label, 0) for i in items])
    compound = np.array([scores(i.text).compound for i in items])
    vader = np.where(compound <= -0.05, -1, np.where(compound >= 0.05, 1, 0))
    return {"ours": macro_f1(truth, ours), "VADER": macro_f1(truth, vader)}


def agreement(items: list[Labelled]) -> float | None:
    """Share of starred reviews that words and stars together put where the label is."""
    rated = [i for i in items if i.stars is not None]
    if not rated:
        return None
    right = [(judge(i.text, rating=i.stars).flag == "flag") == bool(i.negative) for i in rated]
    return float(np.mean(right))


def row(name: str, found: dict[str, dict[str, float]], size: int) -> str:
    def numbers(who: str) -> str:
        f = found[who]
        return f"{f['precision']:.2f} {f['recall']:.2f} {f['f1']:.3f} {f['auc']:.3f} {f['ap']:.3f}"

    rest = "  ".join(f"{found[who]['f1']:.3f}" for who in JUDGES[2:])
    return f"{name:23}{size:6}  {numbers('ours')}   {numbers('VADER')}   {rest}"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--each", type=int, default=1500, help="texts per set")
    given = ask.parse_args()
    if not DATA.is_dir():
        raise SystemExit("the labelled sets (../shared/data) are not here")
    sets = {name: sample(load(name), given.each) for name in (*FIT, *LOOK)}
    sets = {name: items for name, items in sets.items() if 0 < sum(i.negative for i in items) < len(items)}
    labels = {name: np.array([i.negative for i in items]) for name, items in sets.items()}
    values = {name: seen_by_all(items) for name, items in sets.items()}
    own_cut = {name: best_cut(labels[name], values[name]["VADER"]) for name in sets}
    results: dict[str, dict[str, object]] = {}
    tables: dict[str, dict[str, dict[str, float]]] = {}
    print(f"{'':29}  {'ours: P R F1 AUC AP':27}  {'VADER: P R F1 AUC AP':27}   F1: learned cut, NLTK, TextBlob")
    for name, items in sets.items():
        learned = float(np.median([cut for other, cut in own_cut.items() if other != name]))
        found = {
            "ours": measured(labels[name], values[name]["ours"], DEFAULT_CUT.flag),
            "VADER": measured(labels[name], values[name]["VADER"], 0.05),
            "VADER, learned cut": measured(labels[name], values[name]["VADER"], learned),
            "NLTK": measured(labels[name], values[name]["NLTK"], 0.05),
            "TextBlob": measured(labels[name], values[name]["TextBlob"], 1e-9),
        }
        tables[name] = found
        results[name] = {"texts": len(items), "negative": float(labels[name].mean()), **found}
        results[name] |= {"three_class_f1": three(items), "agreement_with_stars": agreement(items)}
        print(row(name + ("*" if name in FIT else ""), found, len(items)), flush=True)
    for group, names in (("mean, only looked at", [n for n in tables if n in LOOK]), ("mean, all", list(tables))):
        mean = {w: {m: mean_of(tables, names, w, m) for m in tables[names[0]][w]} for w in JUDGES}
        results[group] = {**mean}
        print(row(group, mean, len(names)))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(rounded(results), indent=1) + "\n", encoding="utf-8")
    print(f"written to {RESULTS}")


def mean_of(tables: dict[str, dict[str, dict[str, float]]], names: list[str], who: str, what: str) -> float:
    return float(np.mean([tables[name][who][what] for name in names]))


def rounded(value: object) -> object:
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return round(value, 4) if isinstance(value, float) and math.isfinite(value) else value


if __name__ == "__main__":
    main()
