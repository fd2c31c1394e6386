"""What this installation is made of: every package with version and licence, as a CycloneDX bill of materials.

Read from the packages' own metadata as they are installed, so that it tells the truth about this machine.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from urllib.parse import quote

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PRODUCT = "earlyword"
UNKNOWN = "unknown"
# Classifier and free-text spellings -> SPDX. Packages that name their licence by SPDX need none of these.
SPDX = {
    "MIT License": "MIT", "MIT": "MIT", "MIT license": "MIT", "The MIT License": "MIT",
    "BSD License": "BSD-3-Clause", "BSD": "BSD-3-Clause", "BSD 3-Clause License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause", "BSD-2-Clause": "BSD-2-Clause", "Simplified BSD": "BSD-2-Clause",
    "Apache Software License": "Apache-2.0", "Apache 2.0": "Apache-2.0", "Apache-2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0", "Apache License, Version 2.0": "Apache-2.0", "Apache": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "MPL-2.0": "MPL-2.0",
    "ISC License (ISCL)": "ISC", "Python Software Foundation License": "PSF-2.0", "PSF-2.0": "PSF-2.0",
    "Dual License": "Apache-2.0 OR BSD-3-Clause", "The Unlicense (Unlicense)": "Unlicense",
}  # fmt: skip
# Licences that would bind whoever ships Earlyword to open everything, which its own (MIT) does not ask for.
BINDING = re.compile(r"\b(?:A?GPL|SSPL|EUPL|OSL|CPAL)\b(?!.*\bOR\b)|\bGNU (?:Affero )?General")


@dataclass(frozen=True, slots=True)
class Package:
    """One installed package. `licence`: an SPDX expression, or "unknown"; `why`: the packages that ask for it."""

    name: str
    version: str
    licence: str
    summary: str
    needs: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{quote(self.version)}"

    @property
    def binding(self) -> bool:
        return bool(BINDING.search(self.licence)) and "LGPL" not in self.licence.upper()


def packages() -> list[Package]:
    """Everything Earlyword needs that is installed, its extras where they are, in the order of their names."""
    found: dict[str, Package] = {}
    waiting = [PRODUCT]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:  # of another system, or an extra that is not installed
            continue
        needs = tuple(sorted({needed for needed in _needs(package, extras=name == PRODUCT) if _here(needed)}))
        found[name] = Package(name, package.version, licence(package), _stated(package, "Summary"), needs)
        waiting += needs
    return [found[name] for name in sorted(found)]


def licence(package: Distribution) -> str:
    """The licence as the package states it, as SPDX where we know the spelling."""
    meta = package.metadata
    if expression := _stated(package, "License-Expression"):
        return expression
    named = [each.rpartition(" :: ")[2] for each in meta.get_all("Classifier") or () if each.startswith("License ::")]
    known = [SPDX.get(each, each) for each in named if each != "OSI Approved"]
    if not known:
        first = next(iter(_stated(package, "License").strip().splitlines()), "")[:60]
        known = [SPDX.get(first, first)] if first else []
    return " OR ".join(dict.fromkeys(known)) or UNKNOWN


def _stated(package: Distribution, name: str) -> str:
    """One line of a package's metadata; "" when it is not there."""
    return package.metadata[name] if name in package.metadata else ""  # noqa: SIM401 - it has no get()


def bill(now: datetime, number: uuid.UUID) -> dict[str, object]:
    """A CycloneDX 1.6 bill of materials, as JSON. `number` is its serial number."""
    found = packages()
    product = next(each for each in found if each.name == PRODUCT)
    rest = [each for each in found if each.name != PRODUCT]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {
            "timestamp": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {**_component(product), "type": "application"},
        },
        "components": [_component(each) for each in rest],
        "dependencies": [
            {"ref": each.purl, "dependsOn": [other.purl for other in rest if other.name in each.needs]}
            for each in found
        ],
    }


def table(found: Sequence[Package]) -> str:
    """The page docs/licences.md: names and licences; versions are in the bill of materials."""
    lines = [
        "# Licences",
        "",
        "Everything `earlyword` needs to run, with the licence each package states. Earlyword's own is MIT. Made by",
        "`uv run earlyword sbom --licences`; a test holds it against what is installed.",
        "",
        "| package | licence |",
        "|---|---|",
        *(f"| {each.name} | {each.licence.replace('|', '/')} |" for each in found if each.name != PRODUCT),
    ]
    return "\n".join(lines) + "\n"


def troubles(found: Sequence[Package]) -> list[str]:
    """What is wrong with the licences, a sentence each."""
    return [f"{each.name} states no licence; look at its pages." for each in found if each.licence == UNKNOWN] + [
        f"{each.name} is under {each.licence}, which binds whoever passes Earlyword on; replace it."
        for each in found
        if each.binding
    ]


def _component(package: Package) -> dict[str, object]:
    stated: dict[str, object] = {"type": "library", "bom-ref": package.purl, "name": package.name}
    stated |= {"version": package.version, "purl": package.purl}
    if package.summary:
        stated["description"] = package.summary
    if package.licence != UNKNOWN:
        spdx = re.fullmatch(r"[A-Za-z0-9.+()-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+()-]+)*", package.licence)
        stated["licenses"] = [{"expression": package.licence} if spdx else {"license": {"name": package.licence}}]
    return stated


def _needs(package: Distribution, *, extras: bool) -> Iterator[str]:
    for line in package.requires or ():
        asked = Requirement(line)
        wanted = asked.marker is None or asked.marker.evaluate({"extra": ""})
        optional = extras and asked.marker is not None and "extra" in str(asked.marker)
        if wanted or optional:
            yield canonicalize_name(asked.name)


def _here(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True
