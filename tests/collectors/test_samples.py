"""Every sample of every kind comes out as the mentions written beside it.

A sample is an answer as the source gives it, `tests/samples/<kind>/<name>.<anything>`, written for this project, and
beside it `<name>.expected.py` with

    OPTIONS = {...}     # the options of the source, as in config.yaml
    EXPECTED = [...]    # one dict for each mention: its fields but for id, entity, source and seen; what is left out is
                        # empty. published is ISO text. Counts of its snapshot (likes, replies, shares, views,
                        # followers, reply, deleted) stand in the same dict.
    URL, CONTENT_TYPE, META    # optional: of the part
    SECRETS             # optional: option ending in _env -> value
    SKIPPED, GONE       # optional: how many items are skipped, or said to be removed

A sample without OPTIONS needs more than one answer or a file on disk; it is used by name in the kind's own test.
"""

from __future__ import annotations

import runpy
from dataclasses import MISSING, asdict, fields
from pathlib import Path
from typing import Any

import pytest

from collectors import KINDS, load
from collectors.source import Batch, Part, Payload, Secret, Source
from storage.model import Mention, Snapshot
from tests.collectors.conftest import NOW

SAMPLES = Path(__file__).parents[1] / "samples"
OURS = {"id", "entity", "source", "seen"}
COUNTS = ("likes", "replies", "shares", "views", "followers", "reply", "deleted")
EMPTY: dict[str, Any] = {"url": "", "author": "", "title": "", "text": "", "published": None} | {
    each.name: each.default for each in fields(Mention) if each.default is not MISSING
}


def sample_files(alone: bool = True) -> list[Path]:
    """Samples that stand alone, or those that do not."""
    found = sorted(path for path in SAMPLES.glob("*/*.expected.py") if path.parent.name in KINDS)
    return [path for path in found if ("OPTIONS" in runpy.run_path(str(path))) is alone]


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.name.split('.')[0]}"


def parsed(expected: Path) -> tuple[dict[str, Any], Batch]:
    told = runpy.run_path(str(expected))
    stem = expected.name.removesuffix(".expected.py")
    (answer,) = (path for path in expected.parent.glob(f"{stem}.*") if path != expected)
    kind = expected.parent.name
    module = load(kind)
    secrets = {name: Secret(value) for name, value in told.get("SECRETS", {}).items()}
    source: Source[Any] = Source("sample", kind, "Shop", module.Options(**told["OPTIONS"]), secrets=secrets)
    url = told.get("URL", f"https://example.org/{answer.name}")
    part = Part(url, answer.read_bytes(), told.get("CONTENT_TYPE", ""), told.get("META", {}))
    return told, module.mentions(Payload((part,), {}, NOW), source, NOW)


def readable(mention: Mention, snapshot: Snapshot | None) -> dict[str, Any]:
    found = {name: value for name, value in asdict(mention).items() if name not in OURS}
    if mention.published is not None:
        found["published"] = mention.published.isoformat()
    for name in COUNTS:
        value = getattr(snapshot, name) if snapshot else None
        if value is not None and value is not False:
            found[name] = value
    return found


@pytest.mark.parametrize("expected", sample_files(), ids=label)
def test_sample_becomes_the_mentions_beside_it(expected: Path) -> None:
    told, batch = parsed(expected)
    snapshots = {each.mention: each for each in batch.snapshots}
    found = [readable(mention, snapshots.get(mention.id)) for mention in batch.mentions]
    assert found == [EMPTY | wanted for wanted in told["EXPECTED"]]
    assert len(batch.skipped) == told.get("SKIPPED", 0), batch.skipped
    assert len(batch.gone) == told.get("GONE", 0)


@pytest.mark.parametrize("expected", sample_files(), ids=label)
def test_seeing_a_sample_again_gives_the_same_ids_once(expected: Path) -> None:
    first = [mention.id for mention in parsed(expected)[1].mentions]
    again = [mention.id for mention in parsed(expected)[1].mentions]
    assert first == again
    assert len(set(first)) == len(first)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_sample(kind: str) -> None:
    assert list((SAMPLES / kind).glob("*.expected.py")), f"tests/samples/{kind}/ holds no *.expected.py"


@pytest.mark.parametrize("expected", sample_files(alone=False), ids=label)
def test_other_samples_are_used_by_name(expected: Path) -> None:
    tests = Path(__file__).with_name(f"test_{expected.parent.name}.py")
    assert tests.is_file(), f"{tests.name} should test {expected}"
    stem = expected.name.removesuffix(".expected.py")
    assert f'"{stem}' in tests.read_text(encoding="utf-8"), f"{tests.name} does not use {stem}"
