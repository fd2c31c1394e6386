"""What is fuzzed: each target takes bytes and raises only when a promise of ours is broken.

An answer that cannot be read must come out as one of our own errors, with a next step; what is read must be plain
words, safe links, believable dates, probabilities between 0 and 1. Everything else that is raised is a defect.
"""

from __future__ import annotations

import json
import math
import runpy
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import collectors
from analysis import promises, replies
from analysis.assess import Rules, assess
from analysis.clocks import Calendar
from analysis.topics import TRADES
from collectors import dates, letter, links, manners, plain, ratings, webhook
from collectors.body import read_body
from collectors.source import Batch, Part, Payload, Secret, Source, SourceError
from collectors.webhook import Rejected
from pipelines import config, durations, hours
from storage.model import Mention

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "tests" / "samples"
Target = Callable[[bytes], None]


def text_of(data: bytes) -> str:
    """Any text, lone surrogates included."""
    return data.decode("utf-8", "surrogateescape")


def check_mention(mention: Mention, kind: str) -> None:
    assert not mention.url or mention.url.startswith(("http://", "https://")) or kind in ("files", "mailbox"), mention
    assert mention.published is None or datetime(2000, 1, 1, tzinfo=UTC) <= mention.published <= NOW + timedelta(days=1)
    assert mention.rating is None or 0 <= mention.rating <= 1, mention.rating
    f"{mention.title}{mention.text}{mention.author}{mention.url}{mention.parent}".encode()  # no lone surrogates
    assert "\x00" not in mention.title + mention.text + mention.author


def check_batch(batch: Batch, kind: str) -> None:
    for mention in batch.mentions:
        check_mention(mention, kind)
    for skipped in batch.skipped:
        assert skipped.reason
        json.dumps([skipped.where, skipped.reason]).encode()


def samples(kind: str) -> list[tuple[dict[str, Any], Path]]:
    """What a sample says of itself, and the file with the answer."""
    found = []
    for expected in sorted((SAMPLES / kind).glob("*.expected.py")):
        stem = expected.name.removesuffix(".expected.py")
        (answer,) = (path for path in expected.parent.glob(f"{stem}.*") if path != expected)
        told = runpy.run_path(str(expected))
        if "OPTIONS" in told:  # else it is no `mentions` of bytes: the store's own library does it
            found.append((told, answer))
    return found


def parser(kind: str) -> Target:
    """The `mentions` of a kind, with the options of its samples in turn: the first byte chooses."""
    module, known = collectors.load(kind), samples(kind)
    prepared = []
    for told, answer in known:
        secrets = {name: Secret(value) for name, value in told.get("SECRETS", {}).items()}
        source: Source[Any] = Source("s", kind, "Shop", module.Options(**told["OPTIONS"]), secrets=secrets)
        url = told.get("URL", f"https://example.org/{answer.name}")
        prepared.append((source, Part(url, b"", told.get("CONTENT_TYPE", ""), told.get("META", {}))))

    def run(data: bytes) -> None:
        source, part = prepared[data[0] % len(prepared) if data else 0]
        with suppress(Rejected):  # how a webhook says it
            try:
                check_batch(module.mentions(Payload((replace(part, body=data[1:]),), {}, NOW), source, NOW), kind)
            except SourceError as error:
                assert error.next_step, error  # noqa: PT017 - either outcome is right

    return run


