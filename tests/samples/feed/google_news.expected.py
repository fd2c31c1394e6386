"""Hand-written in the shape of news.google.com/rss/search: the second item is the first under a new opaque link."""

OPTIONS = {"url": "https://news.google.com/rss/search?q=%22Cardamom+Corner%22"}
EXPECTED = [
    {
        "kind": "article",
        "url": "https://news.google.com/rss/articles/CBMiAAAA?oc=5",
        "author": "The Harbour Post",
        "title": "Shop apologises for mouldy cumin",
        "published": "2026-11-20T09:12:00+00:00",
        "language": "en",
    },
    {
        "kind": "article",
        "url": "https://news.google.com/rss/articles/CBMiCCCC?oc=5",
        "author": "Coast FM",
        "title": "Shop apologises for mouldy cumin",
        "published": "2026-11-20T10:00:00+00:00",
        "language": "en",
    },
]
