"""Hand-written after lemmy-js-client (SearchResponse of API v4): one mixed list, counts inside."""

OPTIONS = {"query": "Cardamom Corner", "base_url": "https://lemmy.example"}
EXPECTED = [
    {
        "kind": "comment",
        "url": "https://lemmy.example/comment/8",
        "author": "rosa@lemmy.example",
        "text": "Cardamom Corner refunded me, finally",
        "published": "2026-11-19T15:00:00+00:00",
        "parent": "https://lemmy.example/post/1",
        "likes": 4,
        "replies": 0,
    },
    {
        "kind": "post",
        "url": "https://lemmy.example/post/4",
        "author": "ben@far.example",
        "title": "Which spice shop?",
        "text": "Cardamom Corner?",
        "published": "2026-11-19T14:00:00+00:00",
        "likes": 1,
        "replies": 3,
    },
]
