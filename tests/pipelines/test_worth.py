"""An alert that nobody needed closes, counts against the rules, and comes back when that was a slip."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.recovery import NotAllowed
from pipelines.desk import Desk
from pipelines.verdicts import load
from pipelines.worth import not_worth_it, worth_it_after_all
from storage import alerts, mentions
from storage.model import Alert
from tests.pipelines.team_desk import NOW, said, shop

KEY = "mention:1"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk, one = shop(tmp_path), said(1)
    with desk.record.session("set up") as con:
        mentions.keep(con, [one], at=NOW)
        alerts.keep_new(con, [Alert(KEY, "mention", one.entity, NOW, "Cold food", (one.id,), ("why",))])
    return desk


def test_not_worth_it_and_back(desk: Desk) -> None:
    not_worth_it(desk, KEY, who="Cy Lee", now=NOW)
    with desk.record.session("test") as con:
        assert alerts.open_(con) == []
        assert load(con).useful == {said(1).id: False}
    worth_it_after_all(desk, KEY, who="Cy Lee", now=NOW.replace(minute=1))
    with desk.record.session("test") as con:
        assert [alert.key for alert in alerts.open_(con)] == [KEY]
        assert load(con).useful == {}


def test_a_viewer_and_an_unknown_alert_are_refused(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="Vi"):
        not_worth_it(desk, KEY, who="Vi", now=NOW)
    with pytest.raises(NotAllowed, match="not in the record"):
        not_worth_it(desk, "nowhere", who="Ada", now=NOW)
    with desk.record.session("test") as con:
        assert len(alerts.open_(con)) == 1
