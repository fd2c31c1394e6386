"""The page's own code, from memory: what a browser needs before anything can stand.

Streamlit reads each of some sixty files from disk through a line of threads at every visit and packs none. Here each
is read and packed once, when first asked for. The page itself tells the browser with its first bytes which parts our
pages are made of, instead of letting it find out one after another once the script has spoken.
"""

from __future__ import annotations

import gzip
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

AT = "/static/"
KEEP = b"public, immutable, max-age=31536000"  # a file's name changes with what is in it
PACKED = frozenset((".js", ".css", ".svg", ".json"))
PARTS = ("Html", "Button", "ButtonGroup", "TextInput", "Selectbox", "NumberInput", "DownloadButton")
LETTERS = "SourceSerifVariable-Roman.*.woff2"
_IMPORT = re.compile(r"""(?:from|import)\s*["'`]\./([\w.-]+\.js)["'`]""")
_NAMED = re.compile(r"""["/]([\w.-]+\.js)["']""")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent. `packed` is empty where packing is of no use."""

    kind: bytes
    plain: bytes
    packed: bytes


class Assets:
    """An ASGI application around the page's. `index` is Streamlit's first page; None leaves everything to the page."""

    def __init__(self, app: ASGIApp, index: Path | None) -> None:
        self.app = app
        self.folder = index.parent / "static" if index else None
        self.hints = hints(index) if index else b""
        self._kept: dict[str, Asset | None] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
        elif scope["path"].startswith(AT) and (found := self._asset(scope["path"].removeprefix(AT))) is not None:
            await _answer(found, scope, send)
        else:
            await self.app(scope, receive, self._with_hints(send))

    def _asset(self, name: str) -> Asset | None:
        """The file of that name; None for one that is none of ours, which the page refuses in its own words."""
        if self.folder is None:
            return None
        if name not in self._kept:
            if name not in files(self.folder):
                return None
            self._kept[name] = read(self.folder / name)
        return self._kept[name]

    def _with_hints(self, send: Send) -> Send:
        """`send` that adds the hints to the page, and to no form of ours (which come with a policy of their own)."""

        async def hinting(message: Message) -> None:
            if self.hints and message["type"] == "http.response.start":
                said = {name.lower(): value for name, value in message.get("headers", ())}
                page = said.get(b"content-type", b"").startswith(b"text/html")
                if page and message["status"] == 200 and b"content-security-policy" not in said:
                    message = {**message, "headers": [*message["headers"], (b"link", self.hints)]}
            await send(message)

        return hinting


async def _answer(asset: Asset, scope: Scope, send: Send) -> None:
    packing = bool(asset.packed) and "gzip" in Headers(scope=scope).get("accept-encoding", "")
    body = asset.packed if packing else asset.plain
    headers = [
        (b"content-type", asset.kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", KEEP),
        (b"vary", b"accept-encoding"),
    ]
    if packing:
        headers.append((b"content-encoding", b"gzip"))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


@cache
def files(folder: Path) -> frozenset[str]:
    """The names of all files, with slashes: what is not among them is never looked for on disk."""
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def read(path: Path) -> Asset:
    plain = path.read_bytes()
    packed = gzip.compress(plain, 6, mtime=0) if path.suffix in PACKED else b""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(kind.encode(), plain, packed if len(packed) < len(plain) else b"")


def hints(index: Path) -> bytes:
    """A Link header that names the modules our pages need beyond those that the first page names itself."""
    scripts = index.parent / "static" / "js"
    known = set(_NAMED.findall(index.read_text("utf-8")))
    wanted: list[str] = []
    waiting = [path.name for part in PARTS for path in scripts.glob(f"{part}.*.js")]
    while waiting:
        name = waiting.pop(0)
        if name in known or not (scripts / name).is_file():
            continue
        known.add(name)
        wanted.append(name)
        waiting += _IMPORT.findall((scripts / name).read_text("utf-8"))
    letters = (path.name for path in (index.parent / "static" / "media").glob(LETTERS))
    return ", ".join(
        [
            *(f"<{AT}media/{name}>; rel=preload; as=font; type=font/woff2; crossorigin" for name in letters),
            *(f"<{AT}js/{name}>; rel=modulepreload" for name in wanted),
        ]
    ).encode()
