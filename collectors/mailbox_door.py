"""The IMAP side of kind mailbox: sign in, open a folder read-only, bring messages by their UID, change nothing.

The folder is opened with EXAMINE and messages are read with BODY.PEEK[], so that no letter is marked as read. UIDs only
mean something together with the folder's UIDVALIDITY (RFC 3501, 2.3.1.1).
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from collectors.address import allowed, resolve
from collectors.source import Blocked, Broken, Secret

_TIMEOUT = 30.0  # seconds a single read may take
_LOOK = 120.0  # seconds one look may take altogether
_BATCH = 20  # messages asked for at a time
_ITEM = re.compile(rb"UID (\d+)")
_SIZE = re.compile(rb"UID (\d+) RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+) UID (\d+)")
_LOST = (OSError, imaplib.IMAP4.error, ImapToolsError)
_LATER = "Nothing to do: we try again later."


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is open for reading."""

    box: BaseMailBox
    validity: int  # UIDs of another validity are other messages
    until: float  # seconds of the monotonic clock

    @property
    def late(self) -> bool:
        return time.monotonic() >= self.until

    def new(self, after: int) -> list[int]:
        """UIDs above `after`, in order. ("after+1:*" alone also finds the last message when there is nothing new.)"""
        return sorted(uid for uid in self._search(f"UID {after + 1}:*") if uid > after)

    def since(self, day: date) -> list[int]:
        """UIDs of messages that arrived on `day` or later, in order."""
        month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[day.month - 1]
        return sorted(self._search(f"SINCE {day.day}-{month}-{day.year}"))

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Bytes of each message."""
        found: dict[int, int] = {}
        for line in self._fetch(uids, "(UID RFC822.SIZE)"):
            match = _SIZE.search(line if isinstance(line, bytes) else line[0])
            if match:
                found[int(match[1] or match[4])] = int(match[2] or match[3])
        return found

    def bodies(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Messages as they lie there. Ends early when the look takes too long, or the connection is lost on the way:
        what was read is kept and the next look goes on behind it. Raises when not one could be read.
        """
        for start in range(0, len(uids), _BATCH):
            if self.late:
                return
            try:
                items = self._fetch(uids[start : start + _BATCH], "(UID BODY.PEEK[])")
            except _LOST:
                if not start:
                    raise
                return
            for item in items:
                if isinstance(item, tuple) and (match := _ITEM.search(item[0])):
                    yield int(match[1]), item[1]

    def _search(self, criteria: str) -> list[int]:
        return [int(uid) for uid in self.box.uids(criteria, charset=None) if uid.isdecimal()]

    def _fetch(self, uids: Sequence[int], what: str) -> list[bytes | tuple[bytes, bytes]]:
        if not uids:
            return []
        status, data = self.box.client.uid("FETCH", ",".join(map(str, uids)), what)
        if status != "OK":
            raise imaplib.IMAP4.error("the server refused to hand out messages")
        return [item for item in data if item is not None]


@contextmanager
def open_folder(
    host: str,
    port: int,
    user: str,
    password: Secret | None,
    folder: str,
    *,
    starttls: bool,
    ca_file: str,
    loopback: bool,
    deadline: float = _LOOK,
) -> Iterator[Folder]:
    """An open folder. Raises Blocked when the server does not let us in, Broken when it, or the way to it, fails.

    After `deadline` seconds the connection is cut, however busy the server keeps it.
    """
    if not password:
        raise Blocked(
            "there is no password for this mailbox",
            next_step="Make an app password in the mailbox's security settings and set the environment variable.",
        )
    _check_address(host, port, loopback)
    try:
        box = _connect(host, port, starttls, ca_file)
        guard = threading.Timer(deadline, _cut, [box])
        guard.daemon = True
        guard.start()
        try:
            _sign_in(box, host, user, password)
            yield _examine(box, folder, time.monotonic() + 0.8 * deadline)
        finally:
            guard.cancel()
            with suppress(*_LOST):
                box.logout()
            with suppress(OSError):  # where nobody heard us say goodbye
                box.client.shutdown()
    except ssl.SSLCertVerificationError as error:
        raise Broken(
            f"{host} cannot prove who it is, so the connection was not made (TLS)",
            next_step="Check the server's name; for a certificate of your own set ca_file.",
        ) from error
    except TimeoutError as error:
        raise Broken(f"{host} took too long to answer", next_step=_LATER) from error
    except OSError as error:
        raise Broken(f"{host} does not accept connections, or broke one off", next_step=_LATER) from error
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        raise Broken(f"{host} answers something that is not IMAP as we know it", next_step=_LATER) from error


def _check_address(host: str, port: int, loopback: bool) -> None:
    try:
        addresses = resolve(host, port)
    except OSError as error:
        raise Broken(f"{host} cannot be found", next_step="Check the name of the IMAP server.") from error
    if not all(allowed(address, allow_loopback=loopback) for address in addresses):
        raise Blocked(
            f"{host} leads to an address inside a private network, and we connect to none of those",
            next_step="Use the server's public name; for one on this machine set web.allow_loopback.",
        )


def _connect(host: str, port: int, starttls: bool, ca_file: str) -> BaseMailBox:
    context = ssl.create_default_context(cafile=ca_file or None)
    if starttls:
        return MailBoxStartTls(host, port, _TIMEOUT, context)
    return MailBox(host, port, _TIMEOUT, ssl_context=context)


def _sign_in(box: BaseMailBox, host: str, user: str, password: Secret) -> None:
    plain = password.reveal()
    try:
        if user.isascii() and plain.isascii():
            box.login(user, plain, initial_folder=None)
        else:
            box.login_utf8(user, plain, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error):
        raise Blocked(
            f"{host} does not accept the name or the password",
            next_step="Most providers want an app password here, not the one you sign in with; make one and try again.",
        ) from None  # the server's answer may repeat what we sent


def _cut(box: BaseMailBox) -> None:
    with suppress(OSError):
        box.client.sock.shutdown(socket.SHUT_RDWR)


def _examine(box: BaseMailBox, folder: str, until: float) -> Folder:
    try:
        box.folder.set(folder, readonly=True)
    except (MailboxFolderSelectError, imaplib.IMAP4.error) as error:
        raise Broken(
            f"the mailbox has no folder {folder!r}",
            next_step="Create it and let a rule move review notices there, or correct `folder`.",
        ) from error
    _, told = box.client.response("UIDVALIDITY")
    value = told[-1] if told else None
    validity = int(value) if isinstance(value, bytes) and value.isdigit() else 0
    return Folder(box, validity, until)
