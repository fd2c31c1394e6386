"""The kinds of values config.yaml is made of, each checked with a sentence that says what should stand there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time, timedelta
from email.errors import HeaderParseError
from email.headerregistry import Address
from ipaddress import ip_address
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from collectors import OURS
from pipelines.durations import parse_duration, parse_keep
from pipelines.hours import Span, parse_clock, parse_day, parse_span

SHORTEST_PERIOD = timedelta(minutes=1)
_VARIABLE = re.compile(r"(?:keyring:)?[A-Za-z_][A-Za-z0-9_]{0,99}")


def is_loopback(host: str) -> bool:
    """Does this name or address mean this machine alone?"""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(value: str) -> str:
    advice = "should be one e-mail address such as owner@example.com"
    try:
        parsed = Address(addr_spec=value)
    except (HeaderParseError, ValueError, IndexError) as wrong:
        raise ValueError(advice) from wrong
    plain = value.isascii() and value.isprintable() and len(value) <= 254 and not set(value) & set(' ,;:<>"()[]\\')
    if not plain or not parsed.username or "." not in parsed.domain.replace("localhost", "."):
        raise ValueError(advice)
    return value


def _variable(value: str) -> str:
    if value and not _VARIABLE.fullmatch(value):
        raise ValueError("should be the name of an environment variable, never the secret itself")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise ValueError("is no time zone; write one such as Europe/London or America/New_York") from wrong
    return value


def _period(value: timedelta) -> timedelta:
    if value < SHORTEST_PERIOD:
        raise ValueError("should be at least 1 minute, out of politeness to the other side")
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2}", value.lower()):
        raise ValueError("should be a two-letter language code such as en, de or fr")
    return value.lower()


def _ip(value: str) -> str:
    try:
        return str(ip_address(value))
    except ValueError as wrong:
        raise ValueError("should be an IP address such as 127.0.0.1") from wrong


def _plain_line(value: str) -> str:
    if not value.isprintable():
        raise ValueError("should be one line of printable characters")
    return value


def _web_address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError("should start with https:// or http://")
    return value


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_plain_line)]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_plain_line)
]
NameOrNone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80), AfterValidator(_plain_line)]
Email = Annotated[str, AfterValidator(_address)]
Ip = Annotated[str, AfterValidator(_ip)]
Variable = Annotated[str, AfterValidator(_variable)]
Period = Annotated[timedelta, BeforeValidator(parse_duration), AfterValidator(_period)]
Keep = Annotated[timedelta | None, BeforeValidator(parse_keep)]
Day = Annotated[tuple[Span, ...], BeforeValidator(parse_day)]
Words = Annotated[tuple[Name, ...], Field(max_length=1000)]
Port = Annotated[int, Field(ge=1, le=65535)]
Clock = Annotated[time, BeforeValidator(parse_clock)]
QuietHours = Annotated[Span | None, BeforeValidator(parse_span)]
Page = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000)]
Zone = Annotated[str, AfterValidator(_zone)]
Language = Annotated[str, AfterValidator(_language)]
WebAddress = Annotated[Line, AfterValidator(_web_address)]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @model_validator(mode="before")
    @classmethod
    def _blank_means_default(cls, values: Any) -> Any:
        """`town:` with nothing behind it is a key left blank, not a value."""
        if not isinstance(values, dict):
            return values
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: value for key, value in values.items() if value is not None or key not in known}


def about_us_by_kind(given: Any) -> Any:
    """A source as given, with `about_us` where its kind brings nothing else and nobody says otherwise."""
    known = isinstance(given, Mapping) and "about_us" not in given and given.get("kind") in OURS
    return {**given, "about_us": True} if known else given
