"""Hand-written in the shape of an app-store dump, an object a line; one rating off its scale, one line of no JSON."""

OPTIONS = {"path": "exports", "scale": "1-5"}
SKIPPED = 2
EXPECTED = [
    {
        "kind": "review",
        "author": "solo",
        "title": "Crashes",
        "text": "Since the update it crashes at the till.",
        "published": "2026-11-10T07:00:00+00:00",
        "rating": 0.0,
        "likes": 3,
        "reply": "Fixed in 2.1",
        "rating_scale": "1-5",
    },
    {
        "kind": "review",
        "author": "duo",
        "title": "Fine",
        "published": "2026-11-09T07:00:00+00:00",
        "rating": 0.75,
        "likes": 0,
        "rating_scale": "1-5",
    },
]
