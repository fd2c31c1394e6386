from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pipelines.config import load
from pipelines.letters.reminder import Reminder, letter, letters

NOW = datetime(2026, 5, 5, 9, tzinfo=UTC)


def test_a_reminder_is_one_letter_about_one_thing_in_both_forms(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("business: {name: Pepperwick & Co, timezone: Europe/London}\n", "utf-8")
    config = load(tmp_path / "config.yaml", {})
    told = Reminder("promise:1/3:due", "cy@example.com", "Promised to Rosa\r\nBcc: x", ("“a <b>new</b> tin”", " "), "1")
    made = letter(told, config, NOW)
    assert (made.key, made.recipient, made.kind, made.thread) == (told.key, told.recipient, "reminder", "case:1")
    assert made.subject == "Promised to Rosa Bcc: x"
    assert "“a <b>new</b> tin”" in made.text
    assert "a &lt;b&gt;new&lt;/b&gt; tin" in made.html
    assert "Pepperwick &amp; Co" in made.html
    assert "src=" not in made.html
    assert 'href="http://127.0.0.1:8501/cases?case=1"' in made.html


def test_each_line_of_many_leads_to_its_case_at_the_address_people_use(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("business: {name: X}\ndashboard: {url: https://shop.example/}\n", "utf-8")
    config = load(tmp_path / "config.yaml", {})
    many = [Reminder(f"k{n}", "cy@example.com", f"Thing {n}", ("words",), str(n)) for n in range(1, 8)]
    many.append(Reminder("praise", "cy@example.com", "Praise", ("words",), page="team"))
    (one,), grouped = letters(many, config, NOW)
    assert len(grouped) == 8
    for number in range(1, 8):
        assert f"Thing {number}" in one.text
        assert f"https://shop.example/cases?case={number}" in one.text
        assert f'href="https://shop.example/cases?case={number}"' in one.html
    assert one.html.count("/cases?case=") == 7
    assert "https://shop.example/team" in letter(many[-1], config, NOW).html
