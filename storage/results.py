"""Answers taken whole: DuckDB 2 refuses the next statement while an earlier answer still has rows to give."""

from __future__ import annotations

from typing import Any

import duckdb


def one(con: duckdb.DuckDBPyConnection) -> tuple[Any, ...] | None:
    """The first row of what was just executed, or None; `one(con.execute(...))`."""
    rows = con.fetchall()
    return rows[0] if rows else None


def number(con: duckdb.DuckDBPyConnection) -> int:
    """The single number of what was just executed: a count, or how many rows a change touched."""
    row = one(con)
    return int(row[0]) if row else 0
