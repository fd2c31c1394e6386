from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.pipelines.commands.conftest import Earlyword

START = datetime(2026, 2, 1, tzinfo=UTC)
HAPPY, SAD = "Lovely spices and friendly people.", "The parcel was late, the jar broken and nobody answered."

WAVE = (  # nine people, nine stories
    "Waited three weeks for cumin that never came.",
    "The turmeric was stale and tasted of dust.",
    "Rude on the phone, then they hung up on me.",
    "Charged twice and no refund so far.",
    "My order arrived soaked and torn open.",
    "The cardamom was mouldy. Disgusting.",
    "They sent chilli instead of paprika and will not take it back.",
    "Terrible service in the shop, we were ignored for ages.",
    "Overpriced and half the jar was empty.",
)


def history(file: Path, wave_at: int | None = None) -> Path:
    """Eight calm weeks: two kind words a day, a complaint every third day; on day `wave_at` nine in a morning."""
    rows: list[tuple[str, str, str, str]] = []
    for day in range(56):
        opened = START + timedelta(days=day, hours=10)
        rows += [(f"h{day}-{n}", HAPPY, (opened + timedelta(hours=6 * n)).isoformat(), f"Guest {day}") for n in (0, 1)]
        if day % 3 == 0:
            rows.append((f"c{day}", SAD, (START + timedelta(days=day, hours=12 + day % 5)).isoformat(), f"Cross {day}"))
    if wave_at is not None:
        for n, words in enumerate(WAVE):
            when = START + timedelta(days=wave_at, hours=9, minutes=20 * n)
            rows.append((f"w{n}", words, when.isoformat(), f"Wave {n}"))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "words", "when", "who"])
        writer.writerows(rows)
    return file


MAP = "id=id,text=words,published=when,author=who"


def test_calm_weeks_ring_no_spike(earlyword: Earlyword, tmp_path: Path) -> None:
    said = earlyword("replay", history(tmp_path / "calm.csv"), "--map", MAP, "--json")
    assert said.code == 0
    assert [each for each in said.objects() if each["kind"] == "spike"] == []


def test_a_wave_is_named_within_hours_with_reasons_and_what_is_usual(earlyword: Earlyword, tmp_path: Path) -> None:
    said = earlyword("replay", history(tmp_path / "wave.csv", wave_at=50), "--map", MAP, "--json")
    spike, *again = [each for each in said.objects() if each["kind"] == "spike"]
    assert all(each["key"].startswith(f"{spike['key']}:again") for each in again)  # once more when it has doubled
    began = START + timedelta(days=50, hours=9)
    assert began < datetime.fromisoformat(spike["at"]) <= began + timedelta(hours=4)
    assert spike["expected_false_alarms_per_week"] < 0.25
    assert "normally" in spike["usual"]
    assert set(spike) >= {"at", "kind", "entity", "key", "mentions", "reasons", "expected_false_alarms_per_week"}


def test_each_value_of_the_entity_column_is_watched_apart(earlyword: Earlyword, tmp_path: Path) -> None:
    file = history(tmp_path / "two.csv", wave_at=50)
    lines = file.read_text(encoding="utf-8").splitlines()
    wave = [line for line in lines[1:] if line.startswith("w")]
    calm = [line for line in lines[1:] if not line.startswith("w")]
    rows = [f"{line},Harbour" for line in (*calm, *wave)] + [f"m{line},Market" for line in calm]
    file.write_text("\n".join((f"{lines[0]},shop", *rows)) + "\n", encoding="utf-8")
    said = earlyword("replay", file, "--map", f"{MAP},entity=shop", "--json")
    assert {each["entity"] for each in said.objects() if each["kind"] == "spike"} == {"Harbour"}


def test_nothing_is_written_to_the_record(earlyword: Earlyword, tmp_path: Path) -> None:
    earlyword("replay", history(tmp_path / "wave.csv", wave_at=50), "--map", MAP)
    assert not (tmp_path / "data").exists()


def test_the_same_history_rings_the_same_in_any_order(earlyword: Earlyword, tmp_path: Path) -> None:
    file = history(tmp_path / "wave.csv", wave_at=50)
    there = earlyword("replay", file, "--map", MAP, "--json").out
    header, *rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join((header, *reversed(rows))) + "\n", encoding="utf-8")
    assert earlyword("replay", file, "--map", MAP, "--json").out == there


@pytest.mark.parametrize("budget", ["0.0001"])
def test_a_smaller_budget_rings_less(earlyword: Earlyword, tmp_path: Path, budget: str) -> None:
    strict = tmp_path / "strict.yaml"
    strict.write_text(
        "business: {name: Pepperwick Spices}\n"
        f"warn: {{false_alarms_per_week: {budget}, interruptions_per_week: 0}}\n",
        encoding="utf-8",
    )
    file = history(tmp_path / "wave.csv")
    assert earlyword("replay", file, "--map", MAP, "--json", "--config", strict).out == ""


def kept(earlyword: Earlyword, tmp_path: Path) -> None:
    """A record that holds eight calm weeks with a wave, published."""
    file = history(tmp_path / "wave.csv", wave_at=50)
    assert earlyword("import", file, "--source", "old", "--map", MAP).code == 0
    assert earlyword("publish").code == 0


def test_the_record_is_replayed_from_its_published_copy(earlyword: Earlyword, tmp_path: Path) -> None:
    kept(earlyword, tmp_path)
    record = tmp_path / "data" / "earlyword.duckdb"
    before = record.read_bytes()
    said = earlyword("replay", "--record", "--json")
    assert "spike" in {each["kind"] for each in said.objects()}
    assert record.read_bytes() == before
    later = datetime(2026, 9, 30, tzinfo=UTC)  # the wave is older than 90 days then
    assert earlyword("replay", "--record", "--json", now=later).out == ""


def test_other_settings_are_tried_without_being_saved(earlyword: Earlyword, tmp_path: Path) -> None:
    kept(earlyword, tmp_path)
    usual = earlyword("replay", "--record", "--json").objects()
    strict = ("--false-alarms-per-week", "0.000001", "--interruptions-per-week", "0")
    tried = earlyword("replay", "--record", "--json", *strict).objects()
    assert len(tried) < len(usual)
    assert earlyword("replay", "--record", "--json").objects() == usual
    assert earlyword("replay", "--record", "--false-alarms-per-week", "0").code == 2


def test_what_people_marked_is_told_beside(earlyword: Earlyword, tmp_path: Path) -> None:
    kept(earlyword, tmp_path)
    plain = earlyword("replay", "--record").out
    assert "in the last 90 days" in plain
    assert "marked" not in plain
    spike, *_ = [each for each in earlyword("replay", "--record", "--json").objects() if each["kind"] == "spike"]
    assert earlyword("correct", spike["mentions"][0], "--useful", "--who", "Ines").code == 0
    earlyword("publish")
    said = earlyword("replay", "--record").out  # the spike may have rung again when it had doubled
    assert "you marked 1 useful and 0 not" in said or "you marked 2 useful and 0 not" in said


def test_files_or_the_record_but_not_both_and_not_neither(earlyword: Earlyword, tmp_path: Path) -> None:
    assert earlyword("replay").code == 2
    assert earlyword("replay", history(tmp_path / "calm.csv"), "--record").code == 2
    assert earlyword("replay", "--record").code == 3  # nothing was published yet
