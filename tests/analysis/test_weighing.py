"""The shipped numbers: complete, bounded, and numbers only."""

from __future__ import annotations

from importlib import resources

from analysis.features import NUMBERS, read
from analysis.packs import pack
from analysis.weighing import cue_count, pieces, weights


def test_every_cue_that_speaks_has_a_weight() -> None:
    known = weights()
    assert len(known.numbers) == len(NUMBERS)
    assert set(pack("en").cues) - {"mask", "sour"} <= set(known.presence)
    assert known.presence.keys() == known.counts.keys()


def test_complaints_weigh_for_and_praise_against() -> None:
    known = weights()
    assert min(known.presence[c] for c in ("never_again", "foreign_object", "sick", "no_reply", "fact_wrong")) > 0.3
    assert max(known.presence[c] for c in ("praise", "solved", "emoji_good")) < -0.2
    assert 0 < known.positive <= known.maybe < known.flag < 1


def test_a_second_find_counts_less_and_a_longer_text_thins_it() -> None:
    assert cue_count(2, 10) < 2 * cue_count(1, 10)
    assert cue_count(1, 1000) < cue_count(1, 10) == 1.0


def test_word_pieces_are_the_same_everywhere() -> None:
    found = pieces("cold", 1 << 16)
    assert found == sorted(set(found))
    assert found == pieces("cold", 1 << 16)
    assert all(0 <= place < 1 << 16 for place in pieces("x" * 500 + "\ud800", 1 << 16))


def test_the_shipped_files_are_small_and_hold_no_texts() -> None:
    folder = resources.files("analysis") / "weights"
    sizes = {f.name: len(f.read_bytes()) for f in folder.iterdir()}
    assert set(sizes) == {"judge.json", "words.npy"}
    assert sum(sizes.values()) < 2_000_000


def test_words_of_another_language_borrow_no_english_table() -> None:
    reading = read("horrible", pack("es"))
    assert weights().logit(reading, english=True) != weights().logit(reading, english=False)
