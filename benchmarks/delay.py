"""How long from a complaint that cannot wait at one of 100 sources until its letter is handed to the mail server.

Run: `uv run python -m benchmarks.delay [--feeds 100] [--letters 20]`. Feeds on loopback, all of them due in each round,
and a real SMTP server on loopback. A complaint appears just before a round begins; what is counted is our own part,
from then until the server has taken the letter, not the wait for the source's next turn. The reference is the same
letter handed to the same server by the standard library's smtplib, with nothing of ours.
"""

from __future__ import annotations

import argparse
import json
import smtplib
import socket
import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from benchmarks.feed_server import Feeds, served
from benchmarks.rounds import shop
from pipelines import round as one_round

RESULTS = Path(__file__).parent / "results" / "delay.json"
ENTRIES = 2  # a small shop: where there are many complaints a week, no single one rings alone
MAIL = "mail: {{from: earlyword@example.com, smtp: {{host: 127.0.0.1, port: {port}, security: none}}}}\n"
COMPLAINTS = (
    "My son had an allergic reaction to the blend and was taken to hospital, the label says nothing of peanuts.",
    "There was broken glass in the chilli flakes and I cut my mouth on it.",
    "We all got food poisoning from the ready mix, and the health inspector has been told.",
    "My lawyer will sue you over the contaminated paprika.",
)


class Post:
    """Takes every letter, and notes when."""

    def __init__(self) -> None:
        self.taken: list[tuple[float, str]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        letter = message_from_bytes(envelope.content, policy=default)
        body = letter.get_body(("plain",)) if isinstance(letter, EmailMessage) else None
        self.taken.append((time.perf_counter(), str(body.get_content()) if body else ""))
        return "250 OK"


def delays(folder: Path, feeds: int, letters: int, now: datetime) -> tuple[list[float], list[float]]:
    """Seconds for each complaint, ours and the reference's. Raises when a letter did not come."""
    post = Post()
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = int(probe.getsockname()[1])
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with served(Feeds(feeds, ENTRIES, now)) as there:
            desk = shop(folder, there, MAIL.format(port=port))
            names = [source.name for source in desk.config.sources]
            one_round.run(desk, now=lambda: now, only=names)  # what was there before is history
            ours = []
            for number in range(letters):
                at = now + timedelta(hours=30 * (number + 1))  # a fifth one in a day joins a list
                order = f"#{70_000 + number * 13}"
                text = f"{COMPLAINTS[number % len(COMPLAINTS)]} Order {order}."
                start = time.perf_counter()
                there.say((number * 37) % feeds, text, at)
                one_round.run(desk, now=lambda at=at: at, only=names)  # type: ignore[misc]
                came = next((when for when, words in post.taken if order in words), None)
                if came is None:
                    raise AssertionError(f"no letter spoke of {text!r}")
                ours.append(came - start)
        return ours, [_plainly(port) for _ in range(letters)]
    finally:
        controller.stop()


def _plainly(port: int) -> float:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.com", "b@example.com", "A complaint"
    letter.set_content(COMPLAINTS[0])
    start = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(letter)
    return time.perf_counter() - start


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--feeds", type=int, default=100)
    ask.add_argument("--letters", type=int, default=20)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, plain = delays(Path(folder), given.feeds, given.letters, datetime.now(UTC))
    rows = {
        name: {"p50": round(statistics.median(times), 3), "p95": round(sorted(times)[int(0.95 * (len(times) - 1))], 3),
               "longest": round(max(times), 3)}
        for name, times in (("ours", ours), ("smtplib alone", plain))
    }  # fmt: skip
    print(
        f"{given.letters} complaints, {given.feeds} sources looked at in each round: seconds until the letter is taken"
    )
    for name, row in rows.items():
        print(f"  {name:16}" + "".join(f"{what} {value:7.3f}   " for what, value in row.items()))
    RESULTS.write_text(json.dumps({"feeds": given.feeds, "letters": given.letters, **rows}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
