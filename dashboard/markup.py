"""HTML that cannot be broken by what people write: every text is escaped unless it was made here.

Streamlit's markdown would load remote images and turn foreign words into links, so mentions reach the page only through
`tag` (for `st.html`) or `st.text`.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlsplit

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&@/])")


class Safe(str):
    """Text that is HTML already. Only this module makes it."""

    __slots__ = ()


EMPTY = Safe("")


def tag(name: str, *children: str, **attributes: str) -> Safe:
    """One element. Children that are not `Safe` are escaped, attribute values always are.

    A trailing underscore in an attribute's name is dropped (`class_`), other underscores become hyphens (`aria_label`).
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value, quote=True)}"' for key, value in attributes.items()
    )
    return Safe(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: str) -> Safe:
    """Several pieces side by side."""
    return Safe("".join(child if isinstance(child, Safe) else escape(child, quote=True) for child in children))


def link(url: str, words: str, *, note: str, **attributes: str) -> Safe:
    """A link that opens in a new tab, for http and https only; any other address gives nothing.

    `note` is read out by a screen reader after the words, since "new tab" cannot be seen.
    """
    if not leads_to_web(url):
        return EMPTY
    return tag("a", words, tag("span", f" {note}", class_="ew-hidden"), href=url, target="_blank", **attributes)


def plain(text: str) -> str:
    """Foreign words for the label of a widget, which Streamlit reads as Markdown: every sign stands for itself."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def leads_to_web(url: str) -> bool:
    """Is this an http or https address with a host? `javascript:`, `data:`, `file:` and broken ones are not."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
