"""What the judgement can learn from, and which mentions a lesson touches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage import mentions, sequence
from storage.columns import MENTION, quoted
from storage.db import Connection, stored
from storage.model import Mention
from storage.results import one


def judge_again(con: Connection, source: str, between: Sequence[tuple[float, float]]) -> int:
    """Puts mentions of one source in line again whose complaint probability lies in one of the ranges, ends included.

    That is all that moving the source's cut from one end of a range to the other can change. Returns how many.
    """
    found = con.execute(
        "SELECT no FROM assessment a SEMI JOIN (SELECT unnest(?::DOUBLE[]) AS low, unnest(?::DOUBLE[]) AS high) r "
        "ON a.complaint BETWEEN r.low AND r.high WHERE no IN (SELECT no FROM mention WHERE source = ?)",
        [[low for low, _ in between], [high for _, high in between], source],
    ).fetchall()
    mentions.wait_for_judgement(con, [no for (no,) in found])
    if found:
        sequence.changed(con)
    return len(found)


def starred(con: Connection, low: float, high: float, limit: int) -> list[Mention]:
    """The newest relevant mentions with words whose rating (0..1) is at most `low` or at least `high`."""
    rows = con.execute(
        f"SELECT {quoted(MENTION, 'm')}, m.no FROM mention m JOIN assessment a USING (no) "  # noqa: S608
        "WHERE (m.rating <= ? OR m.rating >= ?) AND a.relevant AND length(trim(m.text)) > 0 "
        "ORDER BY m.no DESC LIMIT ?",
        [low, high, limit],
    ).fetchall()
    return mentions.as_read_now(con, rows)


def count_starred(con: Connection, low: float, high: float) -> int:
    """How many relevant mentions have such a rating, words or not."""
    row = one(
        con.execute(
            "SELECT count(*) FROM mention m JOIN assessment a USING (no) "
            "WHERE (m.rating <= ? OR m.rating >= ?) AND a.relevant",
            [low, high],
        )
    )
    return int(row[0]) if row else 0


def flagged(con: Connection, since: datetime) -> dict[str, int]:
    """Source -> how many of its relevant mentions (by claimed time, else first sight) are flagged as complaints."""
    rows = con.execute(
        """
        SELECT m.source, count(*) FROM mention m JOIN assessment a USING (no)
        WHERE a.relevant AND a.flag = 'flag' AND coalesce(m.published, m.seen) >= ? GROUP BY m.source
        """,
        [stored(since)],
    ).fetchall()
    return dict(rows)
