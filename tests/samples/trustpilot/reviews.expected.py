"""Hand-written after developers.trustpilot.com/business-units-api, its reviews. No recording exists."""

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
    },
]
