"""Hand-written: no real service. An endpoint of the usual kind, read by the expressions beside it."""

OPTIONS = {
    "url": "https://portal.example/api/opinions",
    "items": "data.entries",
    "id": "uuid",
    "title": "opinion.headline",
    "text": "opinion.html",
    "author": "person.nick",
    "link": "path",
    "date": "when",
    "date_format": "DD.MM.YYYY HH:mm",
    "rating": "marks",
    "scale": "0-10",
    "language": "lang",
    "likes": "thumbs",
    "replies": "length(answers || `[]`)",
    "reply": "answers[?from=='owner'].words | [0]",
}
SKIPPED = 1  # an entry without an id
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
        "likes": 7,
        "replies": 1,
        "reply": "Cleaned hourly now.",
    },
    {
        "kind": "review",
        "text": "Fine",
        "published": "2026-11-13T08:00:00+00:00",
        "replies": 0,
        "rating": 1.0,
        "rating_scale": "0-10",
    },
]
