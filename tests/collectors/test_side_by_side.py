"""Forty sources of many kinds in one round, ten broken in different ways: nobody waits or pays for another."""

from __future__ import annotations

import json
import re
import runpy
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from collectors import load
from collectors.source import Secret, Source, SourceError
from collectors.web import Web
from tests.collectors.conftest import NOW, Seen, Site, Wire
from tests.collectors.sample import SAMPLES

DEADLINE = 3.0  # seconds for one request: what the slowest source is allowed
SLACK = 5.0  # seconds; forty sources on two busy cores
SIDE_BY_SIDE = 16


@dataclass(frozen=True)
class Good:
    """A source and the words of the mentions it must bring."""

    source: Source[Any]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Bad:
    """A source and how its failure must read."""

    source: Source[Any]
    status: str
    cause: str  # regular expression


def made(kind: str, name: str, secrets: tuple[str, ...] = (), **options: Any) -> Source[Any]:
    hidden = {each: Secret(f"canary-{name}") for each in secrets}
    return Source(name, kind, "Milou's", load(kind).Options(**options), secrets=hidden)


def words(name: str, count: int = 3) -> tuple[str, ...]:
    return tuple(f"{name} says {number}" for number in range(count))


def feed(site: Site, name: str, play: Callable[[str], str] | None = None) -> Source[Any]:
    url = play(f"/{name}") if play else rss(site, name)
    return made("feed", name, url=url)


def rss(site: Site, name: str) -> str:
    items = "".join(
        f"<item><guid>{each}</guid><title>t</title><description>{each}</description></item>" for each in words(name)
    )
    return site.answer(
        f"/{name}", f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>", content_type="text/xml"
    )


def json_api(site: Site, name: str) -> Source[Any]:
    url = site.json(f"/{name}", {"all": [{"id": each, "t": each} for each in words(name)]})
    return made("json_api", name, url=url, items="all", id="id", text="t")


def page(site: Site, name: str) -> Source[Any]:
    reviews = [{"@type": "Review", "reviewBody": each} for each in words(name)]
    script = f'<script type="application/ld+json">{json.dumps({"@graph": reviews})}</script>'
    return made("page", name, url=site.answer(f"/{name}", script, content_type="text/html"))


def google(site: Site, name: str) -> Source[Any]:
    site.json("/token", {"access_token": "t", "expires_in": 3600})
    when = NOW.isoformat()
    reviews = [{"reviewId": each, "comment": each, "createTime": when, "updateTime": when} for each in words(name)]
    number = sum(map(ord, name))
    site.json(f"/v4/accounts/1/locations/{number}/reviews", {"reviews": reviews})
    return google_source(site, name, number)


def google_source(site: Site, name: str, number: int) -> Source[Any]:
    return made(
        "google_business",
        name,
        ("client_secret_env", "refresh_token_env"),
        account="1",
        listing=str(number),
        client_id="c",
        client_secret_env="X",
        refresh_token_env="Y",
        base_url=site.url,
        token_url=f"{site.url}/token",
    )


def youtube(site: Site, name: str) -> Source[Any]:
    def play(seen: Seen, wire: Wire) -> None:
        mine = words(seen.query["allThreadsRelatedToChannelId"])
        items = [{"snippet": {"topLevelComment": {"id": each, "snippet": {"textOriginal": each}}}} for each in mine]
        body = json.dumps({"kind": "youtube#commentThreadListResponse", "items": items}).encode()
        wire.head(200, {"Content-Length": str(len(body))})
        wire.send(body)

    site.on("/youtube/v3/commentThreads", play)
    return made("youtube", name, ("key_env",), key_env="X", channel=name, base_url=site.url)


def trustpilot(site: Site, name: str) -> Source[Any]:
    site.json(f"/v1/business-units/{name}/reviews", {"reviews": [{"id": each, "text": each} for each in words(name)]})
    return made("trustpilot", name, ("key_env",), business_unit=name, key_env="X", base_url=site.url)


SAMPLED = {  # kind -> sample, path it is asked at, and what makes the client come here
    "mastodon": ("tag.json", "/api/v1/timelines/tag/cardamomcorner", ""),
    "github": ("issues.json", "/search/issues", ""),
    "hackernews": ("search.json", "/search_by_date", ""),
    "lemmy": ("search_v3.json", "/api/v3/search", ""),
    "stackexchange": ("excerpts.json", "/search/excerpts", ""),
    "gdelt": ("articles.json", "/gdelt", "/gdelt"),
}


