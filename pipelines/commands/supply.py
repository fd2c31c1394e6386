"""`earlyword sbom`: what this installation is made of."""

from __future__ import annotations

import json
import uuid
from typing import Annotated

import typer

from pipelines import supply
from pipelines.exits import Exit
from pipelines.terminal import Terminal


def sbom_command(
    ctx: typer.Context,
    licences: Annotated[bool, typer.Option("--licences", help="A table of licences instead, as Markdown.")] = False,
) -> int:
    """A bill of materials of this installation: CycloneDX 1.6, JSON.

    Example: earlyword sbom > earlyword.cdx.json
    """
    terminal: Terminal = ctx.obj
    found = supply.packages()
    if licences:
        terminal.out.file.write(supply.table(found))
    else:
        terminal.out.file.write(
            json.dumps(supply.bill(terminal.now(), uuid.uuid4()), indent=2, ensure_ascii=False) + "\n"
        )
    troubles = supply.troubles(found)
    for sentence in troubles:
        terminal.note(sentence)
    return Exit.LOOK if troubles else Exit.FINE
