"""A watched folder: what is read, when, and what is refused."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from collectors.files import Options, fetch, mentions
from collectors.source import Broken, Payload, Source
from collectors.web import Web
from storage.model import Json
from tests.collectors import sample
from tests.collectors.conftest import NOW

HEADER = "id,author,text,rating,date\n"


def watched(path: Path, **options: Any) -> Source[Options]:
    return sample.source("files", Options(str(path), **options))


def put(folder: Path, name: str, text: str | bytes, *, age: float = 3600) -> Path:
    """A file as somebody left it `age` seconds before now."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(path, (NOW.timestamp() - age,) * 2)
    return path


def test_reasons_name_file_and_line(tmp_path: Path, web: Web) -> None:
    put(tmp_path, "german.csv", sample.body("files", "german.csv"))
    source = watched(tmp_path)
    batch = mentions(fetch(source, {}, web), source, NOW)
    assert [(each.where, each.reason) for each in batch.skipped] == [
        ("german.csv line 5", "it has neither words nor a rating"),
        ("german.csv line 6", "the last row is cut off"),
    ]


def test_only_new_and_changed_files_are_read(tmp_path: Path, web: Web) -> None:
    source = watched(tmp_path, pattern="*.csv")
    put(tmp_path, "a.csv", HEADER + "1,ann,fine,5,2026-11-01\n")
    put(tmp_path, "b.txt", HEADER + "2,bob,not asked for,5,2026-11-01\n")
    first = fetch(source, {}, web)
    assert [part.url for part in first.parts] == ["a.csv"]
    assert fetch(source, first.cursor, web).parts == ()

    put(tmp_path, "a.csv", HEADER + "1,ann,fine,5,2026-11-01\n", age=60)  # touched, the same bytes
    touched = fetch(source, first.cursor, web)
    assert touched.parts == ()

    put(tmp_path, "a.csv", HEADER + "1,ann,fine,5,2026-11-01\n2,bob,bad,1,2026-11-02\n", age=60)
    grown = fetch(source, touched.cursor, web)
    before = mentions(first, source, NOW).mentions
    after = mentions(grown, source, NOW).mentions
    assert len(after) == 2
    assert before[0].id == after[0].id


def test_a_file_still_being_written_waits_for_the_next_look(tmp_path: Path, web: Web) -> None:
    source = watched(tmp_path)
    path = put(tmp_path, "a.csv", HEADER, age=1)
    done = threading.Event()

    def write() -> None:
        for number in range(1, 10_000):
            with path.open("a") as file:
                file.write(f"{number},ann,fine,5,2026-11-01\n")
            os.utime(path, ns=(0, int(NOW.timestamp() - 1) * 10**9 + number))
            if done.wait(0.002):
                return

    writer = threading.Thread(target=write)
    writer.start()
    early = fetch(source, {}, web)
    done.set()
    writer.join()
    assert (early.parts, early.cursor) == ((), {"files": {}})
    assert len(fetch(source, early.cursor, web).parts) == 1


def test_links_are_refused_and_told_once(tmp_path: Path, web: Web) -> None:
    outside = put(tmp_path, "secret.csv", HEADER + "1,ann,private,5,2026-11-01\n")
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "link.csv").symlink_to(outside)
    source = watched(folder)
    payload = fetch(source, {}, web)
    batch = mentions(payload, source, NOW)
    assert batch.mentions == ()
    assert "links are not followed" in batch.skipped[0].reason
    assert fetch(source, payload.cursor, web).parts == ()
    (tmp_path / "linked").symlink_to(folder)
    with pytest.raises(Broken, match="link"):
        fetch(watched(tmp_path / "linked"), {}, web)


