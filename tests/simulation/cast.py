"""Who lives in the simulated branches, what they look like, and how each behaves.

All people are made up. Every monthly amount occurs once, so that it can be found in a text.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from bot.settings import Settings

_SURNAMES = "赵钱孙周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施孔曹严华魏陶姜谢邹喻"
# fmt: off
_GIVEN = (
    "文斌", "晓燕", "建军", "志强", "秀兰", "桂英", "德明", "海涛", "玉梅", "国栋",
    "春花", "永福", "丽娟", "卫东", "凤霞", "长顺", "美玲", "树林", "金凤", "少华",
    "红梅", "立新", "素珍", "光荣", "翠兰", "保国", "雪莲", "振华", "淑芬", "冬生",
)
# fmt: on
_CITIES = ("深圳", "杭州", "东莞", "苏州", "宁波", "武汉", "广州", "北京")
_NICKNAMES = (
    "{{ 7*7 }}",
    "{% for x in config %}",
    "<script>alert(1)</script>",
    "平安是福🍀",
    "A01建材批发",
    "${name}",
)


class Habit(StrEnum):
    """How somebody treats his dues."""

    PUNCTUAL = "punctual"
    LATE = "late"
    WRONG = "wrong"  # says another sum first
    HASTY = "hasty"  # takes his message back
    FICKLE = "fickle"  # 撤销
    SILENT = "silent"


@dataclass
class Person:
    """Somebody on the roster; ``fen`` is what he owes a month, ``wechat_id`` the phone in use."""

    branch: str
    name: str
    wechat_id: str
    nickname: str
    fen: int
    habit: Habit
    city: str
    office: str = "流动党员"
    first_id: str = ""

    @property
    def yuan(self) -> str:
        """His monthly amount as he would write it."""
        return f"{self.fen // 100}.{self.fen % 100:02}"


@dataclass
class Branch:
    """A branch, its room, and its people; the first is its secretary, the second collects."""

    id: str
    room: str
    trust: bool
    people: list[Person] = field(default_factory=list)

    @property
    def secretary(self) -> Person:
        return next(p for p in self.people if p.office == "书记")

    @property
    def collector(self) -> Person:
        return next(p for p in self.people if p.office == "组织委员")

    def holds(self, person: Person, *offices: str) -> bool:
        return person.branch == self.id and person.office in offices


def branches(chance: random.Random, count: int, heads: int) -> list[Branch]:
    """So many branches of so many people each; every third trusts a member's word."""
    found = []
    for n in range(count):
        branch = Branch(f"B{n + 1:02}", f"room{n + 1}@chatroom", trust=n % 3 == 1)
        branch.people = [_person(chance, branch, n * heads + i, i) for i in range(heads)]
        found.append(branch)
    return found


def _person(chance: random.Random, branch: Branch, number: int, place: int) -> Person:
    surname = _SURNAMES[number % len(_SURNAMES)]
    given = _GIVEN[(number // len(_SURNAMES) + 7 * number) % len(_GIVEN)]
    name = surname + given
    office = ("书记", "组织委员")[place] if place < 2 else "流动党员"
    habit = Habit.PUNCTUAL if place < 2 else _habit(chance, branch)
    nickname = chance.choice(_NICKNAMES) if place > 1 and chance.random() < 0.2 else name
    wechat_id = f"wx{number:04}"
    fen = 1013 + 97 * number  # well below the 1000 yuan that go another way
    city = _CITIES[number % len(_CITIES)]
    return Person(
        branch.id, name, wechat_id, nickname, fen, habit, city, office, first_id=wechat_id
    )


def _habit(chance: random.Random, branch: Branch) -> Habit:
    habits = [Habit.PUNCTUAL] * 6 + [Habit.LATE] * 3 + [Habit.HASTY, Habit.FICKLE, Habit.SILENT]
    return chance.choice(habits if branch.trust else [*habits, Habit.WRONG])


def write_members(branch: Branch, path: Path) -> None:
    """The branch's list of members as its secretary keeps it."""
    lines = ["姓名,微信标识,身份,类别,月应交元,流入地"]
    lines += [f"{p.name},{p.first_id},{p.office},务工,{p.yuan},{p.city}" for p in branch.people]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def settings(cast: list[Branch], folder: Path) -> Settings:
    """config.yaml as the township wrote it, and the lists of members in the folder."""
    described = []
    for branch in cast:
        members = folder / f"{branch.id}.csv"
        write_members(branch, members)
        described.append(
            {
                "id": branch.id,
                "name": f"青石镇{branch.id}村党支部",
                "rooms": (branch.room,),
                "members": members,
                "trust": branch.trust,
                "dues": {"notice": "每月5日 09:00", "publication": "每月最后一天 17:00"},
                "meetings": {"reminders": ["会前1天", "会前1小时"]},
            }
        )
    return Settings.model_validate({"branches": described})
