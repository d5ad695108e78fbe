"""The reader's outside form: rows in, answers out, faults named, explanations for people."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest

from bot.faults import CommandError
from bot.read_lines import explain_one
from handlers.reading import Roster
from handlers.reading.wire import FIELDS, answer, explain, roster_from_json
from tests.reading.conftest import FIXTURES, TODAY

ROW = {"id": "x1", "text": "党费交了20", "sender": "M06", "pending": "dues", "today": "2026-10-12"}


def test_an_answer_has_the_scored_fields_and_why(roster: Roster) -> None:
    found = answer(ROW, roster)
    assert found["id"] == "x1"
    assert (found["decision"], found["ask"]) == ("record", None)
    (intent,) = found["intents"]
    assert set(intent) == {"kind", "span", "rule", *FIELDS["dues_paid"]}
    assert (intent["people"], intent["amount_fen"], intent["duration_months"]) == (
        ["M06"],
        2000,
        None,
    )


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"text": None}, "text"),
        ({"sender": "M77"}, "sender"),
        ({"today": "10月12日"}, "today"),
        ({"pending": "lunch"}, "pending"),
        ({"pending": ["dues"]}, "pending"),
    ],
)
def test_a_bad_row_is_named(roster: Roster, change: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        answer(ROW | change, roster)


@pytest.mark.parametrize("document", [{}, {"members": [1]}, {"members": [{"id": "M1"}]}])
def test_a_bad_roster_is_named(document: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="花名册"):
        roster_from_json(document)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("王芳的党费交了5元", "王芳"),
        ("党费好像交了", "确定"),
        ("交了五十万党费", "十万"),
        ("党费20", "交了吗"),
    ],
)
def test_what_is_unclear_is_asked(roster: Roster, text: str, asked: str) -> None:
    found = answer(ROW | {"text": text}, roster)
    assert found["decision"] == "ask"
    assert asked in found["ask"]


def test_an_explanation_shows_words_clauses_and_the_rule(roster: Roster) -> None:
    page = explain(
        "听说张伟交了，电费没交", sender="M06", roster=roster, today=TODAY, pending="dues"
    )
    assert "张伟/名册" in page
    assert "hearsay" in page
    assert "决定：不作声" in page


def test_one_message_is_explained_on_the_command_line() -> None:
    out = StringIO()
    how = {"sender": "孙丽", "pending": "dues", "today": "2026-10-12"}
    explain_one("上个月党费交了20", FIXTURES / "roster.json", out, **how)
    assert "孙丽 2026-09 党费已交 20.00元" in out.getvalue()


@pytest.mark.parametrize(
    ("how", "named"),
    [
        ({"sender": "王芳"}, "不止一位"),
        ({"sender": "谁"}, "不在名册"),
        ({"pending": "饭"}, "pending"),
    ],
)
def test_an_explanation_of_what_is_unknown_is_refused(how: dict[str, str], named: str) -> None:
    with pytest.raises(CommandError, match=named):
        explain_one("已交", FIXTURES / "roster.json", StringIO(), **how)
