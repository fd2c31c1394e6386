"""Hand-written after the look of Facebook page notices: an encoded subject, no stars but a yes or no."""

OPTIONS = {"host": "imap.gmail.com", "user": "owner@gmail.com"}
EXPECTED = [
    {
        "kind": "review",
        "url": "https://www.facebook.com/n/?story_fbid=1234567890123&id=1",
        "author": "Zoë Brun",
        "text": "Wrong order twice, and no answer to three e-mails.",
        "published": "2026-11-19T10:15:00+00:00",
        "rating": 0.0,
        "rating_scale": "like",
    },
]
