"""config.yaml as owners write it, right and wrong."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.config import SERVED, ConfigError, load
from tests.pipelines.conftest import SHOP, Configured

PEOPLE = "people: [{name: Ines, email: ines@example.com}]\n"
OIDC = "sign_in: oidc, url: 'https://a.example'"
CLIENT = "client_id: a, client_secret_env: SECRET"

FULL = """
business:
  name: Zaytoun
  town: York
  website: https://zaytoun.example
  trade: restaurant
  languages: [en, de]
  timezone: Europe/London
  hours: {mon: "09:00-13:00, 14:00-18:00", sat: closed}
  holidays: [2026-12-25]
brands:
  - name: Zaytoun
    aliases: ["@zaytoun"]
    not_us: [Zaytoun Travel]
    near: [york]
    locations: [Harbour, Market]
  - name: Olive
people:
  - {name: Nadia, email: nadia@zaytoun.example, role: owner}
  - {name: Sam, email: sam@zaytoun.example, role: staff}
sources:
  - {name: news, kind: feed, url: "https://example.com/feed", every: 2 hours}
  - {name: exports, kind: files, path: exports-in, about_us: true, brand: Zaytoun, location: Harbour}
topics: {figs: [fig, figs], food: [falafel]}
warn: {interruptions_per_week: 5}
mail:
  from: alerts@zaytoun.example
  smtp: {host: smtp.example.com, port: 465, security: tls, user: nadia, password_env: MAIL_PASSWORD}
