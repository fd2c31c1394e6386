"""What is wrong between keys of config.yaml that are each fine alone."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.config_model import BrandSettings, Settings
from pipelines.yaml_lines import Key


def contradictions(config: Settings) -> Iterator[tuple[Key, str]]:
    """What is wrong between keys that are each fine alone."""
    if not config.business.name and (config.sources or config.brands):
        yield ("business", "name"), "is missing; say whom the sources and brands are for"
    for section, names in (
        ("sources", [source.name for source in config.sources]),
        ("brands", [brand.name for brand in config.brands]),
        ("people", [person.email for person in config.people]),
        ("people", [person.name for person in config.people]),
    ):
        plain = [name.casefold() for name in names]  # nobody tells Ada from ADA, and a button must not have to
        for index, name in enumerate(plain):
            if name in plain[:index]:
                part = "email" if "@" in name else "name"
                yield (section, index, part), f"the same as {section}[{plain.index(name)}]; each needs its own"
    roles = {person.role for person in config.people}  # a viewer alone may look; whoever works needs somebody who hears
    if "staff" in roles and not roles & {"owner", "manager"}:
        yield ("people", 0, "role"), "nobody is owner or manager, so nobody would be told of what cannot wait"
    if config.dashboard.sign_in != "none" and not config.people and config.business.name:
        yield ("dashboard", "sign_in"), "lets in the people of config.yaml, and there are none; name them first"
    if config.brands and all(brand.competitor for brand in config.brands):
        yield ("brands",), "are all competitors; add your own brand, without competitor"
    yield from _strangers(config)
    yield from _rules(config)
    brands = {brand.name: brand for brand in brands_of(config)}
    for index, source in enumerate(config.sources):
        if source.brand and source.brand not in brands:
            yield ("sources", index, "brand"), f"is none of the brands: {', '.join(brands)}"
        elif source.location and source.location not in brands[source.brand or own_brand(config)].locations:
            yield ("sources", index, "location"), "is not among the locations of its brand; add it there"


def _rules(config: Settings) -> Iterator[tuple[Key, str]]:
    """Rules that could never ring, and people they would tell who are not there."""
    names, people = [rule.name for rule in config.ring_rules], {person.name for person in config.people}
    entities = {entity for brand in brands_of(config) for entity in brand.entities()}
    for i, rule in enumerate(config.ring_rules):
        if rule.name in names[:i]:
            yield ("rules", i, "name"), f"the same as rules[{names.index(rule.name)}]; each needs its own"
        if rule.source and rule.source not in {source.name for source in config.sources}:
            yield ("rules", i, "source"), "is none of the sources"
        if rule.about and rule.about not in entities:
            yield ("rules", i, "about"), f"is none of: {', '.join(sorted(entities))}"
        if strangers := [name for name in rule.to if name not in people]:
            yield ("rules", i, "to"), f"{strangers[0]} is none of the people"


def _strangers(config: Settings) -> Iterator[tuple[Key, str]]:
    """People the team section names that are not among `people`, and roads that begin nowhere."""
    names = {person.name for person in config.people}
    named: list[tuple[Key, str]] = [(("team", "deputy"), config.team.deputy)] if config.team.deputy else []
    named += [(("team", "routes", i, "person"), route.person) for i, route in enumerate(config.team.routes)]
    named += [(("team", "absences", i, "person"), each.person) for i, each in enumerate(config.team.absences)]
    for key, name in named:
        if name not in names:
            yield key, f"is none of the people: {', '.join(sorted(names)) or 'there are none yet'}"
    sources = {source.name for source in config.sources}
    locations = {location for brand in config.brands for location in brand.locations}
    for i, route in enumerate(config.team.routes):
        if route.source and route.source not in sources:
            yield ("team", "routes", i, "source"), "is none of the sources"
        if route.location and route.location not in locations:
            yield ("team", "routes", i, "location"), "is none of the locations of the brands"


def brands_of(config: Settings) -> tuple[BrandSettings, ...]:
    """The brands, or the one every business has: its own name."""
    return config.brands or (BrandSettings(name=config.business.name or "?"),)


def own_brand(config: Settings) -> str:
    """The brand that a source is about when it names none."""
    brands = brands_of(config)
    return next((brand.name for brand in brands if not brand.competitor), brands[0].name)
