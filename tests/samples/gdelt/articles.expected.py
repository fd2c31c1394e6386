"""Hand-written after blog.gdeltproject.org (DOC 2.0, mode artlist), with stray backslashes and a raw tab."""

OPTIONS = {"query": "Cardamom Corner"}
EXPECTED = [
    {
        "kind": "article",
        "url": "https://www.harbourpost.example/paprika?utm_source=x",
        "author": "harbourpost.example",
        "title": "Spice shop 'Cardamom Corner' recalls \\d paprika again",
        "published": "2026-11-19T10:15:00+00:00",
        "language": "en",
    },
    {
        "kind": "article",
        "url": "https://noticias.example/pimenton",
        "author": "noticias.example",
        "title": "Retiran pimentón",
        "language": "es",
    },
]
SKIPPED = 1
