"""How a letter leaves: as a file in the outbox folder, or through a mail server.

Both say in the same way that it failed: `TransportError`, permanent when trying again would not help.
"""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from collectors.plain import clean
from collectors.source import Secret
from pipelines.config import Config
from pipelines.config_model import Smtp

TIMEOUT = 30.0  # seconds for each answer of the mail server


class TransportError(Exception):
    """A letter could not be handed over. `permanent`: the server refuses this letter, so trying again is no use."""

    def __init__(self, message: str, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class Transport(Protocol):
    """`send` returns only once the letter is safe on the other side; `close` may be called at any time."""

    def send(self, message: EmailMessage, recipient: str) -> None: ...

    def close(self) -> None: ...


def transport(config: Config, env: Mapping[str, str]) -> Transport:
    """The way letters leave under this configuration. Opens nothing yet."""
    if config.mail.smtp is None:
        return Folder(config.outbox)
    smtp, sender = config.mail.smtp, config.mail.from_ or ""
    return MailServer(smtp, sender, config.secret(smtp.password_env, env) if smtp.password_env else None)


class Folder:
    """Writes each letter as an .eml file named after its Message-ID: the same letter twice is one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage, recipient: str) -> None:
        """Raises `TransportError` when the file cannot be written; a half-written one is never seen."""
        name = re.sub(r"[^0-9a-zA-Z]", "", str(message["Message-ID"]).partition("@")[0])
        target = self.folder / f"{name}.eml"
        fresh = target.with_suffix(f".{os.getpid()}.writing")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(target)
            _sync_folder(self.folder)
        except OSError as wrong:
            with suppress(OSError):  # whatever keeps us from writing may keep us from tidying up as well
                fresh.unlink(missing_ok=True)
            reason = wrong.strerror or type(wrong).__name__
            raise TransportError(f"The letter could not be written into {self.folder}: {reason}.") from wrong

    def close(self) -> None:
        """Nothing is kept open."""


class MailServer:
    """Sends through SMTP; one connection serves a row of letters and is opened again when it breaks."""

    def __init__(self, smtp: Smtp, sender: str, password: Secret | None) -> None:
        self.smtp = smtp
        self.sender = sender
        self.password = password
        self._open: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, recipient: str) -> None:
        """Hand over one letter; returns after the server's yes. Raises `TransportError`."""
        try:
            self._connected().send_message(message, from_addr=self.sender, to_addrs=[recipient])
        except smtplib.SMTPRecipientsRefused as wrong:
            code, said = next(iter(wrong.recipients.values()))
            raise self._refused(f"the recipient {recipient}", code, said) from wrong
        except smtplib.SMTPDataError as wrong:
            raise self._refused("the letter", wrong.smtp_code, wrong.smtp_error) from wrong
        except smtplib.SMTPSenderRefused as wrong:
            # our own address is at fault, not this letter: once that is put right, the letter can still go
            reason = self._said(wrong.smtp_code, wrong.smtp_error)
            raise TransportError(f"{self._name} refuses the sender {self.sender}: {reason}.") from wrong
        except UnicodeEncodeError:
            self.close()  # the error would quote the password, so it is not chained
            raise TransportError(f"{self._name} takes user and password in plain ASCII letters only.") from None
        except (smtplib.SMTPException, OSError) as wrong:
            self.close()
            raise TransportError(f"{self._name} {self._trouble(wrong)}.") from wrong

    def greet(self) -> None:
        """Connect and sign in as if to send, and send nothing. Raises `TransportError`."""
        try:
            self._connected()
        except UnicodeEncodeError:
            raise TransportError(f"{self._name} takes user and password in plain ASCII letters only.") from None
        except (smtplib.SMTPException, OSError) as wrong:
            raise TransportError(f"{self._name} {self._trouble(wrong)}.") from wrong

    def _trouble(self, wrong: smtplib.SMTPException | OSError) -> str:
        """What went wrong on the way to handing over, in words; all of it may be better at the next try."""
        match wrong:
            case smtplib.SMTPAuthenticationError():
                return f"refuses the sign-in of {self.smtp.user} ({wrong.smtp_code}); check user and password"
            case smtplib.SMTPResponseException():
                return f"answers {self._said(wrong.smtp_code, wrong.smtp_error)}"
            case smtplib.SMTPNotSupportedError():
                return f"cannot do what mail.smtp asks for: {self._clean(str(wrong))}"
            case smtplib.SMTPException():
                return f"hung up: {self._clean(str(wrong))}"
            case ssl.SSLError():
                reason = self._clean(getattr(wrong, "verify_message", "") or wrong.reason or "no common language")
                return f"offers no secure connection we can trust ({reason}); check mail.smtp.host and security"
            case _:
                return f"cannot be reached: {self._clean(wrong.strerror or str(wrong) or type(wrong).__name__)}"

    def close(self) -> None:
        """Say goodbye, if anybody still listens."""
        connection, self._open = self._open, None
        if connection is not None:
            connection.close()

    @property
    def _name(self) -> str:
        return f"The mail server {self.smtp.host}:{self.smtp.port}"

    def _connected(self) -> smtplib.SMTP:
        if self._open is not None and self._alive(self._open):
            return self._open
        self.close()
        if self.smtp.password_env and not self.password:
            variable = self.smtp.password_env
            raise TransportError(f"{variable} is not set; put the mail password there, in the environment or in .env.")
        # a bare address as our name: looking up this machine's own name can hang for seconds
        host, port, own = self.smtp.host, self.smtp.port, "[127.0.0.1]"
        if self.smtp.security == "tls":
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, own, timeout=TIMEOUT, context=context)
        else:
            connection = smtplib.SMTP(host, port, own, timeout=TIMEOUT)
        self._open = connection
        if self.smtp.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if self.password is not None:
            connection.login(self.smtp.user, self.password.reveal())
        return connection

    @staticmethod
    def _alive(connection: smtplib.SMTP) -> bool:
        try:
            return connection.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _refused(self, what: str, code: int, said: bytes | str) -> TransportError:
        return TransportError(f"{self._name} refuses {what}: {self._said(code, said)}.", permanent=500 <= code < 600)

    def _said(self, code: int, said: bytes | str) -> str:
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return f"{code} {self._clean(words)}".strip()

    def _clean(self, words: str) -> str:
        """What the server said, on one line, short, and never with our password in it."""
        if self.password:
            words = words.replace(self.password.reveal(), "***")
        return " ".join(clean(words).split())[:200].rstrip(".")


def _sync_folder(folder: Path) -> None:
    """The new name itself must survive a power cut. Windows cannot open folders and needs no such step."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
