"""Hand-written after recorded answers: one review alone is an object, and JSON carries no `updated`."""

OPTIONS = {"app": 123456789, "countries": ("gb",)}
EXPECTED = [
    {
        "kind": "review",
        "url": "https://apps.apple.com/gb/app/id123456789?see-all=reviews#12100000003",
        "author": "Solo",
        "title": "Fine",
        "text": "Does what it says.",
        "rating": 0.5,
        "likes": 0,
        "rating_scale": "1-5",
    },
]
