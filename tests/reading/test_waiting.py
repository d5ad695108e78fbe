"""What stands behind a waiting clause has not happened yet, however finished it sounds."""

from datetime import date

import pytest

from handlers.reading import Person, Roster, read

ROSTER = Roster([Person("M1", "张伟")])


def kinds(text: str) -> list[str]:
    reading = read(text, sender="M1", roster=ROSTER, today=date(2026, 10, 12), pending="dues")
    return [intent.kind for intent in reading.intents]


@pytest.mark.parametrize(
    "text",
    [
        "等老板把钱结了，就把5月6月的党费一起交了",
        "回头有网了，把党费交了",
        "等我缓过劲来，党费一次性交了",
        "下个月回去，党费一起交了",
        "过两天儿子回来，把党费交了",
    ],
)
def test_a_waiting_clause_makes_a_promise_of_it(text: str) -> None:
    assert kinds(text) == ["dues_promise"]


@pytest.mark.parametrize(
    "text",
    [
        "等了半天才出门，党费到底还是交了",
        "明天忙，今天党费交了",
        "昨天一发工资，就把党费交了",
        "等了好久，党费总算交了",
    ],
)
def test_what_is_told_of_the_past_stays_paid(text: str) -> None:
    assert kinds(text) == ["dues_paid"]
