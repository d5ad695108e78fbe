"""The fields of a member that a secretary may change in the chat: their words, how they read.

Private values are shown masked or not at all. Knows no commands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers import member_words as words
from store.models import Member
from store.privacy import masked


@dataclass(frozen=True, slots=True)
class Field:
    """A field as people call it; ``read`` raises OddCellError; ``show`` words a value."""

    label: str
    field: str
    read: Callable[[str], Any] = str.strip
    show: Callable[[Any], str] = str
    also: tuple[str, ...] = ()


FIELDS: tuple[Field, ...] = (
    Field("姓名", "name", words.name),
    Field("党小组", "party_group", also=("小组",)),
    Field("职务", "office", also=("党内职务",)),
    Field("党籍", "standing", words.standing, words.STANDING_NAMES.__getitem__),
    Field("类别", "category"),
    Field("入党日期", "joined_on", words.day, also=("入党时间",)),
    Field("转正日期", "full_since", words.day, also=("转正时间",)),
    Field("手机号", "phone", words.phone, masked, ("手机号码", "手机", "电话号码", "电话")),
    Field("现居地", "place", also=("现住地", "住处")),
    Field("流入地", "went_to"),
    Field("流出日期", "left_home_on", words.day),
    Field("联系人", "contact_person", words.name),
    Field("月收入", "income", words.money, lambda fen: f"{words.money_written(fen)}元"),
    Field("配偶", "spouse", words.name),
    Field("群名片", "card", also=("微信群名片", "群昵称")),
    Field("别名", "aliases", words.parts, "、".join),
)

_BY_WORD = {word: field for field in FIELDS for word in (field.label, *field.also)}
_WORDS = "|".join(sorted(map(re.escape, _BY_WORD), key=len, reverse=True))
_SAID = re.compile(
    rf"(?P<who>.+?)\s*的?\s*(?P<field>{_WORDS})\s*(?:改成|改为|换成|改到|[:：=]|是|为|改)?\s*"
    r"(?P<value>.*?)(?:\s*[，,；;\s]\s*(?:原因|因为)[:：]?\s*(?P<reason>.+))?",
    re.DOTALL,
)
_EMPTY = frozenset({"空", "无", "没有", "清空", "删掉"})


@dataclass(frozen=True, slots=True)
class Wish:
    """One field to change, as somebody said it."""

    who: str
    field: Field
    value: str
    reason: str


def wish(text: str) -> Wish | None:
    """``张伟 手机 138…，原因 换号`` taken apart; None where no field is named."""
    said = _SAID.fullmatch(text.strip())
    if said is None:
        return None
    value = "" if said["value"] in _EMPTY else said["value"]
    return Wish(said["who"], _BY_WORD[said["field"]], value, (said["reason"] or "").strip())


def shown(field: Field, member: Member) -> str:
    """The field of a member as it may be said to an officer in private."""
    value = getattr(member, field.field)
    return "" if value in (None, "", ()) else field.show(value)


def field_of(name: str) -> Field | None:
    """The field by its name in the books."""
    return next((field for field in FIELDS if field.field == name), None)
