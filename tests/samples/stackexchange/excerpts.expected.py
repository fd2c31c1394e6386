"""Hand-written after api.stackexchange.com/docs/excerpt-search and /types/search-excerpt."""

OPTIONS = {"query": "Cardamom Corner", "site": "cooking"}
EXPECTED = [
    {
        "kind": "post",
        "url": "https://cooking.stackexchange.com/q/90001",
        "title": 'Are these "weevils" in my cumin?',
        "text": "I bought cumin at Cardamom Corner & it … moves",
        "published": "2026-11-19T19:00:00+00:00",
        "likes": 2,
        "replies": 1,
    },
    {
        "kind": "comment",
        "url": "https://cooking.stackexchange.com/a/90002",
        "title": 'Are these "weevils" in my cumin?',
        "text": "Yes. Cardamom Corner sold me the same",
        "published": "2026-11-19T21:00:00+00:00",
        "parent": "https://cooking.stackexchange.com/q/90001",
        "likes": 0,
    },
]
SKIPPED = 1
