"""Whether two things were said by the same person, whichever came first: the account, the full name, a number."""

from __future__ import annotations

from analysis.people import full_name, numbers, person_key
from storage.model import Mention


def same_person(one: Mention, other: Mention) -> bool:
    """The same account at the same source, or elsewhere the same full name or the same order number."""
    if one.id == other.id:
        return True
    if (key := person_key(one)) and key == person_key(other):
        return True
    if numbers(f"{one.title} {one.text}") & numbers(f"{other.title} {other.text}"):
        return True
    name = full_name(one.author)
    return bool(name) and one.source != other.source and name == full_name(other.author)


def same_name(author: str, customer: str) -> bool:
    """A customer whose name was typed in, and an author: the same full name."""
    name = full_name(author)
    return bool(name) and name == full_name(customer)
