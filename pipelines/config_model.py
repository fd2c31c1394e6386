"""The sections of config.yaml as frozen values. A key that is not here is refused; every default is stated here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from analysis import query
from pipelines.config_types import (
    Clock,
    Day,
    Email,
    Ip,
    Keep,
    Language,
    Line,
    Name,
    NameOrNone,
    Page,
    Period,
    Port,
    QuietHours,
    Section,
    Variable,
    WebAddress,
    Words,
    Zone,
    about_us_by_kind,
    is_loopback,
)
from pipelines.hours import Span


def _words_to_look_for(value: str) -> str:
    query.terms(value)  # raises ValueError with a sentence
    return value


class Hours(Section):
    """Opening hours in local time; a day that is not named is closed."""

    mon: Day = ()
    tue: Day = ()
    wed: Day = ()
    thu: Day = ()
    fri: Day = ()
    sat: Day = ()
    sun: Day = ()

    def week(self) -> Mapping[str, tuple[Span, ...]]:
        return {"mon": self.mon, "tue": self.tue, "wed": self.wed, "thu": self.thu, "fri": self.fri} | {
            "sat": self.sat,
            "sun": self.sun,
        }


class Business(Section):
    name: NameOrNone = ""  # "" = nothing configured yet: the sample business is watched
    town: Line = ""
    website: WebAddress = ""
    trade: Line = ""  # a trade we know brings its table of topics; any other word is fine too
    languages: tuple[Language, ...] = ("en",)
    timezone: Zone = "UTC"
    hours: Hours = Hours()
    holidays: tuple[date, ...] = ()
    sample: bool = False


class BrandSettings(Section):
    """One name to watch, in every spelling; `not_us` phrases are others, `near` words tell a common name apart."""

    name: Name
    aliases: Words = ()
    not_us: Words = ()
    near: Words = ()
    locations: Words = ()
    competitor: bool = False  # heard for the share of voice only: nothing said of it alarms or becomes a case

    def entities(self) -> tuple[str, ...]:
        """What a mention can be about: the brand, or "brand / location" for each location."""
        return (self.name, *(f"{self.name} / {location}" for location in self.locations))


class Person(Section):
    name: Name
    email: Email
    role: Literal["owner", "manager", "staff", "viewer"] = "owner"  # a viewer reads and changes nothing
    hours: Hours | None = None  # their own shifts; default: whenever the shop is open
    notify_env: tuple[Variable, ...] = ()  # environment variables that hold addresses of other channels


class SourceSettings(Section):
    """One place to look, without its secrets. `options` is the kind's own frozen `Options`."""

    name: Name
    kind: Name
    brand: Name | None = None  # default: the first brand
    location: Name | None = None
    about_us: bool = False  # default: true for the kinds of `collectors.OURS`, whose reviews seldom name the business
    every: Period | None = None  # default: the kind's own period
    keep: Keep = None  # words older than that go, numbers stay; None: forever
    store_text: bool = True  # false: judged, and then the words are not kept
    follow_deletions: bool | None = None  # deleted there, its words go here; default: as the kind's terms ask
    options: Any = None

    _ours = model_validator(mode="before")(about_us_by_kind)


class Warn(Section):
    """When to interrupt: false alarms per week we accept, interruptions per week at most, and what reach is great."""

    false_alarms_per_week: Annotated[float, Field(gt=0, le=50, allow_inf_nan=False)] = 0.25
    interruptions_per_week: Annotated[int, Field(ge=0, le=1000)] = 3
    great_reach: Annotated[int, Field(ge=1, le=1_000_000_000)] = 10_000


class RuleSettings(Section):
    """A search that was kept: what fits it rings. What is left out may be anything; words only, no patterns."""

    name: Annotated[Name, StringConstraints(pattern=r"^[^:]+$")]
    words: Annotated[Line, AfterValidator(_words_to_look_for)] = ""  # as in the search box
    topic: Name | None = None
    source: Name | None = None
    about: Name | None = None  # brand, or "brand / location"
    label: Literal["negative", "neutral", "positive", "unscored"] | None = None
    stars: Annotated[int, Field(ge=1, le=5)] | None = None  # at most
    ring: Literal["now", "digest"] = "now"
    to: tuple[Name, ...] = ()  # people who are told; default: owners and managers

    @model_validator(mode="after")
    def _means_something(self) -> RuleSettings:
        if not (query.terms(self.words) or self.topic or self.source or self.about or self.label or self.stars):
            raise ValueError("words is missing; a rule without any condition would ring for everything")
        return self


class Absence(Section):
    """A person is away from the first to the last day, both included."""

    person: Name
    from_: date = Field(alias="from")
    to: date

    @model_validator(mode="after")
    def _forwards(self) -> Absence:
        if self.to < self.from_:
            raise ValueError("ends before it begins; swap from and to")
        return self


class Route(Section):
    """Cases with this topic, from this source, about this location go to `person`; what is left out may be any."""

    topic: Name | None = None
    source: Name | None = None
    location: Name | None = None
    person: Name


