"""Which encoding a text file is in: by its mark, by its NULs, by whether it is UTF-8; else Windows' western one.

A file that starts as UTF-8 and holds a few bytes of something else (exports glued together) keeps its other rows: those
bytes are read as cp1252, the only other encoding western exports come in.
"""

from __future__ import annotations

import codecs

MIXED = "earlyword-cp1252"  # error handler: bytes that are no UTF-8 are read as cp1252
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(MIXED, _as_cp1252)


def encoding_of(head: bytes) -> tuple[str, str]:
    """Name of the encoding a file that begins with `head` is in, and the error handler to read it with."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, MIXED if name == "utf-8-sig" else "replace"
    if len(head) >= 4:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if odd > len(head) // 5 and odd > 4 * even:
            return "utf-16-le", "replace"
        if even > len(head) // 5 and even > 4 * odd:
            return "utf-16-be", "replace"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # a character cut at the end of `head` is fine
    except UnicodeDecodeError as error:
        if head[: error.start].isascii() or error.start < len(head) // 2:
            return "cp1252", "replace"
    return "utf-8", MIXED
