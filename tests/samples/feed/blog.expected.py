"""Hand-written, like WordPress: Latin-1, a relative link, an impossible character, a script, an empty item."""

OPTIONS = {"url": "https://kueste.example/feed"}
URL = "https://kueste.example/feed"
EXPECTED = [
    {
        "kind": "post",
        "url": "https://kueste.example/2026/11/gewuerze?utm_source=rss",
        "author": "Jörg",
        "title": "Gewürze & \ufffdÄrger",
        "text": "Die Lieferung kam kaputt an.\nNie wieder!",
        "published": "2026-11-18T09:00:00+00:00",
        "language": "de",
        "replies": 7,
    }
]
SKIPPED = 1
