"""Hand-written after developers.google.com/youtube/v3/docs/search/list; the owner's own video is no mention."""

OPTIONS = {"key_env": "X", "channel": "UC-own-channel"}
EXPECTED = [
    {
        "kind": "post",
        "url": "https://www.youtube.com/watch?v=vid-rats01",
        "author": "Town News",
        "title": "RATS at Milou's Bakery & nobody answers",
        "text": "We went behind the shop at night ...",
        "published": "2026-11-19T12:00:00+00:00",
    },
]
