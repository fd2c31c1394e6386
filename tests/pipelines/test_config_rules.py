"""The `rules` of config.yaml: what is refused, and who is told."""

from __future__ import annotations

import pytest

from pipelines.alarm import hears, limits_of
from pipelines.config import ConfigError
from storage.model import Alert
from tests.pipelines.conftest import NOW, Configured

BASE = """business: {name: Shop}
people:
  - {name: Ines, email: ines@example.com, role: owner}
  - {name: Tom, email: tom@example.com, role: staff}
rules:
"""


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("{name: all}", "a rule without any condition would ring for everything"),
        ("{name: 'a:b', words: late}", "rules[0].name: holds characters that do not belong here"),
        ("{name: a, words: '%% .*'}", "a rule without any condition"),
        ("{name: a, words: 'a b c d e f g h i j k'}", "At most 10 words"),
        ("{name: a, source: nowhere}", "rules[0].source: is none of the sources"),
        ("{name: a, about: Else}", "rules[0].about: is none of: Shop"),
        ("{name: a, words: late, to: [Zoe]}", "rules[0].to: Zoe is none of the people"),
        ("{name: a, words: late, regex: x}", "unknown key"),
    ],
)
def test_a_rule_that_could_not_work_is_refused(configured: Configured, rule: str, complaint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        configured(f"{BASE}  - {rule}\n")
    assert complaint in str(caught.value)


def test_two_rules_have_two_names(configured: Configured) -> None:
    with pytest.raises(ConfigError, match=r"the same as rules\[0\]"):
        configured(f"{BASE}  - {{name: a, words: x}}\n  - {{name: a, words: y}}\n")


def test_those_whom_a_rule_names_are_told_and_nobody_else(configured: Configured) -> None:
    config = configured(f"{BASE}  - {{name: law, words: lawyer, to: [Tom]}}\n  - {{name: late, words: late}}\n")
    assert [rule.name for rule in limits_of(config).rules] == ["law", "late"]

    def told(key: str) -> list[str]:
        alert = Alert(key, "mention", "Shop", NOW, "", (), ())
        return [person.name for person in config.people if hears(config, person, alert)]

    assert told("rule:law:m1") == told("rule:law:m1:again2") == ["Tom"]
    assert told("rule:late:m1") == told("mention:m1") == ["Ines"]