def sampled(site: Site, kind: str) -> Good:
    name, path, base = SAMPLED[kind]
    told = runpy.run_path(str(SAMPLES / kind / f"{name.partition('.')[0]}.expected.py"))
    site.answer(path, (SAMPLES / kind / name).read_bytes(), content_type="application/json")
    source = made(kind, kind, **(told["OPTIONS"] | {"base_url": site.url + base}))
    return Good(source, tuple(each.get("text", "") for each in told["EXPECTED"]))


def good_ones(site: Site) -> list[Good]:
    own = [feed(site, f"feed{n}") for n in range(10)]
    own += [json_api(site, f"json{n}") for n in range(4)]
    own += [page(site, f"page{n}") for n in range(3)]
    own += [google(site, f"google{n}") for n in range(3)]
    own += [youtube(site, f"youtube{n}") for n in range(2)]
    own += [trustpilot(site, f"trustpilot{n}") for n in range(2)]
    return [Good(source, words(source.name)) for source in own] + [sampled(site, kind) for kind in SAMPLED]


def refused_address() -> str:
    """An address of this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


def bad_ones(site: Site, forbidding: Site) -> list[Bad]:
    login = "<html><form>Sign in <input type=password></form></html>"
    quota = {"error": {"details": [{"metadata": {"quota_limit_value": "0"}}]}}
    forbidding.answer("/robots.txt", "User-agent: *\nDisallow: /\n")
    site.json("/v4/accounts/1/locations/404/reviews", quota, status=429)
    shape = site.json("/shape", {"error": "maintenance"})
    return [
        Bad(feed(site, "drips", site.drip), "broken", "took too long"),
        Bad(feed(site, "hurries", lambda path: site.answer(path, status=429)), "blocked", "too often"),
        Bad(feed(site, "ill", lambda path: site.answer(path, status=503)), "broken", "out of order"),
        Bad(feed(site, "cut", lambda path: site.cut(path, b"<rss>")), "broken", "broke off"),
        Bad(feed(site, "login", lambda path: site.answer(path, login, content_type="text/html")), "blocked", "login"),
        Bad(feed(site, "circle", lambda path: site.redirect(path, path)), "broken", "on to other addresses"),
        Bad(made("feed", "nobody", url=refused_address()), "broken", "does not accept connections"),
        Bad(made("json_api", "shape", url=shape, items="all", id="id", text="t"), "broken", "finds no list"),
        Bad(made("page", "forbidden", url=f"{forbidding.url}/reviews"), "blocked", r"robots\.txt"),
        Bad(google_source(site, "unapproved", 404), "blocked", "not approved"),
    ]


def look(source: Source[Any], web: Web) -> list[str] | SourceError:
    """One look as a round takes it: what it brought, or the error it told."""
    module = load(source.kind)
    try:
        payload = module.fetch(source, {}, web)
        return [mention.text for mention in module.mentions(payload, source, payload.fetched).mentions]
    except SourceError as error:
        return error


def test_thirty_are_complete_and_ten_are_named(site: Site, new_site: Callable[[], Site]) -> None:
    good, bad = good_ones(site), bad_ones(site, new_site())
    assert (len(good), len(bad)) == (30, 10)
    sources = [*(each.source for each in bad), *(each.source for each in good)]
    with Web(user_agent="earlyword-tests", allow_loopback=True, now=lambda: NOW, deadline=DEADLINE) as web:
        began = time.monotonic()
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            looks = pool.map(lambda source: (source.name, look(source, web)), sources)
            told = dict(looks)
        took = time.monotonic() - began
    for one in good:
        assert told[one.source.name] == list(one.words), one.source.name
    for other in bad:
        error = told[other.source.name]
        assert isinstance(error, SourceError), other.source.name
        assert error.status == other.status, error
        assert re.search(other.cause, str(error)), error
        assert "\n" not in str(error)
        assert error.next_step
        assert "canary" not in f"{error} {error.next_step}"
    assert took < DEADLINE + SLACK


@pytest.mark.parametrize("kind", ["feed", "json_api", "page"])
def test_an_endless_answer_holds_nobody_up(site: Site, web: Web, kind: str) -> None:
    url = site.endless(f"/{kind}")
    options: dict[str, Any] = {"items": "all", "id": "id", "text": "t"} if kind == "json_api" else {}
    error = look(made(kind, kind, url=url, **options), web)
    assert isinstance(error, SourceError)
