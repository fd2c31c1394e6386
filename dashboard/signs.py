"""Signs that say without colour what something is; the words beside them are in the file of words.

Only signs that every font for Latin text has, or those that come with each system: no emoji, which are boxes elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping

ALERTS: Mapping[str, str] = {
    "spike": "▲",
    "story": "↻",
    "mention": "!",
    "calm": "·",
    "second_complaint": "②",
    "source": "⚠",
}
STATES: Mapping[str, str] = {"ok": "✓", "nothing_new": "✓", "blocked": "‖", "broken": "✕", "waiting": "…"}