"""


def complaints(configured: Configured, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        configured(text)
    return str(caught.value).splitlines()


def test_a_whole_configuration(configured: Configured, tmp_path: Path) -> None:
    config = configured(FULL)
    assert config.entities() == ("Zaytoun", "Zaytoun / Harbour", "Zaytoun / Market", "Olive")
    assert config.brand_of("Zaytoun / Market").not_us == ("Zaytoun Travel",)
    assert config.business.holidays == (date(2026, 12, 25),)
    assert config.every("news") == timedelta(hours=2)
    assert config.every("exports") == timedelta(minutes=5)  # what its kind says
    assert (config.data, config.outbox, config.folder) == (tmp_path / "data", tmp_path / "data/outbox", tmp_path)
    assert config.mail.from_ == "alerts@zaytoun.example"
    assert config.warn.interruptions_per_week == 5
    owner = config.owner()
    assert owner is not None
    assert owner.name == "Nadia"
    assert not config.sample


def test_the_owners_words_are_added_to_the_topics_of_the_trade(configured: Configured) -> None:
    table = configured(FULL).topics_table
    assert table["figs"] == ("fig", "figs")
    assert "falafel" in table["food"]
    assert len(table["food"]) > 1
    assert set(configured("business: {name: X, trade: bell foundry}").topics_table) == set()


def test_rules_know_every_entity_and_language(configured: Configured) -> None:
    rules = configured(FULL).rules()
    assert set(rules.brands) == set(configured(FULL).entities())
    assert rules.languages == ("en", "de")
    assert rules.great_reach == 10_000


def test_sources_know_whom_they_are_about_and_start_at_the_folder_of_the_file(
    configured: Configured, tmp_path: Path
) -> None:
    news, exports = configured(FULL).source_objects({})
    assert (news.entity, news.about_us) == ("Zaytoun", False)
    assert (exports.entity, exports.about_us) == ("Zaytoun / Harbour", True)
    assert exports.options.path == str(tmp_path / "exports-in")


def test_the_environment_wins_over_the_env_file(configured: Configured, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("FEED_URL=https://example.com/file\nMAIL_PASSWORD=canary-4711\n", "utf-8")
    text = SHOP + "sources: [{name: alerts, kind: feed, url_env: FEED_URL}]\n"
    config = configured(text)
    (source,) = config.source_objects({})
    assert source.secrets["url_env"].reveal() == "https://example.com/file"
    (source,) = config.source_objects({"FEED_URL": "https://example.com/shell"})
    assert source.secrets["url_env"].reveal() == "https://example.com/shell"
    secret = config.secret("MAIL_PASSWORD", {})
    assert secret is not None
    assert secret.reveal() == "canary-4711"
    assert "canary" not in repr(config) + str(config) + repr(source)


def test_every_complaint_has_line_and_key_and_all_come_at_once(configured: Configured) -> None:
    said = complaints(
        configured,
        "business:\n  name: X\n  timzone: Europe/London\nwarn: {great_reach: -4}\nsources:\n"
        "  - name: a\n    kind: feed\n    evry: 30 minutes\n    url: https://example.com\n"
        "  - {name: b, kind: feeed}\nextra: 1\n",
    )
    assert said == [
        "config.yaml line 3, business.timzone: unknown key; did you mean timezone?",
        "config.yaml line 4, warn.great_reach: should be greater than or equal to 1",
        "config.yaml line 8, sources[0].evry: unknown key; did you mean every?",
        "config.yaml line 10, sources[1].kind: unknown kind; did you mean feed?",
        (
            "config.yaml line 11, extra: unknown key; there are: "
            "brands, business, dashboard, digest, heartbeat, mail, people, playbooks, rules, sources, storage, team, "
            "topics, warn, web"
        ),
    ]


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("business: {name: X, sample: no}", "business.sample", "true or false"),
        ("business: {name: X, sample: 'perhaps'}", "business.sample", "true or false"),
        ("business: {name: 1984}", "business.name", "quotes"),
        ("business: {name: X, timezone: Mars/Crater}", "business.timezone", "Europe/London"),
        ("business: {name: X, timezone: ../../etc/passwd}", "business.timezone", "time zone"),
        ("business: {name: X, languages: en}", "business.languages", "list"),
        ("business: {name: X, languages: [english]}", "business.languages[0]", "two-letter"),
        ("business: {name: X, website: 'javascript:alert(1)'}", "business.website", "https://"),
        ("business: {name: X, hours: {mon: 9 to 5}}", "business.hours.mon", "09:00-13:00"),
        ("business: {name: X, holidays: [Christmas]}", "business.holidays[0]", "2026-12-25"),
        ('business: {name: "two\\nlines"}', "business.name", "one line"),
        (SHOP + "people: [{name: A, email: 'a@b.c, d@e.f'}]", "people[0].email", "one e-mail address"),
        (SHOP + 'people: [{name: A, email: "a@b.org\\nBcc: x@y.org"}]', "people[0].email", "one e-mail address"),
        (
            SHOP + "people: [{name: A, email: a@b.org, role: boss}]",
            "people[0].role",
            "'owner', 'manager', 'staff' or 'viewer'",
        ),
        (SHOP + "people: [{name: A, email: a@b.org}, {name: B, email: A@b.org}]", "people[1].email", "people[0]"),
        (SHOP + "sources: [{kind: feed, url: https://example.com}]", "sources[0].name", "missing"),
        (SHOP + "sources: [{name: a, kind: feed}]", "sources[0]", "either url or url_env"),
        (SHOP + "sources: [{name: a, kind: feed, url: 5}]", "sources[0].url", "quotes"),
        (
            SHOP + "sources: [{name: a, kind: feed, url_env: 'canary 1'}]",
            "sources[0].url_env",
            "never the secret",
        ),
        (SHOP + "sources: [{name: a, kind: feed, url: 'https://x', every: 5 s}]", "sources[0].every", "1 minute"),
        (SHOP + "sources: [{name: a, kind: feed, url: 'https://x', options: {}}]", "sources[0].options", "unknown key"),
        (
            SHOP + "sources: [{name: a, kind: feed, url: 'http://x', brand: Y}]",
            "sources[0].brand",
            "none of the brands",
        ),
        (SHOP + "sources: [{name: a, kind: feed, url: 'https://x', location: Y}]", "sources[0].location", "locations"),
        (SHOP + "sources: [7]", "sources[0]", "key: value"),
        (SHOP + "sources: {name: a}", "sources", "list"),
        (SHOP + "mail: {smtp: {host: h}}", "mail", "from is missing"),
        (SHOP + "mail: {from: a@b.org, smtp: {host: h, user: u}}", "mail.smtp", "password_env"),
        (
            SHOP + "mail: {from: a@b.org, smtp: {host: h, user: u, password_env: P, security: none}}",
            "mail.smtp",
            "readable",
        ),
        (SHOP + "dashboard: {address: 0.0.0.0}", "dashboard", "set sign_in"),
        (SHOP + PEOPLE + "dashboard: {address: 0.0.0.0, sign_in: password}", "dashboard", "url is missing"),
        (SHOP + PEOPLE + "dashboard: {sign_in: oidc, url: 'https://a.example'}", "dashboard", "needs url"),
        (
            SHOP + PEOPLE + f"dashboard: {{{OIDC}, oidc: {{issuer: 'http://idp.example', {CLIENT}}}}}",
            "dashboard",
            "https",
        ),
        (
            SHOP + PEOPLE + f"dashboard: {{{OIDC}, oidc: {{issuer: 'https://i.example', client_id: a}}}}",
            "dashboard.oidc.client_secret_env",
            "missing",
        ),
        (SHOP + "dashboard: {sign_in: password}", "dashboard.sign_in", "there are none"),
        (SHOP + "dashboard: {trusted_proxies: [proxy]}", "dashboard.trusted_proxies[0]", "IP address"),
        (SHOP + "dashboard: {port: 70000}", "dashboard.port", "65535"),
        (SHOP + "warn: {false_alarms_per_week: .inf}", "warn.false_alarms_per_week", "number"),
        ("sources: [{name: a, kind: feed, url: 'https://x'}]", "business.name", "missing"),
    ],
)
def test_wrong_values_are_refused_in_words(configured: Configured, text: str, where: str, words: str) -> None:
    (said,) = complaints(configured, text)
    assert f", {where}: " in said
    assert words in said
    assert "canary" not in said


def test_what_is_left_blank_is_the_default(configured: Configured) -> None:
    config = configured("business:\n  name: X\n  town:\nsources:\nmail:\nwarn:\n  great_reach:\n")
    assert (config.business.town, config.sources, config.warn.great_reach) == ("", (), 10_000)


def test_with_nothing_configured_the_sample_is_watched_apart_and_never_mailed(
    configured: Configured, tmp_path: Path
) -> None:
    config = configured("mail: {from: a@b.org, smtp: {host: smtp.example.com}}\npeople: [{name: A, email: a@b.org}]\n")
    assert config.sample
    assert config.data == tmp_path / "data" / "sample"
    assert config.mail.smtp is None
    assert "a@b.org" not in [person.email for person in config.people]
    assert {source.kind for source in config.sources} == {"files"}


def test_without_a_file_the_defaults_hold(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    config = load(None, {})
    assert (config.sample, config.path, config.folder) == (True, None, tmp_path)


def test_the_file_in_the_folder_we_stand_in_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.yaml").write_text(SHOP, "utf-8")
    assert load(None, {}).business.name == "Test Shop"


def test_a_file_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="earlyword init"):
        load(tmp_path / "nothing.yaml", {})


def test_the_configuration_cannot_be_changed_by_those_who_read_it(configured: Configured) -> None:
    with pytest.raises(ValueError, match="frozen"):
        configured(FULL).business.name = "other"


def test_a_competitor_is_watched_beside_us_and_is_none_of_ours(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(
        "business: {name: Zaytoun}\n"
        "brands: [{name: Olive, competitor: true}, {name: Zaytoun}]\n"
        "sources: [{name: news, kind: feed, url: 'https://example.com/feed'}]\n",
        encoding="utf-8",
    )
    config = load(file, {})
    assert (config.entities(), config.rivals()) == (("Zaytoun",), ("Olive",))
    assert config.entity_of(config.sources[0]) == "Zaytoun"
    assert (set(config.rules().brands), set(config.rules().rivals)) == ({"Zaytoun", "Olive"}, {"Olive"})


def test_only_competitors_are_no_business(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("business: {name: Zaytoun}\nbrands: [{name: Olive, competitor: true}]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="are all competitors; add your own brand"):
        load(file, {})


def test_letters_link_to_where_the_page_is_served_unless_its_address_is_written_down(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("business: {name: Test Shop}\n", encoding="utf-8")
    served = {SERVED: "http://127.0.0.1:8611"}  # by `earlyword up --port 8611`
    assert load(path, {}).page == "http://127.0.0.1:8501"
    assert load(path, served).page == "http://127.0.0.1:8611"
    path.write_text('business: {name: Test Shop}\ndashboard: {url: "https://shop.example/"}\n', encoding="utf-8")
    assert load(path, served).page == "https://shop.example"


def test_what_a_listing_of_our_own_brings_is_about_us_unless_said_otherwise(configured: Configured) -> None:
    apps = "kind: app_store, app: 12345678"
    words = f"""sources:
  - {{name: ours, {apps}}}
  - {{name: another, {apps}, about_us: false}}
  - {{name: blogs, kind: feed, url: "https://example.org/feed"}}
"""
    config = configured(SHOP + words)
    assert [source.about_us for source in config.sources] == [True, False, False]
    assert [source.about_us for source in config.source_objects({})] == [True, False, False]


def test_somebody_has_to_be_told(configured: Configured) -> None:
    with pytest.raises(ConfigError, match="nobody is owner or manager"):
        configured(SHOP + "people: [{name: Tom, email: tom@example.com, role: staff}]\n")
