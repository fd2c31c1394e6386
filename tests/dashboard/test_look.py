"""Colours one can read, and one theme in two places."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dashboard import look

CONFIG = Path(look.__file__).parent / ".streamlit" / "config.toml"


def test_contrast_is_the_one_of_the_guidelines() -> None:
    # Worked examples of WCAG 2.2: black on white is 21, #777777 on white is just below AA.
    assert look.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert look.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("text", look.PAIRS)
def test_every_text_can_be_read_on_its_ground(text: str, dark: bool) -> None:
    for ground in look.PAIRS[text]:
        assert look.contrast(look.colour(text, dark=dark), look.colour(ground, dark=dark)) >= 4.5, ground


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_two_parts_of_a_bar_differ_in_lightness_too(dark: bool) -> None:
    """For whoever sees no colours at all; 3 to 1 is what WCAG asks of graphics."""
    assert look.contrast(look.colour("negative", dark=dark), look.colour("other", dark=dark)) >= 3


def test_streamlit_has_the_same_colours() -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    for side, dark in (("light", False), ("dark", True)):
        chosen = {
            "primaryColor": "accent",
            "backgroundColor": "page",
            "secondaryBackgroundColor": "sunk",
            "textColor": "ink",
            "linkColor": "accent",
            "borderColor": "line",
        }
        assert theme[side] == {name: look.colour(token, dark=dark) for name, token in chosen.items()}


def test_it_stays_at_home_and_tells_nobody() -> None:
    settings = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["browser"]["gatherUsageStats"] is False


def test_the_sheet_loads_nothing_from_elsewhere() -> None:
    sheet = look.css()
    assert "url(" not in sheet
    assert "@import" not in sheet
    used = {part.split(")")[0] for part in sheet.split("var(--")[1:]}
    assert used <= {name.replace("_", "-") for name in look.TOKENS}
