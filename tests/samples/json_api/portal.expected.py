"""Hand-written: no real service. An endpoint of the usual kind, read by the expressions in test_json_api.py."""

EXPECTED = [
    {
        "kind": "review",
        "url": "https://portal.example/opinions/p-1",
        "author": "walker",
        "title": "Dirty",
        "text": "The toilets were dirty.\nAgain.",
        "published": "2026-11-14T18:05:00+00:00",
        "rating": 0.25,
        "rating_scale": "0-10",
        "language": "en",
    },
    {
        "kind": "review",
        "text": "Fine",
        "published": "2026-11-13T08:00:00+00:00",
        "rating": 1.0,
        "rating_scale": "0-10",
    },
]
