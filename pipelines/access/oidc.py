"""`/sign-in/with` and `/sign-in/back`: in with an account people have already, by OpenID Connect.

The library is the one behind Streamlit's `st.login`. That call alone says who somebody is and lets everybody in, and
its page has to be open to strangers before it can ask; here the gate stays shut until the provider has vouched for an
e-mail address of config.yaml. After that the session is ours, and ends like any other.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipelines.access.visit import Refused, Visits, local
from pipelines.config import Config

LOG = logging.getLogger(__name__)
ONWARD = "onward"  # where somebody wanted to go, kept while they are away
KEPT_AWAY = "Your account is not among the people of this page. Ask its owner."
NO_ANSWER = "The service you sign in with did not vouch for you. Try again in a minute."


class Elsewhere:
    """The sign-in with another service's account. Needs a session cookie of its own around it (Streamlit's has one)."""

    def __init__(self, visits: Visits, env: Mapping[str, str]) -> None:
        self.visits, self.env = visits, env

    def routes(self) -> list[Route]:
        return [
            Route("/sign-in/with", self.visits.taken(self.leave), methods=["GET"]),
            Route("/sign-in/back", self.visits.taken(self.come_back), methods=["GET"]),
        ]

    async def leave(self, request: Request) -> Response:
        """Off to the provider, with a state, a nonce and a PKCE challenge that only this browser can answer."""
        config = self._config()
        request.session[ONWARD] = local(request.query_params.get("next", "/"))
        client, back = self._client(config), config.dashboard.url.rstrip("/") + "/sign-in/back"
        try:
            found: Response = await client.authorize_redirect(request, back)
        except _trouble() as wrong:  # the library's, the network's and the provider's; all mean the same
            raise _no_answer(wrong) from wrong
        return found

    async def come_back(self, request: Request) -> Response:
        """Back with a code: the provider is asked who that is. Signature, audience, nonce and time are checked."""
        config = self._config()
        client = self._client(config)
        try:
            answer: Mapping[str, Any] = await client.authorize_access_token(request)
        except _trouble() as wrong:  # a bent or repeated answer ends here too
            raise _no_answer(wrong) from wrong
        vouched: Mapping[str, Any] = answer.get("userinfo") or {}
        email = str(vouched.get("email", "")).casefold()
        person = next((each for each in config.people if each.email.casefold() == email), None)
        if person is None or vouched.get("email_verified") is not True:
            self.visits.note("", "refused", request)
            raise Refused(403, KEPT_AWAY)
        onward = local(str(request.session.pop(ONWARD, "/")))
        self.visits.note(person.name, "signed in", request)
        return self.visits.let_in(person, onward)

    def _config(self) -> Config:
        config = self.visits.visitors.current()
        if config.dashboard.sign_in != "oidc":
            raise Refused(404, "Here you sign in with a password.")
        return config

    def _client(self, config: Config) -> Any:
        try:
            from authlib.integrations.starlette_client import OAuth
        except ImportError as missing:
            raise Refused(500, "Signing in this way needs: uv sync --extra oidc") from missing
        oidc = config.dashboard.oidc
        secret = config.secret(oidc.client_secret_env, self.env) if oidc else None
        if oidc is None or secret is None:
            name = oidc.client_secret_env if oidc else "The client secret"
            raise Refused(500, f"{name} is not set; put it into the environment or into .env.")
        oauth = OAuth()
        oauth.register(
            "earlyword",
            client_id=oidc.client_id,
            client_secret=secret.reveal(),
            server_metadata_url=oidc.issuer.rstrip("/") + "/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": 10},
        )
        return oauth.create_client("earlyword")


def _trouble() -> tuple[type[Exception], ...]:
    """What signing in elsewhere may raise: the library and its tokens, the way there, and answers of another shape."""
    from authlib.common.errors import AuthlibBaseError
    from httpx import HTTPError, InvalidURL  # the library's own client
    from joserfc.errors import JoseError

    shape = (ValueError, LookupError, TypeError, AttributeError, RuntimeError)
    return (AuthlibBaseError, JoseError, HTTPError, InvalidURL, *shape)


def _no_answer(wrong: Exception) -> Refused:
    LOG.warning("sign-in elsewhere failed: %s", type(wrong).__name__)  # no more: what it says may hold a token
    return Refused(502, NO_ANSWER)
