"""`/act/...`: what the running service does when somebody follows a button of a letter. GET shows, POST acts, once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from pipelines import recover
from pipelines.access.headers import FORM_POLICY, PLAIN
from pipelines.config import Config
from pipelines.config_model import Person
from pipelines.desk import Desk, open_desk
from pipelines.letters.card import line
from pipelines.letters.frame import address, form, frame
from pipelines.links import Action, BadLink, Links, Press, secret_of
from pipelines.worth import calm
from storage import alerts, states
from storage.db import Connection
from storage.errors import RecordError
from storage.model import Alert, Json

USED = "links used"
WAIT = timedelta(seconds=10)  # for the record, while a round has it
ASKS: Mapping[Action, tuple[str, str]] = {
    "case": ("Open a case for this?", "Open the case"),
    "calm": ("Was this not worth telling you?", "Not worth it"),
}
HEADERS = {
    **PLAIN,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": FORM_POLICY,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says. `button` is "" once there is nothing more to press."""

    headline: str
    lines: tuple[str, ...] = ()
    button: str = ""
    status: int = 200
    case: str = ""  # number of the case to go on to


def routes(current: Callable[[], Config], env: Mapping[str, str], now: Callable[[], datetime]) -> list[Route]:
    """The routes to hang beside the page. `current`: the configuration as it is when somebody presses."""
    links = Links(secret_of(current().data), "")

    async def act(request: Request) -> Response:
        work, config = _do if request.method == "POST" else _ask, current()
        try:
            press = links.read(str(request.path_params["token"]), now())
            shown = await asyncio.to_thread(work, open_desk(config, env, wait=WAIT), press, now())
        except BadLink as wrong:
            shown = Shown("This link does nothing any more.", (str(wrong),), status=410)
        except RecordError as wrong:
            shown = Shown("The record is busy.", (str(wrong), "Press the button again in a minute."), status=503)
        link = address(config, "cases", case=shown.case) if shown.case else ""
        values: dict[str, Any] = {**frame(config), "shown": shown, "headline": shown.headline, "link": link}
        return HTMLResponse(form("press.html").render(values), status_code=shown.status, headers=HEADERS)

    return [Route("/act/{token}", act, methods=["GET", "POST"])]


def _ask(desk: Desk, press: Press, now: datetime) -> Shown:
    """What the button would do. Changes nothing, however often it is opened."""
    with desk.record.session("read an alert") as con:
        alert, _ = _checked(con, desk.config, press)
    question, button = ASKS[press.action]
    return Shown(question, (line(alert.headline),), button)


def _do(desk: Desk, press: Press, now: datetime) -> Shown:
    """Do it. A case is opened once however often somebody presses; "not worth it" is kept with the mark of its use."""
    with desk.record.session(f"a button of a letter: {press.action}") as con:
        alert, person = _checked(con, desk.config, press)
        if press.action == "calm":
            shown = _calm(con, alert, person, now)
            _note(con, press, now)
            return shown
    shown = _open_case(desk, alert, person, now)
    with desk.record.session("note a used link") as con:
        _note(con, press, now)
    return shown


def _open_case(desk: Desk, alert: Alert, person: Person, now: datetime) -> Shown:
    try:
        case = recover.open_case(desk, person.name, now, mention=alert.mentions[0], urgent=alert.urgent)
    except recover.Overtaken as first:
        has = f"{first.case.assignee} has it." if first.case.assignee else "Nobody has it yet."
        return Shown(f"It is case {first.case.id} already.", (f"It is {first.case.state}. {has}",), case=first.case.id)
    except recover.NotAllowed as wrong:
        return Shown("The case was not opened.", (str(wrong),), status=409)
    return Shown(f"Case {case.id} is open.", (line(alert.headline), f"Opened by {person.name}."), case=case.id)


def _calm(con: Connection, alert: Alert, person: Person, now: datetime) -> Shown:
    calm(con, alert, person.name, now)
    return Shown("Thank you: noted as not worth it.", ("What is worth telling you is measured by such words.",))


def _checked(con: Connection, config: Config, press: Press) -> tuple[Alert, Person]:
    """The alert and the person of a link. Raises `BadLink` when it was used, or either is gone."""
    if press.digest in _used(con):
        raise BadLink("It was used already; it works once. Open the page to see how things stand.")
    alert = alerts.of(con, press.alert)
    if alert is None or (press.action == "case" and not alert.mentions):
        raise BadLink("What this was about is not in the record any more.")
    for person in config.people:
        if person.email.casefold() == press.recipient.casefold() and person.role != "viewer":
            return alert, person
    raise BadLink("The person it was sent to is not among the people in config.yaml any more.")


def _used(con: Connection) -> dict[str, Json]:
    kept = states.load(con, USED)
    return kept if isinstance(kept, dict) else {}


def _note(con: Connection, press: Press, now: datetime) -> None:
    """Used links are remembered until they would have ended anyway."""
    kept = {digest: until for digest, until in _used(con).items() if str(until) > now.isoformat()}
    states.save(con, USED, {**kept, press.digest: press.until.isoformat()})
