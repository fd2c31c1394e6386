"""Hand-written in the shape of Google Takeout's reviews.json: nested reviewer, stars in words, a translated comment."""

OPTIONS = {"path": "exports"}
EXPECTED = [
    {
        "kind": "review",
        "author": "Ines",
        "text": "La boîte était ouverte.",
        "published": "2026-10-02T09:15:00.123000+00:00",
        "rating": 0.25,
        "reply": "We are sorry, Ines.",
        "rating_scale": "1-5",
    },
    {
        "kind": "review",
        "author": "Otto",
        "published": "2026-09-30T18:00:00+00:00",
        "rating": 1.0,
        "rating_scale": "1-5",
    },
]
