"""What no source reads directly, why, and how its mentions come in all the same. Shown by `earlyword sources`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotCovered:
    """A place where customers talk and no program may listen. All sentences are for the owner."""

    name: str
    why: str
    how: str
    by: tuple[str, ...]  # kinds that bring its mentions in

    def helped(self, kinds: Collection[str]) -> bool:
        """Whether one of the configured `kinds` can bring its mentions in."""
        return any(kind in kinds for kind in self.by)


NOT_COVERED: tuple[NotCovered, ...] = (
    NotCovered(
        "Google Places API",
        "It shows five reviews of a place and forbids storing their words.",
        "For your own listing use google_business; until Google has approved it, mailbox reads the review notices and "
        "files reads Google Takeout.",
        ("google_business", "mailbox", "files"),
    ),
    NotCovered(
        "Yelp",
        "Its API has no free plan, shows three shortened reviews, and forbids keeping them for longer than a day.",
        "Switch on review notices in Yelp for Business and let mailbox read them, or bring in an export with files.",
        ("mailbox", "files"),
    ),
    NotCovered(
        "Tripadvisor",
        "Its API shows five reviews of a place and forbids storing their words.",
        "Switch on review notices in the Management Center and let mailbox read them, or bring in an export with "
        "files.",
        ("mailbox", "files"),
    ),
    NotCovered(
        "Facebook recommendations",
        "Facebook removed them from its API with version 22.",
        "Switch on e-mail notices for the page and let mailbox read them, or bring in a download of the page's data "
        "with files.",
        ("mailbox", "files"),
    ),
    NotCovered(
        "Instagram, TikTok and X",
        "Their APIs are closed to small businesses or cost more than most can pay, and reading their pages by program "
        "is forbidden.",
        "Mention notices reach mailbox; a feed of Google Alerts finds some public posts; other tools can post to "
        "webhook.",
        ("mailbox", "feed", "webhook"),
    ),
    NotCovered(
        "Closed groups and messages",
        "What people write to each other in private is theirs.",
        "Nothing to do: a story that leaves the group turns up in the other sources.",
        (),
    ),
)


def not_covered(kinds: Collection[str]) -> tuple[NotCovered, ...]:
    """The places that none of the configured `kinds` brings in, those that can be helped first."""
    missing = [place for place in NOT_COVERED if not place.helped(kinds)]
    return tuple(sorted(missing, key=lambda place: not place.by))
