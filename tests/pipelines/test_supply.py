"""The bill of materials is valid, the licences are listed and bind nobody, every dependency has its reason."""

from __future__ import annotations

import json
import re
import tomllib
import uuid
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource

from pipelines import supply
from pipelines.supply import Package
from tests.pipelines.commands.conftest import Earlyword, earlyword  # noqa: F401 - fixture

ROOT = Path(__file__).resolve().parents[2]
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")


def test_the_bill_of_materials_is_what_cyclonedx_says_it_must_be(earlyword: Earlyword) -> None:
    said = earlyword("sbom", "--help")
    assert said.code == 0
    bill = json.loads(json.dumps(supply.bill(datetime(2026, 5, 4, tzinfo=UTC), uuid.UUID(int=1))))
    folder = resources.files("cyclonedx.schema") / "_res"
    schemas = {name: json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_text("utf-8")) for name in
               ("bom-1.6", "spdx", "jsf-0.82")}  # fmt: skip
    known = [(f"http://cyclonedx.org/schema/{name}.SNAPSHOT.schema.json", schema) for name, schema in schemas.items()]
    registry = Registry().with_resources([(uri, Resource.from_contents(schema)) for uri, schema in known])
    check = jsonschema.Draft7Validator(schemas["bom-1.6"], registry=registry)
    assert [error.message for error in check.iter_errors(bill)] == []
    assert list(check.iter_errors(bill | {"components": [{"name": "no type"}]}))  # the schema is really applied
    names = {each["name"] for each in bill["components"]}
    assert {"duckdb", "streamlit", "starlette", "numpy"} <= names
    assert "pytest" not in names
    assert "mypy" not in names


def test_every_installed_package_is_listed_with_its_licence() -> None:
    listed = (ROOT / "docs" / "licences.md").read_text("utf-8")
    missing = [each.name for each in supply.packages() if f"| {each.name} | {each.licence} |" not in listed]
    assert [name for name in missing if name not in (supply.PRODUCT, "numpy", "scipy")] == []  # vary by Python
    assert supply.troubles(supply.packages()) == []


@pytest.mark.parametrize(
    ("licence", "fine"),
    [("MIT", True), ("GPL-3.0-or-later", False), ("AGPL-3.0-only", False), ("LGPL-2.1-or-later", True),
     ("GNU General Public License v3 (GPLv3)", False), ("MPL-2.0", True), (supply.UNKNOWN, False)],
)  # fmt: skip
def test_licences_that_bind_are_complained_about(licence: str, fine: bool) -> None:
    found = supply.troubles([Package("thing", "1", licence, "", ())])
    assert (found == []) is fine
    assert all("thing" in sentence for sentence in found)


def test_every_dependency_has_its_reason_and_its_pin() -> None:
    lines = [line for line in PROJECT.splitlines() if re.match(r'\s*"[A-Za-z][\w.-]*(?:\[\w+\])?[<>=]', line)]
    asked = [line for line in lines if "==" not in line or "vaderSentiment" in line]
    without = [line for line in asked if "#" not in line]
    assert without == []
    project = tomllib.loads(PROJECT)
    groups = [project["project"]["dependencies"], *project["project"]["optional-dependencies"].values()]
    groups += project["dependency-groups"].values()
    wanted = {re.split(r"[<>=\[ ;]", each)[0].lower() for group in groups for each in group}
    pinned = {re.split(r"[<>=\[ ;]", each)[0].lower() for each in project["tool"]["uv"]["constraint-dependencies"]}
    assert {name.replace(".", "-") for name in wanted} - pinned == set()
