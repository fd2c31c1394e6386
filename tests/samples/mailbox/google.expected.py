"""Hand-written after the look of Google Business Profile notices: stars as the alt text of a picture."""

OPTIONS = {"host": "imap.gmail.com", "user": "owner@gmail.com"}
EXPECTED = [
    {
        "kind": "review",
        "url": "https://business.google.com/n/123/reviews?reviewId=AbFvOqk1234567890xyz&hl=en",
        "author": "Rita M.",
        "text": "The saffron was grey & nobody cared.\nNever again.",
        "published": "2026-11-19T10:15:00+00:00",
        "rating": 0.25,
        "rating_scale": "1-5",
    },
]
