"""Markup to plain words, and plain words without the characters that only trick people and programs.

What comes out is text, never markup: it holds no tags, no control characters, no lone surrogates and no bidirectional
overrides. It may still say anything; whoever shows it must escape it.
"""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborHTMLParser

from collectors.nesting import nests_deeper

MAX_TEXT = 50_000  # characters of one mention; a longer text is cut and ends in an ellipsis
_MAX_MARKUP = 1_000_000  # characters of markup we look at
_MAX_DEPTH = 2_000  # open tags; nobody writes like that, and deep trees are slow

_TAG = re.compile(r"<[a-zA-Z/!?]")
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|br|dd|div|dl|dt|figure|footer|h[1-6]|header|hr|li|main|ol|p|pre|section"
    r"|table|tr|ul)\b[^>]*>",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_BREAK = "\ue000"  # private use: stands for a line break while the markup is read
_DROPPED = ["script", "style", "head", "template", "noscript", "svg", "math", "iframe", "object", "textarea", "select"]

# C0 and C1 controls but tab, line feed and the like; zero width space, word joiner, BOM, soft hyphen; bidirectional
# embeddings, overrides and isolates; interlinear annotation; noncharacters. Joiners stay: emoji and Persian need them.
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_HTML_START = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script|div|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_html(body: bytes) -> bool:
    """Do these bytes begin like a web page?"""
    start = body[:4096].removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "ignore").encode("utf-8", "ignore")
    if start.lstrip().startswith(b"<?xml"):
        start = start.partition(b"?>")[2]
    return _HTML_START.match(start) is not None


def clean(text: str) -> str:
    """Text that is no markup: tricks removed, white space folded, paragraphs as single line ends, cut at MAX_TEXT."""
    text = text[: 4 * MAX_TEXT]
    if _SURROGATE.search(text):  # pairs become the character they stand for, lone ones vanish
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = _LINE_END.sub("\n", text)
    text = _REMOVED.sub("", text)
    text = _BLANKS.sub(" ", text)
    text = _LINES.sub("\n", text).strip()
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1].rstrip() + "…"


def plain(markup: str) -> str:
    """HTML, or text with entities, to plain words. Scripts, styles and the like are dropped, paragraphs stay apart."""
    markup = markup[:_MAX_MARKUP]
    if not _TAG.search(markup):
        return clean(html.unescape(markup))
    if _SURROGATE.search(markup):
        markup = markup.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    markup = markup.replace("\0", "").replace(_BREAK, "")
    if nests_deeper(markup, _MAX_DEPTH):
        return clean(html.unescape(re.sub(r"<[^<>]*>", " ", markup)))
    marked = _BLOCK.sub(lambda found: _BREAK + found.group(), _SPACE.sub(" ", markup))
    tree = LexborHTMLParser(marked)
    tree.strip_tags(_DROPPED)
    body = tree.body
    words = body.text() if body is not None else ""
    return clean(words.replace(_BREAK, "\n"))
