"""Options that several commands share, with one wording."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="Path of config.yaml. Default: ./config.yaml, else the sample business."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object per line instead of a table.")]
MapOption = Annotated[
    str | None,
    typer.Option("--map", help="Which column is what: text=Review,rating=Stars,published=Date. Else by name."),
]
ScaleOption = Annotated[str | None, typer.Option("--scale", help="Rating scale, worst-best: 1-5, 0-10, 10-50, 6-1.")]
DateFormatOption = Annotated[
    list[str] | None, typer.Option("--date-format", help="strptime format of the dates; may be given several times.")
]
TimezoneOption = Annotated[
    str | None, typer.Option("--timezone", help="Zone of times that name none. Default: the business's zone.")
]
RelevanceOption = Annotated[
    bool, typer.Option("--relevance", help="Check that each text is about us; otherwise it is taken to be.")
]
