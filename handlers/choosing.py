"""Which option somebody means who was shown numbered answers: by number, or in his own words.

Only what fits one option and no other is taken: whatever else is said is no answer. Knows
the options as they were shown, and nothing of what choosing one does.
"""

from __future__ import annotations

import re

from handlers.reading.normal import plain
from store.models import Question

_CHINESE = "一二三四五六"
_NUMBER = re.compile(r"^(?:我?选|第)?\s*([1-9一二三四五六])\s*(?:个|项)?[.。、]?$")

_YES = frozenset({"是", "是的", "对", "对的", "记", "好", "好的", "嗯", "可以", "确认"})
_NO = frozenset({"不是", "不", "不对", "不记", "否", "不用", "算了", "没有"})
_LEFT = frozenset({"算了", "不用", "不用了", "不记", "不记了", "不要了", "取消", "没事", "不管了"})
_REFUSING = re.compile(r"^(?:都|先)?不")
_BARELY_PAID = re.compile(
    r"^(?:我|是|已经?|都|就)*(?:[交缴]过|[交缴]了|已[交缴])了?的?[啊呀哈吧。!！]*$"
)
_OF_PAYMENTS = frozenset({"record", "who", "which-months", "which-payment", "same-payment"})
_YES_OR_NO = frozenset({"record", "same-payment", "reduce", "hand-over"})
"""Questions whose first answer is yes."""

_IN_THE_GROUP = re.compile(
    r"^(?:群里)?(?:已经?|都)?(?:有|在|发了|发过|发出去|看[到见]|是在)(?:群里)?(?:看[到见])?[了的呢啊，]*$"
)
_NOT_IN_THE_GROUP = re.compile(
    r"^(?:群里)?(?:我|还|都)?(?:没(?!事|关系|[空问必])|不在|未发|漏了|[再重补]发|发一[次遍下]).{0,10}$"
)
_LET_BE = re.compile(r"^(?:不管|不用|算了|不发|没事|没关系|别发|不必|随[它便]).{0,6}$")
_MOVED = re.compile(r"^(?:是|对|要|好|嗯|可以|改)(?:的|改|了|吧|啊|过来|一下)*$")
_NOT_MOVED = re.compile(r"^(?:不|没|别|先不)(?:用|要|必|是|对|改|换|搬|动)?(?:了|吧|啊)*$")
_SAME = re.compile(
    r"^(?:就?是)?(?:同?一笔|一样的?|同一个|(?:刚才|上次|之前)那[笔个]|[说报]重了).{0,3}$"
)
_ANOTHER = re.compile(
    r"^(?:不是(?:同?一笔)?[，,]?)?(?:另外?|又|再)(?:外?又)?交了?一笔.{0,3}$"
    r"|^(?:不是|不是同?一笔|[是有]?两笔)的?了?$"
)
_IN_OWN_WORDS = {
    "same-payment": (_SAME, _ANOTHER),
    "unsure-post": (_IN_THE_GROUP, _NOT_IN_THE_GROUP, _LET_BE),
    "place": (_MOVED, _NOT_MOVED),
}
"""By kind of question: what people say in place of each number."""

_PART = re.compile(r"[，,（）()、]+")
_BEFORE = re.compile(r"^(?:我说的|应该|那就|就|只)*(?:是|选)?(?:记成)?")
_BEHIND = re.compile(r"(?:的|那?[个位]|吧|啊|呢|哦)+$")
_DIGITS = str.maketrans("一二三四五六七八九两", "1234567892")


def chosen(text: str, question: Question) -> int | None:
    """Which option an answer means, from 0; None where it is no answer to this question."""
    text = text.strip().rstrip("。.！!～~")
    match = _NUMBER.match(text)
    if match is not None:
        number = _CHINESE.find(match[1]) + 1 or int(match[1])
        return number - 1 if number <= len(question.options) else None
    if text in question.options:
        return question.options.index(text)
    for option, words in enumerate(_IN_OWN_WORDS.get(question.kind, ())):
        if words.match(text):
            return option
    if question.kind in _YES_OR_NO and text in _YES:
        return 0
    if text in _NO and _REFUSING.match(question.options[-1]):
        return len(question.options) - 1
    return _by_its_words(text, question)


def left_alone(text: str, question: Question) -> bool:
    """Whether somebody wants none of the options, where none of them says so."""
    return bool(question.options) and text.strip().rstrip("。.！!～~") in _LEFT


def _by_its_words(text: str, question: Question) -> int | None:
    """二组的, 两个月, 同一笔: the one option that is called so, wholly or in one of its parts."""
    said = _core(text)
    if len(said) < 2:
        return None
    found = [
        number
        for number, option in enumerate(question.options)
        if said in {_core(part) for part in (option, *_PART.split(option))}
    ]
    return found[0] if len(found) == 1 else None


def _core(words: str) -> str:
    """Words without what only joins them to the talk, numbers as digits."""
    return _BEHIND.sub("", _BEFORE.sub("", plain(words))).translate(_DIGITS)


def says_nothing_new(text: str, question: Question) -> bool:
    """A bare 交了 to a question about a payment: it is what the question is about already."""
    return question.kind in _OF_PAYMENTS and bool(_BARELY_PAID.match(text.strip()))
