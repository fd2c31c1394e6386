"""Hand-written: the form of docs/sources/webhook.md, three items that can be used and three that cannot."""

OPTIONS = {}
SKIPPED = 3
EXPECTED = [
    {
        "kind": "review",
        "url": "https://forms.example/4711",
        "author": "Noor",
        "text": "The card reader charged me twice.",
        "published": "2026-11-19T16:20:00+00:00",
        "rating": 0.25,
        "likes": 1,
        "rating_scale": "1-5",
    },
    {"kind": "review", "rating": 0.9, "rating_scale": "0-10", "language": "de"},
    {"kind": "comment", "title": "Thanks", "text": "Lovely people."},
]
