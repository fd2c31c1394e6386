"""Hand-written after docs.github.com/rest/search (search issues): an issue, one of a deleted user without a body."""

OPTIONS = {"query": "Cardamom Corner"}
EXPECTED = [
    {
        "kind": "post",
        "url": "https://github.com/harbour/pos/issues/12",
        "author": "till-user",
        "title": "Cardamom Corner plugin loses orders",
        "text": "Since 2.1 every third order is lost.\n```\nTraceback\n```",
        "published": "2026-11-19T08:00:00+00:00",
        "likes": 11,
        "replies": 6,
    },
    {
        "kind": "post",
        "url": "https://github.com/harbour/pos/issues/13",
        "title": "No body",
        "published": "2026-11-19T10:00:00+00:00",
        "replies": 0,
    },
]
SKIPPED = 1
