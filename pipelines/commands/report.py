"""`earlyword report`: one month on a few printed pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines import config
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import record_of
from pipelines.exits import Exit
from pipelines.export import whole
from pipelines.report import month, pdf, sheet
from pipelines.terminal import Complaint, Terminal
from storage import copies
from storage.publish import read


def report_command(
    ctx: typer.Context,
    which: Annotated[str, typer.Option("--month", help="Such as 2026-10. Default: the last one that is over.")] = "",
    out: Annotated[Path | None, typer.Option(help="The file. Default: report-MONTH.html, or .pdf.")] = None,
    as_pdf: Annotated[bool, typer.Option("--pdf", help="As PDF; a file name that ends in .pdf says the same.")] = False,
    made_by: Annotated[str, typer.Option(help="Who hands it over: an agency's name, for example.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """What was said in a month, what was done about it and whether it helped: to print or to hand to a client.

    Example: earlyword report --month 2026-10 --pdf --made-by "Harbour & Co"
    """
    terminal: Terminal = ctx.obj
    settings, now = config.load(config_path, terminal.env), terminal.now()
    try:
        chosen = month.month_of(which, settings, now)
    except month.BadMonth as wrong:
        raise Complaint(str(wrong)) from wrong
    printed = as_pdf or (out is not None and out.suffix.lower() == ".pdf")
    target = out or Path(f"report-{chosen.key}.{'pdf' if printed else 'html'}")
    if target.exists() and not force:
        raise Complaint(f"{target} is there already; name another with --out, or write over it with --force.")
    with read(settings.data / "published.duckdb") as con:
        found = month.read(con, settings, chosen, now)
    page, pages = sheet.html(found, made_by), 0
    try:
        with whole(target) as draft:
            if printed:
                pages = pdf.write(page, draft, f"{found.business}, {chosen.name}")
            else:
                draft.write_text(page, encoding="utf-8")
    except pdf.NoPdf as wrong:
        raise Complaint(str(wrong)) from wrong
    except OSError as wrong:
        raise Complaint(f"{target} cannot be written ({wrong.strerror}); choose another place.") from wrong
    copies.note(record_of(settings), target, "export", now)
    if as_json:
        terminal.line({"path": str(target), "month": chosen.key, "pages": pages, "sentence": sheet.sentence(found)})
    else:
        terminal.say(f"Wrote {target}. {sheet.sentence(found)}")
    return Exit.FINE
