"""Hand-written after schema.org/Review and schema.org/Rating, with the nesting and the damage that real pages show.

The review with seven stars of five has neither words nor a believable rating, and is none.
"""

OPTIONS = {"url": "https://milous.example/reviews"}
URL = PAGE = "https://milous.example/reviews"
SKIPPED = 1  # the block that is cut off

EXPECTED = [
    {
        "kind": "review",
        "url": PAGE,
        "author": "Ada & Tom",
        "title": "Cold",
        "text": "The soup was cold.\nTwice.",
        "published": "2026-11-12T00:00:00+00:00",
        "rating": 0.2,
        "rating_scale": "0-10",
        "language": "en",
    },
    {
        "kind": "review",
        "url": f"{PAGE}/2",
        "author": "Bea",
        "text": "Great cake.",
        "published": "2026-11-10T17:30:00+00:00",
        "rating": 0.875,
        "rating_scale": "1-5",
    },
    {
        "kind": "review",
        "url": PAGE,
        "author": "Cem Aydin",
        "text": "Raw line\nend, still read.",
        "rating": 1.0,
        "rating_scale": "1-5",
    },
    {
        "kind": "review",
        "url": PAGE,
        "author": "Eva",
        "text": "Never again.",
        "rating": 0.0,
        "rating_scale": "1-5",
    },
]
