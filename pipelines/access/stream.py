"""The websocket of a page, watched: every word in either direction asks whether its session still holds."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import Message, Receive, Send

from pipelines.access.visitors import Visitors


class Stream:
    """`hear` and `say` in the place of an ASGI websocket's receive and send."""

    def __init__(
        self, visitors: Visitors, cookies: Mapping[str, str], receive: Receive, send: Send, ended: int
    ) -> None:
        self._visitors, self._cookies, self._ended = visitors, cookies, ended
        self._receive, self._send = receive, send
        self._closed = False

    async def hear(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        if not await self._holds():
            return {"type": "websocket.disconnect", "code": self._ended}
        if from_a_person(message.get("bytes") or b""):
            self._visitors.sessions.touch(self._visitors.token(self._cookies), self._visitors.now())
        return message

    async def say(self, message: Message) -> None:
        if message["type"] == "websocket.send" and not await self._holds():
            return
        if not self._closed:
            await self._send(message)

    async def _holds(self) -> bool:
        if self._closed:
            return False
        if self._visitors.behind(self._cookies) is None:
            self._closed = True
            await self._send({"type": "websocket.close", "code": self._ended})
            return False
        return True


def from_a_person(said: bytes) -> bool:
    """Did somebody do something, or does an open page only look again by itself? The latter keeps nobody signed in."""
    from google.protobuf.message import DecodeError
    from streamlit.proto.BackMsg_pb2 import BackMsg  # part of the page's server, loaded with it

    message = BackMsg()
    try:
        message.ParseFromString(said)
    except DecodeError:
        return False
    return message.WhichOneof("type") == "rerun_script" and not message.rerun_script.is_auto_rerun
