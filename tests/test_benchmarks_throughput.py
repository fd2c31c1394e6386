"""The benchmark of the whole way runs it: nothing posted falls by the wayside."""

from __future__ import annotations

from pathlib import Path

from benchmarks.throughput import fresh, post, whole_way
from storage import assessments, mentions

TEXTS = ("Waited an hour at Saffron & Salt and two mains never came", "lovely", "", "Saffron & Salt is closed, rats!")


def test_every_text_posted_is_kept_judged_and_placed(tmp_path: Path) -> None:
    desk = fresh(str(tmp_path))
    whole_way(desk, post([text or "nothing" for text in TEXTS]), len(TEXTS))
    with desk.record.session("look") as con:
        said = mentions.as_first_read(con, [row[0] for row in con.execute("SELECT id FROM mention").fetchall()])
        judged = assessments.of(con, [each.id for each in said])
    assert [judged[each.id].relevant for each in said] == [True, False, False, True]
    assert judged[said[0].id].flag == "flag"
    assert all(judged[each.id].story for each in said)
