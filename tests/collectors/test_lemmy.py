"""Lemmy: both versions of its API, paging, and instances that are something else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from collectors import lemmy
from collectors.source import Broken, Source
from collectors.web import Web
from tests.collectors.conftest import NOW, Seen, Site, Wire

V3, V4 = "/api/v3/search", "/api/v4/search"


def source(site: Site) -> Source[lemmy.Options]:
    return Source("lemmings", "lemmy", "Shop", lemmy.Options("My Shop", site.url))


def view(number: int, **more: Any) -> dict[str, Any]:
    at = (NOW - timedelta(minutes=number)).isoformat()
    own = f"https://l.example/post/{number}"
    return {"post": {"name": f"p{number}", "ap_id": own, "published": at}, "counts": {"score": 1}} | more


def test_pages_are_walked_while_they_are_full(site: Site, web: Web) -> None:
    def play(seen: Seen, wire: Wire) -> None:
        start = (int(seen.query["page"]) - 1) * 50
        site.reply(wire, {"posts": [view(n) for n in range(start, min(start + 50, 120))], "comments": []})

    site.on(V3, play)
    payload = lemmy.fetch(source(site), {}, web)
    assert len(lemmy.mentions(payload, source(site), NOW).mentions) == 120
    assert payload.cursor == {"newest": NOW.isoformat(), "version": "v3"}
    assert (site.seen[0].query["sort"], site.seen[0].query["type_"]) == ("New", "All")


def test_version_four_is_found_and_remembered(site: Site, web: Web) -> None:
    site.json(V4, {"search": [{"type_": "post"} | view(1)], "next_page": "P2"})
    site.json(V4, {"search": [{"type_": "post"} | view(2)]})
    site.json(V4, {"search": []})
    payload = lemmy.fetch(source(site), {}, web)
    assert len(lemmy.mentions(payload, source(site), NOW).mentions) == 2
    assert payload.cursor["version"] == "v4"
    assert site.seen[2].query["page_cursor"] == "P2"
    lemmy.fetch(source(site), payload.cursor, web)
    assert [seen.path for seen in site.seen] == [V3, V4, V4, V4]


def test_what_is_no_lemmy_is_broken(site: Site, web: Web) -> None:
    with pytest.raises(Broken, match="no search that we know"):
        lemmy.fetch(source(site), {}, web)


def test_what_was_removed_goes(site: Site, web: Web) -> None:
    site.json(V3, {"posts": [view(1)], "comments": []})
    (mention,) = lemmy.mentions(lemmy.fetch(source(site), {}, web), source(site), NOW).mentions
    removed = view(1)
    removed["post"]["removed"] = True
    site.json(V3, {"posts": [removed], "comments": []})
    site.seen.clear()
    lemmy.fetch(source(site), {}, web)
    batch = lemmy.mentions(lemmy.fetch(source(site), {}, web), source(site), NOW)
    assert (batch.mentions, batch.gone) == ((), (mention.id,))
