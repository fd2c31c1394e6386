from __future__ import annotations

import pytest
from pydantic import ValidationError

from pipelines.config_model import Dashboard, Person
from pipelines.config_types import is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_alone(host: str) -> None:
    assert is_loopback(host)
    assert Dashboard(address=host).address == host


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.com", "", "127.0.0.1.example.com"])
def test_more_than_this_machine(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "email", ["a@b.org", "first.last+tag@sub.example.com", "o'neill@example.com", "root@localhost"]
)
def test_addresses(email: str) -> None:
    assert Person(name="A", email=email).email == email


@pytest.mark.parametrize(
    "email",
    [
        *("", "a", "a@", "@b.org", "a b@c.org", "a@b", "a@b.org, c@d.org", "A <a@b.org>", "a@b.org\n", "ä@b.org"),
        *('"a b"@c.org', "a" * 260 + "@b.org", "a@b.org;c@d.org", "a@b.org\r\nBcc: x@y.org", "a@b@c.org"),
    ],
)
def test_what_is_no_single_address(email: str) -> None:
    with pytest.raises(ValidationError, match="one e-mail address"):
        Person(name="A", email=email)
