"""From a second complaint at another source to a raised star: the whole of putting it right, from the command line.

Time is handed in, so that weeks pass in seconds; everything else is real: record, rounds, letters on disk.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.pipelines.commands.conftest import NOW, Earlyword, Said, earlyword  # noqa: F401 - the fixture

CONFIG = """
business: {name: Pepperwick Spices, town: Hull, trade: shop, timezone: Europe/London, hours: {mon: "08:00-20:00",
  tue: "08:00-20:00", wed: "08:00-20:00", thu: "08:00-20:00", fri: "08:00-20:00", sat: "08:00-20:00"}}
people:
  - {name: Ada Pepper, email: ada@example.com, role: owner}
  - {name: Ben Lowe, email: ben@example.com, role: manager}
"""
DAY = timedelta(days=1)
FIRST = "My order 4711-B came with a broken tin, and nobody answers my mails."
SECOND = (
    "Second time. Order 4711-B is still not replaced, I waited two weeks and they hung up on me. I want my money back."
)
DRAFT = (
    "Dear Rosa, you waited two weeks for order and answer and we hung up on you: I am sorry, that was our mistake. "
    "I will refund the tin in 3 days and call you tomorrow at 3 pm to make sure that all is well. Ada"
)


@pytest.fixture
def shop(earlyword: Earlyword, tmp_path: Path) -> Earlyword:  # the imported fixture
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    return earlyword


def bring(shop: Earlyword, folder: Path, source: str, now: datetime, **row: Any) -> Said:
    """A review comes in by file."""
    file = folder / f"{source}.jsonl"
    file.write_text(json.dumps({"author": "Rosa Vane", **row}) + "\n", encoding="utf-8")
    assert shop("import", file, "--source", source, "--scale", "1-5", "--json", now=now).code == 0
    return shop("run", "--json", now=now)


def letters(folder: Path, to: str) -> dict[str, str]:
    """Subject -> words of every letter to one person."""
    found = {}
    for path in (folder / "data" / "outbox").glob("*.eml"):
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        body = letter.get_body(("plain",))
        if body is not None and letter["To"] == f"{to}@example.com":
            found[str(letter["Subject"])] = " ".join(body.get_content().split())
    return found


def an_emergency_with_both_stories(shop: Earlyword, folder: Path, told: Any, now: datetime) -> str:
    """She spoke again, elsewhere: a letter that carries the first story, and a case with both; gives its number."""
    assert any(key.startswith("second_complaint:") for key in told["alerts"])
    (emergency,) = [words for subject, words in letters(folder, "ada").items() if "Second complaint" in subject]
    assert FIRST in emergency
    assert SECOND in emergency
    (case,) = shop("cases", "--json", now=now).objects()
    number = str(case["case"] if "case" in case else case["id"])
    whole = json.dumps(shop("cases", "show", number, "--json", now=now).one(), ensure_ascii=False)
    assert FIRST in whole
    assert SECOND in whole
    return number


def test_a_second_complaint_is_put_right_and_the_star_is_raised(shop: Earlyword, tmp_path: Path) -> None:
    review = {"id": "g3f9a1c27b5d4e60a1b2c3d4", "rating": 2, "text": FIRST}
    bring(shop, tmp_path, "google", NOW, **review, published=(NOW - DAY).isoformat())

    again = NOW + 2 * DAY
    second = {"id": "y7e8d9c0b1a2f3e4d5c6b7a8", "text": SECOND, "published": (again - timedelta(hours=1)).isoformat()}
    told = json.loads(bring(shop, tmp_path, "yelp", again, **second, rating=1).out)
    number = an_emergency_with_both_stories(shop, tmp_path, told, again)

    # the coach reads the draft and the promises in it
    advice = shop("coach", "--case", number, "--json", stdin=DRAFT, now=again).one()
    assert advice["verdict"] in ("ready", "nearly")
    due = sorted(datetime.fromisoformat(each["due"]) for each in advice["promises"])
    assert len(due) == 2
    assert again < due[0] < again + 2 * DAY

    # answered and promised; reminded before, told when broken
    assert shop("cases", "answer", number, "--who", "Ben Lowe", "--words", DRAFT, now=again).code == 0
    promise = ("cases", "promise", number, "--who", "Ben Lowe", "--what", "refund of the tin")
    assert shop(*promise, "--due", due[-1].isoformat(), now=again).code == 0
    shop("run", "--json", now=due[-1] - timedelta(hours=2))
    assert any("refund of the tin" in words for words in letters(tmp_path, "ben").values())
    before = letters(tmp_path, "ada")
    broken_at = due[-1] + timedelta(hours=26)
    shop("run", "--json", now=broken_at)
    news = {subject: words for subject, words in letters(tmp_path, "ada").items() if subject not in before}
    assert any("refund of the tin" in words for words in news.values())

    # kept after all, resolved; the owner checks in
    (open_promise,) = [each for each in shop("promises", "--all", "--json", now=broken_at).objects() if "what" in each]
    kept = ("cases", "keep", number, "--who", "Ben Lowe", "--promise", open_promise["promise"])
    assert shop(*kept, now=broken_at).code == 0
    assert shop("cases", "resolve", number, "--who", "Ben Lowe", now=broken_at).code == 0
    later = broken_at + 14 * DAY
    before = letters(tmp_path, "ada")
    shop("run", "--json", now=later)
    assert [subject for subject in letters(tmp_path, "ada") if subject not in before]
    assert shop("cases", "check-in", number, "--who", "Ada Pepper", "--well", now=later).code == 0

    # and she raises her star, which is credited to the answer that led to it
    raised = later + DAY
    bring(shop, tmp_path, "yelp", raised, **second, rating=5)
    shown = shop("cases", "show", number, "--json", now=raised).one()
    assert any(event["kind"] == "credit" for event in shown["events"])
