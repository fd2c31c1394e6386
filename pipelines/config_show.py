"""The configuration as it is understood, defaults included, with everything secret as stars."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from pipelines import config_sources
from pipelines.config import Config
from pipelines.durations import spell_duration
from pipelines.hours import DAYS, Span

STARS = "***"
_SECRET_NAME = re.compile(r"pass|secret|token|key|auth|signature|credential", re.IGNORECASE)
_PRIVATE_PATH = re.compile(r"/alerts/feeds/")  # Google Alerts: whoever knows the address reads the feed
_SHORTEST = 6  # characters; hiding a shorter value everywhere would star out ordinary words


def shown(config: Config, env: Mapping[str, str]) -> str:
    """YAML in the shape of config.yaml. No value of a secret variable is in it, wherever the owner wrote it."""
    hidden = sorted(secret_values(config, env), key=len, reverse=True)
    plain = _plain(config, "", hidden)
    for entry, source in zip(plain["sources"], config.sources, strict=True):
        options = entry.pop("options") or {}
        entry |= {name: value for name, value in options.items() if value not in ("", None, [], {})}
        entry["every"] = DoubleQuotedScalarString(spell_duration(config.every(source.name)))
    out = io.StringIO()
    writer = YAML()
    writer.width = 4096
    writer.dump(plain, out)
    return out.getvalue()


def secret_values(config: Config, env: Mapping[str, str]) -> set[str]:
    """The values of all variables the configuration names, long enough to be recognised."""
    variables = [config.mail.smtp.password_env] if config.mail.smtp else []
    variables += [config.heartbeat.url_env, *(each for person in config.people for each in person.notify_env)]
    variables += [config.dashboard.oidc.client_secret_env] if config.dashboard.oidc else []
    for source in config.sources:
        variables += config_sources.wanted(source.options).values()
    found = (config.secret(variable, env) for variable in variables if variable)
    return {secret.reveal() for secret in found if secret and len(secret.reveal()) >= _SHORTEST}


def masked_url(url: str) -> str:
    """An address without user, password, the values of parameters that sound secret, and private feed paths."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return STARS
    path = STARS if _PRIVATE_PATH.search(parts.path) else parts.path
    if any(_SECRET_NAME.search(name) for name, _ in query):
        query = [(name, STARS if _SECRET_NAME.search(name) else value) for name, value in query]
        return urlunsplit((parts.scheme, host, path, urlencode(query, safe="*"), ""))
    return urlunsplit((parts.scheme, host, path, parts.query, ""))


def _plain(value: Any, name: str, hidden: Sequence[str]) -> Any:
    """Values as YAML knows them. Every text is quoted, so that a topic word such as "no" stays a word."""
    match value:
        case BaseModel():
            fields = {field.alias or key: getattr(value, key) for key, field in type(value).model_fields.items()}
            return {key: _plain(inner, key, hidden) for key, inner in fields.items() if inner is not None}
        case Mapping():
            return {str(key): _plain(inner, str(key), hidden) for key, inner in value.items()}
        case tuple() if name in DAYS:
            return ", ".join(f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in value) or "closed"
        case Span():
            return DoubleQuotedScalarString(f"{value.opens:%H:%M}-{value.closes:%H:%M}")
        case time():
            return DoubleQuotedScalarString(f"{value:%H:%M}")
        case timedelta():
            return spell_duration(value)
        case date():
            return value.isoformat()
        case str():
            return DoubleQuotedScalarString(_plain_text(value, name, hidden))
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
            return {key: _plain(inner, key, hidden) for key, inner in fields.items()}
        case Iterable():
            return [_plain(inner, name, hidden) for inner in value]
    return value


def _plain_text(value: str, name: str, hidden: Sequence[str]) -> str:
    if value and _SECRET_NAME.search(name) and not name.endswith("_env"):
        return STARS
    for secret in hidden:
        value = value.replace(secret, STARS)
    return masked_url(value) if re.match(r"[a-z][a-z0-9+.-]*://", value, re.IGNORECASE) else value
