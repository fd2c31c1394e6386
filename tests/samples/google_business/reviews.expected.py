"""Hand-written after developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews.

The two ways in which Google glues its translation to the original follow what owners see in their own listings.
"""

OPTIONS = {
    "account": "1001",
    "listing": "2002",
    "client_id": "me.apps.example",
    "client_secret_env": "X",
    "refresh_token_env": "Y",
}
SKIPPED = 1  # an entry without an id
REVIEW = {"kind": "review", "rating_scale": "1-5"}
PAGE = "https://business.google.com/reviews"

EXPECTED = [
    REVIEW
    | {
        "url": f"{PAGE}#r-edited",
        "author": "Ines Okafor",
        "text": "First visit was poor, the second one made up for it.",
        "published": "2026-10-02T08:15:00+00:00",
        "rating": 0.75,
        "reply": "Thank you for giving us a second chance, Ines.",
    },
    REVIEW
    | {
        "url": f"{PAGE}#r-translated",
        "author": "Jörg P.",
        "text": "Das Brot war alt und keinen hat es gekümmert.",
        "published": "2026-11-17T10:00:00+00:00",
        "rating": 0.0,
    },
    REVIEW
    | {
        "url": f"{PAGE}#r-translated-after",
        "author": "Lucía",
        "text": "El mejor pan del barrio.",
        "published": "2026-11-16T10:00:00+00:00",
        "rating": 1.0,
    },
    REVIEW
    | {
        "url": f"{PAGE}#r-silent",
        "published": "2026-11-15T09:30:00.123456+00:00",
        "rating": 0.25,
    },
]
