"""Secrets from the system's keyring: `keyring:NAME` in config.yaml where else a variable's name stands.

Needs the extra `earlyword[keyring]`. They are kept there with `keyring set earlyword NAME`.
"""

from __future__ import annotations

from collectors.source import Secret

PREFIX = "keyring:"
SERVICE = "earlyword"


def is_kept_there(variable: str) -> bool:
    return variable.startswith(PREFIX)


def read(variable: str) -> Secret | None:
    """The secret under this name; None when there is none, no keyring, or it is locked."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ModuleNotFoundError:
        return None
    try:
        value = keyring.get_password(SERVICE, variable.removeprefix(PREFIX))
    except KeyringError:
        return None
    return Secret(value) if value else None


def advice(variable: str) -> str:
    """What to do when it is missing."""
    name = variable.removeprefix(PREFIX)
    return f"Keep it there: keyring set {SERVICE} {name} (with the extra earlyword[keyring] installed)."
