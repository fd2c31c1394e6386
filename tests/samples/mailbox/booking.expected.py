"""Hand-written after the look of Booking.com notices: a score of ten with a decimal comma."""

OPTIONS = {"host": "imap.gmail.com", "user": "owner@gmail.com"}
EXPECTED = [
    {
        "kind": "review",
        "url": "https://admin.booking.com/hotel/reviews.html?review_id=abc123def456",
        "author": "Ana",
        "text": "Liked: the breakfast\nDisliked: bed bugs in room 4",
        "published": "2026-11-19T10:15:00+00:00",
        "rating": 3 / 9,
        "rating_scale": "1-10",
    },
]
