"""Google Play through our door, with the package that knows the fields; skipped where the optional extra is missing."""

from __future__ import annotations

import importlib.util
import json
import runpy
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest

from collectors.google_play import Options, fetch, mentions
from collectors.source import Blocked, Broken, Source
from collectors.web import Web
from tests.collectors import sample
from tests.collectors.conftest import NOW, Site
from tests.collectors.test_samples import EMPTY, readable

PATH = "/_/PlayStoreUi/data/batchexecute"


def app(site: Site | None = None) -> Source[Options]:
    url = site.url if site else "https://play.example"
    return sample.source("google_play", Options("example.milous", accept_terms_risk=True, base_url=url))


def answer(reviews: list[Any], token: str | None = None) -> str:
    inner = json.dumps([reviews, [None, token], []])
    return ")]}'\n\n" + json.dumps([["wrb.fr", "oCPfdb", inner, None], ["di", 1]])


def review(number: int, days: float) -> list[Any]:
    when = int((NOW - timedelta(days=days)).timestamp())
    return [f"g{number}", ["A"], 3, None, f"words {number}", [when, 0], 1, None, None, None, "1"]


@pytest.fixture
def extra() -> None:
    if importlib.util.find_spec("google_play_scraper") is None:
        pytest.skip("the optional extra google-play is not installed")


@pytest.mark.usefixtures("extra")
def test_sample() -> None:
    batch = mentions(sample.look(sample.body("google_play", "reviews.txt")), app(), NOW)
    expected = runpy.run_path(str(sample.SAMPLES / "google_play" / "reviews.expected.py"))["EXPECTED"]
    assert [readable(mention, None) for mention in batch.mentions] == [EMPTY | wanted for wanted in expected]
    assert [each.reason for each in batch.skipped] == ["it has no id"]
    assert (batch.snapshots[0].likes, batch.snapshots[0].reply) == (12, "We are on it, update 4.2.1 follows.")


@pytest.mark.usefixtures("extra")
def test_pages_to_the_last_look(site: Site, web: Web) -> None:
    site.answer(PATH, answer([review(1, 0.5)], "tok&2"))
    site.answer(PATH, answer([review(2, 9)], "tok3"))
    payload = fetch(app(site), {"newest": (NOW - timedelta(days=2)).isoformat()}, web)
    assert len(payload.parts) == 2
    assert "example.milous" in site.seen[0].body.decode()
    assert "tok%262" in site.seen[1].body.decode()
    assert site.seen[0].query == {"hl": "en", "gl": "us"}


@pytest.mark.usefixtures("extra")
def test_certificates_are_still_checked_afterwards() -> None:
    """Importing the package switches them off for the whole process: hence a fresh one here."""
    code = (
        "import ssl\nfrom collectors.google_play import _Library\n_Library()\n"
        "print(ssl._create_default_https_context().verify_mode.name)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "CERT_REQUIRED"


@pytest.mark.usefixtures("extra")
@pytest.mark.parametrize("body", ["", "<html><p>Before you continue</p></html>", ")]}'\n\n[[null]]", ")]}'\n\n[", "{}"])
def test_a_soft_block_is_never_a_short_list(site: Site, web: Web, body: str) -> None:
    site.answer(PATH, body)
    with pytest.raises((Blocked, Broken)):
        fetch(app(site), {}, web)


@pytest.mark.usefixtures("extra")
def test_no_reviews_at_all_is_told(site: Site, web: Web) -> None:
    site.answer(PATH, answer([]))
    with pytest.raises(Broken, match="no reviews for this app"):
        fetch(app(site), {}, web)
    with pytest.raises(Blocked, match="that had some"):
        fetch(app(site), {"newest": NOW.isoformat()}, web)


def test_without_the_extra_the_owner_reads_what_to_type() -> None:
    code = (
        "import sys; sys.modules['google_play_scraper'] = None\n"
        "from collectors.google_play import _Library\n"
        "from collectors.source import Broken\n"
        "try:\n    _Library()\nexcept Broken as error:\n    print(error, error.next_step)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "google-play-scraper, which is not installed" in told
    assert "pip install 'earlyword[google-play]'" in told


def test_the_owner_decides_about_the_terms() -> None:
    with pytest.raises(ValueError, match="terms of use"):
        Options("example.milous")
    with pytest.raises(ValueError, match="package name"):
        Options("no id; x", accept_terms_risk=True)
