"""Which language a text is in, and when the hint decides."""

from __future__ import annotations

import pytest

from analysis.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The soup was cold and the waiter did not care", "en"),
        ("Waited 55 minutes and two mains never came", "en"),
        ("La comida estaba fría y el camarero fue muy maleducado", "es"),
        ("Das Essen war kalt und die Bedienung sehr unfreundlich", "de"),
        ("Le service était lent et le plat n'était pas chaud", "fr"),
        ("Il servizio è stato lento e la pizza era fredda", "it"),
        ("Het eten was koud en de bediening was niet vriendelijk", "nl"),
        ("A comida estava fria e o atendimento foi muito ruim", "pt"),
        ("Jedzenie było zimne, a kelner bardzo niegrzeczny", "pl"),
        ("Yemek soğuktu ve garson çok kabaydı, bir daha gelmeyiz", "tr"),
        ("Никогда больше не приду в это место", "ru"),
        ("料理は冷たくて、店員は失礼でした", "ja"),
        ("菜是冷的，服务员很没礼貌", "zh"),
    ],
)
def test_plain_cases_need_no_hint(text: str, language: str) -> None:
    assert detect(text) == language


def test_under_twenty_letters_the_hint_decides() -> None:
    assert detect("Super!", "de") == "de"
    assert detect("Super!", "en") == "en"
    assert detect("Top!!", "es-MX") == "es"


def test_a_clear_text_beats_a_wrong_hint() -> None:
    assert detect("Das Essen war kalt und die Bedienung sehr unfreundlich", "en") == "de"
    assert detect("muy mal trato", "en") == "es"


def test_nothing_to_read_is_undetermined() -> None:
    assert detect("") == "und"
    assert detect("👍👍 12345") == "und"
    assert detect("👍👍", "en") == "en"