@pytest.mark.parametrize("pattern", ["../*", "/etc/*", "a/../b", "..", "sub/*.csv", "..\\*"])
def test_patterns_stay_in_the_folder(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        Options("x", pattern=pattern)


def test_a_missing_folder_is_broken_with_what_to_do(tmp_path: Path, web: Web) -> None:
    with pytest.raises(Broken, match="cannot be read") as caught:
        fetch(watched(tmp_path / "nowhere"), {}, web)
    assert "config.yaml" in caught.value.next_step


def test_pipes_folders_and_hidden_files_are_left_alone(tmp_path: Path, web: Web) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    put(tmp_path, ".hidden.csv", HEADER)
    put(tmp_path, "~$open.xlsx", "x")
    payload = fetch(watched(tmp_path), {}, web)
    assert [part.meta for part in payload.parts] == [{"problem": "it is no ordinary file"}]


def test_too_large_a_file_is_named_and_not_read(tmp_path: Path, web: Web) -> None:
    path = put(tmp_path, "big.csv", HEADER)
    with path.open("r+b") as file:
        file.truncate(60_000_000)
    os.utime(path, (NOW.timestamp() - 60,) * 2)
    source = watched(tmp_path)
    payload = fetch(source, {}, web)
    assert "earlyword import" in mentions(payload, source, NOW).skipped[0].reason
    assert fetch(source, payload.cursor, web).parts == ()


def test_one_bad_file_does_not_take_the_others_along(tmp_path: Path, web: Web) -> None:
    put(tmp_path, "a.csv", "")
    put(tmp_path, "b.pdf", b"%PDF-1.7 ...")
    put(tmp_path, "c.csv", "colour,size\nred,large\nblue,small\n")
    put(tmp_path, "d.csv", HEADER + "1,ann,fine,5,2026-11-01\n")
    source = watched(tmp_path)
    batch = mentions(fetch(source, {}, web), source, NOW)
    assert [mention.text for mention in batch.mentions] == ["fine"]
    assert [skipped.where for skipped in batch.skipped] == ["a.csv", "b.pdf", "c.csv"]


def test_only_bad_files_are_broken(tmp_path: Path, web: Web) -> None:
    put(tmp_path, "a.csv", "")
    source = watched(tmp_path)
    payload = fetch(source, {}, web)
    with pytest.raises(Broken, match=r"a\.csv: the file is empty"):
        mentions(payload, source, NOW)


def test_ages_count_from_when_the_file_was_written(tmp_path: Path, web: Web) -> None:
    put(tmp_path, "a.csv", "text,date\nold news,3 weeks ago\n", age=10 * 86_400)
    source = watched(tmp_path)
    (mention,) = mentions(fetch(source, {}, web), source, NOW).mentions
    assert mention.published == datetime.fromisoformat("2026-10-20T00:00:00+00:00")


def test_columns_can_be_told(tmp_path: Path, web: Web) -> None:
    put(tmp_path, "a.csv", "a,b,c\nfine words,7,2026-11-01\nbad words,1,2026-11-02\n")
    told: Mapping[str, str] = {"text": "a", "rating": "b", "published": "c"}
    source = watched(tmp_path, columns=told, scale="1-10")
    assert [each.rating for each in mentions(fetch(source, {}, web), source, NOW).mentions] == [
        pytest.approx(2 / 3),
        0.0,
    ]


def test_a_cursor_of_another_shape_reads_everything(tmp_path: Path, web: Web) -> None:
    put(tmp_path, "a.csv", HEADER + "1,ann,fine,5,2026-11-01\n")
    cursors: list[dict[str, Json]] = [{}, {"files": 3}, {"files": {"a.csv": "x"}}, {"files": {"a.csv": []}}]
    assert all(len(fetch(watched(tmp_path), cursor, web).parts) == 1 for cursor in cursors)


@pytest.fixture
def read_export(shared_data: Path) -> Callable[[str], Payload]:
    def read(name: str) -> Payload:
        path = shared_data / name
        return sample.look(path.read_bytes(), url=path.name)

    return read


# rows of the file, of which kept, of which different mentions (a row that stands there twice is one)
REAL = [
    ("exports/chatgpt_reviews.csv", 2292, 2292, 2292),
    ("exports/dashen_bank_raw.csv", 400, 400, 400),
    ("exports/google_maps_bharani.json", 200, 200, 200),
    ("exports/google_maps_bharani_with_dates.csv", 140, 140, 140),
    ("exports/google_places_hectors_polled.csv", 219, 219, 216),
    ("exports/opentable_grounds_of_the_city.csv", 1555, 1555, 1555),
    ("exports/tripadvisor_sevilla_sushi_30_restaurants.csv", 3746, 3746, 3746),
    ("exports/trustpilot_wstrustpilot.csv", 129, 105, 105),
    ("exports/yelp_fusion_LA_3_per_business.csv", 2973, 2973, 2973),
    ("labelled/check/british_airways_airlinequality.csv", 3701, 3701, 3701),
    ("labelled/check/trustpilot_financial_with_response_flag.csv", 2538, 2531, 2531),
    ("labelled/check/us_airline_tweets.csv", 14640, 14640, 14485),
    ("labelled/fit/airline_reviews_dated_290_airlines.csv", 2566, 2566, 2557),
    ("labelled/fit/consumer_complaints_sample.csv", 3186, 3186, 3186),
    ("labelled/fit/tripadvisor_one_restaurant_1216.csv", 1216, 1216, 1214),
    ("labelled/fit/vader_ground_truth/amazonReviewSnippets_GroundTruth.txt", 3708, 3708, 3708),
    ("labelled/fit/vader_ground_truth/nytEditorialSnippets_GroundTruth.txt", 5190, 5190, 5190),
    ("labelled/fit/vader_ground_truth/tweets_GroundTruth.txt", 4200, 4200, 4200),
]


@pytest.mark.parametrize(("name", "rows", "kept", "different"), REAL)
def test_real_exports(read_export: Callable[[str], Payload], name: str, rows: int, kept: int, different: int) -> None:
    source = sample.source("files", Options("x"))
    batch = mentions(read_export(name), source, NOW)
    assert len(batch.mentions) == different
    assert len(batch.skipped) == rows - kept
    assert {each.reason for each in batch.skipped} <= {"it has neither words nor a rating"}
