"""Precision, recall, F1, areas under the curves: for comparing judges on one set of labels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

Numbers = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


def auc(labels: Labels, scores: Numbers) -> float:
    """Chance that a random negative mention scores above a random other one; ties count half. NaN for one class."""
    positives, others = int(labels.sum()), int((1 - labels).sum())
    if not positives or not others:
        return float("nan")
    ranks = rankdata(scores)
    return float((ranks[labels == 1].sum() - positives * (positives + 1) / 2) / (positives * others))


def average_precision(labels: Labels, scores: Numbers) -> float:
    """Area under precision against recall, by steps; tied scores enter together. NaN without positives."""
    if not labels.sum():
        return float("nan")
    order = np.argsort(-scores, kind="stable")
    ranked, values = labels[order], scores[order]
    last = np.flatnonzero(np.append(np.diff(values) != 0, True))
    caught = np.cumsum(ranked)[last]
    precision, recall = caught / (last + 1), caught / labels.sum()
    return float((np.diff(np.append(0.0, recall)) * precision).sum())


def at_cut(labels: Labels, flagged: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Precision, recall and F1 of what was flagged; 0 where nothing was."""
    hits = float((labels[flagged] == 1).sum())
    precision = hits / max(float(flagged.sum()), 1.0)
    recall = hits / max(float(labels.sum()), 1.0)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-12)


def best_cut(labels: Labels, scores: Numbers) -> float:
    """The score from which flagging gives the best F1."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(labels[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + labels.sum())
    return float(scores[order][int(np.argmax(f1))])


def macro_f1(truth: Labels, guess: Labels) -> float:
    """Mean F1 of the classes that occur in `truth`."""
    return float(np.mean([at_cut((truth == c).astype(np.int64), guess == c)[2] for c in np.unique(truth)]))
