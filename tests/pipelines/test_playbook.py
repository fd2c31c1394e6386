from __future__ import annotations

from pipelines.config import load
from pipelines.playbook import opening
from storage.model import Assessment, Mention, TopicHit
from tests.pipelines.conftest import NOW, Configured

SHOP = """
business: {name: Test Shop}
playbooks:
  waiting: "Dear {name}, the {topic}: “{quote}”. {name}, sorry."
  anything: "Hello {name}: {quote}"
"""


def mention(author: str = "Brenda Kay", text: str = "It took 55 minutes.") -> Mention:
    return Mention("1", "Test Shop", "google", "review", "", author, "", text, NOW, NOW)


def thought(*topics: str, quote: str = "It took 55 minutes.") -> Assessment:
    hits = tuple(TopicHit(topic, -0.5, quote) for topic in topics)
    return Assessment("1", "1", NOW, True, "en", -0.5, 0.9, "negative", "flag", hits, "", "today", ())


def test_the_first_topic_with_a_playbook_opens_the_answer(configured: Configured) -> None:
    begun = opening(configured(SHOP), mention(), thought("food", "Waiting"))
    assert begun == "Dear Brenda, the Waiting: “It took 55 minutes.”. Brenda, sorry."


def test_another_topic_and_no_topic_get_the_playbook_for_anything(configured: Configured) -> None:
    config = configured(SHOP)
    assert opening(config, mention(), thought("food")) == "Hello Brenda: It took 55 minutes."
    assert opening(config, mention("kestrel_91"), None) == "Hello there: It took 55 minutes."


def test_without_playbooks_there_is_no_draft() -> None:
    assert opening(load(None, {}).model_copy(update={"playbooks": {}}), mention(), thought("food")) == ""


def test_what_a_stranger_wrote_is_never_filled_in_again(configured: Configured) -> None:
    hostile = "{name} {topic} {0.__class__} {{7*7}}\x00\u202e"
    assert opening(configured(SHOP), mention("Ann", hostile), None) == "Hello Ann: {name} {topic} {0.__class__} {{7*7}}"
