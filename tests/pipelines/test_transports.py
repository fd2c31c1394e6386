"""Letters handed over to real servers, polite and rude, and to the outbox folder."""

from __future__ import annotations

import email
import ssl
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pytest
import trustme

from pipelines.config import Config
from pipelines.mail import message
from pipelines.transports import Folder, MailServer, TransportError, transport
from storage.model import Notification
from tests.pipelines.conftest import NOW, SHOP, Configured
from tests.pipelines.mail_server import PASSWORD, USER, Post, post_office, rude_server

# the servers of these tests ask for a password on loopback, with TLS below or without it
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

LETTER = Notification(
    key="k1",
    recipient="owner@example.com",
    channel="email",
    kind="alert",
    subject="Two complaints about Test Shop in 1 hour",
    text="Wait was 55 minutes.\n.\nA line that is only a dot above.",
    html="<p>Wait was <b>55</b> minutes – “never again”</p>",
    created=NOW,
)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate for localhost, signed by an authority this process trusts."""
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


def smtp(configured: Configured, port: int, security: str, *, sign_in: bool = False, host: str = "localhost") -> Config:
    user = f", user: {USER}, password_env: MAIL_PASSWORD" if sign_in else ""
    return configured(
        f"{SHOP}mail: {{from: alerts@example.com, smtp: {{host: {host}, port: {port}, security: {security}{user}}}}}\n"
    )


def send(config: Config, env: dict[str, str] | None = None, letter: Notification = LETTER) -> None:
    way = transport(config, env or {})
    try:
        way.send(message(letter, config), letter.recipient)
    finally:
        way.close()


def refusal(config: Config, env: dict[str, str] | None = None) -> TransportError:
    with pytest.raises(TransportError) as caught:
        send(config, env)
    assert PASSWORD not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_letter_arrives_whole(configured: Configured, trusted: ssl.SSLContext, security: str) -> None:
    post = Post()
    contexts = {security: trusted} if security != "none" else {}
    with post_office(post, sign_in=True, **contexts) as port:
        send(smtp(configured, port, security, sign_in=True), {"MAIL_PASSWORD": PASSWORD})
    (taken,) = post.taken
    assert (taken.mail_from, taken.rcpt_tos) == ("alerts@example.com", ["owner@example.com"])
    assert isinstance(taken.content, bytes)
    mail = email.message_from_bytes(taken.content, policy=policy.default)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n").strip() == LETTER.text
    assert html.get_content().strip() == LETTER.html
    assert mail["Subject"] == LETTER.subject


def test_a_certificate_nobody_vouches_for_is_refused(configured: Configured, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    post = Post()
    with post_office(post, tls=context) as port:
        wrong = refusal(smtp(configured, port, "tls"))
    assert "secure connection" in str(wrong)
    assert not wrong.permanent
    assert post.taken == []


def test_a_server_without_starttls_never_gets_the_password(configured: Configured) -> None:
    post = Post()
    with post_office(post, sign_in=True) as port:
        wrong = refusal(smtp(configured, port, "starttls", sign_in=True), {"MAIL_PASSWORD": PASSWORD})
    assert "STARTTLS" in str(wrong)
    assert not wrong.permanent


def test_a_wrong_password_is_a_case_for_the_owner_and_loses_nothing(
    configured: Configured, trusted: ssl.SSLContext
) -> None:
    post = Post()
    with post_office(post, starttls=trusted, sign_in=True) as port:
        config = smtp(configured, port, "starttls", sign_in=True)
        wrong = refusal(config, {"MAIL_PASSWORD": "canary-wrong"})
        assert "check user and password" in str(wrong)
        assert "canary" not in str(wrong)
        assert not wrong.permanent
        send(config, {"MAIL_PASSWORD": PASSWORD})
    assert len(post.taken) == 1


@pytest.mark.parametrize(("env", "words"), [({}, "MAIL_PASSWORD"), ({"MAIL_PASSWORD": "pässwörd"}, "ASCII")])
def test_a_password_that_cannot_be_used_is_named_not_shown(
    configured: Configured, trusted: ssl.SSLContext, env: dict[str, str], words: str
) -> None:
    with post_office(Post(), tls=trusted, sign_in=True) as port:
        wrong = refusal(smtp(configured, port, "tls", sign_in=True), env)
    assert words in str(wrong)
    assert "pässwörd" not in str(wrong)
    assert wrong.__cause__ is None


@pytest.mark.parametrize("where", ["rcpt", "data"])
@pytest.mark.parametrize(("answer", "permanent"), [("451 4.3.0 come back later", False), ("550 5.7.1 not here", True)])
def test_the_server_refuses(configured: Configured, where: str, answer: str, permanent: bool) -> None:
    post = Post(rcpt=[answer]) if where == "rcpt" else Post(data=[answer])
    with post_office(post) as port:
        config = smtp(configured, port, "none")
        wrong = refusal(config)
        assert wrong.permanent is permanent
        assert answer in str(wrong)
        send(config)  # the next letter is not harmed
    assert len(post.taken) == 1


def test_one_connection_serves_a_row_of_letters_even_after_a_refusal(configured: Configured) -> None:
    post = Post(data=["550 no"])
    with post_office(post) as port:
        config = smtp(configured, port, "none")
        way = transport(config, {})
        with pytest.raises(TransportError):
            way.send(message(LETTER, config), LETTER.recipient)
        for _ in range(3):
            way.send(message(LETTER, config), LETTER.recipient)
        way.close()
        way.close()
    assert len(post.taken) == 3
    assert len({str(taken.content) for taken in post.taken}) == 1


def script(last: str) -> Iterator[str | None]:
    """A server's answers up to a verb, after which it hangs up."""
    for verb, answer in (
        ("", "220 hi"),
        ("ehlo", "250 hi"),
        ("mail", "250 ok"),
        ("rcpt", "250 ok"),
        ("data", "354 go"),
    ):
        yield None if verb == last else answer
    yield None


