"""What the words of an office's list mean: names, offices, standing, days, phones.

Each reader raises ``OddCellError`` with a Chinese reason for what it cannot make sense of.
Knows no file and no column.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from store.models import Role, Standing
from store.money import Fen, parse_yuan, yuan


class OddCellError(ValueError):
    """A cell cannot be what its column says; the message is the reason, in Chinese."""


IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
"""A resident identity number: not needed, so never taken in."""


def half(text: str) -> str:
    """Without full-width forms."""
    return unicodedata.normalize("NFKC", text).strip()


def name(written: str) -> str:
    """Offices pad a short name with blanks (``张　伟``)."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", written)


def parts(cell: str) -> tuple[str, ...]:
    """Several in one cell."""
    return tuple(dict.fromkeys(part for part in re.split(r"[、;；,，/\s]+", cell) if part))


_OFFICES = (
    (
        Role.SECRETARY,
        re.compile(r"(?<![副团])(?<!团支部)(?<!团总支)(?<!团委)(?:书记|支书)|secretary"),
    ),
    (Role.COLLECTOR, re.compile(r"组织委员|收款|收缴|collector")),
    (
        Role.COMMITTEE,
        re.compile(r"(?<!团)副书记|支委|支部委员|(?:宣传|纪检|统战|青年|保密|群工)委员|committee"),
    ),
    (Role.GROUP_LEADER, re.compile(r"(?<!副)(?<!村民小)(?<!生产小)组长|group_leader")),
    (Role.CLERK, re.compile(r"党务|干事|镇党委|clerk")),
)
_NO_OFFICE_NOW = re.compile(r"[原前老曾]|离任|退")

ROLE_NAMES = {
    Role.SECRETARY: "书记",
    Role.COLLECTOR: "组织委员",
    Role.COMMITTEE: "支部委员",
    Role.GROUP_LEADER: "党小组长",
    Role.CLERK: "镇党委干事",
}


def roles(office: str) -> tuple[Role, ...]:
    """The offices that give rights, of those held now."""
    held = " ".join(word for word in parts(office) if not _NO_OFFICE_NOW.match(word))
    return tuple(role for role, words in _OFFICES if words.search(held))


def standing(words: str) -> Standing:
    """党籍, wherever the list says it."""
    if "预备" in words:
        return Standing.PROBATIONARY
    if re.search(r"积极分子|发展对象|申请人", words):
        return Standing.APPLICANT
    return Standing.FULL


STANDING_NAMES = {
    Standing.FULL: "正式党员",
    Standing.PROBATIONARY: "预备党员",
    Standing.APPLICANT: "入党积极分子",
}


def is_mobile(words: str) -> bool:
    """Whether an office or category says that he is a mobile member."""
    return bool(re.search("(?<!非)流动", words))


_YES = frozenset({"是", "流动", "流动党员", "在外", "外出", "√", "✓", "✔", "1", "y", "yes", "有"})
_NO = frozenset({"否", "不是", "非流动", "在家", "在村", "×", "0", "n", "no", "无", "-", "—"})


def yes_or_no(cell: str) -> bool:
    """A cell that marks somebody."""
    word = half(cell).lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise OddCellError("没看懂，要写 是 或 否")


_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*(?:[-./月]\s*(?:(\d{1,2})\s*日?)?)?")
_SOLID = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)?")
_EPOCH = date(1899, 12, 30)
_SERIALS = range(7_000, 60_000)  # 1919 to 2064


def day(cell: str) -> str:
    """``2019-07-01``, or ``2019-07`` where no day is written; also Excel's serial number."""
    text = re.sub(r"[ T]0?0:00(?::00)?$", "", half(cell))
    found = _DAY.fullmatch(text) or _SOLID.fullmatch(text)
    if found is None:
        if re.fullmatch(r"\d{4,5}(?:\.0+)?", text) and int(float(text)) in _SERIALS:
            return (_EPOCH + timedelta(days=int(float(text)))).isoformat()
        raise OddCellError("看不出是哪一天，要写成 2019-07-01 或 2019-07")
    year, month, number = int(found[1]), int(found[2]), int(found[3] or 1)
    try:
        whole = date(year, month, number).isoformat()
    except ValueError:
        raise OddCellError("没有这一天，请核对") from None
    return whole if found[3] else whole[:7]


def phone(cell: str) -> str:
    """Digits of one or more phones (、 between them)."""
    found = []
    for part in parts(re.sub(r"(?<=\d)[ -](?=\d)", "", half(cell))):
        digits = re.sub(r"^(?:\+?86|0086)(?=1\d{10}$)", "", part)
        if not re.fullmatch(r"1\d{10}|0\d{9,11}|\+\d{6,15}|[2-8]\d{6,7}", digits):
            raise OddCellError("不像电话号码，请核对位数")
        found.append(digits)
    return "、".join(found)


def money(cell: str) -> Fen:
    """An amount in yuan."""
    amount = parse_yuan(cell)
    if amount is None or amount < 0:
        raise OddCellError("不是金额，要写数字，如 20 或 0.2；还没核定就空着")
    return amount


def money_written(amount: Fen) -> str:
    """As Excel shows a number: ``12.5``, ``20``."""
    text = yuan(amount)
    return text.rstrip("0") if "." in text else text
