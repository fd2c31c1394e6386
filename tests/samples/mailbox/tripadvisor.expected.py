"""Hand-written after the look of Tripadvisor owner notices: bubbles, a title above the words."""

OPTIONS = {"host": "imap.gmail.com", "user": "owner@gmail.com"}
EXPECTED = [
    {
        "kind": "review",
        "url": "https://www.tripadvisor.com/ShowUserReviews-g188057-d123-r987654321-Milou.html",
        "author": "Sofie, Ghent",
        "title": "A cave of wonders",
        "text": "Tiny shop, huge choice. The tasting took a while, but worth it.",
        "published": "2026-11-19T10:15:00+00:00",
        "rating": 0.75,
        "rating_scale": "1-5",
    },
]
