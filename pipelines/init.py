"""`earlyword init`: a few questions, a config.yaml with comments, and one try of every source."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import TypeAdapter, ValidationError

from pipelines import config as configuration
from pipelines import config_words, suggest
from pipelines.config import FILE, Config
from pipelines.config_edit import NotWritten
from pipelines.config_model import Business, Hours
from pipelines.config_types import Email, Name
from pipelines.terminal import Complaint, Terminal
from pipelines.yaml_lines import Document, parse


@dataclass(frozen=True, slots=True)
class Answers:
    """What the owner said; None is not said yet, "" is left open on purpose."""

    name: str | None = None
    town: str | None = None
    website: str | None = None
    trade: str | None = None
    languages: str | None = None  # "en, de"
    timezone: str | None = None
    hours: str | None = None  # "mon-fri 09:00-13:00, 14:00-18:00; sat 10:00-16:00"
    person: str | None = None
    email: str | None = None
    subreddits: str | None = None  # "london, pizza"; None takes the town's


@dataclass(frozen=True, slots=True)
class Question:
    field: str
    words: str
    default: Callable[[Answers, Mapping[str, str]], str]  # from earlier answers and the environment
    check: Callable[[str], object]  # raises ValueError for an answer that cannot be right
    tidy: Callable[[str], str] = str.strip


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def gather(answers: Answers, terminal: Terminal, *, ask: bool) -> Answers:
    """Every question answered: by what was given, by asking when somebody is there (`ask`), else by its default.

    Raises `Complaint` for a given answer that cannot be right, and when nobody is there to say the name.
    """
    for question in QUESTIONS:
        given = getattr(answers, question.field)
        if given is None and ask:
            given = _asked(question, question.default(answers, terminal.env), terminal)
        elif given is None:
            given = question.default(answers, terminal.env)
        if wrong := _complaint(question, question.tidy(given)):
            raise Complaint(f"--{question.field.replace('_', '-')} {wrong}.")
        answers = replace(answers, **{question.field: question.tidy(given.strip())})
    return answers


def render(answers: Answers) -> str:
    """The text of config.yaml; without a name, the one that ships, with nothing configured."""
    from analysis.topics import TRADES  # only here are the trades' names needed

    name, languages = answers.name or "", _languages(answers.languages or "en")
    values: dict[str, Any] = {
        "name": name,
        "town": answers.town or "",
        "website": answers.website or "",
        "trade": answers.trade or "",
        "trades": sorted(TRADES),
        "languages": languages,
        "timezone": answers.timezone or "UTC",
        "hours": parse_hours(answers.hours or ""),
        "person": answers.person or "Owner",
        "email": answers.email or "",
        "near": [answers.town] if answers.town and len(name.split()) == 1 else [],
        "sources": _suggested(answers, languages[0]) if name else [],
    }
    forms = Environment(
        loader=PackageLoader("pipelines", "forms"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    forms.filters["quoted"] = quoted
    return forms.get_template("config.yaml.jinja").render(values) + "\n"


def write(text: str, path: Path) -> Path | None:
    """Put the text at `path`, whole or not at all; returns where an earlier file was kept, None when there was none.

    Raises `Complaint` when the disk refuses, and `ConfigError` when `earlyword` itself would refuse the text.
    """
    kept = path.with_name(path.name + ".before") if path.exists() else None
    fresh = path.with_name(path.name + ".writing")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, encoding="utf-8")
        configuration.load(fresh, {})
        if kept is not None:
            kept.write_bytes(path.read_bytes())
        os.replace(fresh, path)
    except OSError as wrong:
        raise Complaint(f"{path} cannot be written: {wrong.strerror}.") from wrong
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def begin(answers: Answers, path: Path) -> None:
    """The same from the page: answers checked, config.yaml written. Raises `NotWritten`, `ConfigError`."""
    if path.exists() and _configured(path):
        raise NotWritten(f"{path.name} already names a business; change it under Settings.")
    for question in QUESTIONS:
        given = question.tidy((getattr(answers, question.field) or "").strip())
        if wrong := _complaint(question, given):
            raise NotWritten(f"{question.words}: {wrong}.")
        answers = replace(answers, **{question.field: given})
    try:
        write(render(answers), path)
    except Complaint as wrong:
        raise NotWritten(str(wrong)) from wrong


def run(answers: Answers, path: Path | None, terminal: Terminal, *, force: bool = False) -> Config:
    """Ask, write and load. Trying the sources is `check.run` on what is returned."""
    target = path or Path(FILE)
    if not force and target.exists() and _configured(target):
        raise Complaint(f"{target} already names a business; change it there, or replace it with --force.")
    complete = gather(answers, terminal, ask=terminal.stdin.isatty())
    kept = write(render(complete), target)
    terminal.say(f"Wrote {target}." + (f" What stood there before is in {kept}." if kept else ""))
    return configuration.load(target, terminal.env)


def parse_hours(text: str) -> Mapping[str, str]:
    """ "mon-fri 09:00-13:00, 14:00-18:00; sat 10:00-16:00" -> shifts of each day. Raises ValueError with a sentence."""
    hours: dict[str, str] = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        days, _, span = part.partition(" ")
        first, _, last = days.lower().partition("-")
        if first[:3] not in DAYS or (last and last[:3] not in DAYS) or not span.strip():
            raise ValueError('should look like "mon-fri 09:00-13:00, 14:00-18:00; sat 10:00-16:00"')
        start, end = DAYS.index(first[:3]), DAYS.index((last or first)[:3])
        for day in DAYS[start : end + 1] if end >= start else (*DAYS[start:], *DAYS[: end + 1]):
            hours[day] = span.strip()
    Hours.model_validate(hours)
    return {day: hours[day] for day in DAYS if day in hours}


def local_zone(env: Mapping[str, str], localtime: Path = Path("/etc/localtime")) -> str:
    """This computer's time zone as far as it says so, else UTC."""
    linked = str(localtime.resolve()).partition("zoneinfo/")[2] if localtime.is_symlink() else ""
    for zone in (env.get("TZ", "").removeprefix(":"), linked):
        if zone and not _complaint(Question("timezone", "", lambda *_: "", _field("timezone")), zone):
            return zone
    return "UTC"


