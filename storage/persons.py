"""Everything the record holds on one person, found by the names they go by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from storage import cases
from storage.db import Connection
from storage.forgotten import Forgotten, plain_name
from storage.traces import Traces, telling


@dataclass(frozen=True, slots=True)
class Held:
    """What belongs to a person: the accounts (source, name), mentions, their words over time, cases."""

    accounts: tuple[tuple[str, str], ...] = ()
    mentions: tuple[str, ...] = ()  # ids, in order of arrival
    texts: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    namesakes: tuple[tuple[str, str], ...] = ()  # accounts of this name at sources that were not asked for

    @property
    def nothing(self) -> bool:
        return not (self.mentions or self.cases)

    def traces(self, name: str = "", *, among_others: bool = False) -> Traces:
        """How to find the person elsewhere. With namesakes left in place the name proves nothing and is left out."""
        names = {name, *(each for _, each in self.accounts)} if not self.namesakes else set[str]()
        return Traces.of(names, self.texts, self.mentions, among_others=among_others)


def named(con: Connection, name: str, source: str = "") -> Held:
    """Whoever goes by this name, at one source or (without `source`) at all of them, and cases typed in for them."""
    whole = Traces.of([name], [], [])

    def same(author: str) -> bool:
        return plain_name(author) == plain_name(name) or (telling(name) and whole.named(author))

    found = [account for account in accounts(con) if same(account[1])]
    theirs = [account for account in found if source in ("", account[0])]
    others = tuple(account for account in found if account not in theirs)
    typed = [case for customer, case in _customers(con) if same(customer)] if not source else []
    return _held(con, theirs, others, typed)


def forgotten(con: Connection, who: Forgotten) -> Held:
    """What is here of people who asked to be forgotten, found by their digests: after a crash, or an older backup."""
    theirs = [account for account in accounts(con) if who.holds_person(*account)]
    typed = [case for customer, case in _customers(con) if who.holds_person("*", customer)]
    return _held(con, theirs, (), typed)


def _customers(con: Connection) -> list[tuple[str, str]]:
    """(name as typed in, case) of every case that was opened for a named customer."""
    return con.execute(
        "SELECT payload->>'$.customer' AS customer, \"case\" FROM case_event "
        "WHERE kind = 'open' AND customer <> '' ORDER BY ALL"
    ).fetchall()


def accounts(con: Connection) -> list[tuple[str, str]]:
    """Every (source, author) there is."""
    return con.execute("SELECT DISTINCT source, author FROM mention WHERE author <> '' ORDER BY ALL").fetchall()


def _held(
    con: Connection,
    theirs: Collection[tuple[str, str]],
    namesakes: tuple[tuple[str, str], ...],
    typed: Collection[str],
) -> Held:
    rows = con.execute(
        "SELECT no, id, title, text FROM mention WHERE (source, author) IN "
        "(SELECT (s, a) FROM (SELECT unnest(?::VARCHAR[]) AS s, unnest(?::VARCHAR[]) AS a)) ORDER BY no",
        [[source for source, _ in theirs], [author for _, author in theirs]],
    ).fetchall()
    later = con.execute(
        "SELECT DISTINCT unnest([title, text]) FROM snapshot WHERE no IN (SELECT unnest(?::BIGINT[]))",
        [[no for no, *_ in rows]],
    ).fetchall()
    ids = tuple(id_ for _, id_, *_ in rows)
    words = {text for _, _, *said in rows for text in said} | {text for (text,) in later}
    found = {*typed, *cases.by_mentions(con, ids).values()}
    return Held(tuple(theirs), ids, tuple(sorted(filter(None, words))), tuple(sorted(found)), namesakes)
