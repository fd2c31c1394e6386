"""Hand-written after hn.algolia.com/api: a comment, a story with text, a story that is only a link, a broken hit."""

OPTIONS = {"query": "Cardamom Corner"}
EXPECTED = [
    {
        "kind": "comment",
        "url": "https://news.ycombinator.com/item?id=48000001",
        "author": "pepperfan",
        "text": "Cardamom Corner's checkout charged me twice.\nSupport never answered: https://cardamom.example",
        "published": "2026-11-19T21:00:00+00:00",
        "parent": "https://news.ycombinator.com/item?id=47999999",
        "replies": 2,
    },
    {
        "kind": "post",
        "url": "https://news.ycombinator.com/item?id=47999999",
        "author": "owner",
        "title": "Show HN: A spice subscription",
        "text": "We are Cardamom Corner & we ship spices.",
        "published": "2026-11-19T20:00:00+00:00",
        "likes": 57,
        "replies": 14,
    },
    {
        "kind": "post",
        "url": "https://news.ycombinator.com/item?id=47999990",
        "author": "linker",
        "title": "Spice shop recalls paprika",
        "text": "https://harbourpost.example/paprika",
        "published": "2026-11-19T19:00:00+00:00",
        "likes": 1,
        "replies": 0,
    },
]
SKIPPED = 1
