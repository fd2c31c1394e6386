"""One look at one source from the page, in a process of its own: a bad feed never slows or kills the page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines import roles
from pipelines.config import Config
from pipelines.config_edit import NotWritten

PATIENCE = 90.0  # seconds


@dataclass(frozen=True, slots=True)
class Tried:
    """What the source shows, the first few as parsed, or the sentence that says why it shows nothing."""

    mentions: tuple[dict[str, Any], ...]
    trouble: str = ""


def try_once(config: Config, name: str, who: str) -> Tried:
    """The same as `earlyword sources try NAME`. Keeps nothing. Raises NotAllowed, `NotWritten`."""
    roles.allow(config, who, "settings")
    if config.path is None:
        raise NotWritten("There is no config.yaml yet; make one first.")
    return _run(config.path, name)


def _run(path: Path, name: str) -> Tried:
    command = [sys.executable, "-P", "-m", "pipelines", "sources", "try", name, "--json", "--config", str(path)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired:
        return Tried((), f"{name} did not answer within {PATIENCE:.0f} seconds.")
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return Tried((), " ".join(each.strip() for each in said) or "It ended without a word.")
    return Tried(tuple(json.loads(line) for line in lines if line.startswith("{")))
