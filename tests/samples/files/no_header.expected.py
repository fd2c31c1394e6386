"""Hand-written in the shape of a table-booking site's export: no header, day before month, constant columns."""

OPTIONS = {"path": "exports"}
EXPECTED = [
    {
        "kind": "review",
        "author": "RitaM",
        "text": "Staff ignored us for ten minutes, then closed the till.",
        "published": "2026-10-26T00:00:00+00:00",
        "rating": 0.0,
        "rating_scale": "1-5",
    },
    {
        "kind": "review",
        "author": "Guest",
        "text": "Best sumac in town & a warm welcome",
        "published": "2026-10-03T00:00:00+00:00",
        "rating": 1.0,
        "rating_scale": "1-5",
    },
    {
        "kind": "review",
        "author": "P. Lind",
        "text": "Fair prices, small shop, would come again.",
        "published": "2026-09-14T00:00:00+00:00",
        "rating": 0.75,
        "rating_scale": "1-5",
    },
]
