"""From a few answers to a config.yaml that loads."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import init
from pipelines.config import Config, load
from pipelines.exits import Exit
from pipelines.init import Answers
from pipelines.terminal import Complaint
from tests.pipelines.conftest import Spoken

GIVEN = Answers(
    name='Mossop "&" Mace: #1',
    town="Ollerford",
    website="mossop.example",
    trade="shop",
    languages="en, de",
    timezone="Europe/London",
    hours="mon-fri 09:00-13:00, 14:00-18:00; sat 10:00-16:00",
    person="Inès",
    email="ines@example.com",
)


class Person(io.StringIO):
    """Somebody who types the lines one after the other."""

    def isatty(self) -> bool:
        return True


def written(answers: Answers, spoken: Spoken, path: Path, *, force: bool = False) -> Config:
    return init.run(answers, path, spoken.terminal, force=force)


def test_answers_become_a_configuration_with_comments_and_keyless_sources(tmp_path: Path, spoken: Spoken) -> None:
    config = written(GIVEN, spoken, tmp_path / "config.yaml")
    business = config.business
    assert (business.name, business.website) == ('Mossop "&" Mace: #1', "https://mossop.example")
    assert (business.languages, business.timezone, business.trade) == (("en", "de"), "Europe/London", "shop")
    assert [len(business.hours.week()[day]) for day in ("mon", "fri", "sat", "sun")] == [2, 2, 1, 0]
    assert [(p.name, p.email, p.role) for p in config.people] == [("Inès", "ines@example.com", "owner")]
    assert {source.kind for source in config.sources} >= {"feed", "mastodon"}
    assert not config.sample
    text = (tmp_path / "config.yaml").read_text("utf-8")
    assert text.count("#") > 40
    assert "Wrote" in spoken.out.getvalue()


def test_the_shipped_file_is_what_init_writes_with_nothing_said() -> None:
    shipped = Path(__file__).resolve().parents[2] / "config.yaml"
    assert shipped.read_text("utf-8") == init.render(Answers())
    config = load(shipped, {})
    assert config.sample


def test_what_is_commented_out_is_right_once_the_marks_are_taken_away(tmp_path: Path) -> None:
    text = init.render(Answers())
    start = text.index("\nbusiness:")
    lines = [
        line.replace("# ", "", 1) if line.lstrip().startswith("# ") else line for line in text[start:].splitlines()
    ]
    kept = [line for line in lines if not line or not line[0].isupper()]  # sentences stay comments
    kept = [line.replace("name: # as on the sign", "name: Shop # as on the sign") for line in kept]
    (tmp_path / "config.yaml").write_text("\n".join(line for line in kept if "as on your own" not in line), "utf-8")
    config = load(tmp_path / "config.yaml", {})
    assert len(config.sources) == 3
    assert config.mail.smtp is not None
    assert config.warn.great_reach == 10_000


def test_questions_are_asked_until_the_answer_can_be_right(tmp_path: Path, spoken: Spoken) -> None:
    said = [
        "",
        "Zaytoun",
        "York",
        "-",
        "",
        "en",
        "Mars/Crater",
        "Europe/London",
        "nine to five",
        "-",
        "",
        "me",
        "a@b.org",
    ]
    spoken.stdin = Person("\n".join([*said, "-"]) + "\n")
    config = written(Answers(), spoken, tmp_path / "config.yaml")
    assert (config.business.name, config.business.website, config.business.timezone) == ("Zaytoun", "", "Europe/London")
    assert config.people[0].email == "a@b.org"
    assert config.brands[0].near == ("York",)
    assert "reddit-town" not in {source.name for source in config.sources}
    assert spoken.err.getvalue().count("no time zone") == 1


def test_giving_up_in_the_middle_writes_nothing(tmp_path: Path, spoken: Spoken) -> None:
    spoken.stdin = Person("Zaytoun\n")
    with pytest.raises(Complaint, match="nothing was written"):
        written(Answers(), spoken, tmp_path / "config.yaml")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (Answers(), "--name"),
        (Answers(name="X", email="nobody"), "--email"),
        (Answers(name="X", timezone="Mars/Crater"), "--timezone"),
        (Answers(name="X", hours="whenever"), "--hours"),
        (Answers(name="X", languages="english"), "--languages"),
    ],
)
def test_with_nobody_there_a_wrong_answer_is_refused(
    tmp_path: Path, spoken: Spoken, answers: Answers, words: str
) -> None:
    with pytest.raises(Complaint, match=words) as caught:
        written(answers, spoken, tmp_path / "config.yaml")
    assert caught.value.code == Exit.USAGE
    assert list(tmp_path.iterdir()) == []


def test_a_named_business_is_not_overwritten_unless_forced_and_then_kept(tmp_path: Path, spoken: Spoken) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("business: {name: Old} # mine\n", "utf-8")
    with pytest.raises(Complaint, match="--force"):
        written(GIVEN, spoken, path)
    assert path.read_text("utf-8") == "business: {name: Old} # mine\n"
    assert written(GIVEN, spoken, path, force=True).business.town == "Ollerford"
    assert (tmp_path / "config.yaml.before").read_text("utf-8") == "business: {name: Old} # mine\n"


def test_the_shipped_file_makes_way(tmp_path: Path, spoken: Spoken) -> None:
    (tmp_path / "config.yaml").write_text(init.render(Answers()), "utf-8")
    assert written(GIVEN, spoken, tmp_path / "config.yaml").business.town == "Ollerford"


def test_a_broken_file_is_somebodys_work_as_well(tmp_path: Path, spoken: Spoken) -> None:
    (tmp_path / "config.yaml").write_text("business: [", "utf-8")
    with pytest.raises(Complaint, match="--force"):
        written(GIVEN, spoken, tmp_path / "config.yaml")


printable = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co", "Cf")), min_size=1, max_size=40
)


def test_any_printable_name_and_town_survive_the_way_into_the_file(tmp_path: Path) -> None:
    @settings(max_examples=60, deadline=None)
    @given(printable.filter(lambda s: s.strip() and s.isprintable()), printable.filter(lambda s: s.isprintable()))
    def check(name: str, town: str) -> None:
        path = tmp_path / "config.yaml"
        path.write_text(init.render(Answers(name=name, town=town)), "utf-8")
        assert (load(path, {}).business.name, load(path, {}).business.town) == (name.strip(), town.strip())

    check()


def test_the_computers_zone_is_offered(tmp_path: Path) -> None:
    linked = tmp_path / "localtime"
    linked.symlink_to("/usr/share/zoneinfo/Europe/Rome")
    assert init.local_zone({}, linked) == "Europe/Rome"
    assert init.local_zone({"TZ": ":Europe/Paris"}, linked) == "Europe/Paris"
    assert init.local_zone({"TZ": "CET-1CEST"}, tmp_path / "nothing") == "UTC"
