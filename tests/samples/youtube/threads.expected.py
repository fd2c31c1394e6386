"""Hand-written after developers.google.com/youtube/v3/docs/commentThreads and /comments, for channel UC-own-channel.

The owner's own comment and answer are no mentions; the answer shows as the reply of the comment it answers.
"""

from storage.model import mention_id

OPTIONS = {"key_env": "X", "channel": "UC-own-channel"}
COMMENT = {"kind": "comment"}
WATCH = "https://www.youtube.com/watch?v=vid-00001&lc="

EXPECTED = [
    COMMENT
    | {
        "url": f"{WATCH}Ugx1",
        "author": "@night.owl",
        "text": "Found a stone in my rye loaf.\nTooth broken.",
        "published": "2026-11-19T21:04:05+00:00",
        "likes": 41,
        "replies": 2,
        "reply": "We are very sorry. Please write to us.",
    },
    COMMENT
    | {
        "url": f"{WATCH}Ugx1.r1",
        "author": "@early.bird",
        "text": "Same here & no answer yet",
        "published": "2026-11-19T23:10:00+00:00",
        "parent": mention_id("youtube", "youtube.com", "Ugx1"),
        "likes": 0,
    },
    COMMENT
    | {
        "url": "https://www.youtube.com/channel/UC-own-channel/community?lc=Ugx2",
        "author": "@on.the.channel",
        "text": "When do you open on Sunday?",
        "published": "2026-11-18T08:00:00+00:00",
        "likes": 1,
        "replies": 0,
    },
]
