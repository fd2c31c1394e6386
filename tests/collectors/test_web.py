"""The door to HTTP, against a server that behaves badly on purpose."""

from __future__ import annotations

import pytest

from collectors.source import Blocked
from collectors.web import Web
from tests.collectors.conftest import Site


def test_plain_answer(site: Site, web: Web) -> None:
    answer = web.get(site.answer("/a", "hello"), params={"q": "x y"})
    assert (answer.status, answer.body) == (200, b"hello")
    assert site.seen[0].query == {"q": "x y"}
    assert site.seen[0].headers["user-agent"] == "earlyword-tests"


def test_too_often_is_blocked(site: Site, web: Web) -> None:
    site.answer("/a", status=429, headers={"Retry-After": "120"})
    with pytest.raises(Blocked) as raised:
        web.get(site.url + "/a")
    assert raised.value.retry_after is not None
    assert raised.value.retry_after.total_seconds() == 120
