"""Whether two mentions tell the same story: words passed on, quoted, cut, linked; and strangers who say the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import minhash
from analysis.passing import CUT, MARKED
from analysis.similar import BIAS, WEIGHTS, Likeness, _at_best, compare, features, told
from analysis.told import Signature, signature

TERRIBLE = "The waiter laughed when my daughter asked for the allergy card"
WORDS = (
    "rats kitchen Bistro Harbour Harbour's inspector closed saffron parcel broken 55 £20 Monday waited hours refund "
    "rude rodent mouse mice hair soup ambulance never again the of a is Great great TERRIBLE Ann. London! london"
)
phrases = st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join)
HOLD = "@shop I have been on hold about my broken boiler for three hours now"


def likeness(one: str, other: str) -> Likeness | None:
    a, b = signature("", one), signature("", other)
    alike = minhash.jaccard(*(np.frombuffer(each.places, dtype=np.uint16)[None, :] for each in (a, b)))
    there, back = compare(told(a), told(b), float(alike[0])), compare(told(b), told(a), float(alike[0]))
    assert (there is None) == (back is None), "the same story in one order only"
    return there


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TERRIBLE, f"RT @gossip: {TERRIBLE}"),
        (TERRIBLE, f'Wow. "{TERRIBLE}" via @gossip'),
        (TERRIBLE, f"RT @gossip: {TERRIBLE[:40]}…"),
        (TERRIBLE, f"{TERRIBLE} #neveragain #food"),
        (HOLD, f"{HOLD} this happened to my brother too, same place"),
        ("@shop now I will probably miss my birthday!", "RT @friend: @shop now I will probably miss my birthday! lol"),
        ("@shop now I will probably miss my birthday!", "RT @friend: @shop now I will probably miss my"),
        (f"{HOLD} and counting, thanks", f'this is so bad "{HOLD} and cou…" via @friend'),
        # short and everyday, but with the same link
        ("@shop please help https://t.co/t5mRj5Yw6I", "@shop please help https://t.co/t5mRj5Yw6I \U0001f644"),
        ("look what came https://t.co/t5mRj5Yw6I", "oh no! look what came https://t.co/t5mRj5Yw6I"),
        ("Bakery sells mouldy bread - The Post", "Bakery sells mouldy bread - The Post https://t.co/aaaabbbbcc"),
        # a cut number is no other number
        ("Where are the sofas of order 40871, promised for May", "Where are the sofas of order 408..."),
    ],
)
def test_what_is_passed_on_quoted_cut_or_linked_is_one_story(one: str, other: str) -> None:
    assert likeness(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("please help", "please help"),
        ("Great service!", "great service"),
        ("@shop you are the worst", "@other you are the worst"),
        ("your customer service is terrible", "Your customer service is terrible! My sofa came with three legs, again"),
        ("you are the worst airline. Congrats!!", "you are the worst airline in the world! Your app is useless."),
        ("how do I get a companion pass", "How do I get a companion pass??? Thanks, Lin"),
        ("already missed connection... UA 495", "already missed  connection ugh"),
        ("waiting at the gate for flight 1181 to Vegas", "waiting at the gate for flight 2396 to Boston"),
        # the same comment on other words
        ('this happened to my brother, same place "Your app is trash and eats my battery"',
         'this happened to my brother, same place "They closed all the lines at the counter"'),
        # a link to a whole site is in every answer
        ("Thank you Anna, write to us https://shop.example/help", "Sorry Ben, write to us https://shop.example/help"),
    ],
)  # fmt: skip
def test_strangers_who_say_the_same_few_words_are_no_story(one: str, other: str) -> None:
    assert likeness(one, other) is None


def test_a_text_says_how_it_passes_words_on() -> None:
    assert signature("", f"RT @x: {TERRIBLE}").passes == MARKED
    assert signature("", f"{TERRIBLE[:40]}... https://t.co/abc").passes == CUT
    assert signature("", TERRIBLE).passes == 0
    assert signature("", "We asked twice. And waited.. then left for good").passes == 0


def test_a_signature_comes_back_from_its_bytes_also_from_those_of_older_records() -> None:
    made = signature("", f'Wow. "{TERRIBLE}" https://news.example/the-allergy-card')
    raw = made.encode()
    again = Signature.decode(raw)
    assert (again.openings, again.link, again.passes) == (made.openings, made.link, made.passes)
    assert (again.exact, again.places, again.terms) == (made.exact, made.places, made.terms)
    assert all(made.openings)
    assert made.link
    older = Signature.decode(raw[:-13])
    assert (older.exact, older.terms) == (made.exact, made.terms)
    assert (older.openings, older.link, older.passes) == ((0, 0), 0, 0)


@settings(deadline=None, max_examples=150)
@given(phrases, phrases)
def test_the_quick_look_never_passes_over_a_story(a: str, b: str) -> None:
    one, other = told(signature("", a)), told(signature("", b))
    odds = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, features(one, other), strict=True))
    common = one.terms.keys() & other.terms.keys()
    if common:
        assert _at_best(one, other, common) >= odds
