"""Hand-written after the look of Trustpilot notices: plain text only, stars drawn."""

OPTIONS = {"host": "imap.gmail.com", "user": "owner@gmail.com"}
EXPECTED = [
    {
        "kind": "review",
        "author": "Ben",
        "title": "Slow, then friendly",
        "text": "Delivery took eleven days. When I called, they were kind and sent a second parcel.",
        "published": "2026-11-19T10:15:00+00:00",
        "rating": 0.5,
        "rating_scale": "1-5",
    },
]
