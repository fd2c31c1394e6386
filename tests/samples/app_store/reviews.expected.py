"""Hand-written after recorded answers of the customer reviews feed (Apple documents none). First comes the app."""

OPTIONS = {"app": 123456789, "countries": ("gb",)}
PAGE = "https://apps.apple.com/gb/app/id123456789?see-all=reviews"

EXPECTED = [
    {
        "kind": "review",
        "url": f"{PAGE}#12100000002",
        "author": "crumbs99",
        "title": "Paid twice & no refund",
        "text": "The app charged my card twice.\nSupport is a robot.",
        "published": "2026-11-19T12:09:13+00:00",
        "rating": 0.0,
        "likes": 6,
        "rating_scale": "1-5",
    },
    {
        "kind": "review",
        "url": f"{PAGE}#12100000001",
        "author": "Ola",
        "title": "Lovely",
        "text": "Bread reserved, bread collected. ❤️",
        "published": "2026-11-19T05:00:00+00:00",
        "rating": 1.0,
        "rating_scale": "1-5",
    },
]
