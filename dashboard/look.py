"""The one quiet theme: paper and ink by day, the same by lamplight.

Every colour is a pair, light and dark, and every text stands on its ground with at least 4.5 to 1 (WCAG AA; the tests
measure it). Negative is rust and praise is blue, which stay apart for every kind of colour-blindness, and neither is
ever the only sign: a word or a shape says the same. The browser picks the side with `light-dark()`, from the colour
scheme that Streamlit sets on the page, so switching costs no run of the script.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

# name -> (light, dark)
TOKENS: Mapping[str, tuple[str, str]] = {
    "page": ("#faf8f4", "#161a1b"),
    "card": ("#ffffff", "#1e2425"),
    "sunk": ("#f2eee6", "#252c2d"),
    "line": ("#e2dccf", "#343d3e"),
    "ink": ("#20302f", "#e9e6df"),
    "quiet": ("#566260", "#a9b4b1"),
    "accent": ("#17606d", "#82c8d2"),
    "negative": ("#a63d14", "#f29b70"),
    "praise": ("#23628f", "#8dbfe8"),
    "other": ("#c9cfc8", "#4b5859"),
    "warn": ("#7a5200", "#ecc46c"),
    "warn_ground": ("#fdf3dc", "#332a14"),
    "negative_ground": ("#fcefe8", "#35211a"),
    "praise_ground": ("#eaf2f9", "#1b2b38"),
}
# text -> the grounds it stands on
PAIRS: Mapping[str, tuple[str, ...]] = {
    "ink": ("page", "card", "sunk", "warn_ground", "negative_ground", "praise_ground"),
    "quiet": ("page", "card", "sunk"),
    "accent": ("page", "card", "sunk"),
    "negative": ("page", "card", "negative_ground"),
    "praise": ("page", "card", "praise_ground"),
    "warn": ("page", "card", "warn_ground"),
}


def colour(name: str, *, dark: bool) -> str:
    """One colour of one side, as `#rrggbb`."""
    return TOKENS[name][1 if dark else 0]


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast of two `#rrggbb` colours, 1..21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def css() -> str:
    """The style sheet, for one `st.html` at the top of every page."""
    variables = "".join(
        f"--{name.replace('_', '-')}:light-dark({day},{night});" for name, (day, night) in TOKENS.items()
    )
    return f"<style>.stApp{{{variables}}}{_sheet()}</style>"


@cache
def _sheet() -> str:
    return resources.files(__package__).joinpath("look.css").read_text(encoding="utf-8")


def _luminance(value: str) -> float:
    parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
