"""Are the same stories recognised: near-duplicates, paraphrases, incidents in other words; in any order; at what cost?

Run: `uv run python -m benchmarks stories [--texts 1500]`. Near-duplicates are real tweets edited as people pass words
on (`stories_edits`, seed fixed); with no real material beside the checkout, the project's own hand-written stories
stand in and the table says so. Beside ours, in the same run: 64-bit SimHash of words (Hamming distance of at most 3,
Manku 2007) and plain MinHash of character 5-grams (Jaccard of at least 0.4).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np

from analysis import minhash, similar
from analysis.stories import Item, Stories, group
from analysis.text import fold
from analysis.told import signatures
from benchmarks.material import DATA, load
from benchmarks.stories_edits import edited

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "stories.json"
START = datetime(2026, 3, 2, tzinfo=UTC)
SEED, LEAST = 11, 40  # characters
ALREADY = 0.2  # Jaccard from which two texts as they were found may be one passed on: such are left out
SIM_BITS, SIM_FAR, MIN_JACCARD = 64, 3, 0.4
Pairs = set[tuple[str, str]]
Rule = Callable[[Sequence[tuple[str, str]]], Pairs]


def simhash(text: str) -> int:
    votes = np.zeros(SIM_BITS)
    for word in fold(text).split():
        digest = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")
        votes += np.array([1 if digest >> bit & 1 else -1 for bit in range(SIM_BITS)])
    return sum(1 << bit for bit in range(SIM_BITS) if votes[bit] > 0)


def by_simhash(texts: Sequence[tuple[str, str]]) -> Pairs:
    hashes = np.array([simhash(text) for _, text in texts], dtype=np.uint64)
    found: Pairs = set()
    for i in range(len(texts)):
        far = np.bitwise_count(hashes[i + 1 :] ^ hashes[i])
        found |= {pair(texts[i][0], texts[i + 1 + j][0]) for j in np.flatnonzero(far <= SIM_FAR).tolist()}
    return found


def by_minhash(texts: Sequence[tuple[str, str]]) -> Pairs:
    rows = minhash.places([fold(text) for _, text in texts])
    found: Pairs = set()
    for i in range(len(texts)):
        alike = minhash.jaccard(rows[i], rows[i + 1 :])
        found |= {pair(texts[i][0], texts[i + 1 + j][0]) for j in np.flatnonzero(alike >= MIN_JACCARD).tolist()}
    return found


def by_ours(texts: Sequence[tuple[str, str]]) -> Pairs:
    placed = group([Item(id, "", text, START) for id, text in texts])
    return together(placed)


RULES: dict[str, Rule] = {"ours": by_ours, "SimHash 64": by_simhash, "MinHash 0.4": by_minhash}


def pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def together(placed: Mapping[str, str]) -> Pairs:
    members = defaultdict(list)
    for id, story in placed.items():
        members[story].append(id)
    return {pair(a, b) for story in members.values() for a, b in combinations(story, 2)}


def tweets(count: int) -> list[str]:
    """Different texts of some length; of the project's own when there are no real ones here."""
    real = DATA.is_dir()
    said = [item.text for item in load("airline_tweets")] if real else [str(row["text"]) for row in samples()]
    distinct = list({fold(text): text for text in said if len(text) >= LEAST}.values())
    random.Random(SEED).shuffle(distinct)
    return unlike(distinct[: count * 2])[:count]


def unlike(texts: Sequence[str]) -> list[str]:
    """Without those that are another's near-duplicate already: people pass on in earnest, too."""
    rows = minhash.places([fold(text) for text in texts])
    kept: list[int] = []
    for number in range(len(texts)):
        if not kept or minhash.jaccard(rows[number], rows[kept]).max() < ALREADY:
            kept.append(number)
    return [texts[number] for number in kept]


def samples() -> list[dict[str, object]]:
    lines = (HERE / "samples" / "stories.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def scored(found: Pairs, true: Pairs) -> dict[str, float]:
    hits = len(found & true)
    precision, recall = hits / max(1, len(found)), hits / max(1, len(true))
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(1e-12, precision + recall)}


def near_duplicates(count: int) -> dict[str, dict[str, float]]:
    """Each text with one edited copy: which of all pairs are called the same."""
    rng = random.Random(SEED)
    texts, true, how = [], set[tuple[str, str]](), {}
    for number, text in enumerate(tweets(count)):
        copy, edit = edited(text, rng)
        texts += [(f"{number}a", text), (f"{number}b", copy)]
        true.add(pair(f"{number}a", f"{number}b"))
        how[pair(f"{number}a", f"{number}b")] = edit
    rng.shuffle(texts)
    result = {}
    for name, rule in RULES.items():
        found = rule(texts)
        result[name] = scored(found, true)
        wrong = {id for a, b in found - true for id in (a, b)}
        result[name]["wrongly merged"] = len(wrong) / len(texts)
        show(name, result[name])
        if name == "ours":
            missed = Counter(part for each in true - found for part in how[each].split(" + "))
            print(f"  missed by edit: {dict(missed.most_common(5))}")
    return result


