"""A person is forgotten: out of every byte, for good, and whenever the work is cut short it is finished later."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analysis import hygiene
from pipelines import alarm, assess, case_round, forget, notify, recover
from pipelines import round as one_round
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from pipelines.transports import transport
from storage import backup, cases, check, copies, forgotten, mentions, outbox, persons, publish
from storage.model import CaseEvent, Json, Mention, mention_id
from tests.collectors.conftest import Site, new_site, site  # noqa: F401 - fixtures

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
NAME = "Quillon Zebedée"
TEXT = "Pepperwick sold me mouldy saffron and the clerk shouted that nobody else ever complained about it"
SPELLINGS = (NAME, "Zebed", "Quillon", "mouldy saffron", "nobody else ever complained")


def item(number: int, author: str, words: str) -> str:
    return (
        f"<item><guid>{number}</guid><link>https://example.com/{number}</link><title>Pepperwick visit {number}</title>"
        f'<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">{author}</dc:creator>'
        f"<pubDate>Mon, 04 May 2026 0{number}:00:00 GMT</pubDate><description>{words}</description></item>"
    )


def feed(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{"".join(items)}</channel></rss>'


ANGRY = item(1, NAME, f"{TEXT}. I was sick for two days and food poisoning is no joke.")

CONFIG = """
business: {{name: Pepperwick, trade: shop}}
web: {{allow_loopback: true}}
people: [{{name: Ada, email: ada@example.org}}]
sources: [{{name: f, kind: feed, url: "{url}", about_us: true}}]
"""


def mention(number: int, author: str, words: str) -> Mention:
    id_ = mention_id("feed", "example.com", str(number))
    at = NOW - timedelta(hours=number)
    return Mention(id_, "Pepperwick", "f", "post", "", author, "A visit", words, at, NOW - timedelta(minutes=5))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder after some rounds in which everything that can hold a person holds this one; and a copy of it."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "config.yaml").write_text(CONFIG.format(url="http://127.0.0.1:1/f"), "utf-8")
    busy(open_desk(load(folder / "config.yaml", {}), {}))
    kept = folder.with_name("kept")
    shutil.copytree(folder, kept)
    return folder, kept


@pytest.fixture
def desk(made: tuple[Path, Path]) -> Desk:
    """The folder as it was, at the same place: the list of backups names it."""
    folder, kept = made
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
    return open_desk(load(folder / "config.yaml", {}), {}, wait=timedelta(seconds=20))


def busy(desk: Desk) -> None:
    """Judged, warned of, in a case, in letters, backed up, left over, published."""
    angry = mention(1, NAME, f"{TEXT}. I was sick for two days and food poisoning is no joke.")
    other = mention(2, "Bo", f"Fine for me. I read what {NAME} wrote and felt sorry for everybody.")
    with desk.record.session("test") as con:
        mentions.keep(con, [angry, other], at=NOW)
    assess.assess_waiting(desk, now=lambda: NOW, tell=lambda _: None)
    alarm.warn_now(desk, now=NOW)
    case_round.tend(desk, NOW)
    case = recover.open_case(desk, "Ada", NOW, customer=NAME, words=f"{TEXT}, she said on the telephone")
    recover.answer(desk, case.id, "Ada", NOW, words=f"Dear {NAME}, we are sorry for the mouldy saffron.")
    with suppress(recover.Overtaken):  # the round opens one by itself where it cannot wait
        recover.open_case(desk, "Ada", NOW, mention=angry.id)
    notify.notify(desk, transport(desk.config, {}), now=lambda: NOW)
    publish.publish(desk.record, desk.published)
    desk.spool.put("f", None, [feed(ANGRY).encode()])
    desk.spool.done(desk.spool.pending()[0])
    (desk.spool.folder / "000000000099-abcdef01.failed").write_bytes(f'{{"x": "{NAME}"}}'.encode())
    (desk.spool.folder / "000000000098-abcdef01.torn").write_bytes(json.dumps({"who": NAME}).encode())
    (desk.config.data / "earlyword.duckdb.corrupt-20260501T000000Z").write_bytes(TEXT.encode())
    backup.backup(desk.record, desk.config.folder / "backups", NOW)
    export = desk.config.folder / "mentions.csv"
    export.write_text(f"author,text\n{NAME},{TEXT}\n", "utf-8")
    copies.note(desk.record.path, export, "export", NOW)


def in_bytes(folder: Path) -> list[str]:
    """Every file under a folder in which a trace of the person stands, in any spelling."""
    wanted = [each.encode(code) for each in SPELLINGS for code in ("utf-8", "utf-16-le")]
    wanted += [json.dumps(NAME)[1:-1].encode(), b"Zebed=C3=A9e"]
    return [
        f"{path.name}: {each!r}"
        for path in folder.rglob("*")
        if path.is_file() and path.name != "config.yaml"
        for each in wanted
        if each in path.read_bytes()
    ]


def people(desk: Desk) -> set[str]:
    return {author for (author,) in publish.ask(desk.published, "SELECT DISTINCT author FROM mentions")[1]}


def test_a_forgotten_person_is_in_no_byte_and_does_not_come_back(desk: Desk, site: Site) -> None:
    folder = desk.config.folder
    assert len(in_bytes(folder)) > 10  # or this test would prove nothing
    assert any(name.partition(":")[0].endswith(".eml") for name in in_bytes(folder))
    done = forget.forget(desk, NAME, "", NOW)
    assert done.proof is not None
    assert done.proof.hits == {}
    assert done.erased.mentions == 1
    assert in_bytes(folder) == []
    assert people(desk) == {"Bo"}
    with desk.record.session("test") as con:
        assert check.integrity(con) == []
        stubs = [event for events in cases.all_(con).values() for event in events]
    assert {event.kind for event in stubs} >= {"open", "answer"}  # what was done, by whom and when
    assert all("words" not in event.payload and "customer" not in event.payload for event in stubs)
    # the source still shows it, and has more by the same hand
    (folder / "config.yaml").write_text(CONFIG.format(url=f"{site.url}/f"), "utf-8")
    desk = open_desk(load(folder / "config.yaml", {}), {})
    again = feed(ANGRY, item(2, "Bo", "Pepperwick again"), item(3, NAME, "And another thing"))
    site.answer("/f", again, content_type="application/rss+xml")
    one_round.run(desk, now=lambda: NOW, only=["f"])
    assert in_bytes(folder) == []
    assert people(desk) == {"Bo"}


def test_a_backup_that_is_put_back_does_not_bring_anybody_back(desk: Desk) -> None:
    folder = desk.config.folder
    (known,) = (folder / "backups").iterdir()
    away = known.rename(folder / "in-a-drawer.duckdb")  # where we cannot find it
    forget.forget(desk, NAME, "", NOW)
    backup.restore(desk.record, away, NOW)
    away.unlink()
    assert forget.resume(desk, NOW) is not None
    assert people(desk) == {"Bo"}
    assert in_bytes(folder) == []


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from pipelines import forget
from pipelines.config import load
from pipelines.desk import open_desk

def kill_before(place, name):
    setattr(place, name, lambda *given, **named: os.kill(os.getpid(), signal.SIGKILL))

module, name = sys.argv[2].rsplit(".", 1)
kill_before(__import__(module, fromlist=[name]), name)
desk = open_desk(load(Path(sys.argv[1]), {}), {})
forget.forget(desk, sys.argv[3], "", datetime.fromisoformat(sys.argv[4]))
"""


