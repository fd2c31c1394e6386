"""`/sign-in` and `/account`: the forms of whoever comes in, changes their password, or leaves."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from pipelines.access.headers import FORM_POLICY
from pipelines.access.limits import Limits
from pipelines.access.passwords import Weak
from pipelines.access.sessions import ABSOLUTE
from pipelines.access.visitors import Visitors, cookie_name, encrypted, passwords_of
from pipelines.config_model import Person
from storage import audit

LONGEST_FORM = 8_000  # bytes
AT_ONCE = 2  # passwords checked at a time: each takes 64 MB and a tenth of a second
FORM_COOKIE = "earlyword-form"
Fields = Mapping[str, str]


class Refused(Exception):
    """The form cannot be taken; the message is a sentence for whoever sent it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Visits:
    """The forms, their secret (forms do not outlive the process), and who has tried too often."""

    visitors: Visitors
    limits: Limits = field(default_factory=Limits)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def routes(self) -> list[Route]:
        return [
            Route("/sign-in", self.taken(self.sign_in), methods=["GET", "POST"]),
            Route("/account", self.taken(self.account), methods=["GET", "POST"]),
        ]

    async def sign_in(self, request: Request) -> Response:
        onward = local(request.query_params.get("next", "/"))
        if self.visitors.current().dashboard.sign_in == "none" or self.visitors.behind(request.cookies):
            return RedirectResponse(onward, 303)
        if request.method != "POST":
            return self._form(request, onward)
        fields = await self._fields(request, request.cookies.get(FORM_COOKIE, ""))
        if self.visitors.current().dashboard.sign_in != "password":
            raise Refused(404, "Here you sign in with your account elsewhere.")
        name, password = fields.get("name", ""), fields.get("password", "")
        person = await self._recognised(name, password, request, "Name and password do not fit.")
        self.note(person.name, "signed in", request)
        return self.let_in(person, onward)

    async def account(self, request: Request) -> Response:
        """Who is signed in here: a new password, and the way out."""
        person = self.visitors.behind(request.cookies)
        if person is None:
            return RedirectResponse("/", 303)
        token = self.visitors.token(request.cookies)
        if request.method != "POST":
            return self._page("account.html", token, person=person, said="")
        fields = await self._fields(request, token)
        if fields.get("do") == "leave":
            self.visitors.sessions.end(token, self.visitors.now())
            self.note(person.name, "signed out", request)
            response: Response = RedirectResponse("/sign-in", 303)
            response.delete_cookie(cookie_name(self.visitors.current()), **self._cookie())
            return response
        return await self._new_password(request, person, fields)

    async def _new_password(self, request: Request, person: Person, fields: Fields) -> Response:
        """Every other session of this person ends with it."""
        if self.visitors.current().dashboard.sign_in != "password":
            raise Refused(404, "Your password is kept where you signed in.")
        wrong = "The password you have now is another one."
        await self._recognised(person.name, fields.get("password", ""), request, wrong)
        if fields.get("new", "") != fields.get("again", ""):
            raise Refused(422, "The two new passwords differ.")
        passwords = passwords_of(self.visitors.current().data)
        async with self.turn:
            try:
                await asyncio.to_thread(passwords.put, person.name, fields.get("new", ""))
            except Weak as weak:
                raise Refused(422, str(weak)) from weak
            except OSError as wrong:
                raise Refused(503, f"It could not be kept ({wrong.strerror}); the old one holds.") from wrong
        self.note(person.name, "password", request)
        return self.let_in(person, "/")

    def note(self, who: str, what: audit.What, request: Request) -> None:
        """Into the book of who did what. `who` is one of the team, "" for a stranger, whose typing stays out of it."""
        at, address = self.visitors.now(), address_of(request)
        audit.note(self.visitors.current().data, audit.Entry(at, who, what, f"from {address}"))

    def let_in(self, person: Person, onward: str) -> Response:
        """The answer that signs somebody in."""
        response = RedirectResponse(onward, 303)
        token = self.visitors.let_in(person)
        name, lasts = cookie_name(self.visitors.current()), int(ABSOLUTE.total_seconds())
        response.set_cookie(name, token, max_age=lasts, **self._cookie())
        response.delete_cookie(FORM_COOKIE, path="/sign-in")
        return response

    async def _recognised(self, name: str, password: str, request: Request, wrong: str) -> Person:
        """The person with this name or e-mail address, if it is their password. As slow when there is none.

        Raises `Refused`. Whoever tried too often is refused before anything is looked up.
        """
        address = address_of(request)
        self._patient(name, address)
        async with self.turn:
            self._patient(name, address)  # many at once are many tries as well
            config, wanted = self.visitors.current(), " ".join(name.split()).casefold()
            found = next((p for p in config.people if wanted in (p.name.casefold(), p.email.casefold())), None)
            passwords = passwords_of(config.data)
            fits = await asyncio.to_thread(passwords.fits, found.name if found else "", password)
            if found is None or not fits:
                self.limits.failed(name, address, self.visitors.now())
                self.note(found.name if found else "", "refused", request)
                raise Refused(401, wrong)
            self.limits.passed(name, address)
            return found

    def _patient(self, name: str, address: str) -> None:
        if wait := self.limits.wait(name, address, self.visitors.now()):
            raise Refused(429, f"Too many tries. Try again in {_words(wait)}.")

    async def _fields(self, request: Request, known: str) -> Fields:
        """What the form says. Raises `Refused` unless it is our own form, as we gave it to this browser."""
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST_FORM:
                raise Refused(413, "That is more than this form holds.")
        try:
            found = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=10)
        except ValueError:
            raise Refused(400, "This is not what our form sends.") from None
        fields = {name: values[0] for name, values in found.items()}
        if not known or not hmac.compare_digest(fields.get("form", "").encode(), self._sealed(known).encode()):
            raise Refused(403, "This form is no longer good. Please fill it in once more.")
        return fields

    def _sealed(self, known: str) -> str:
        return hmac.new(self.secret, known.encode("utf-8", "replace"), "sha256").hexdigest()

    def _form(self, request: Request, onward: str, said: str = "", status: int = 200) -> Response:
        """The sign-in form, tied to this browser by a cookie of its own."""
        known = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)  # two tabs, one form
        response = self._page("sign_in.html", known, status, said=said, onward=onward)
        secure = encrypted(self.visitors.current())
        response.set_cookie(FORM_COOKIE, known, path="/sign-in", httponly=True, samesite="strict", secure=secure)
        return response

    def _page(self, name: str, known: str, status: int = 200, **values: Any) -> Response:
        config = self.visitors.current()
        shown = {"business": config.business.name, "way": config.dashboard.sign_in, "form": self._sealed(known)}
        headers = {"Content-Security-Policy": FORM_POLICY}
        return HTMLResponse(form(name).render({**shown, **values}), status, headers=headers)

    def taken(self, work: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """A handler that shows the form again, with a sentence, where `work` refuses."""

        async def handle(request: Request) -> Response:
            try:
                return await work(request)
            except Refused as refused:
                person = self.visitors.behind(request.cookies)
                if person is not None:
                    token = self.visitors.token(request.cookies)
                    return self._page("account.html", token, refused.status, person=person, said=str(refused))
                onward = local(request.query_params.get("next", "/"))
                return self._form(request, onward, str(refused), refused.status)

        return handle

    def _cookie(self) -> dict[str, Any]:
        return {"path": "/", "httponly": True, "samesite": "lax", "secure": encrypted(self.visitors.current())}


def local(path: str) -> str:
    """A path of our own to go on to; the first page for anything that could lead elsewhere."""
    plain = path.isprintable() and len(path) <= 2000 and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith(("//", "/sign-in")) else "/"


def address_of(request: Request) -> str:
    """Where a request came from; a proxy's word for it counts only when config.yaml trusts that proxy."""
    return request.client.host if request.client else ""


def _words(wait: timedelta) -> str:
    seconds = max(1, round(wait.total_seconds()))
    return f"{seconds} seconds" if seconds < 90 else f"{round(seconds / 60)} minutes"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipelines.access", "forms"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def form(name: str) -> Template:
    return _environment().get_template(name)
