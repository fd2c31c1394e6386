"""Hand-written in the shape of a Mastodon tag's .rss: no author, no title; the second date is nonsense."""

OPTIONS = {"url": "https://fedi.example/tags/cardamomcorner.rss"}
EXPECTED = [
    {
        "kind": "post",
        "url": "https://fedi.example/@nora/115500000000000001",
        "author": "nora@fedi.example",
        "text": "Hair in my turmeric.\nTwice!\n#cardamomcorner",
        "published": "2026-11-19T20:15:30+00:00",
    },
    {
        "kind": "post",
        "url": "https://other.example/@sam/115500000000000002",
        "author": "sam@other.example",
        "text": "from the year 9999 #cardamomcorner",
    },
]
