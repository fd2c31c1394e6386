"""What to type next, for somebody whose command line was not understood: the example of the command they meant."""

from __future__ import annotations

import re
from typing import Any

from typer.exceptions import TyperException

_EXAMPLE = re.compile(r"Example: (earlyword [^\n]+|echo [^\n]+)")


def sentence(wrong: TyperException) -> str:
    """What is wrong, an example where the command is known, and where its help is."""
    said = wrong.format_message().rstrip()
    said = said if said.endswith((".", "?", ")")) else f"{said}."
    context: Any = getattr(wrong, "ctx", None)
    if context is None:
        return f"{said} All commands: earlyword --help"
    example = _EXAMPLE.search(context.command.help or "")
    if example and context.parent is not None:
        return f"{said}\nFor example: {example[1].strip()}\nMore: {context.command_path} --help"
    return f"{said} All commands: {context.command_path} --help"
