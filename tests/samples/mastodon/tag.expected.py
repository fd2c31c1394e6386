"""Hand-written after docs.joinmastodon.org/entities/Status: a remote post, an edited reply, a broken one."""

OPTIONS = {"tag": "#cardamomcorner", "base_url": "https://fedi.example"}
EXPECTED = [
    {
        "kind": "post",
        "url": "https://other.example/@nora/115500000000000001#115500000000000010",
        "author": "nora@other.example",
        "text": "food complaint\nHair in my turmeric from #cardamomcorner.\nTwice!",
        "published": "2026-11-19T20:15:30.123000+00:00",
        "language": "en",
        "likes": 8,
        "replies": 3,
        "shares": 6,
        "followers": 240,
    },
    {
        "kind": "comment",
        "url": "https://fedi.example/@lia/115500000000000009#115500000000000009",
        "author": "lia@fedi.example",
        "text": "O mesmo aqui",
        "published": "2026-11-19T20:00:00+00:00",
        "language": "pt",
        "parent": "115500000000000001",
        "likes": 0,
        "replies": 0,
        "shares": 0,
        "followers": 2,
    },
]
SKIPPED = 1
