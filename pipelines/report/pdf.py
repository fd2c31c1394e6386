"""The report as PDF, by PlutoPrint: the same page, set on A4. It may fetch nothing, neither files nor addresses."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path
from typing import Any

GET_IT = "PDF needs one more package; install it with: uv sync --extra pdf. The HTML prints as well."


class NoPdf(Exception):
    """The optional package is not here; the message says how to get it."""


def possible() -> bool:
    """Is the optional package here?"""
    return find_spec("plutoprint") is not None


def write(html: str, target: Path, title: str) -> int:
    """Writes the pages and returns how many there are. Raises NoPdf when PlutoPrint is not installed."""
    book = _set(html, title)
    book.write_to_pdf(str(target))
    return int(book.get_page_count())


def as_bytes(html: str, title: str) -> bytes:
    """The pages for a browser. Raises NoPdf when PlutoPrint is not installed."""
    made = io.BytesIO()
    _set(html, title).write_to_pdf_stream(made)
    return made.getvalue()


def _set(html: str, title: str) -> Any:
    try:
        import plutoprint
    except ImportError as missing:
        raise NoPdf(GET_IT) from missing

    class Nothing(plutoprint.ResourceFetcher):
        def fetch_url(self, url: str) -> Any:
            raise plutoprint.Error("a report loads nothing")

    book = plutoprint.Book(plutoprint.PAGE_SIZE_A4)
    book.custom_resource_fetcher = Nothing()
    book.load_html(html)
    book.set_metadata(plutoprint.PDF_METADATA_TITLE, title)
    return book
