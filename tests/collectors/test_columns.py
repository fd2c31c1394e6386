"""Which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import pytest

from collectors.columns import ColumnError, parse_map, recognise, resolve
from collectors.tables import read_rows


def told(header: str, *rows: str) -> dict[str, str]:
    names = header.split(",")
    sample: Sequence[Mapping[str, object]] = [dict(zip(names, row.split(","), strict=False)) for row in rows]
    return recognise(names, sample)


def test_names_in_several_languages() -> None:
    row = ("2024-05-06,5,words and more,Ann", "2024-05-07,1,other words,Bob")
    for header in (
        "date,rating,review,user name",
        "Datum,Bewertung,Rezension,Kunde",
        "fecha,puntuación,reseña,usuario",
        "date de publication,note,avis,auteur",
        "data,voto,recensione,autore",
        "datum,beoordeling,recensie,klant",
    ):
        found = told(header, *row)
        assert list(found.values()) == header.split(",")
        assert set(found) == {"published", "rating", "text", "author"}


def test_a_name_is_believed_only_when_the_column_fits() -> None:
    assert told("review,rating", "4,bad", "5,good").get("text") is None
    assert told("text,score", "a b,1031", "c d,9944") == {"text": "text"}
    assert told("id,text", "1,a b", "1,c d") == {"text": "text"}  # the same for all: a shop's id
    assert told("text,location", *(f"w {n},City {n}" for n in range(20))) == {"text": "text"}
    assert told("text,location", *(f"w {n},City {n % 2}" for n in range(20)))["entity"] == "location"


def test_the_most_exact_date_wins() -> None:
    assert (
        told("text,relative_date,review_date,review_time", "a b,2 weeks ago,8/03/2026,1774735713")["published"]
        == "review_time"
    )
    assert told("text,Date,Parsed_Date", "a b,2 weeks ago,2026-03-08")["published"] == "Parsed_Date"
    assert told("text,updated_at,date", "a b,2026-03-09 10:00:00,2026-03-08")["published"] == "date"
    assert told("text,Date,scraped_at", "a b,2 weeks ago,2026-03-08")["scraped"] == "scraped_at"


def test_without_names_the_contents_tell() -> None:
    found = told("1,2,3,4", "x,It was all wrong from the start,1,26-11-2019", "x,Rather good I must say,5,24-11-2019")
    assert found == {"published": "4", "rating": "3", "text": "2"}
    assert told("spalte a,spalte b", "lauter Worte hier,5", "und hier noch mehr,1") == {
        "text": "spalte a",
        "rating": "spalte b",
    }


def test_two_boxes_for_good_and_bad_are_joined() -> None:
    assert (
        told("Review title,Positive review,Negative review", "a,b c,d e")["text"] == "Positive review+Negative review"
    )


def test_parse_map() -> None:
    assert parse_map(" text = My review , published=a=b") == {"text": "My review", "published": "a=b"}
    assert parse_map("text=Review,rating=Stars") == {"text": "Review", "rating": "Stars"}
    assert parse_map("") == {}
    with pytest.raises(ColumnError, match="did you mean rating"):
        parse_map("raitng=Stars")
    with pytest.raises(ColumnError, match="field=column"):
        parse_map("Review")
    with pytest.raises(ColumnError, match="field=column"):
        parse_map("text=")


def test_resolve() -> None:
    header = ("Review", "Stars", "a+b")
    assert resolve({"text": "review", "rating": "2", "title": "a+b"}, header) == {
        "text": "Review",
        "rating": "Stars",
        "title": "a+b",
    }
    assert resolve({"text": "review+stars"}, header) == {"text": "Review+Stars"}
    with pytest.raises(ColumnError, match="did you mean 'Review'"):
        resolve({"text": "Reviews"}, header)
    with pytest.raises(ColumnError, match="it has 'Review'"):
        resolve({"text": "zzz"}, header)


REAL: dict[str, dict[str, str]] = {
    "exports/chatgpt_reviews.csv": {"published": "date", "rating": "rating", "text": "review", "title": "title"},
    "exports/google_maps_bharani.json": {
        "published": "Date", "rating": "Rating", "text": "Review Text", "author": "User",
    },
    "exports/opentable_grounds_of_the_city.csv": {"published": "7", "rating": "5", "text": "4", "author": "6"},
    "exports/google_places_hectors_polled.csv": {
        "published": "review_time", "scraped": "scraped_at", "rating": "rating", "text": "comment",
        "author": "reviewer", "entity": "venue",
    },
    "labelled/fit/airline_reviews_dated_290_airlines.csv": {
        "published": "Review Date", "rating": "Passenger Overall Rating", "text": "Passenger Review Text",
        "author": "Passenger Name", "entity": "Airline Name",
    },
    "labelled/check/us_airline_tweets.csv": {
        "published": "tweet_created", "text": "text", "id": "tweet_id", "author": "name", "entity": "airline",
        "shares": "retweet_count",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", REAL)
def test_real_exports(shared_data: Path, name: str) -> None:
    sample = [row.values for row in islice(read_rows(shared_data / name), 300)]
    assert recognise(list(sample[0]), sample) == REAL[name]
