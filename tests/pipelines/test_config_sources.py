from __future__ import annotations

import pytest

from collectors.source import Broken
from pipelines.config_sources import ready, wanted
from tests.pipelines.conftest import SHOP, Configured

ALERTS = SHOP + "sources: [{name: alerts, kind: feed, url_env: FEED_URL}]\n"


def test_a_missing_variable_is_named_with_the_next_step(configured: Configured) -> None:
    (source,) = configured(ALERTS).source_objects({})
    with pytest.raises(Broken, match="FEED_URL") as caught:
        ready(source)
    assert ".env" in caught.value.next_step


def test_a_variable_that_is_set_but_empty_is_missing(configured: Configured) -> None:
    (source,) = configured(ALERTS).source_objects({"FEED_URL": ""})
    with pytest.raises(Broken):
        ready(source)


def test_a_set_variable_is_enough(configured: Configured) -> None:
    (source,) = configured(ALERTS).source_objects({"FEED_URL": "https://example.com/"})
    ready(source)
    assert wanted(source.options) == {"url_env": "FEED_URL"}
