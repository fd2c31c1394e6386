"""Hand-written: a sender nobody knows; nothing is dropped."""

OPTIONS = {"host": "imap.gmail.com", "user": "owner@gmail.com"}
EXPECTED = [
    {
        "kind": "review",
        "author": "Salt & Pepper Portal",
        "title": "Unparsed letter from news@portal.example: A customer wrote to you",
        "text": "New feedback\nThe shop smelled of gas yesterday!\nOpen",
        "published": "2026-11-19T10:15:00+00:00",
    },
]
