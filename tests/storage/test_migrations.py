"""A record that an earlier version made is brought to today's shape and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from storage import mentions, migrations
from storage.db import Record
from storage.model import Mention


def test_a_record_of_the_first_shape_learns_of_dropped_words(
    record: Record, said: Callable[..., Mention], now: datetime
) -> None:
    with record.session("as the first version left it") as con:
        mentions.keep(con, [said(1)], at=now)
        con.execute("DROP TABLE dropped")
        con.execute("UPDATE meta SET value = '1' WHERE name = 'schema'")
    with record.session("today") as con:
        assert migrations.version(con, record.path) == len(migrations.STEPS)
        assert con.execute("SELECT count(*) FROM dropped").fetchall() == [(0,)]
        assert mentions.count(con) == 1
        assert con.execute("SELECT count(*) FROM documentation WHERE name = 'dropped'").fetchall() == [(2,)]
