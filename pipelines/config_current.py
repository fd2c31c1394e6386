"""The configuration as it is now, for a service that runs for months while somebody edits the file."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from pipelines.config import Config, ConfigError, load


class Current:
    """Called, gives the newest configuration that is right. A file that is wrong leaves the last one in force."""

    def __init__(self, config: Config, env: Mapping[str, str]) -> None:
        self._config, self._env = config, env
        self._read = self._stamp()

    def __call__(self) -> Config:
        stamp = self._stamp()
        if stamp != self._read:
            self._read = stamp
            with suppress(ConfigError):  # the page and `earlyword check` say what is wrong with it
                self._config = load(self._config.path, self._env)
        return self._config

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self._config.path.stat() if self._config.path else None
        except OSError:
            return 0, 0
        return (found.st_mtime_ns, found.st_size) if found else (0, 0)
