from __future__ import annotations

from pipelines.door import door
from tests.pipelines.conftest import NOW, SHOP, Configured


def test_the_door_has_an_honest_name_and_a_contact(configured: Configured) -> None:
    with door(configured(SHOP + "web: {contact: owner@example.com, allow_loopback: true}\n"), lambda: NOW) as web:
        assert web.user_agent.startswith("Earlyword/")
        assert "owner@example.com" in web.user_agent
        assert web.allow_loopback
    with door(configured(SHOP), lambda: NOW) as web:
        assert not web.allow_loopback
        assert "https://" in web.user_agent
