"""Hand-written after PRAW's recorded listings: a post with words, one that was deleted, a link whose author left."""

OPTIONS = {"phrases": ["Milou's Spices"]}
GONE = 1
EXPECTED = [
    {
        "kind": "post",
        "url": "https://www.reddit.com/r/askgeneva/comments/1abcd01/milous_spices_sold_me_mouldy_saffron/",
        "author": "rue_du_stand",
        "title": "Milou's Spices sold me mouldy saffron",
        "likes": 41,
        "replies": 12,
        "text": "Opened the tin at home &amp; it was *grey*.\nThey refused a refund. Ratio 3 < 5.",
        "published": "2026-11-19T08:00:00+00:00",
    },
    {
        "kind": "post",
        "url": "https://www.reddit.com/r/spices/comments/1abcd03/milous_spices_ships_within_a_day_now/",
        "title": "Milou's Spices ships within a day now",
        "likes": 0,
        "replies": 1,
        "published": "2026-11-19T01:00:00+00:00",
    },
]
