"""Hand-written after developers.trustpilot.com/business-units-api, its reviews. No recording exists."""

OPTIONS = {"business_unit": "5a01", "key_env": "X"}
SKIPPED = 1  # an entry without an id
EXPECTED = [
    {
        "kind": "review",
        "url": "https://www.trustpilot.com/reviews/65f000000000000000000001",
        "author": "Ana",
        "title": "Never arrived",
        "text": "Ordered a cake for Saturday. It never came and the shop does not answer.",
        "published": "2026-11-19T09:00:00+00:00",
        "rating": 0.0,
        "rating_scale": "1-5",
        "language": "en",
        "likes": 4,
        "reply": "We refunded you this morning, Ana.",
    },
    {
        "kind": "review",
        "url": "https://www.trustpilot.com/reviews/65f000000000000000000002",
        "author": "Bjørn",
        "title": "Rettet",
        "text": "De fandt kagen, alt godt nu.",
        "published": "2026-11-10T09:00:00+00:00",
        "rating": 1.0,
        "rating_scale": "1-5",
        "language": "da",
        "likes": 0,
    },
]
