"""Review notices by e-mail: one small description for each site that sends them."""

from __future__ import annotations

from collectors.letter import Letter
from collectors.notices import booking, facebook, google, tripadvisor, trustpilot, yelp
from collectors.notices.layout import Layout, Notice, read_notice

__all__ = ["LAYOUTS", "Layout", "Notice", "layout_of", "read_notice"]

LAYOUTS: tuple[Layout, ...] = (
    google.LAYOUT,
    yelp.LAYOUT,
    tripadvisor.LAYOUT,
    facebook.LAYOUT,
    trustpilot.LAYOUT,
    booking.LAYOUT,
)


def layout_of(letter: Letter) -> Layout | None:
    """How this sender lays out its notices; None for senders we do not know."""
    return next((layout for layout in LAYOUTS if layout.address.fullmatch(letter.sender)), None)
