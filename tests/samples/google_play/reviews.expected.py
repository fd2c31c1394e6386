"""Hand-written after the field positions in google-play-scraper 1.2.7 (constants/element.py). No recording exists.

Used by name, since the package that knows the fields is an optional extra.
"""

PAGE = "https://play.google.com/store/apps/details?id=example.milous&reviewId="

EXPECTED = [
    {
        "kind": "review",
        "url": f"{PAGE}gp-review-1",
        "author": "Mika",
        "text": "Crashes when I pay.",
        "published": "2026-11-19T10:00:00+00:00",
        "rating": 0.0,
        "rating_scale": "1-5",
        "language": "en",
    },
    {
        "kind": "review",
        "url": f"{PAGE}gp-review-2",
        "author": "Tomás",
        "text": "Muy buena",
        "published": "2026-11-18T10:00:00+00:00",
        "rating": 1.0,
        "rating_scale": "1-5",
        "language": "en",
    },
]
