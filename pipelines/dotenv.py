"""The `.env` file beside config.yaml: `KEY=VALUE` lines for secrets. What the shell already set wins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from collectors.source import Secret

MAX_BYTES = 100_000
_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")


def read(folder: Path) -> Mapping[str, Secret]:
    """The variables of `folder/.env`; nothing when there is no readable file. A line that is no pair is passed over."""
    path = folder / ".env"
    try:
        if path.stat().st_size > MAX_BYTES:
            return {}
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return {}
    found: dict[str, Secret] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line.strip())
        if match:
            found[match[1]] = Secret(_unquoted(match[2]))
    return found


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return re.sub(r"\s+#.*$", "", value)
