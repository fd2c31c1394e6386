"""Hand-written after github.com/HackerNews/API: a second look at a comment that its author deleted."""

OPTIONS = {"query": "Cardamom Corner"}
META = {"item": "48000001"}
EXPECTED: list[dict[str, object]] = []
GONE = 1
