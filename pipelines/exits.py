"""Exit codes of the command line, documented in the README."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    FINE = 0
    LOOK = 1  # something failed that the owner must look at
    USAGE = 2  # wrong usage or configuration
    RECORD = 3  # the record cannot be opened
