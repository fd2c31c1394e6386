"""Hand-written in the shape of reddit.com's .rss: a post with its tail of links, and a comment."""

OPTIONS = {"url": "https://www.reddit.com/r/harbourtown/new/.rss"}
EXPECTED = [
    {
        "kind": "post",
        "url": "https://www.reddit.com/r/harbourtown/comments/1abcde/cardamom_corner/",
        "author": "saltyharbour",
        "title": "Cardamom Corner, a warning",
        "text": "Waited three weeks for saffron.\nDon't bother.",
        "published": "2026-11-20T09:58:00+00:00",
    },
    {
        "kind": "comment",
        "url": "https://www.reddit.com/r/harbourtown/comments/1abcde/cardamom_corner/kk12345/",
        "author": "teafan",
        "text": "Same here <3 weeks though.",
        "published": "2026-11-20T10:00:00+00:00",
    },
]
