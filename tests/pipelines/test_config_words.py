from __future__ import annotations

from pipelines.config_model import Settings
from pipelines.config_words import known_keys, nearest, unknown


def test_the_keys_that_may_stand_somewhere_are_found_through_lists_and_choices() -> None:
    assert "great_reach" in known_keys(Settings, ("warn",))
    assert "not_us" in known_keys(Settings, ("brands", 3))
    assert "password_env" in known_keys(Settings, ("mail", "smtp"))
    assert "from" in known_keys(Settings, ("mail",))
    assert known_keys(Settings, ("nothing", "at", "all")) == ()


def test_a_near_miss_is_named_and_a_far_one_gets_the_list() -> None:
    assert nearest("evry", ["every", "name"]) == "every"
    assert unknown("evry", ["every", "name"]) == "unknown key; did you mean every?"
    assert unknown("zzz", ["every", "name"]) == "unknown key; there are: every, name"
    assert unknown("zzz", []) == "unknown key; there is none here"
