"""A Notification as an e-mail: who it is from and for, its stable id, its thread, and headers no stranger can bend.

Everything that decides a header besides the subject comes from the configuration or from a digest, so whatever words a
mention holds, the recipients and headers are exactly the configured ones.
"""

from __future__ import annotations

import hashlib
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

from collectors.plain import clean
from pipelines.config import Config
from storage.model import Notification

MAX_SUBJECT = 200  # characters; phones show 40 to 70 of them
LOCAL = "earlyword.localhost"  # domain of our ids while no sender is configured
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def message(notification: Notification, config: Config) -> EmailMessage:
    """The whole e-mail. The same notification gives the same bytes, so a second sending is recognisable."""
    sender = config.mail.from_ or f"earlyword@{LOCAL}"
    domain = sender.rpartition("@")[2]
    owner = config.owner()
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = message_id(notification, domain)
    mail["Date"] = format_datetime(notification.created)
    mail["From"] = Address(display_name=header_text(f"Earlyword for {config.business.name}", 80), addr_spec=sender)
    mail["To"] = Address(addr_spec=notification.recipient)
    mail["Reply-To"] = Address(addr_spec=owner.email if owner else sender)
    mail["Subject"] = header_text(notification.subject) or "Earlyword has news"
    if notification.thread:
        root = f"<{_digest('thread', notification.thread, notification.recipient)}@{domain}>"
        mail["In-Reply-To"] = root
        mail["References"] = root
    mail["List-Unsubscribe"] = f"<mailto:{quote(sender, safe='@')}?subject=unsubscribe>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body_text(notification.text), cte="quoted-printable")
    if notification.html:
        mail.add_alternative(body_text(notification.html), subtype="html", cte="quoted-printable")
    # its own random boundary would make every sending of the same letter another file
    if mail.is_multipart():
        mail.set_boundary(_digest("boundary", notification.key, notification.recipient))
    return mail


def message_id(notification: Notification, domain: str = LOCAL) -> str:
    """The Message-ID of a notification: the same for ever, another for another key or recipient."""
    return f"<{_digest('message', notification.key, notification.recipient)}@{domain}>"


def header_text(text: str, limit: int = MAX_SUBJECT) -> str:
    """One line of at most `limit` characters that stays literal: no controls, no line ends, no encoded words.

    "=?" is taken apart because Python before 3.12.5 decodes encoded words inside a subject and would write a line end
    hidden in one as a new header (CVE-2024-6923).
    """
    line = " ".join(clean(text).split())
    if len(line) > limit:
        cut = line[: limit - 1]
        line = (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut).rstrip() + "…"
    return line.replace("=?", "= ?")


def body_text(text: str) -> str:
    """A body without control characters and lone surrogates; line ends are kept."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))


def _digest(*parts: str) -> str:
    key = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(key, digest_size=16).hexdigest()