def fuzz_config(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.yaml"
        path.write_bytes(data)
        with suppress(config.ConfigError):
            config.load(path, {}).source_objects({})


def fuzz_letter(data: bytes) -> None:
    read = letter.read_letter(data, now=NOW)
    str(read).encode("utf-8", "surrogatepass")


def fuzz_dates(data: bytes) -> None:
    text = text_of(data)
    dates._misses.cache_clear()  # each input is an answer of its own
    for value in (text, *(_number(text))):
        at = dates.parse_date(value, now=NOW)
        assert at is None or datetime(2000, 1, 1, tzinfo=UTC) <= at <= NOW + timedelta(days=1), at


def _number(text: str) -> Iterator[float]:
    with suppress(ValueError):
        yield float(text)


def fuzz_ratings(data: bytes) -> None:
    text = text_of(data)
    for value in (text, *(_number(text))):
        with suppress(ValueError):  # RatingError is one
            found = ratings.parse_rating(value, None)
            assert found is None or 0 <= found[0] <= 1, found
    with suppress(ValueError):
        ratings.parse_scale(text)


def fuzz_links(data: bytes) -> None:
    text = text_of(data)
    link = links.web_link(text, "https://example.org/a/")
    assert not link or link.startswith(("http://", "https://")), link
    assert not set("\r\n\t ") & set(link), link
    links.same_link(text)
    links.unwrapped(text)
    links.host_of(text)


def fuzz_plain(data: bytes) -> None:
    words = plain.plain(text_of(data))
    words.encode()
    assert "\x00" not in words
    plain.is_html(data)


def fuzz_webhook(data: bytes) -> None:
    secret = Secret("s")
    for headers in ({"x-earlyword-signature": text_of(data[:200])}, {}):
        with suppress(Rejected):
            webhook.verify(headers, data, secret, NOW)
            raise AssertionError("a post without a right signature was taken")
    signed = {"x-earlyword-signature": webhook.sign(data, secret, NOW)}
    with suppress(Rejected):
        webhook.verify(signed, data, secret, NOW)
        webhook.items(data)


@cache
def rules() -> Rules:
    return Rules(topics=TRADES["shop"], languages=("en", "de", "es"))


def said(text: str) -> Mention:
    return Mention("m", "Shop", "s", "review", "", "A", "", text, NOW, NOW)


def fuzz_judge(data: bytes) -> None:
    mention = said(text_of(data))
    thought = assess(mention, rules(), at=NOW, about_us=True)
    assert thought.complaint is None or 0 <= thought.complaint <= 1
    assert -1 <= thought.compound <= 1
    assert math.isfinite(thought.compound)
    assert thought.label == "unscored" or thought.complaint is not None


def fuzz_coach(data: bytes) -> None:
    draft = text_of(data)
    advice = replies.coach(draft, said("The jar was broken."), now=NOW, topics_table=rules().topics)
    assert 0 <= advice.score <= 100
    for found in promises.read(draft, now=NOW, calendar=Calendar()):
        assert draft[found.start : found.end], found
        assert found.due.tzinfo is not None


def fuzz_body(data: bytes) -> None:
    for coding in ("gzip", "deflate", ""):
        with suppress(SourceError):
            assert len(read_body([data[:7], data[7:]], coding, limit=10_000, where="x")) <= 10_000


def fuzz_words(data: bytes) -> None:
    """The small readers of config values and headers."""
    text = text_of(data)
    manners.retry_after({"retry-after": text, "x-ratelimit-remaining": "0", "x-ratelimit-reset": text}, NOW)
    for read in (durations.parse_duration, hours.parse_day, hours.parse_span, hours.parse_clock):
        with suppress(ValueError):
            read(text)


KINDS = sorted(path.name for path in SAMPLES.iterdir() if samples(path.name))
OTHERS: dict[str, Target] = {
    "config": fuzz_config,
    "letter": fuzz_letter,
    "dates": fuzz_dates,
    "ratings": fuzz_ratings,
    "links": fuzz_links,
    "plain": fuzz_plain,
    "signature": fuzz_webhook,
    "judge": fuzz_judge,
    "coach": fuzz_coach,
    "body": fuzz_body,
    "words": fuzz_words,
}
NAMES = (*OTHERS, *KINDS)


def target(name: str) -> Target:
    """What to call with bytes; what it loads at its first use is loaded here, so that the time is spent on trying."""
    dates.parse_date("2 stycznia 2024", now=NOW)
    return OTHERS[name] if name in OTHERS else parser(name)


def seeds(name: str) -> list[bytes]:
    """What mutation begins with."""
    if name in OTHERS:
        return [each.encode("utf-8", "surrogatepass") for each in WORDS[name]]
    return [bytes([number]) + answer.read_bytes() for number, (_, answer) in enumerate(samples(name))]


REPLY = (
    "Dear Rosa, we are sorry that the jar broke. A new one leaves tomorrow and you will have it by Friday at 5 pm, "
    "or within 3 working days at the latest. Call me on 0123 456789. Ada"
)
WORDS: dict[str, tuple[str, ...]] = {
    "config": ((SAMPLES.parents[1] / "config.yaml").read_text("utf-8"), "business: {name: X, timezone: UTC}\n"),
    "letter": tuple(path.read_text("utf-8") for path in sorted((SAMPLES / "mailbox").glob("*.eml"))),
    "dates": ("3 weeks ago", "19th November 2023", "2026-11-20T12:00:00+02:00", "Fri, 20 Nov 2026 12:00:00 GMT",
              "3/4/2024", "1700000000", "1700000000000", "hace 2 días", "gestern", "20. März 2024, 9:05 Uhr"),
    "ratings": ("4/5", "★★★☆☆", "FIVE", "4,5", "8 of 10", "80 %", "3.0 out of 5 stars", "1-5", "6-1"),
    "links": ("https://www.google.com/url?rct=j&url=https://a.example/x%3Fa%3D1&ct=ga", "//a.example/b#c", "../x?oc=a"),
    "plain": ("<p>Hello <b>you</b> &amp; <script>x</script>&#xD800;<!-- c --></p>", "a\u2028b"),
    "signature": ('{"mentions": [{"id": "1", "text": "words"}]}', "t=1,v1=aa"),
    "judge": ("Waited 55 minutes, rude staff!! But the soup was GREAT :) Never again.", "Die Suppe war kalt.", "👎👎"),
    "coach": (REPLY, "We apologise for any inconvenience. Please contact us."),
    "body": ("\x1f\x8b\x08", "x\x9c"),
    "words": ("30 minutes", "09:00-13:00, 14:00-18:00", "22:30", "Fri, 20 Nov 2026 12:00:00 GMT", "120"),
}  # fmt: skip
