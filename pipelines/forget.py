"""Forget: a person out of everything we keep, in an order in which a crash at any moment is finished by the next round.

First it is noted, without a name, that somebody is to be forgotten. Then the files around the record that quote them
go, while the record still knows their words; then the rows; then the record is written anew, published, and what was
fetched is let go. A last look through every file proves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from analysis import people
from pipelines import collect
from pipelines.desk import Desk
from storage import audit, backup_erase, copies, erase, forgotten, persons, publish, remains, rewrite, turns, word_index
from storage.erase import Erased
from storage.lock import waiting_line
from storage.persons import Held
from storage.traces import Traces

NOTHING = Erased(0, 0, 0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Proof:
    """A look through every column of the record and every byte of every file we know of. `hits`: where, how often."""

    files: int
    size: int  # bytes
    columns: int
    hits: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """What forgetting somebody did. `unreached`: copies that were not there to be cleaned."""

    held: Held
    erased: Erased = NOTHING
    files: Sequence[Path] = ()  # removed
    backups: Sequence[Path] = ()  # cleaned
    unreached: Sequence[Path] = ()
    brought: Sequence[Path] = ()  # files the owner brought in that quote the person: the owner's to remove
    proof: Proof | None = None


def is_somebody(name: str) -> bool:
    """Is this a name of one person? "Anonymous" and "A Google user" are names of many."""
    return bool(people.shown_name(name))


def look(desk: Desk, name: str, source: str = "") -> Held:
    """Who would be forgotten; changes nothing."""
    with desk.record.session("look for a person") as con:
        return persons.named(con, name, source)


def forget(desk: Desk, name: str, source: str, now: datetime, *, who: str = "") -> Done:
    """Erases everybody who goes by this name, once no round is under way. `who` erases; it is noted, the name is not.

    Raises RecordBusy, RecordDamaged, DiskFull; the next round goes on with what was begun.
    """
    with turns.erasing(desk.record.path):
        done = _forget(desk, name, source, now)
    if not done.held.nothing:
        about = f"{len(done.held.mentions)} mentions, {len(done.held.cases)} cases"
        audit.note(desk.config.data, audit.Entry(now, who, "forgot", about))
    return done


def _forget(desk: Desk, name: str, source: str, now: datetime) -> Done:
    collect.keep_pending(desk)  # what is still in the spool is looked at like the rest
    held = look(desk, name, source)
    if held.nothing:
        return Done(held)
    known = forgotten.load(desk.record.path)
    people = [*held.accounts, (source or forgotten.ANYWHERE, name)]
    forgotten.save(desk.record.path, known.adding(people, held.mentions))
    return _finish(desk, held, name, now)


def resume(desk: Desk, now: datetime) -> Done | None:
    """Finishes an erasure that was interrupted, or repeats those of before a restored backup; None when all is done."""
    if not forgotten.load(desk.record.path).unfinished:
        return None
    with turns.erasing(desk.record.path):
        known = forgotten.load(desk.record.path)
        if not known.unfinished:  # whoever began it has ended it while we waited
            return None
        collect.keep_pending(desk)
        with desk.record.session("look for people to forget") as con:
            held = persons.forgotten(con, known)
        return _finish(desk, held, "", now)


def _finish(desk: Desk, held: Held, name: str, now: datetime) -> Done:
    traces, among_others = held.traces(name), held.traces(name, among_others=True)
    removed = _remove_files(desk, traces, among_others)
    with desk.record.session("forget a person") as con:
        erased = erase.erase(con, traces, held.cases, now)
    compact(desk)
    cleaned, unreached = _backups(desk, now)
    known = forgotten.load(desk.record.path)
    forgotten.save(desk.record.path, forgotten.Forgotten(known.key, known.digests))
    return Done(
        held, erased, removed, cleaned, unreached, _brought(desk, among_others), prove(desk, traces, among_others)
    )


def compact(desk: Desk) -> None:
    """What was erased leaves the bytes of the record, of its copy, and of the spool."""
    rewrite.rewrite(desk.record)
    kept = desk.spool.kept()
    publish.publish(desk.record, desk.published)
    word_index.forget(desk.published)
    desk.spool.forget(kept)


def _remove_files(desk: Desk, traces: Traces, among_others: Traces) -> list[Path]:
    """Letters, exports and leftovers that quote the person. What was set aside after damage goes unread."""
    listed = copies.known(desk.record.path)
    exports = [each.path for each in listed if each.what == "export" and each.path.is_file()]
    asides = remains.beside(desk.record.path)
    letters = [path for path in remains.in_folder(desk.config.outbox) if remains.holds(path, traces)]
    full = [path for path in (*desk.spool.leftovers(), *exports) if _holds(path, among_others)]
    gone = [*asides, *letters, *full]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _backups(desk: Desk, now: datetime) -> tuple[list[Path], list[Path]]:
    """The same erasure in every backup we know of; those on a disk that is not here are named."""
    known = forgotten.load(desk.record.path)
    cleaned, unreached = [], []
    for each in copies.known(desk.record.path):
        if each.what != "backup":
            continue
        if each.path.is_file():
            backup_erase.erase_in(each.path, known, now)
            cleaned.append(each.path)
        elif not each.path.parent.is_dir():
            unreached.append(each.path)
    return cleaned, unreached


def _own_files(desk: Desk) -> set[Path]:
    """What sources of kind `files` read: the owner put it there."""
    paths = [Path(source.options.path) for source in desk.config.source_objects(desk.env) if source.kind == "files"]
    return {file for path in paths for file in (remains.in_folder(path) if path.is_dir() else [path]) if file.is_file()}


def _brought(desk: Desk, traces: Traces) -> list[Path]:
    return sorted(path for path in _own_files(desk) if remains.holds(path, traces))


def _holds(path: Path, among_others: Traces) -> bool:
    """A PDF cannot be searched, and can be made again."""
    return path.suffix == ".pdf" or remains.holds(path, among_others)


def prove(desk: Desk, traces: Traces, among_others: Traces) -> Proof:
    """Looks for the person in everything that is left. Databases through their tables and as bytes."""
    hits: dict[str, int] = {}
    record = desk.record.path
    tables = remains.columns(desk.published, traces, among_others)
    hits |= {f"{desk.published.name}: {column}": count for column, count in tables.items() if count}
    listed = [each.path for each in copies.known(record) if each.path.is_file()]
    files = {*remains.in_folder(desk.config.data), *remains.in_folder(desk.config.outbox), *listed}
    files -= _own_files(desk)
    size = 0
    with waiting_line(record, "prove that a person is forgotten", desk.record.wait):
        for path in sorted(files):
            if path.suffix in (".lock", ".holder") or not path.exists():
                continue
            size += path.stat().st_size
            wanted = among_others if path in listed else traces
            found = remains.in_bytes(path, traces) if path.suffix == ".duckdb" else remains.holds(path, wanted)
            if found:
                hits[str(path)] = int(found)
    return Proof(len(files), size, len(tables), hits)
