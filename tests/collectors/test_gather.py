"""A Batch holds everything once, and a format that changed is an error."""

from __future__ import annotations

import pytest

from collectors.gather import Gone, gather
from collectors.source import Batch, Broken, Skipped
from storage.model import Mention, Snapshot
from tests.collectors.conftest import NOW

MENTION = Mention("m1", "Shop", "s", "post", "", "", "", "words", None, NOW)


def test_everything_once_and_empty_snapshots_not_at_all() -> None:
    first, last = Snapshot("m1", NOW, likes=1), Snapshot("m1", NOW, likes=2)
    batch = gather([MENTION, first, MENTION, last, Snapshot("m2", NOW), Gone("m3"), Gone("m3")], "s")
    assert batch == Batch((MENTION,), (last,), (), ("m3",))


def test_nothing_is_nothing() -> None:
    assert gather([], "s") == Batch()


def test_some_bad_items_are_skipped_and_all_bad_items_are_an_error() -> None:
    bad = Skipped("item 1", "it has no id")
    assert gather([bad, MENTION], "s").skipped == (bad,)
    assert gather([bad, Snapshot("m1", NOW, likes=0)], "s").skipped == (bad,)
    with pytest.raises(Broken, match="not one of the 2 items that s sent can be used: it has no id"):
        gather([bad, bad], "s")
