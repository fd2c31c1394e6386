"""How deep markup nests, found without building a tree: deep trees keep every parser busy for minutes."""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)[a-zA-Z][^<>]*?(/?)>")
_LITERAL = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)


def nests_deeper(markup: str, levels: int) -> bool:
    """Could the tags nest deeper than `levels`? Counts opened less closed, whatever their names; CDATA is no markup."""
    if markup.count("<") <= levels:
        return False
    depth = 0
    for found in _TAG.finditer(_LITERAL.sub("", markup)):
        if found[1]:
            depth = max(0, depth - 1)
        elif not found[2]:
            depth += 1
            if depth > levels:
                return True
    return False
