"""Forgetting reaches backups: the same erasure in a copy of the backup, which then takes its place in one step."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import duckdb

from storage import erase, forgotten, persons, rewrite
from storage.db import close
from storage.erase import Erased
from storage.faults import CLOSED_DOORS, explain, full, unreadable
from storage.files import copy_file, force, no_space
from storage.forgotten import Forgotten
from storage.migrations import migrate
from storage.sequence import fsync_folder


def erase_in(path: Path, who: Forgotten, at: datetime) -> Erased:
    """Erases everybody in `who` from a backup. Raises RecordDamaged, DiskFull; the backup then stays as it was."""
    work = path.with_name(f"{path.name}.half-{os.getpid()}")
    fresh = path.with_name(f"{path.name}.half-{os.getpid()}-anew")
    try:
        copy_file(path, work)
        con = duckdb.connect(str(work), config=CLOSED_DOORS)
        try:
            migrate(con, work)
            con.begin()
            held = persons.forgotten(con, who)
            done = erase.erase(con, held.traces(), held.cases, at)
            con.commit()
            con.execute("CHECKPOINT")
        finally:
            close(con)
        rewrite.copy_all(work, fresh)
        force(fresh)
        fresh.replace(path)
        forgotten.save(path, Forgotten(who.key, who.digests))
        fsync_folder(path.parent)
    except duckdb.Error as error:
        raise explain(error, path) from error
    except OSError as error:
        raise (no_space(path) if full(error) else unreadable(error, path)) from error
    finally:
        rewrite.remove(work)
        rewrite.remove(fresh)
    return done
