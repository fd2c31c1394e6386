"""Learning at the owner's: corrections and starred reviews move cuts at once, and train a model of the shop's words.

What was learned is kept as a small state in the record. A moved cut sends those mentions of its source back in line
that it can change; another model changes the version of the rules, so that everything is judged again, the newest
first, while new mentions go before.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from analysis import learning
from analysis.assess import VERSION, Rules, assess
from analysis.judge import DEFAULT_CUT, HIGH_STARS, LOW_STARS, Cut, judge
from analysis.language import detect
from analysis.learning import Example, Learned, Residual
from pipelines import verdicts
from pipelines.config import Config
from pipelines.desk import Desk
from pipelines.verdicts import Verdicts
from storage import lessons, mentions, states
from storage.db import Connection
from storage.model import Assessment, Json, Mention

LEARNED = "learned"
STARRED = 2000  # newest starred reviews that teach
STARS_WEIGH = 0.3  # of a correction: people give two stars for good words, too
GROWN = 1.25  # examples against the last training from which it is worth another


@dataclass(frozen=True)
class Taught:
    """What is known at the moment of judging. `base` names the rules all mentions must be judged by."""

    learned: Learned = field(default_factory=Learned)
    verdicts: Verdicts = field(default_factory=Verdicts)
    base: str = VERSION

    def rules(self, config: Config) -> Rules:
        """The owner's rules with what was learned in them."""
        return replace(config.rules(), cuts=self.learned.cuts)

    def judge(
        self, mention: Mention, rules: Rules, *, at: datetime, about_us: bool, reach: int | None = None
    ) -> Assessment:
        """Shipped judgement, then the shop's model, then what people said of this very mention."""
        said = assess(mention, rules, at=at, about_us=about_us, reach=reach)
        said = learning.apply(said, mention, self.learned)
        said = learning.settled(
            said,
            negative=self.verdicts.negative.get(mention.id),
            about_us=self.verdicts.about_us.get(mention.id),
            who=self.verdicts.who.get(mention.id, "somebody"),
        )
        cut = self.learned.cuts.get(mention.source)
        version = f"{self.base}/{cut.flag:g}" if cut else self.base
        return said if said.version == version else replace(said, version=version)


def taught(con: Connection) -> Taught:
    """What was learned so far, and every correction."""
    kept = _kept(con)
    return Taught(kept.learned, verdicts.load(con), _base(kept.learned.residual))


@dataclass(frozen=True)
class _Kept:
    """The state in the record: what was learned, and from how much by which rules."""

    learned: Learned = field(default_factory=Learned)
    rules: str = ""
    corrections: int = 0
    trained_on: int = 0  # examples at the last training, successful or not


def study(desk: Desk, *, training: bool = True) -> int:
    """Learn from what is new; returns how many mentions wait to be judged again because of a moved cut.

    Cheap when nothing is new. Training reads a few thousand texts and takes seconds, with the record closed; without
    `training` it is left to the next call, because a person is waiting.
    """
    with desk.record.session("see what there is to learn") as con:
        kept, said = _kept(con), verdicts.load(con)
        stars = lessons.count_starred(con, LOW_STARS, HIGH_STARS) if training else 0  # looks at every mention
        examples = min(stars, STARRED) + len(said.negative)
        grown = examples >= max(learning.ENOUGH, GROWN * kept.trained_on)
        train = training and (grown or bool(kept.trained_on and kept.rules != VERSION))
        if not train and kept.corrections == said.count and kept.rules in (VERSION, ""):
            return 0
        corrected = mentions.by_ids(con, list(said.negative))
        reviews = lessons.starred(con, LOW_STARS, HIGH_STARS, STARRED) if train else []
    hint = desk.config.business.languages[0]
    mine = [(mention, _example(mention, said.negative[mention.id], 1.0, hint)) for mention in corrected.values()]
    residual = kept.learned.residual
    if train:
        others = [mention for mention in reviews if mention.id not in said.negative]
        stars_say = [_example(each, (each.rating or 0.0) <= LOW_STARS, STARS_WEIGH, hint) for each in others]
        residual = learning.train([example for example in (*(e for _, e in mine), *stars_say) if example])
    cuts = _cuts([(mention, example) for mention, example in mine if example], residual)
    rules = VERSION if training else kept.rules  # what is due stays due
    fresh = _Kept(Learned(cuts, residual), rules, said.count, examples if train else kept.trained_on)
    with desk.record.session("keep what was learned") as con:
        states.save(con, LEARNED, _state(fresh))
        both = sorted({*cuts, *kept.learned.cuts})  # a cut that moved, or moved back
        return sum(_again(con, source, kept.learned.cut(source), fresh.learned.cut(source)) for source in both)


def _example(mention: Mention, negative: bool, weight: float, hint: str) -> Example | None:
    """What a mention teaches; nothing when its words cannot be judged."""
    language = detect(f"{mention.title}\n{mention.text}", mention.language or hint)
    by_words = judge(mention.text, title=mention.title, language=language).complaint
    if by_words is None:
        return None
    return Example(mention.id, f"{mention.title} {mention.text}", by_words, negative, weight)


def _cuts(mine: Sequence[tuple[Mention, Example]], residual: Residual | None) -> dict[str, Cut]:
    """Source -> its cut, moved by the corrections that its words, not its stars, have to answer for."""
    points: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for mention, example in mine:
        if not learning.stars_decide(mention):
            shown = learning.shifted(example.complaint, residual.shift(example.text) if residual else 0.0)
            points[mention.source].append((shown, example.negative))
    return {source: learning.moved(taught_here) for source, taught_here in sorted(points.items())}


def _again(con: Connection, source: str, before: Cut, now: Cut) -> int:
    pairs = ((before.flag, now.flag), (before.maybe, now.maybe))
    between = [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]
    return lessons.judge_again(con, source, between) if between else 0


def _base(residual: Residual | None) -> str:
    if residual is None:
        return VERSION
    digest = hashlib.blake2b(json.dumps(residual.state(), sort_keys=True).encode(), digest_size=4).hexdigest()
    return f"{VERSION}+{digest}"


def _kept(con: Connection) -> _Kept:
    value = states.load(con, LEARNED)
    if not isinstance(value, dict):
        return _Kept()
    cuts, model = value["cuts"], value["model"]
    return _Kept(
        Learned(_read_cuts(cuts), Residual.from_state(model) if model else None),
        str(value["rules"]),
        int(str(value["corrections"])),
        int(str(value["trained_on"])),
    )


def _read_cuts(value: Json) -> Mapping[str, Cut]:
    assert isinstance(value, dict)
    return {
        source: Cut(float(str(pair[0])), float(str(pair[1])))
        for source, pair in value.items()
        if isinstance(pair, list) and len(pair) == 2
    }


def _state(kept: _Kept) -> Json:
    learned = kept.learned
    return {
        "cuts": {source: [cut.flag, cut.maybe] for source, cut in learned.cuts.items() if cut != DEFAULT_CUT},
        "model": learned.residual.state() if learned.residual else None,
        "rules": kept.rules,
        "corrections": kept.corrections,
        "trained_on": kept.trained_on,
    }
