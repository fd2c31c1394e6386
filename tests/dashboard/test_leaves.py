from __future__ import annotations

from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from dashboard import leaves

    leaves.draw(range(30), lambda n: st.text(f"row {n}"))


def rows(test: AppTest) -> list[str]:
    return [each.value for each in test.text]


def test_a_long_list_is_turned_and_the_address_holds_the_page() -> None:
    test = AppTest.from_function(script).run()
    assert rows(test) == [f"row {n}" for n in range(12)]
    test.number_input[0].set_value(3).run()
    assert rows(test) == [f"row {n}" for n in range(24, 30)]
    assert test.query_params["page"] == "3"


def test_a_page_that_is_not_there_is_the_first() -> None:
    test = AppTest.from_function(script)
    test.query_params["page"] = "9"
    assert rows(test.run())[0] == "row 0"
