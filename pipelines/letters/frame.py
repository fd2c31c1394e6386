"""What stands around every letter, and the forms it is made from."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from pipelines.config import Config
from pipelines.letters.card import line


def frame(config: Config) -> dict[str, Any]:
    """The values every form needs."""
    return {
        "business": config.business.name,
        "sample": config.sample,
        "page": config.page,
        "at_home": not config.dashboard.url,
        "zone": config.business.timezone,
    }


def address(config: Config, name: str, **choice: str) -> str:
    """Where one page is, with its choice in the address: `address(config, "cases", case="12")`."""
    return f"{config.page}/{name}{'?' if choice else ''}{urlencode(choice)}"


def subject(headline: str, config: Config) -> str:
    return f"SAMPLE: {line(headline)}" if config.sample else line(headline)


def form(name: str) -> Template:
    """A form by its file name; HTML is escaped, and a value that is missing is an error."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipelines.letters", "forms"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
