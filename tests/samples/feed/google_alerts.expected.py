"""Hand-written in the shape of a Google Alerts feed: wrapped link, bold marks, doubly escaped entities."""

OPTIONS = {"url_env": "ALERTS_URL"}
URL = "https://www.google.com/***"
EXPECTED = [
    {
        "kind": "article",
        "url": "https://harbourpost.example/news/paprika?id=7",
        "title": "Spice shop Cardamom Corner recalls paprika",
        "text": "The owners of Cardamom Corner said on Thursday that two jars & one tin were returned ...",
        "published": "2026-11-20T07:50:00+00:00",
    }
]
