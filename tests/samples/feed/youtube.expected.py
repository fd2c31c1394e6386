"""Hand-written in the shape of youtube.com/feeds/videos.xml."""

OPTIONS = {"url": "https://www.youtube.com/feeds/videos.xml?channel_id=UCaaaaaaaaaaaaaaaaaaaaaa"}
EXPECTED = [
    {
        "kind": "post",
        "url": "https://www.youtube.com/watch?v=Ab_cdEFgh-1",
        "author": "Harbour Eats",
        "title": "I tried every curry powder at Cardamom Corner",
        "text": "Number four was stale.\nShop: https://cardamom.example",
        "published": "2026-11-18T18:00:00+00:00",
        "likes": 412,
        "views": 10233,
    }
]
