"""What a shop teaches: a cut of its own for each source at once, and from 50 examples on a model of its own words.

The cut moves with every correction: it stays near the default (a normal prior on its log-odds) and is pulled to where
corrected mentions would have fallen on the right side. The model is a logistic regression on hashed words that adds to
the shipped log-odds and never replaces them; it counts only while its out-of-fold log-loss beats theirs by more than
one standard error. Below 200 examples little should be expected of it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from analysis.judge import DEFAULT_CUT, HIGH_STARS, LOW_STARS, Cut
from analysis.text import fold, words
from storage.model import Assessment, Flag, Json, Label, Mention, Urgency

ENOUGH = 50  # examples before a model of the shop's own is tried
FOLDS = 5
BUCKETS = 4096
RIDGE = 4.0  # prior on each weight: 1 / variance
FURTHEST = 2.0  # log-odds the model may add or take
STAY, SOFT = 0.7, 0.35  # log-odds: how freely a cut moves, and how sharp "on the right side" is
LOWEST, HIGHEST = 0.1, 0.95  # probabilities a cut stays between

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A text whose truth somebody told: a person's correction (weight 1), or stars (less)."""

    id: str
    text: str
    complaint: float  # the shipped probability by words alone, 0..1
    negative: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Residual:
    """Log-odds that words add in this shop. `better` is what it saves per example, in log-loss out of fold."""

    weights: Mapping[int, float]
    examples: int
    better: float

    def shift(self, text: str) -> float:
        """What to add to the log-odds of this text, within FURTHEST either way."""
        return max(-FURTHEST, min(FURTHEST, sum(self.weights.get(b, 0.0) * v for b, v in _hashed(text).items())))

    def state(self) -> Json:
        return {
            "weights": {str(bucket): round(weight, 5) for bucket, weight in sorted(self.weights.items())},
            "examples": self.examples,
            "better": self.better,
        }

    @classmethod
    def from_state(cls, state: Json) -> Residual:
        """The model that `state()` described; AssertionError or KeyError for anything else."""
        assert isinstance(state, dict)
        weights, examples, better = state["weights"], state["examples"], state["better"]
        assert isinstance(weights, dict)
        assert isinstance(examples, int)
        assert isinstance(better, int | float)
        return cls({int(b): float(w) for b, w in weights.items() if isinstance(w, int | float)}, examples, better)


@dataclass(frozen=True)
class Learned:
    """Everything learned so far."""

    cuts: Mapping[str, Cut] = field(default_factory=dict)  # by source
    residual: Residual | None = None

    def cut(self, source: str) -> Cut:
        return self.cuts.get(source, DEFAULT_CUT)


def moved(taught: Sequence[tuple[float, bool]], start: Cut = DEFAULT_CUT) -> Cut:
    """`start` moved by corrections: pairs of the shipped probability and whether it truly is negative."""
    if not taught:
        return start
    at = _logit(start.flag)
    points = [(_logit(probability), 1.0 if negative else -1.0) for probability, negative in taught]

    def pull(cut: float) -> float:  # derivative of what it costs to cut here; rises with the cut
        wrong = sum(sign * float(expit(sign * (cut - point) / SOFT)) for point, sign in points)
        return (cut - at) / STAY**2 + wrong / SOFT

    low, high = -9.0, 9.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if pull(middle) > 0 else (middle, high)
    flag = min(HIGHEST, max(LOWEST, float(expit(low))))
    maybe = float(expit(_logit(flag) - (at - _logit(start.maybe))))
    return Cut(round(flag, 3), round(maybe, 3))


def train(examples: Sequence[Example]) -> Residual | None:
    """A model of the shop's own words, or None while there are too few examples or it does not win out of fold."""
    if len(examples) < ENOUGH or len({each.negative for each in examples}) < 2:
        return None
    ordered = sorted(examples, key=lambda each: each.id)
    seen = np.zeros((len(ordered), BUCKETS))
    for row, each in enumerate(ordered):
        for bucket, value in _hashed(each.text).items():
            seen[row, bucket] = value
    base = np.array([_logit(each.complaint) for each in ordered])
    truth = np.array([1.0 if each.negative else -1.0 for each in ordered])
    weight = np.array([each.weight for each in ordered])
    place = np.array([int(hashlib.blake2b(e.id.encode(), digest_size=4).hexdigest(), 16) % FOLDS for e in ordered])
    out = base.copy()
    for fold_ in range(FOLDS):
        here = place == fold_
        if here.any() and not here.all():
            out[here] += _clip(seen[here] @ _fit(seen[~here], base[~here], truth[~here], weight[~here]))
    saved = weight * (np.logaddexp(0, -truth * base) - np.logaddexp(0, -truth * out))
    if saved.mean() <= saved.std() / math.sqrt(len(saved)):
        return None
    fitted = _fit(seen, base, truth, weight)
    kept = {int(bucket): float(fitted[bucket]) for bucket in np.flatnonzero(np.abs(fitted) > 1e-4)}
    return Residual(kept, len(ordered), round(float(saved.mean()), 4))


