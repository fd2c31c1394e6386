"""config.yaml into frozen values: what we watch, whom we tell, how the team works.

`load` either gives a whole, checked `Config` or raises `ConfigError` with every complaint at once, each with its line
and key. Secrets never stand in the file: options ending in `_env` name environment variables, whose values come from
the environment or from a `.env` file beside config.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pydantic import PrivateAttr, ValidationError

import collectors
from analysis import query
from analysis.brand import Brand
from collectors.source import Secret, Source
from pipelines import config_sources, config_words, dotenv, keyrings, sample
from pipelines.config_agreement import brands_of, contradictions, own_brand
from pipelines.config_model import Mail, Person, Settings, SourceSettings
from pipelines.yaml_lines import Document, Problem, Unreadable, parse

if TYPE_CHECKING:
    from analysis.assess import Rules
    from analysis.rules import Rule

FILE = "config.yaml"
SERVED = "EARLYWORD_SERVED"  # how a round learns where `earlyword up` serves the page just now, which --port decides
SAMPLE_SECTIONS = ("business", "brands", "people", "sources", "topics")


class ConfigError(Exception):
    """config.yaml cannot be used. `problems` holds every complaint; `str()` is one line for each."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        self.file = file
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(problem.sentence(file) for problem in self.problems))


class Config(Settings):
    """The whole configuration, checked. Paths are absolute; `sample` says that nothing was configured yet."""

    _path: Path | None = PrivateAttr(default=None)
    _folder: Path = PrivateAttr(default=Path())
    _dotenv: Mapping[str, Secret] = PrivateAttr(default_factory=dict)
    _served: str = PrivateAttr(default="")

    @property
    def page(self) -> str:
        """Where the page is reached from where letters are read, without a slash at the end."""
        dashboard = self.dashboard
        host = f"[{dashboard.address}]" if ":" in dashboard.address else dashboard.address
        return dashboard.url.rstrip("/") or self._served or f"http://{host}:{dashboard.port}"

    @property
    def path(self) -> Path | None:
        """The file it came from; None when there is no file and the defaults hold."""
        return self._path

    @property
    def folder(self) -> Path:
        """The folder that relative paths start from: the one config.yaml lies in."""
        return self._folder

    @property
    def sample(self) -> bool:
        """Is this the sample business?"""
        return self.business.sample

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.business.timezone)

    @property
    def data(self) -> Path:
        """The folder of the record. The sample has one of its own, so that its mentions never mix with real ones."""
        return _data(self._folder, self.storage.data, self.sample)

    @property
    def outbox(self) -> Path:
        """Where letters are written as .eml files until a mail server is set."""
        return self._folder / self.mail.outbox

    def entities(self) -> tuple[str, ...]:
        """Everything of ours that a mention can be about, the first brand first."""
        return tuple(entity for brand in self.brands if not brand.competitor for entity in brand.entities())

    def rivals(self) -> tuple[str, ...]:
        """The competitors that are watched beside us."""
        return tuple(entity for brand in self.brands if brand.competitor for entity in brand.entities())

    def brand_of(self, entity: str) -> Brand:
        """The brand whose names stand for `entity`. Raises KeyError for an entity that is not configured."""
        for brand in self.brands:
            if entity in brand.entities():
                return Brand(name=brand.name, aliases=brand.aliases, not_us=brand.not_us, near=brand.near)
        raise KeyError(entity)

    @property
    def topics_table(self) -> Mapping[str, tuple[str, ...]]:
        """The topics of the trade, with the owner's words added."""
        from analysis.topics import TRADES  # not needed by those who only read paths and people

        table = dict(TRADES.get(self.business.trade.casefold(), {}))
        for topic, words in self.topics.items():
            table[topic] = tuple(dict.fromkeys((*table.get(topic, ()), *words)))
        return table

    def rules(self) -> Rules:
        """The judgement's view of this configuration."""
        from analysis.assess import Rules  # loads the weights: only when something is judged

        return Rules(
            brands={entity: self.brand_of(entity) for entity in (*self.entities(), *self.rivals())},
            rivals=frozenset(self.rivals()),
            topics=self.topics_table,
            languages=self.business.languages,
            great_reach=self.warn.great_reach,
        )

    def own_rules(self) -> tuple[Rule, ...]:
        """The owner's own rules, as the warning knows them."""
        from analysis.rules import Rule  # as above

        return tuple(
            Rule(each.name, query.terms(each.words), each.topic or "", each.source or "", each.about or "", each.label,
                 each.stars, each.ring)
            for each in self.ring_rules
        )  # fmt: skip

    def entity_of(self, source: SourceSettings) -> str:
        """What the mentions of a source are about."""
        brand = source.brand or own_brand(self)
        return f"{brand} / {source.location}" if source.location else brand

    def every(self, name: str) -> timedelta:
        """The period of a source: its own, else its kind's. Raises KeyError for an unknown source."""
        for source in self.sources:
            if source.name == name:
                return source.every or collectors.load(source.kind).EVERY
        raise KeyError(name)

    def source_objects(self, env: Mapping[str, str]) -> list[Source[Any]]:
        """Every source with the secrets that are set. `config_sources.ready` tells which still miss one."""
        return [
            Source(
                name=source.name,
                kind=source.kind,
                entity=self.entity_of(source),
                options=config_sources.at_home(source.kind, source.options, self._folder),
                about_us=source.about_us,
                secrets=config_sources.secrets(source.options, lambda name: self.secret(name, env)),
            )
            for source in self.sources
        ]

    def secret(self, variable: str, env: Mapping[str, str]) -> Secret | None:
        """The value of one variable from the environment or `.env`, or of `keyring:NAME`; None when it is not set."""
        if keyrings.is_kept_there(variable):
            return keyrings.read(variable)
        if env.get(variable):
            return Secret(env[variable])
        return self._dotenv.get(variable) or None

    def owner(self) -> Person | None:
        """Who answers for the business: the first owner, else the first person."""
        return next((person for person in self.people if person.role == "owner"), next(iter(self.people), None))


