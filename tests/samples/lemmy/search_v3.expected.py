"""Hand-written after lemmy-js-client (SearchResponse of API v3): a disliked post, a link, a deleted post, a comment."""

OPTIONS = {"query": "Cardamom Corner", "base_url": "https://lemmy.example"}
EXPECTED = [
    {
        "kind": "post",
        "url": "https://lemmy.example/post/1",
        "author": "rosa@lemmy.example",
        "title": "Cardamom Corner: avoid",
        "text": "They **never** shipped.\n- saffron\n- sumac",
        "published": "2026-11-19T12:00:00.123456+00:00",
        "likes": 0,
        "replies": 2,
    },
    {
        "kind": "post",
        "url": "https://lemmy.example/post/2",
        "author": "ben@far.example",
        "title": "A link",
        "text": "https://harbourpost.example/paprika",
        "published": "2026-11-18T12:00:00+00:00",
        "likes": 5,
        "replies": 0,
    },
    {
        "kind": "comment",
        "url": "https://far.example/comment/7",
        "author": "ben@far.example",
        "text": "Cardamom Corner did the same to me",
        "published": "2026-11-19T13:00:00+00:00",
        "parent": "https://lemmy.example/post/1",
        "likes": 9,
        "replies": 1,
    },
]
GONE = 1
