"""How an answer begins by the owner's playbook for its topic, with the facts filled in. A draft, never posted."""

from __future__ import annotations

from analysis.reply_points import given_name
from collectors.plain import clean
from pipelines.config import Config
from pipelines.letters.card import line, shortened
from storage.model import Assessment, Mention

ANY = "anything"  # the playbook for complaints no other fits
NOBODY = "there"  # "Hello there", to somebody whose name is a handle
LONGEST_QUOTE = 160


def opening(config: Config, mention: Mention, thought: Assessment | None) -> str:
    """The filled-in playbook of the complaint's first topic that has one; "" where none fits."""
    books = {topic.casefold(): words for topic, words in config.playbooks.items()}
    hits = thought.topics if thought else ()
    hit = next((hit for hit in hits if hit.topic.casefold() in books), None)
    words = books.get(hit.topic.casefold() if hit else ANY, "")
    facts = {
        "{name}": line(given_name(clean(mention.author))) or NOBODY,
        "{topic}": line(hit.topic) if hit else "this",
        "{quote}": shortened(line(hit.quote if hit else mention.text or mention.title), LONGEST_QUOTE),
    }
    parts = _split(words.strip(), list(facts))
    return "".join(facts.get(part, part) for part in parts)


def _split(words: str, marks: list[str]) -> list[str]:
    """Cut at the marks, so that what a stranger wrote is never searched for marks itself."""
    for mark in marks:
        if mark in words:
            before, _, after = words.partition(mark)
            return [*_split(before, marks), mark, *_split(after, marks)]
    return [words]
