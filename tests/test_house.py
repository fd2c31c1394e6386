"""Holds the architecture against the code: who may import whom, who owns which library, where the clock is read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("collectors", "analysis", "storage", "pipelines", "dashboard")

MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "collectors": ("collectors", "storage.model"),
    "analysis": ("analysis", "storage.model"),
    "storage": ("storage",),
    "pipelines": ("pipelines", "collectors", "analysis", "storage"),
    # the dashboard writes through the flows' verbs alone: cases (recover), corrections (correct, verdicts names their
    # words), alerts (worth, mute); who is at it and what they may do it asks (access, roles) and never decides
    "dashboard": (
        "dashboard",
        "pipelines.recover",
        # cases as people read them: the list, one case with its person, the coach, the books, the calendar
        "pipelines.casebook",
        "pipelines.casefile",
        "pipelines.caselist",
        "pipelines.coach",
        "pipelines.teamwork",
        "pipelines.calendar_feed",
        "pipelines.correct",
        "pipelines.verdicts",
        "pipelines.worth",
        "pipelines.mute",
        "pipelines.story_watch",  # how far a story has got, as the warning sees it
        "pipelines.export",  # tables to take away
        "pipelines.report",  # the month on paper
        "pipelines.config",
        "pipelines.config_edit",
        "pipelines.source_kinds",
        "pipelines.source_try",
        "pipelines.look_now",  # a source that cannot wait until it is due
        "pipelines.init",
        "pipelines.budget",
        "pipelines.access.visitors",
        "pipelines.access.ways",  # who could come in by which way
        "pipelines.trial_letter",
        "pipelines.retention",  # are deletions at a source followed?
        "pipelines.roles",
        "pipelines.spreadsheet",
        "analysis",
        "storage",
    ),
}

OWNERS: dict[str, tuple[str, ...]] = {
    "duckdb": ("storage",),
    "pyarrow": ("storage",),
    "filelock": ("storage",),
    "httpx": ("collectors", "pipelines/access/oidc.py"),  # there: the errors of the sign-in library's client
    "httpcore": ("collectors",),
    "feedparser": ("collectors",),
    "praw": ("collectors",),
    "prawcore": ("collectors",),
    "selectolax": ("collectors",),
    "imap_tools": ("collectors",),
    "openpyxl": ("collectors", "pipelines"),
    "dateutil": ("collectors",),
    "dateparser": ("collectors",),
    "defusedxml": ("collectors",),
    "google": ("collectors", "pipelines/access/stream.py"),  # there: protobuf, the language of the page's websocket
    "google_play_scraper": ("collectors",),
    "jmespath": ("collectors",),
    "vaderSentiment": ("analysis",),
    "numpy": ("analysis",),
    "scipy": ("analysis",),
    "lingua": ("analysis",),
    "pydantic": ("pipelines",),
    "ruamel": ("pipelines",),
    "typer": ("pipelines",),
    "click": ("pipelines",),
    "rich": ("pipelines",),
    "apscheduler": ("pipelines",),
    "uvicorn": ("pipelines",),
    "starlette": ("pipelines",),
    "jinja2": ("pipelines",),
    "apprise": ("pipelines",),
    "plutoprint": ("pipelines",),
    "icalendar": ("pipelines",),
    "argon2": ("pipelines/access",),
    "authlib": ("pipelines/access",),
    "joserfc": ("pipelines/access",),
    "packaging": ("pipelines",),
    "keyring": ("pipelines",),
    "humanize": ("pipelines", "dashboard"),
    "streamlit": ("dashboard", "pipelines/serve.py", "pipelines/access/stream.py"),
    "pandas": ("dashboard",),
}

# The clock is asked once at the edge and handed in. `time.monotonic` measures durations and is no clock in this sense.
EDGE = {"pipelines/__main__.py", "dashboard/app.py"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
NOT_IN_ANALYSIS = {"socket", "ssl", "http", "urllib", "sqlite3", "subprocess", "os", "shutil", "tempfile", "random"}


def sources() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every imported module, dotted; `from a import b` counts as a and as a.b."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def within(module: str, allowed: tuple[str, ...]) -> bool:
    return any(module == each or module.startswith(each + ".") for each in allowed)


@pytest.mark.parametrize("path", sources(), ids=name)
def test_a_folder_imports_only_what_the_house_allows(path: Path) -> None:
    folder = path.relative_to(ROOT).parts[0]
    wrong = [
        f"{name(path)}:{line} imports {module}"
        for line, module in imports(path)
        if module.split(".")[0] in FOLDERS and not within(module, MAY_IMPORT[folder])
    ]
    assert wrong == []


@pytest.mark.parametrize("path", sources(), ids=name)
def test_a_library_is_imported_only_where_it_lives(path: Path) -> None:
    here = name(path)
    wrong = [
        f"{here}:{line} imports {module}"
        for line, module in imports(path)
        if (owners := OWNERS.get(module.split(".")[0])) and not here.startswith(owners)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", sources(), ids=name)
def test_the_clock_is_read_only_at_the_edge(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    wrong = [
        f"{name(path)}:{call.lineno} reads the clock"
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name | ast.Attribute)
        and ((call.func.value.id if isinstance(call.func.value, ast.Name) else call.func.value.attr), call.func.attr)
        in CLOCKS
    ]
    assert name(path) in EDGE or wrong == []


def test_the_nouns_use_the_standard_library_alone() -> None:
    import sys

    wrong = [
        module
        for _, module in imports(ROOT / "storage" / "model.py")
        if module.split(".")[0] not in sys.stdlib_module_names
    ]
    assert wrong == []


@pytest.mark.parametrize("path", sorted((ROOT / "analysis").rglob("*.py")), ids=name)
def test_judgement_touches_neither_network_nor_disk_nor_chance(path: Path) -> None:
    wrong = [
        f"{name(path)}:{line} imports {module}"
        for line, module in imports(path)
        if module.split(".")[0] in NOT_IN_ANALYSIS
    ]
    assert wrong == []


def test_streamlit_finds_no_page_that_shadows_a_package() -> None:
    clash = [path for path in (ROOT / "dashboard").rglob("*.py") if path.stem in FOLDERS]
    assert clash == []


@pytest.mark.parametrize("path", sources(), ids=name)
def test_no_file_grows_into_a_program(path: Path) -> None:
    text = path.read_text("utf-8")
    long = [
        f"{node.name} {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= 50
    ]
    assert (text.count("\n") <= 300, long) == (True, [])


@pytest.mark.parametrize("path", sources(), ids=name)
def test_the_project_speaks_of_itself_alone(path: Path) -> None:
    text = path.read_text("utf-8").lower()
    # assembled, so that this file does not name them itself
    forbidden = ["house" + ".md", "sources" + ".md", "judgement" + ".md", "/" + "work/", "../" + "shared"]
    assert [word for word in forbidden if word in text] == []