@pytest.mark.parametrize("step", ["storage.files.force", "storage.backup_erase.erase_in"])
def test_killed_half_way_it_is_finished_later(desk: Desk, step: str) -> None:
    folder = desk.config.folder
    command = [sys.executable, "-c", KILLED, str(folder / "config.yaml"), step, NAME, NOW.isoformat()]
    done = subprocess.run(command, check=False, capture_output=True, cwd=Path(__file__).parents[2])
    assert done.returncode == -9
    with desk.record.session("test") as con:  # the old record or the new one, whole
        assert check.integrity(con) == []
        assert mentions.count(con) in (1, 2)
    assert forget.resume(desk, NOW) is not None
    assert forget.resume(desk, NOW) is None
    assert people(desk) == {"Bo"}
    assert in_bytes(folder) == []


def test_a_namesake_at_another_source_stays_when_one_source_was_asked_for(desk: Desk) -> None:
    with desk.record.session("test") as con:
        (mine,) = mentions.by_ids(con, persons.named(con, NAME).mentions).values()
        mentions.keep(con, [replace(mine, id="f" * 24, source="elsewhere", text="All was well")], at=NOW)
    done = forget.forget(desk, NAME, "f", NOW)
    assert done.held.namesakes == (("elsewhere", NAME),)
    assert people(desk) == {"Bo", NAME}


def test_an_event_of_another_case_loses_the_quotation_and_keeps_the_rest(desk: Desk) -> None:
    payload: dict[str, Json] = {"words": f"Like {NAME} last week", "entity": "Pepperwick"}
    with desk.record.session("test") as con:
        cases.append(con, CaseEvent("7", 1, NOW, "Ada", "open", payload))
    forget.forget(desk, NAME, "", NOW)
    with desk.record.session("test") as con:
        assert cases.of(con, "7")[0].payload == {"words": "Like [name removed] last week", "entity": "Pepperwick"}
        assert all(NAME not in letter.notification.text for letter in outbox.list_(con))


def test_who_is_unknown_is_nothing_and_changes_nothing(desk: Desk) -> None:
    before = desk.record.path.read_bytes()
    assert forget.forget(desk, "Nobody Known", "", NOW).held.nothing
    assert desk.record.path.read_bytes() == before
    assert not forgotten.file_of(desk.record.path).exists()


def test_who_is_forgotten_while_a_round_thinks_of_them_is_not_written_down_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two sessions of the warning: an alert and a letter about the person are decided and not yet kept."""
    (tmp_path / "config.yaml").write_text(CONFIG.format(url="http://127.0.0.1:1/f"), "utf-8")
    desk = open_desk(load(tmp_path / "config.yaml", {}), {})
    with desk.record.session("test") as con:
        mentions.keep(con, [mention(1, NAME, f"{TEXT}. I was sick for two days from food poisoning.")], at=NOW)
    decide, forgetting = hygiene.decide, threading.Thread(target=forget.forget, args=(desk, NAME, "", NOW))

    def while_it_thinks(*given: Any, **named: Any) -> Any:
        forgetting.start()
        forgetting.join(1.5)  # longer than forgetting takes by itself
        return decide(*given, **named)

    monkeypatch.setattr(hygiene, "decide", while_it_thinks)
    done = one_round.run(desk, now=lambda: NOW, only=["f"])
    assert done.decision.interrupt  # or this test would prove nothing
    forgetting.join()
    assert in_bytes(tmp_path) == []
