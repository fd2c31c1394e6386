"""The mailbox, against a real Dovecot and servers that misbehave."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from collectors.mailbox import Options, fetch, mentions
from collectors.mailbox_door import open_folder
from collectors.source import Blocked, Broken, Secret, Source, SourceError
from collectors.web import Web
from tests.collectors import imap, sample
from tests.collectors.conftest import NOW
from tests.collectors.imap import PASSWORD, USER, Server

GOOD = (b"* OK ready\r\n", b"* CAPABILITY IMAP4rev1\r\n{tag} OK x\r\n", b"{tag} OK in\r\n")


@pytest.fixture(scope="module")
def dovecot(program: Callable[[str], str]) -> Iterator[Server]:
    command = program("dovecot")  # Debian: dovecot-imapd
    with (
        TemporaryDirectory(prefix="imap") as folder,
        imap.running(Path(folder), command) as server,
    ):  # sockets want short paths
        yield server


def box(server: Server, **options: Any) -> Source[Options]:
    password = options.pop("password", PASSWORD)
    given = {"host": "localhost", "user": USER, "port": server.port, "ca_file": str(server.ca_file), **options}
    return sample.source("mailbox", Options(**given), **({"password_env": password} if password else {}))


def letter(number: int, **headers: str) -> bytes:
    told = {
        "From": "Portal <news@portal.example>",
        "Subject": f"Letter {number}",
        "Date": "Thu, 19 Nov 2026 10:15:00 +0000",
        "Message-ID": f"<{number}@portal.example>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return "".join(f"{name}: {value}\r\n" for name, value in told.items()).encode() + f"\r\nWords {number}\r\n".encode()


def subjects(source: Source[Options], *payloads: Any) -> list[str]:
    return [
        mention.title.partition(": ")[2] for payload in payloads for mention in mentions(payload, source, NOW).mentions
    ]


def test_new_letters_are_read_once_and_left_unread(dovecot: Server, web: Web) -> None:
    dovecot.put("Once", letter(1), letter(2), at=NOW)
    source = box(dovecot, folder="Once")
    first = fetch(source, {}, web)
    assert subjects(source, first) == ["Letter 1", "Letter 2"]
    second = fetch(source, first.cursor, web)
    assert (second.parts, second.cursor) == ((), first.cursor)
    dovecot.put("Once", letter(3), at=NOW)
    third = fetch(source, second.cursor, web)
    assert subjects(source, third) == ["Letter 3"]
    assert not any(b"Seen" in flags for flags in dovecot.flags("Once"))


def test_the_message_comes_as_it_lies_there(dovecot: Server, web: Web) -> None:
    raw = sample.body("mailbox", "google.eml").replace(b"\n", b"\r\n")
    dovecot.put("Bytes", raw, at=NOW)
    (part,) = fetch(box(dovecot, folder="Bytes"), {}, web).parts
    assert part.body == raw


def test_a_folder_made_anew_is_read_anew(dovecot: Server, web: Web) -> None:
    dovecot.put("Anew", letter(1), letter(2), at=NOW)
    source = box(dovecot, folder="Anew")
    first = fetch(source, {}, web)
    dovecot.remake("Anew")
    dovecot.put("Anew", letter(2), at=NOW)
    second = fetch(source, first.cursor, web)
    assert first.cursor["uidvalidity"] != second.cursor["uidvalidity"]
    assert subjects(source, second) == ["Letter 2"]
    known = {mention.id for mention in mentions(first, source, NOW).mentions}
    assert {mention.id for mention in mentions(second, source, NOW).mentions} < known  # refused by its id


def test_the_first_look_goes_back_some_days_only(dovecot: Server, web: Web) -> None:
    dovecot.put("Old", letter(1), at=NOW - timedelta(days=90))
    source = box(dovecot, folder="Old")
    empty = fetch(source, {}, web)
    assert (empty.parts, empty.cursor["uid"]) == ((), 1)
    dovecot.put("Old", letter(2), at=NOW)
    assert subjects(source, fetch(source, {}, web)) == ["Letter 2"]
    assert subjects(source, fetch(source, empty.cursor, web)) == ["Letter 2"]
    assert subjects(source, fetch(box(dovecot, folder="Old", days=100), {}, web)) == ["Letter 1", "Letter 2"]


def test_many_letters_come_in_several_looks_without_a_gap(dovecot: Server, web: Web) -> None:
    dovecot.put("Many", *(letter(number) for number in range(230)), at=NOW)
    source = box(dovecot, folder="Many")
    first = fetch(source, {}, web)
    second = fetch(source, first.cursor, web)
    assert (len(first.parts), len(second.parts)) == (200, 30)
    assert len(set(subjects(source, first, second))) == 230


def test_a_letter_that_is_too_large_is_named(dovecot: Server, web: Web) -> None:
    dovecot.put("Large", letter(1), letter(2) + b"x" * 2_100_000, letter(3), at=NOW)
    source = box(dovecot, folder="Large")
    payload = fetch(source, {}, web)
    batch = mentions(payload, source, NOW)
    assert len(batch.mentions) == 2
    assert [(each.where, "larger than 2 MB" in each.reason) for each in batch.skipped] == [("message 2", True)]
    assert fetch(source, payload.cursor, web).parts == ()


def test_starttls_works_too(dovecot: Server, web: Web) -> None:
    dovecot.put("Start", letter(1), at=NOW)
    source = box(dovecot, folder="Start", port=dovecot.starttls_port, security="starttls")
    assert subjects(source, fetch(source, {}, web)) == ["Letter 1"]


def test_a_wrong_password_is_blocked_and_not_repeated(dovecot: Server, web: Web) -> None:
    with pytest.raises(Blocked, match="name or the password") as caught:
        fetch(box(dovecot, password="canary-wrong"), {}, web)
    assert "app password" in caught.value.next_step
    assert "canary" not in f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}"


def test_no_password_is_blocked_without_a_connection(web: Web) -> None:
    with pytest.raises(Blocked, match="no password"):
        fetch(box(Server(1, 1, Path("none")), password=""), {}, web)


def test_a_missing_folder_is_broken_and_names_it(dovecot: Server, web: Web) -> None:
    with pytest.raises(Broken, match="no folder 'Nowhere'") as caught:
        fetch(box(dovecot, folder="Nowhere"), {}, web)
    assert "rule" in caught.value.next_step


def test_an_unknown_certificate_is_refused(dovecot: Server, web: Web) -> None:
    with pytest.raises(Broken, match="prove who it is"):
        fetch(box(dovecot, ca_file=""), {}, web)


def test_loopback_only_when_the_owner_says_so(dovecot: Server) -> None:
    with (
        Web(user_agent="earlyword-tests", now=lambda: NOW) as strict,
        pytest.raises(Blocked, match="private network"),
    ):
        fetch(box(dovecot), {}, strict)


def test_nobody_listens(tmp_path: Path, web: Web) -> None:
    with imap.misbehaving(tmp_path, imap.script(b"")) as server:
        gone = server
    with pytest.raises(Broken, match="does not accept connections"):
        fetch(box(gone), {}, web)


@pytest.mark.parametrize(
    "answers",
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n",),
        (b"* BYE too many connections\r\n",),
        (b"",),
        (*GOOD, b"{tag} OK\r\n"),
        (
            *GOOD,
            b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n{tag} OK [READ-ONLY] ok\r\n",
            b"* SEARCH 1 \r\n{tag} NO no\r\n",
        ),
        (
            *GOOD,
            b"* OK [UIDVALIDITY 7] x\r\n{tag} OK [READ-ONLY] ok\r\n",
            b"* SEARCH 1\r\n{tag} OK x\r\n",
            b"{tag} BAD\r\n",
        ),
    ],
)
def test_servers_that_talk_nonsense_are_an_error(tmp_path: Path, web: Web, answers: tuple[bytes, ...]) -> None:
    with imap.misbehaving(tmp_path, imap.script(*answers)) as server, pytest.raises(SourceError):
        fetch(box(server), {}, web)


def test_a_body_that_is_cut_off_stays_for_the_next_look(tmp_path: Path, web: Web) -> None:
    answers = (
        *GOOD,
        b"* OK [UIDVALIDITY 7] x\r\n{tag} OK [READ-ONLY] ok\r\n",
        b"* SEARCH 1\r\n{tag} OK x\r\n",
        b"* 1 FETCH (UID 1 RFC822.SIZE 900)\r\n{tag} OK x\r\n",
        b"* 1 FETCH (UID 1 BODY[] {900}\r\nSubject: half",
    )
    with imap.misbehaving(tmp_path, imap.script(*answers)) as server, pytest.raises(Broken):
        fetch(box(server), {}, web)


def test_a_connection_that_is_lost_half_way_keeps_what_was_read(tmp_path: Path, web: Web) -> None:
    letter = b"From: a@b.example\r\nMessage-ID: <%d@b.example>\r\nSubject: S\r\n\r\nwords %d"
    bodies = [letter % (uid, uid) for uid in range(1, 24)]
    sizes = b"".join(b"* %d FETCH (UID %d RFC822.SIZE %d)\r\n" % (n, n, len(b)) for n, b in enumerate(bodies, 1))
    first = [b"* %d FETCH (UID %d BODY[] {%d}\r\n%s)\r\n" % (n, n, len(b), b) for n, b in enumerate(bodies[:20], 1)]
    answers = (
        *GOOD,
        b"* OK [UIDVALIDITY 7] x\r\n{tag} OK [READ-ONLY] ok\r\n",
        b"* SEARCH %s\r\n{tag} OK x\r\n" % b" ".join(b"%d" % uid for uid in range(1, 24)),
        sizes + b"{tag} OK x\r\n",
        b"".join(first) + b"{tag} OK x\r\n",
        b"* 21 FETCH (UID 21 BODY[] {900}\r\nSubject: half",
    )
    with imap.misbehaving(tmp_path, imap.script(*answers)) as server:
        payload = fetch(box(server), {}, web)
    assert [part.meta["uid"] for part in payload.parts] == [str(uid) for uid in range(1, 21)]
    assert payload.cursor == {"uidvalidity": 7, "uid": 20}


def test_a_line_that_drips_for_ever_is_cut(tmp_path: Path) -> None:
    start = time.monotonic()
    with (
        imap.misbehaving(tmp_path, imap.dripping(GOOD[0], GOOD[1:], 20)) as server,
        pytest.raises(Broken),
        open_folder(
            "localhost",
            server.port,
            USER,
            Secret(PASSWORD),
            "Reviews",
            starttls=False,
            ca_file=str(server.ca_file),
            loopback=True,
            deadline=1.0,
        ),
    ):
        pytest.fail("the folder opened")
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("options", [{"port": 0}, {"days": -1}, {"folder": ""}, {"host": ""}])
def test_options_that_cannot_work(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"mailbox|port"):
        Options(**{"host": "h", "user": "u", **options})
