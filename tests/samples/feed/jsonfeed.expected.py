"""JSON Feed 1.1, after jsonfeed.org/version/1.1: number as id, relative link, trick characters, two bad items."""

OPTIONS = {"url": "https://notes.example/feed.json"}
URL = "https://notes.example/feed.json"
CONTENT_TYPE = "application/feed+json"
EXPECTED = [
    {
        "kind": "post",
        "url": "https://notes.example/12",
        "author": "Adaevil",
        "title": "Cardamom Corner",
        "text": "They short-changed me & shrugged.",
        "published": "2026-11-19T15:00:00+00:00",
        "language": "en",
    },
    {
        "kind": "post",
        "url": "https://else.example/a",
        "text": "Fine <shop> actually \U0001f600",
        "published": "2026-11-19T00:00:00+00:00",
        "language": "en",
    },
]
SKIPPED = 2