@pytest.mark.parametrize("last", ["", "ehlo", "mail", "rcpt", "data", "the letter itself"])
def test_a_server_that_hangs_up_anywhere_means_later(configured: Configured, last: str) -> None:
    conversation = script(last)
    with rude_server(lambda _: next(conversation, None)) as port:
        wrong = refusal(smtp(configured, port, "none", host="127.0.0.1"))
    assert not wrong.permanent
    assert "127.0.0.1" in str(wrong)


@pytest.mark.parametrize("greeting", ["421 too busy", "554 no service here", "HTTP/1.1 400 Bad Request", "\x00\xff"])
def test_an_odd_greeting_means_later(configured: Configured, greeting: str) -> None:
    with rude_server(lambda heard: greeting if not heard else None) as port:
        assert not refusal(smtp(configured, port, "none", host="127.0.0.1")).permanent


def test_nobody_there_means_later(configured: Configured) -> None:
    with rude_server(lambda _: None) as port:
        pass
    wrong = refusal(smtp(configured, port, "none", host="127.0.0.1"))
    assert "cannot be reached" in str(wrong)
    assert not wrong.permanent


def test_a_refused_sender_is_our_own_fault_and_not_the_letters(configured: Configured) -> None:
    with rude_server(lambda heard: "220 hi" if not heard else "250 ok" if heard[:4] == "ehlo" else "550 who?") as port:
        wrong = refusal(smtp(configured, port, "none", host="127.0.0.1"))
    assert "sender alerts@example.com" in str(wrong)
    assert not wrong.permanent


def test_without_a_server_letters_are_files_one_for_each_however_often(configured: Configured, tmp_path: Path) -> None:
    config = configured()
    assert isinstance(transport(config, {}), Folder)
    send(config)
    send(config)
    (file,) = (tmp_path / "data" / "outbox").iterdir()
    mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["Subject"] == LETTER.subject
    assert file.suffix == ".eml"


def test_a_folder_that_cannot_be_written_means_later(configured: Configured, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    assert not refusal(configured()).permanent


def test_the_way_is_chosen_by_the_configuration(configured: Configured) -> None:
    assert isinstance(transport(smtp(configured, 25, "none"), {}), MailServer)
