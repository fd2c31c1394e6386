"""Hand-written: cp1252, semicolons, decimal commas, a cell of two lines, a row without words, a cut last row."""

OPTIONS = {"path": "exports", "timezone": "Europe/Berlin"}
SKIPPED = 2
EXPECTED = [
    {
        "kind": "review",
        "author": "Jürgen",
        "text": "Der Safran war alt.\nNie wieder!",
        "published": "2026-11-12T23:00:00+00:00",
        "rating": 0.375,
        "rating_scale": "1-5",
    },
    {
        "kind": "review",
        "author": "Özlem",
        "text": "Großartig",
        "published": "2026-11-03T23:00:00+00:00",
        "rating": 1.0,
        "rating_scale": "1-5",
    },
]
