"""A real IMAP server (Dovecot) on loopback with a certificate of its own, and one that misbehaves."""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import trustme

USER, PASSWORD = "owner@shop.example", "canary-app-password"

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = /dev/stderr
info_log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    starttls_port: int
    ca_file: Path

    def client(self) -> imaplib.IMAP4_SSL:
        client = imaplib.IMAP4_SSL(
            "localhost", self.port, ssl_context=ssl.create_default_context(cafile=self.ca_file), timeout=10
        )
        client.login(USER, PASSWORD)
        return client

    def put(self, folder: str, *messages: bytes, at: datetime | None = None) -> None:
        """Lay messages into a folder, making it where it is missing."""
        client = self.client()
        client.create(folder)
        for message in messages:
            when = imaplib.Time2Internaldate(at) if at else ""
            answer = client.append(folder, "", when, message)
            assert answer[0] == "OK", answer
        client.logout()

    def flags(self, folder: str) -> list[bytes]:
        """What the server remembers of each message: \\Seen when somebody read it."""
        client = self.client()
        client.select(folder, readonly=True)
        found = client.fetch("1:*", "(FLAGS)")[1]
        client.logout()
        return [item for item in found if isinstance(item, bytes)]

    def remake(self, folder: str) -> None:
        """Delete a folder and make it anew: its UIDVALIDITY changes."""
        client = self.client()
        client.delete(folder)
        client.create(folder)
        client.logout()


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, command: str = "dovecot") -> Iterator[Server]:
    """Dovecot with its files in `folder`, as whoever runs the tests."""
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    certificate.private_key_and_cert_chain_pem.write_to_path(str(folder / "cert.pem"))
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    root = os.getuid() == 0
    me = pwd.getpwuid(os.getuid()).pw_name
    owner = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.getuid())
    mail = folder / "mail"
    mail.mkdir()
    if root:
        os.chown(mail, owner.pw_uid, owner.pw_gid)
        folder.chmod(0o711)
    server = Server(free_port(), free_port(), folder / "ca.pem")
    config = folder / "dovecot.conf"
    config.write_text(
        _CONFIG.format(
            folder=folder,
            internal="dovecot" if root else me,
            login="dovenull" if root else me,
            group="dovecot" if root else grp.getgrgid(os.getgid()).gr_name,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            password=PASSWORD,
            port=server.port,
            starttls=server.starttls_port,
        )
    )
    process = subprocess.Popen([command, "-F", "-c", str(config)], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        said = ""
        for line in process.stderr:
            said += line
            if "starting up" in line:
                break
        else:
            raise AssertionError(f"Dovecot did not start: {said}")
        drain = threading.Thread(target=process.stderr.read, daemon=True)
        drain.start()
        yield server
    finally:
        process.terminate()
        process.wait(10)
        process.stderr.close()


@contextmanager
def misbehaving(folder: Path, play: Callable[[ssl.SSLSocket], None]) -> Iterator[Server]:
    """A TLS server that does whatever `play` does with each connection."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "bad-ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as connection:
                    play(connection)
            except OSError:
                continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield Server(listener.getsockname()[1], 0, folder / "bad-ca.pem")
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def script(*answers: bytes) -> Callable[[ssl.SSLSocket], None]:
    """Say the first answer as a greeting, and each further one to one command; {tag} is the command's tag."""

    def play(connection: ssl.SSLSocket) -> None:
        connection.sendall(answers[0])
        for answer in answers[1:]:
            command = connection.recv(65_536)
            if not command:
                return
            connection.sendall(answer.replace(b"{tag}", command.split(b" ", 1)[0]))

    return play


def dripping(greeting: bytes, answers: Sequence[bytes], seconds: float) -> Callable[[ssl.SSLSocket], None]:
    """Like `script`, and then a line that never ends, byte by byte."""

    def play(connection: ssl.SSLSocket) -> None:
        script(greeting, *answers)(connection)
        connection.recv(65_536)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            connection.sendall(b"*")
            time.sleep(0.05)

    return play
