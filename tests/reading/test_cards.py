"""Group cards with a blank in them: whoever is called so is meant, not whoever speaks."""

from datetime import date

import pytest

from handlers.reading import Person, Roster, read

ROSTER = Roster(
    [
        Person("1", "何青柠", (), ""),
        Person("2", "傅老", (), "3-502 老傅"),
        Person("3", "丁一", ("Leo Ding",), ""),
    ]
)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("3-502 老傅 党费已交60", ["2"]),
        ("3-502老傅党费已交60", ["2"]),
        ("3-502\u2005老傅 党费已交60", ["2"]),
        ("替3-502 老傅交了党费60", ["2"]),
        ("Leo Ding党费已交60", ["3"]),
        ("#接龙\n3月党费\n1. 3-502 老傅 60\n2. 何青柠 60", ["1", "2"]),
        ("党费已交60", ["1"]),
    ],
)
def test_a_card_with_a_blank_is_its_owner(text: str, people: list[str]) -> None:
    reading = read(text, sender="1", roster=ROSTER, today=date(2026, 3, 2), pending=None)
    assert sorted(p for intent in reading.intents for p in intent.people) == people
    assert [intent.kind for intent in reading.intents] == ["dues_paid"] * len(people)
