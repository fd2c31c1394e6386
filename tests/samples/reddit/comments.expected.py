"""Hand-written after PRAW's recorded comment listings: a comment, and one that a moderator removed."""

from collectors.reddit_items import id_of

OPTIONS = {"subreddits": ["askgeneva"]}
GONE = 1
EXPECTED = [
    {
        "kind": "comment",
        "url": "https://www.reddit.com/r/askgeneva/comments/1abcd01/_/mno0002/",
        "likes": 7,
        "author": "pont_rouge",
        "text": "Same here, they were rude on the phone too.",
        "published": "2026-11-19T10:00:00+00:00",
        "parent": id_of("t1_mno0001"),
    },
]
