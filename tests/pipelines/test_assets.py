"""The page's own code: the bytes Streamlit has, named by the page beforehand, and nothing else from that folder."""

from __future__ import annotations

import asyncio
import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from pipelines.assets import AT, Assets
from pipelines.serve import first_page

INDEX = first_page()


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """What stands behind: a page, a form of ours with its own policy, and a refusal for all else."""
    found: dict[str, Response] = {
        "/": HTMLResponse("<html>"),
        "/sign-in": HTMLResponse("<form>", headers={"Content-Security-Policy": "default-src 'none'"}),
        "/data": PlainTextResponse("1"),
    }
    refused = PlainTextResponse(f"no {Request(scope).url.path}", 404)
    await found.get(scope["path"], refused)(scope, receive, send)


def ask(path: str, *, packed: bool = False, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        said.append(message)

    scope: dict[str, Any] = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": []}
    if packed:
        scope["headers"].append((b"accept-encoding", b"gzip, br"))
    asyncio.run(Assets(page, INDEX)(scope, receive, send))
    headers = {name.decode().lower(): value.decode() for name, value in said[0]["headers"]}
    return said[0]["status"], headers, b"".join(each.get("body", b"") for each in said[1:])


def script() -> Path:
    assert INDEX is not None
    return max((INDEX.parent / "static" / "js").glob("index.*.js"))


def test_a_file_is_the_one_on_disk_packed_for_whoever_can_unpack() -> None:
    path = f"{AT}js/{script().name}"
    status, headers, body = ask(path)
    assert (status, body) == (200, script().read_bytes())
    assert headers["cache-control"] == "public, immutable, max-age=31536000"
    status, headers, less = ask(path, packed=True)
    assert (headers["content-encoding"], headers["vary"]) == ("gzip", "accept-encoding")
    assert gzip.decompress(less) == body
    assert len(less) < len(body) / 2
    assert headers["content-length"] == str(len(less))


def test_a_question_about_a_file_has_its_length_and_no_body() -> None:
    path = f"{AT}js/{script().name}"
    status, headers, body = ask(path, method="HEAD")
    assert (status, headers["content-length"], body) == (200, str(script().stat().st_size), b"")


@pytest.mark.parametrize("path", ["../index.html", "../../__init__.py", "js/../../index.html", "js", "", "/etc/passwd"])
def test_what_is_no_file_of_the_folder_is_left_to_the_page(path: str) -> None:
    assert ask(AT + path)[0] == 404


def test_the_page_names_its_parts_and_every_one_is_there() -> None:
    _, headers, _ = ask("/")
    named = re.findall(r"<([^>]+)>; rel=(\w+)", headers["link"])
    assert {how for _, how in named} == {"preload", "modulepreload"}
    assert any("/Html." in path for path, _ in named)
    for path, _ in named:
        assert ask(path)[0] == 200, path


def test_forms_and_data_name_nothing() -> None:
    assert "link" not in ask("/sign-in")[1]
    assert "link" not in ask("/data")[1]
    assert "link" not in ask("/nowhere")[1]