def paraphrases() -> dict[str, dict[str, float]]:
    """MSRP: two sentences of news, judged by people to say the same or not."""
    rows = []
    for name in ("train", "test"):
        with (DATA / "pairs" / f"msr_paraphrase_{name}.txt").open(encoding="utf-8-sig", newline="") as file:
            rows += list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    calls: dict[str, Callable[[str, str], bool]] = {
        "ours": same_story,
        "SimHash 64": lambda a, b: (simhash(a) ^ simhash(b)).bit_count() <= SIM_FAR,
        "MinHash 0.4": lambda a, b: alike(a, b) >= MIN_JACCARD,
    }
    result = {}
    true = {(str(n), "") for n, row in enumerate(rows) if row[0] == "1"}
    for name, call in calls.items():
        found = {(str(n), "") for n, row in enumerate(rows) if call(row[3], row[4])}
        result[name] = scored(found, true)
        show(name, result[name])
    return result


def alike(a: str, b: str) -> float:
    one, other = minhash.places([fold(a), fold(b)])
    return float(minhash.jaccard(one, other[None, :])[0])


def same_story(a: str, b: str) -> bool:
    one, other = signatures([("", a), ("", b)])
    jaccard = minhash.jaccard(*(np.frombuffer(each.places, dtype=np.uint16)[None, :] for each in (one, other)))[0]
    return similar.compare(similar.told(one), similar.told(other), float(jaccard)) is not None


def incidents() -> dict[str, dict[str, float]]:
    """Hand-written stories of small businesses, told in other words; "tune" was looked at, "test" was not tuned on."""
    result = {}
    for split in sorted({str(row["split"]) for row in samples()}):
        rows = [row for row in samples() if row["split"] == split]
        items = [Item(str(r["id"]), "", str(r["text"]), START + timedelta(days=float(str(r["day"])))) for r in rows]
        true = together({str(row["id"]): str(row["story"]) for row in rows})
        result[split] = scored(together(group(items)), true)
        show(f"ours, {split}", result[split])
    return result


def orders(count: int) -> float:
    """Share of mentions that have the same company in every one of five orders, with a restart halfway."""
    rng = random.Random(SEED)
    items = [Item(f"{n}{k}", "", t, START) for n, text in enumerate(tweets(count)) for k, t in
             (("a", text), ("b", edited(text, rng)[0]))]  # fmt: skip
    company = []
    for _ in range(5):
        rng.shuffle(items)
        index = Stories()
        for number, item in enumerate(items):
            if number == len(items) // 2:
                index = Stories.from_state(index.state())
            index.add(item.id, "", item.text, item.published)
        members = defaultdict(set)
        for item in items:
            members[index.story(item.id)].add(item.id)
        company.append({id: frozenset(m) for m in members.values() for id in m})
    same = sum(len({each[item.id] for each in company}) == 1 for item in items)
    return same / len(items)


def costs(sizes: Sequence[int]) -> Iterator[tuple[int, float]]:
    """CPU microseconds for one more mention when so many are in the index."""
    base = tweets(5000)
    index, rng, known = Stories(), random.Random(SEED), 0
    for size in sizes:
        while known < size:
            index.add(str(known), "", f"{base[known % len(base)]} {rng.getrandbits(60):x} {known}", START)
            known += 1
        start = time.process_time()
        for _ in range(500):
            index.add(str(known), "", f"{base[known % len(base)]} {rng.getrandbits(60):x} {known}", START)
            known += 1
        yield size, (time.process_time() - start) / 500 * 1e6


def show(name: str, row: Mapping[str, float]) -> None:
    print(f"  {name:16}" + "  ".join(f"{what} {value:6.3f}" for what, value in row.items()), flush=True)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--texts", type=int, default=1500)
    ask.add_argument("--sizes", default="1000,10000,40000")
    given = ask.parse_args()
    real = "real tweets, edited" if DATA.is_dir() else "the project's own samples, edited (no real material here)"
    print(f"near-duplicates: {real}")
    result: dict[str, object] = {"material": real, "near_duplicates": near_duplicates(given.texts)}
    if DATA.is_dir():
        print("paraphrases (MSRP, people's judgement)")
        result["paraphrases"] = paraphrases()
    print("the same incident in other words (hand-written)")
    result["incidents"] = incidents()
    result["same_in_any_order"] = share = orders(min(400, given.texts))
    print(f"the same company in five orders with a restart: {share:.4f}")
    result["microseconds_a_mention"] = spent = dict(costs([int(size) for size in given.sizes.split(",")]))
    print("one more mention: " + ", ".join(f"{us:,.0f} us at {size:,}" for size, us in spent.items()))
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
