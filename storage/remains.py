"""Files around the record that may hold words of people: found, read as text, and searched byte by byte.

What is a database is read through its tables, what is packed (XLSX, letters) is unpacked first, and everything is
searched as bytes as well: for a name as it is written, and as JSON and HTML write it.
"""

from __future__ import annotations

import email
import email.policy
import html
import json
import mmap
import quopri
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from storage.rewrite import SAFE, literal
from storage.traces import Traces

LARGEST = 200_000_000  # bytes of a text file that is read as a whole
OF_OTHERS = ("mention", "snapshot", "assessment")
TABLES = (".duckdb", ".parquet")


def beside(record: Path) -> list[Path]:
    """What accidents and restores left beside the record: set aside, half made, spilled."""
    folder, name = record.parent, record.name
    patterns = ("corrupt-*", "before-*", "trial", "trial.wal", "restored", "restored.wal", "rewritten", "rewritten.wal")
    found = {path for pattern in patterns for path in folder.glob(f"{name}.{pattern}")}
    found |= {path for spill in folder.glob("*.duckdb.tmp") for path in spill.rglob("*") if path.is_file()}
    found |= set(folder.glob("*.new-*"))
    return sorted(path for path in found if path.is_file())


def in_folder(folder: Path) -> list[Path]:
    """Every file under a folder, links left alone."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def holds(path: Path, traces: Traces) -> bool:
    """Does the file name the person, or quote what they wrote? OSError when it cannot be read."""
    if path.suffix in TABLES:
        return any(columns(path, traces, traces).values())
    if in_bytes(path, traces):
        return True
    return path.stat().st_size <= LARGEST and any(traces.found(text) for text in texts(path))


def texts(path: Path) -> Iterator[str]:
    """A file as the texts it shows to people."""
    data = path.read_bytes()
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    yield packed.read(name).decode("utf-8", "replace")
        except zipfile.BadZipFile:
            pass
    if path.suffix in (".eml", ".writing"):
        yield from letter(data)
    yield data.decode("utf-8", "replace")


def letter(data: bytes) -> Iterator[str]:
    """An e-mail's headers and bodies, decoded."""
    mail = email.message_from_bytes(data, policy=email.policy.default)
    yield "\n".join(f"{name}: {value}" for name, value in mail.items())
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            yield content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)


def spellings(name: str) -> set[bytes]:
    """A name as bytes: UTF-8, UTF-16, Latin-1, and escaped as JSON, HTML and quoted-printable do it."""
    found = {name.encode("utf-8", "replace"), name.encode("utf-16-le", "replace")}
    found |= {json.dumps(name)[1:-1].encode(), html.escape(name).encode("utf-8", "replace")}
    found.add(quopri.encodestring(name.encode("utf-8", "replace")).strip())
    found.add(name.encode("ascii", "xmlcharrefreplace"))
    if (latin := name.encode("latin-1", "ignore")).decode("latin-1") == name:
        found.add(latin)
    return {each for each in found if len(each) >= 4}


def in_bytes(path: Path, traces: Traces) -> int:
    """How often one of the names stands in the bytes of a file, in any spelling."""
    if not path.stat().st_size:
        return 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        hits = 0
        for wanted in {each for name in traces.names for each in spellings(name)}:
            at = data.find(wanted)
            while at >= 0:
                hits += 1
                at = data.find(wanted, at + 1)
        return hits


def columns(path: Path, traces: Traces, among_others: Traces) -> dict[str, int]:
    """ "table.column" -> how many values of it show a trace, for every column of a database that nobody writes now.

    `among_others` is for the tables that hold what other people wrote. A parquet file counts as one table. Raises
    duckdb.Error when it is no database that can be read.
    """
    con = duckdb.connect(":memory:", config=SAFE)
    try:
        if path.suffix == ".parquet":
            con.execute(f"CREATE VIEW export AS SELECT * FROM read_parquet({literal(path)})")  # noqa: S608 - quoted
        else:
            con.execute(f"ATTACH {literal(path)} AS looked_at (READ_ONLY)")
            con.execute("USE looked_at")
        asked = con.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal "
            "AND database_name = current_database() AND data_type LIKE '%VARCHAR%' AND (table_name = 'export' OR "
            "table_name IN (SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()))"
        ).fetchall()
        found = {}
        for table, column in asked:
            answer = con.execute(f'SELECT DISTINCT CAST("{column}" AS VARCHAR) FROM "{table}"')  # noqa: S608
            hits, wanted = 0, among_others if table in OF_OTHERS else traces
            while rows := answer.fetchmany(10_000):
                hits += sum(bool(value) and wanted.found(value) for (value,) in rows)
            found[f"{table}.{column}"] = hits
        return found
    finally:
        con.close()
