"""Hand-written after recorded answers: one review alone is an object, and JSON carries no `updated`."""

EXPECTED = [
    {
        "kind": "review",
        "url": "https://apps.apple.com/gb/app/id123456789?see-all=reviews#12100000003",
        "author": "Solo",
        "title": "Fine",
        "text": "Does what it says.",
        "rating": 0.5,
        "rating_scale": "1-5",
    },
]
