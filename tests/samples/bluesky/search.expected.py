"""Hand-written after docs.bsky.app (app.bsky.feed.searchPosts): a post, a reply with a lying clock, a broken one."""

OPTIONS = {"query": "Cardamom Corner", "handle": "shop.example", "password_env": "BLUESKY_APP_PASSWORD"}
NORA = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
EXPECTED = [
    {
        "kind": "post",
        "url": f"https://bsky.app/profile/{NORA}/post/3mabc2defgh2i",
        "author": "nora.bsky.social",
        "text": "Cardamom Corner sold me cumin with weevils.\nNever again.",
        "published": "2026-11-19T18:00:00+00:00",
        "language": "en",
        "likes": 31,
        "replies": 4,
        "shares": 12,
    },
    {
        "kind": "comment",
        "url": "https://bsky.app/profile/did:plc:bbbbbbbbbbbbbbbbbbbbbbbb/post/3mabc2defgh3j",
        "author": "sam.example",
        "text": "same",
        "published": "2026-11-19T19:00:00+00:00",
        "parent": f"at://{NORA}/app.bsky.feed.post/3mabc2defgh2i",
        "likes": 0,
        "replies": 0,
        "shares": 0,
    },
]
SKIPPED = 1
