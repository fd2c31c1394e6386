"""The command line, and the one place where the flows learn what time it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import typer
from typer.exceptions import TyperException

from pipelines import commands
from pipelines.commands import advice
from pipelines.config import ConfigError
from pipelines.exits import Exit
from pipelines.terminal import Complaint, Terminal
from storage.db import RecordError

app = typer.Typer(
    name="earlyword",
    help="Earlyword flags the negative story before it spreads. Start with: [bold]earlyword up[/]",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
commands.register(app)


def run(arguments: Sequence[str], terminal: Terminal) -> int:
    """Run one command line and return its exit code. Every complaint the program knows ends here as one sentence."""
    try:
        outcome = app(list(arguments), obj=terminal, prog_name="earlyword", standalone_mode=False)
    except TyperException as wrong:
        terminal.note(advice.sentence(wrong))
        return Exit.USAGE
    except ConfigError as wrong:
        terminal.note(str(wrong))
        return Exit.USAGE
    except Complaint as wrong:
        terminal.note(str(wrong))
        return wrong.code
    except RecordError as wrong:
        terminal.note(str(wrong))
        return Exit.RECORD
    except BrokenPipeError:  # `earlyword ... | head` is no failure
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FINE
    except (KeyboardInterrupt, typer.Abort):
        terminal.note("Stopped. Nothing that was acknowledged is lost.")
        return Exit.LOOK
    return int(outcome or Exit.FINE)


def main() -> None:
    """Entry point of the `earlyword` command."""
    sys.exit(run(sys.argv[1:], Terminal(now=lambda: datetime.now(UTC), env=os.environ)))


if __name__ == "__main__":
    main()