Money = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class SmallThings(Section):
    """What a role may spend on one case without asking, in the shop's own currency. The owner has no limit."""

    staff: Money = 20.0
    manager: Money = 100.0


class Team(Section):
    """How the team works: what we promise ourselves, who gets what, who stands in."""

    answer_within: Period = timedelta(hours=4)  # of opening time, from when we could have known
    promise_reminder: Period = timedelta(days=1)  # before a promise falls due
    check_in_after: Period = timedelta(days=3)  # after a case was resolved
    small_things: SmallThings = SmallThings()
    routes: tuple[Route, ...] = ()
    absences: tuple[Absence, ...] = ()
    deputy: Name | None = None  # for the owner, while away


class Smtp(Section):
    host: Annotated[Name, StringConstraints(pattern=r"^[A-Za-z0-9._:-]+$")]
    port: Port = 587
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: Line = ""
    password_env: Variable = ""

    @model_validator(mode="after")
    def _sign_in(self) -> Smtp:
        if bool(self.user) != bool(self.password_env):
            raise ValueError("user and password_env belong together; set both, or neither for a server without sign-in")
        if self.user and self.security == "none" and not is_loopback(self.host):
            raise ValueError("the password would travel readable; set security to tls or starttls")
        return self


class Mail(Section):
    from_: Email | None = Field(default=None, alias="from")
    smtp: Smtp | None = None  # None: letters are written into `outbox` as .eml files
    outbox: Line = "data/outbox"

    @model_validator(mode="after")
    def _sender(self) -> Mail:
        if self.smtp is not None and self.from_ is None:
            raise ValueError("from is missing; a mail server wants to know the sender's address")
        return self


class Digest(Section):
    """The letter of the morning, in the business's own time; `weekly`: the day of the report."""

    at: Clock = time(7, 30)
    weekly: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "never"] = "mon"
    quiet: QuietHours = None  # no letters then; what cannot wait comes through


class Heartbeat(Section):
    """Signs of life: a file in the data folder, and an address that is asked after every round."""

    url_env: Variable = ""  # holds an address such as https://hc-ping.com/...: who knows it can fake our pulse
    every: Period = timedelta(minutes=30)  # with no round in twice this time the people are told


class StorageSettings(Section):
    data: Annotated[Line, StringConstraints(min_length=1)] = "data"  # folder, relative to config.yaml


class Oidc(Section):
    """The service people have an account with already; what it vouches for is their e-mail address."""

    issuer: WebAddress  # https://accounts.google.com; its description is found from there
    client_id: Annotated[Line, StringConstraints(min_length=1)]
    client_secret_env: Annotated[Variable, StringConstraints(min_length=1)]


class Dashboard(Section):
    """Where the page is served, and who is let in. Without a sign-in it never leaves this machine."""

    address: Line = "127.0.0.1"
    port: Port = 8501
    url: WebAddress = ""  # how others reach it, and where letters link to
    sign_in: Literal["none", "password", "oidc"] = "none"
    oidc: Oidc | None = None
    signed_out_after: Period = timedelta(hours=12)  # without doing anything
    trusted_proxies: tuple[Ip, ...] = ()  # whose X-Forwarded-For we believe

    @model_validator(mode="after")
    def _stays_home(self) -> Dashboard:
        alone = is_loopback(self.address)
        if not alone and self.sign_in == "none":
            raise ValueError(
                "address should be 127.0.0.1: without sign_in everybody on the network could read the page; "
                "set sign_in to password or oidc first (docs/security.md)"
            )
        if not alone and not self.url:
            raise ValueError("url is missing; say how the page is reached from elsewhere: https://...")
        if self.sign_in == "oidc" and (self.oidc is None or not self.url):
            raise ValueError("sign_in: oidc needs url (how the page is reached) and oidc: issuer, client_id ...")
        if self.oidc is not None and not _private(self.oidc.issuer):
            raise ValueError("oidc.issuer should start with https://, or anybody on the way could vouch for anybody")
        return self


def _private(url: str) -> bool:
    """Can nobody on the way read or change what is said at this address?"""
    return url.startswith("https://") or is_loopback(urlsplit(url).hostname or "")


class WebSettings(Section):
    allow_loopback: bool = False  # for tests and local feeds: sources may then live on this machine
    contact: Line = ""  # address or page in our User-Agent, so that a site can reach us


class Settings(Section):
    """The whole file, section by section."""

    business: Business = Business()
    brands: tuple[BrandSettings, ...] = ()
    people: tuple[Person, ...] = ()
    sources: tuple[SourceSettings, ...] = ()
    topics: Mapping[Name, Words] = {}
    warn: Warn = Warn()
    ring_rules: Annotated[tuple[RuleSettings, ...], Field(max_length=50)] = Field((), alias="rules")  # searches kept
    team: Team = Team()
    playbooks: Mapping[Name, Page] = {}  # topic -> how an answer begins
    mail: Mail = Mail()
    digest: Digest = Digest()
    heartbeat: Heartbeat = Heartbeat()
    storage: StorageSettings = StorageSettings()
    dashboard: Dashboard = Dashboard()
    web: WebSettings = WebSettings()