def apply(assessment: Assessment, mention: Mention, learned: Learned) -> Assessment:
    """The assessment with the shop's own model in it. Where stars decide, or we cannot judge, it stays as it is."""
    if learned.residual is None or assessment.complaint is None or not assessment.relevant:
        return assessment
    if stars_decide(mention):
        return assessment
    shift = learned.residual.shift(f"{mention.title} {mention.text}")
    if abs(shift) < 0.01:
        return assessment
    probability = shifted(assessment.complaint, shift)
    cut = learned.cut(mention.source)
    flag: Flag = "flag" if probability >= cut.flag else "maybe" if probability >= cut.maybe else "none"
    if flag == assessment.flag:
        return replace(assessment, complaint=probability)
    why = "your own corrections and reviews say that such words are " + ("complaints" if shift > 0 else "none")
    return flagged(replace(assessment, complaint=probability), flag, why)


def shifted(probability: float, by: float) -> float:
    """A probability with log-odds added."""
    return round(float(expit(_logit(probability) + by)), 4) if by else probability


def stars_decide(mention: Mention) -> bool:
    """Whether its stars settle what a mention is, whatever its words say."""
    return mention.rating is not None and not LOW_STARS < mention.rating < HIGH_STARS


def settled(assessment: Assessment, *, negative: bool | None, about_us: bool | None, who: str) -> Assessment:
    """The assessment as a person corrected it; None where nobody said anything. People have the last word."""
    if about_us is False:
        why = f"{who} said that it is not about us"
        return replace(assessment, relevant=False, urgency="none", reasons=(why,))
    if about_us:
        assessment = replace(assessment, relevant=True)
    if negative is None:
        return assessment
    why = f"{who} said that it is {'negative' if negative else 'not negative'}"
    return flagged(assessment, "flag" if negative else "none", why)


def flagged(assessment: Assessment, flag: Flag, why: str) -> Assessment:
    """The assessment with another flag, and label and urgency to match; `why` becomes the first reason."""
    label: Label = assessment.label
    urgency: Urgency = {"flag": "today", "maybe": "digest", "none": "none"}[flag]  # type: ignore[assignment]  # of Flag
    if flag == "flag":
        label = "negative"
        urgency = "now" if assessment.urgency == "now" else "today"
    elif label == "negative":
        label = "neutral"
    return replace(assessment, flag=flag, label=label, urgency=urgency, reasons=(why, *assessment.reasons))


def _fit(seen: Floats, base: Floats, truth: Floats, weight: Floats) -> Floats:
    used = np.flatnonzero(seen.any(axis=0))
    x = seen[:, used]

    def cost(w: Floats) -> tuple[float, Floats]:
        margin = truth * (base + x @ w)
        slope = -(weight * truth * expit(-margin)) @ x + RIDGE * w / 2
        return float(weight @ np.logaddexp(0, -margin) + RIDGE * (w @ w) / 4), slope

    found = minimize(cost, np.zeros(len(used)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    fitted = np.zeros(seen.shape[1])
    fitted[used] = found.x
    return fitted


def _clip(values: Floats) -> Floats:
    return np.clip(values, -FURTHEST, FURTHEST)


def _hashed(text: str) -> dict[int, float]:
    """Words and pairs of words in buckets, each once, scaled to length 1."""
    said = words(fold(text))
    grams = {*said, *(f"{a} {b}" for a, b in pairwise(said))}
    buckets = {int.from_bytes(hashlib.blake2b(g.encode(), digest_size=4).digest(), "big") % BUCKETS for g in grams}
    return dict.fromkeys(buckets, 1 / math.sqrt(len(buckets))) if buckets else {}


def _logit(probability: float) -> float:
    held = min(1 - 1e-6, max(1e-6, probability))
    return math.log(held / (1 - held))
