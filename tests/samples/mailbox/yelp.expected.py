"""Hand-written after the look of Yelp for Business notices: stars in the subject, words cut short."""

OPTIONS = {"host": "imap.gmail.com", "user": "owner@gmail.com"}
EXPECTED = [
    {
        "kind": "review",
        "url": "https://biz.yelp.com/r/go?hrid=Zx9_abcdefghijklmnop12&utm=1",
        "author": "Tomas K.",
        "text": "Waited 40 minutes for two jars of sumac, and the lid was broken...",
        "published": "2026-11-19T10:15:00+00:00",
        "rating": 0.0,
        "rating_scale": "1-5",
    },
]
