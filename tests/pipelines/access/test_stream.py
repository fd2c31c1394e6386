"""The page's websocket: nobody without a session, nobody from another site, and none that outlives its session."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from pipelines.access.gate import ENDED
from pipelines.access.passwords import Passwords
from tests.pipelines.access.conftest import TEAM, House


def opened(house: House, origin: str = "", **headers: str) -> ClientConnection:
    own = f"http://127.0.0.1:{house.port}"
    return connect(
        f"ws://127.0.0.1:{house.port}/_stcore/stream",
        additional_headers=headers,
        origin=Origin(origin or own) if origin != "-" else None,
    )


def signed_in(house: House) -> dict[str, str]:
    token = house.visitors.let_in(house.visitors.current().people[0])
    return {"Cookie": f"{house.cookie}={token}"}


def said(**fields: bool) -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = "x"
    for name, value in fields.items():
        setattr(message.rerun_script, name, value)
    found: bytes = message.SerializeToString()
    return found


def refused(house: House, origin: str = "", **headers: str) -> int:
    with pytest.raises(InvalidStatus) as caught, opened(house, origin, **headers):
        pass
    return caught.value.response.status_code


def test_without_a_session_it_does_not_open(house: House) -> None:
    assert refused(house) == 403
    assert refused(house, Cookie=f"{house.cookie}=Ada") == 403
    with opened(house, **signed_in(house)) as socket:
        socket.send(said())
        assert socket.recv(5) == said()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "-", "http://127.0.0.1:1", "http://localhost"])
def test_another_site_cannot_open_it_with_a_visitors_cookie(house: House, origin: str) -> None:
    assert refused(house, origin, **signed_in(house)) == 403


def test_nor_where_no_sign_in_is_asked_for(another: Callable[..., House]) -> None:
    with another(TEAM).open() as house:
        assert refused(house, "https://evil.example") == 403
        with opened(house) as socket:
            socket.send(said())
            assert socket.recv(5) == said()


@pytest.mark.parametrize("how", ["signed out", "idle", "new password", "left the team"])
def test_it_is_cut_when_the_session_ends(house: House, how: str) -> None:
    cookies = signed_in(house)
    with opened(house, **cookies) as socket:
        socket.send(said())
        socket.recv(5)
        if how == "signed out":
            house.visitors.sessions.end(cookies["Cookie"].split("=")[1], house.at)
        elif how == "idle":
            house.later(hours=13)
        elif how == "new password":
            Passwords(house.visitors.current().data).put("Ada", "another horse battery")
        else:
            house.configure(house.path.read_text("utf-8").replace("name: Ada", "name: Eve"))
        socket.send(said())
        with pytest.raises(ConnectionClosed) as caught:
            socket.recv(5)
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == ENDED
    assert refused(house, **cookies) == 403


def test_an_open_page_that_looks_again_by_itself_keeps_nobody_signed_in(house: House) -> None:
    with opened(house, **signed_in(house)) as socket:
        for _ in range(2):
            house.later(hours=5)
            socket.send(said(is_auto_rerun=True))
            assert socket.recv(5) == said(is_auto_rerun=True)
        house.later(hours=5)
        socket.send(said(is_auto_rerun=True))
        with pytest.raises(ConnectionClosed):
            socket.recv(5)


def test_somebody_who_works_stays_signed_in(house: House) -> None:
    with opened(house, **signed_in(house)) as socket:
        for _ in range(4):
            house.later(hours=5)
            socket.send(said())
            assert socket.recv(5) == said()
        socket.send(b"\xff\xff nonsense")
        assert socket.recv(5) == b"\xff\xff nonsense"
