"""What no source of ours covers, why, and how an owner covers it all the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where customers talk that is not looked at directly."""

    name: str
    why: str
    how: str


NOT_COVERED: tuple[Gap, ...] = (
    Gap(
        "Google Places",
        "Its terms forbid storing review texts, and it shows five reviews only.",
        "Use kind google_business for your own listing, or kind mailbox for Google's review notices.",
    ),
    Gap(
        "Tripadvisor",
        "Its API forbids storing texts and shows five reviews only.",
        "Let kind mailbox read its review notices, or bring an export in with earlyword import.",
    ),
    Gap(
        "Yelp",
        "Its API has no free tier and forbids keeping texts for more than a day.",
        "Let kind mailbox read its review notices, or bring an export in with earlyword import.",
    ),
    Gap(
        "Facebook recommendations",
        "They cannot be read by an API since version 22 of the Graph API.",
        "Let kind mailbox read its notices.",
    ),
)