def web_address(said: str) -> str:
    """What people call their website, as an address: "mossop.example" -> "https://mossop.example"."""
    said = said.strip()
    return f"https://{said}" if "." in said and "://" not in said else said


def quoted(value: str) -> str:
    """A value as a double-quoted YAML string, whatever it holds."""
    return json.dumps(value, ensure_ascii=False)


def _asked(question: Question, default: str, terminal: Terminal) -> str:
    while True:
        shown = f" [{default}]" if default else ""
        terminal.err.print(f"{question.words}{shown}: ", end="", markup=False, highlight=False)
        said = terminal.stdin.readline()
        if not said:
            raise Complaint("The questions were not all answered; nothing was written.")
        answer = question.tidy(said.strip() or default)
        answer = "" if answer == "-" else answer
        if not (wrong := _complaint(question, answer)):
            return answer
        terminal.note(f"That {wrong}.")


def _complaint(question: Question, answer: str) -> str:
    """What is wrong with an answer, as the end of a sentence; "" when nothing is."""
    try:
        question.check(answer)
    except ValidationError as wrong:
        return next(iter(config_words.problems(wrong, Document({}, {}, ())))).message
    except ValueError as wrong:
        return str(wrong)
    return ""


def _configured(path: Path) -> bool:
    """Does this file already say whom to watch? One that cannot be read is somebody's work as well."""
    try:
        business = parse(path.read_bytes()).value.get("business")
    except (OSError, ValueError):
        return True
    return bool(isinstance(business, dict) and business.get("name"))


def _suggested(answers: Answers, language: str) -> list[suggest.Suggestion]:
    said = answers.subreddits
    return suggest.sources(
        answers.name or "",
        answers.town or "",
        language,
        answers.timezone or "UTC",
        answers.trade or "",
        None if said is None else [each.strip() for each in said.split(",") if each.strip()],
    )


def _languages(text: str) -> list[str]:
    return [each.strip().lower() for each in text.replace(";", ",").split(",") if each.strip()] or ["en"]


def _field(name: str) -> Callable[[str], object]:
    return lambda value: Business.model_validate({name: value})


_NAME: TypeAdapter[str] = TypeAdapter(Name)
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)

QUESTIONS = (
    Question("name", "The name of the business, as on the sign", lambda *_: "", _NAME.validate_python),
    Question("town", "The town it is in", lambda *_: "", _field("town")),
    Question("website", "Its website, - for none", lambda *_: "", _field("website"), lambda said: web_address(said)),
    Question("trade", "Its trade (restaurant, shop, software ...)", lambda *_: "", _field("trade")),
    Question(
        "languages",
        "Languages your customers write, the main one first",
        lambda *_: "en",
        lambda said: Business.model_validate({"languages": _languages(said)}),
    ),
    Question("timezone", "Time zone", lambda _, env: local_zone(env), _field("timezone")),
    Question("hours", "Opening hours (mon-fri 09:00-18:00; sat 10:00-16:00), - for none", lambda *_: "", parse_hours),
    Question("person", "Your name", lambda *_: "Owner", _NAME.validate_python),
    Question(
        "email",
        "The e-mail address letters go to, - for none yet",
        lambda *_: "",
        lambda said: said and _EMAIL.validate_python(said),
    ),
    Question(
        "subreddits",
        "Subreddits where your town or trade talks, - for none",
        lambda answers, _: suggest.plain_tag(answers.town or ""),
        lambda _: None,
    ),
)
