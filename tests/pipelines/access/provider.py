"""An OpenID Connect provider on loopback that vouches for whom it is told to, and can be told to cheat."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "earlyword-client", "canary-oidc-secret"


class Provider:
    """`email` and `claims` are what it says of whoever signs in there; `claims` override everything."""

    def __init__(self) -> None:
        self.key, self.published = RSAKey.generate_key(2048), True
        self.email, self.claims = "ada@example.com", dict[str, Any]()
        self.asked: dict[str, dict[str, str]] = {}  # code -> what was asked with it
        self.nonsense: dict[str, Any] = {}  # path -> what it answers there instead
        self.port = 0

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, request: Request, value: Any) -> Response:
        return JSONResponse(self.nonsense.get(request.url.path, value))

    async def describe(self, request: Request) -> Response:
        return self.answer(
            request,
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            },
        )

    async def authorize(self, request: Request) -> Response:
        code = f"code-{len(self.asked)}"
        self.asked[code] = dict(request.query_params)
        back = urlencode({"code": code, "state": request.query_params["state"]})
        return RedirectResponse(f"{request.query_params['redirect_uri']}?{back}", 302)

    async def token(self, request: Request) -> Response:
        said = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self.asked.pop(said.get("code", ""), None)
        if asked is None or "code_verifier" not in said:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 600,
            "nonce": asked.get("nonce", ""), "email": self.email, "email_verified": True, **self.claims,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256"}, claims, self.key)
        found = {"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": signed}
        return self.answer(request, found)

    async def keys(self, request: Request) -> Response:
        key = self.key if self.published else RSAKey.generate_key(2048)
        return self.answer(request, {"keys": [key.as_dict(private=False)]})

    @contextmanager
    def open(self) -> Iterator[Provider]:
        routes = [
            Route("/.well-known/openid-configuration", self.describe),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/keys", self.keys),
        ]
        server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=0, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.01)
        self.port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.should_exit = True
            thread.join(10)