def load(path: Path | None, env: Mapping[str, str]) -> Config:
    """Read and check a configuration; without `path`, ./config.yaml if there is one, else the defaults.

    Raises `ConfigError`. `env` only says where the page is served (`SERVED`): secrets are looked up when they are used.
    """
    chosen = path if path is not None else Path(FILE) if Path(FILE).is_file() else None
    try:
        data = chosen.read_bytes() if chosen else b""
    except OSError as wrong:
        reason = f"cannot be read ({wrong.strerror}); check the path, or write one with: earlyword init"
        raise ConfigError(str(chosen), (Problem(0, (), reason),)) from wrong
    config = understood(data, chosen)
    config._served = env.get(SERVED, "")
    return config


def understood(data: bytes, path: Path | None) -> Config:
    """The configuration that these bytes are, were they the file at `path`. Raises `ConfigError`."""
    file = path.name if path else FILE
    try:
        document = parse(data) if data else Document({}, {}, ())
    except Unreadable as wrong:
        raise ConfigError(file, (wrong.problem,)) from wrong
    folder = (path.parent if path else Path()).resolve()
    config = _checked(document, folder, file)
    config._path = path.resolve() if path else None
    config._folder = folder
    config._dotenv = dotenv.read(folder)
    return config


def _checked(document: Document, folder: Path, file: str) -> Config:
    raw, problems = _with_options(document)
    try:
        config = Config.model_validate(raw)
    except ValidationError as wrong:
        problems += config_words.problems(wrong, document)
        raise ConfigError(file, _once(document.problems, problems)) from wrong
    problems += [Problem(document.line(key), key, message) for key, message in contradictions(config)]
    if problems or document.problems:
        raise ConfigError(file, _once(document.problems, problems))
    if not config.business.name:
        return _sample(config, _data(folder, config.storage.data, True))
    return config.model_copy(update={"brands": brands_of(config)})


def _once(first: tuple[Problem, ...], second: list[Problem]) -> tuple[Problem, ...]:
    """A key that could not even be read is not complained about a second time."""
    unread = {problem.key for problem in first}
    return (*first, *(problem for problem in second if problem.key not in unread))


def _with_options(document: Document) -> tuple[dict[str, Any], list[Problem]]:
    """The file with each source's own keys moved into checked `options`."""
    raw, problems = dict(document.value), list[Problem]()
    if isinstance(raw.get("sources"), list):
        entries = []
        for index, source in enumerate(raw["sources"]):
            entry = source
            if isinstance(source, dict):
                entry, found = config_sources.split(source, ("sources", index), document)
                problems += found
            entries.append(entry)
        raw["sources"] = entries
    return raw, problems


def _sample(config: Config, folder: Path) -> Config:
    """The sample business in place of a real one. Its letters stay on this machine whatever mail server is set."""
    stand_in = Settings.model_validate(_with_options(Document(dict(sample.business(folder)), {}, ()))[0])
    update = {section: getattr(stand_in, section) for section in SAMPLE_SECTIONS}
    return config.model_copy(update={**update, "mail": Mail(outbox=config.mail.outbox)})


def _data(folder: Path, data: str, is_sample: bool) -> Path:
    return folder / data / "sample" if is_sample else folder / data
