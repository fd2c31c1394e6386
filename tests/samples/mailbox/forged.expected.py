"""Hand-written: a notice "from Google" that another domain signed, with a forged header below the real one."""

OPTIONS = {"host": "imap.gmail.com", "user": "owner@gmail.com"}
EXPECTED = [
    {
        "kind": "review",
        "author": "Evil Rival",
        "title": "Unconfirmed sender, stars not counted: Evil Rival left a review for Milou's Spices",
        "text": "Rats in the kitchen.",
        "published": "2026-11-19T10:15:00+00:00",
    },
]
