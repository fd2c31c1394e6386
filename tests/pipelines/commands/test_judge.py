from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.pipelines.commands.conftest import Earlyword


def lines(*objects: dict[str, Any]) -> str:
    return "".join(json.dumps(each) + "\n" for each in objects)


def test_each_text_is_judged_in_order_with_its_own_id(earlyword: Earlyword) -> None:
    said = earlyword(
        "judge",
        stdin=lines(
            {"id": 7, "text": "Waited 55 minutes and two mains never came."},
            {"id": "b", "text": "Wonderful saffron, friendly people, thank you!"},
        ),
    )
    first, second = said.objects()
    assert said.code == 0
    assert (first["id"], first["flag"], first["label"]) == (7, "flag", "negative")
    assert (second["id"], second["flag"], second["label"]) == ("b", "none", "positive")
    assert any("55 minutes" in reason for reason in first["reasons"])
    assert set(first) >= {"id", "language", "compound", "complaint", "label", "flag", "topics", "reasons"}


def test_stars_win_over_words_on_any_scale(earlyword: Earlyword) -> None:
    said = earlyword(
        "judge",
        stdin=lines(
            {"id": 1, "text": "Great, great, great!", "rating": 1},
            {"id": 2, "text": "Great, great, great!", "rating": 2, "rating_scale": "1-10"},
            {"id": 3, "text": "ok", "rating": 5},
        ),
    )
    assert [each["flag"] for each in said.objects()] == ["flag", "flag", "none"]


def test_a_language_nobody_can_judge_is_unscored_never_neutral(earlyword: Earlyword) -> None:
    (found,) = earlyword(
        "judge", stdin=lines({"id": 1, "text": "商品が壊れていて、返金もしてくれませんでした。"})
    ).objects()
    assert (found["label"], found["complaint"]) == ("unscored", None)


def test_relevance_is_checked_only_when_asked(earlyword: Earlyword) -> None:
    other = lines({"id": 1, "text": "The tyre shop down the road is terrible and rude."})
    assert earlyword("judge", stdin=other).one()["relevant"] is True
    assert earlyword("judge", "--relevance", stdin=other).one()["relevant"] is False


def test_bad_lines_are_named_and_the_others_are_judged(earlyword: Earlyword) -> None:
    said = earlyword("judge", stdin='{"id": 1, "text": "Fine."}\nnonsense\n[1]\n{"id": 2}\n{"id": 3, "text": "Bad."}\n')
    assert [each["id"] for each in said.objects()] == [1, 3]
    assert said.code == 1
    assert all(f"line {number}" in said.err for number in (2, 3, 4))


def test_a_file_that_is_not_there_is_one_sentence(earlyword: Earlyword, tmp_path: Path) -> None:
    said = earlyword("judge", tmp_path / "none.jsonl")
    assert (said.code, said.out) == (2, "")
    assert "Check the path" in said.err


def test_group_puts_the_same_words_together_and_leaves_others_alone(earlyword: Earlyword) -> None:
    story = "Pepperwick Spices of Hull sold paprika with weevils in it, says a customer who found them in her soup"
    said = earlyword(
        "group",
        stdin=lines(
            {"id": "a", "text": story, "published": "2026-05-01T10:00:00Z"},
            {"id": "b", "text": f"RT @hulleats: {story} https://t.example/x1", "published": "2026-05-01T11:00:00Z"},
            {
                "id": "c",
                "text": "The new tea room on Whitefriargate opens on Monday with live music and scones for all",
            },
        ),
    )
    story_of = {each["id"]: each["story"] for each in said.objects()}
    assert story_of["a"] == story_of["b"] != story_of["c"]


def test_group_keeps_items_apart_that_carry_the_same_id(earlyword: Earlyword) -> None:
    said = earlyword(
        "group",
        stdin=lines(
            {"id": 1, "text": "The parcel from Pepperwick arrived soaked and the box was open at the side"},
            {"id": 1, "text": "Their cooking class on Sunday was the best birthday present I have ever had"},
        ),
    )
    first, second = said.objects()
    assert first["story"] != second["story"]
