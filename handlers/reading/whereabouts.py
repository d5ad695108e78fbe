"""Where somebody is now, among the places that a message names.

Responsible for telling the present place from past and coming ones. It must not know who is
there, nor whether he checks in.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause
from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.months import Month
from handlers.reading.patterns import match, pattern, search

_PAST = pattern(
    "老家|原来|之前|以前|原先|上[次回]|去年|前年|刚从|离开|前两年|不在|曾|当初|年初|早先|先前|起初|头两年|那阵子|那时"
)
_YEARS_AGO = pattern("[前早那]几年|前些年")
_MOVED = pattern("(?:搬|换|转|调|来|回|跑|挪|到)(?:家|场|厂|工地|点)?(?:到|去|至|来)?了?$")
_NOW = pattern("(?:现在|如今|眼下|目前|这会儿?|此刻|这阵子?|今年|这[回次趟]|本次|最近|近来|这下)$")
_NO_PLACE = frozenset(
    [
        "旁边",
        "边上",
        "身边",
        "跟前",
        "隔壁",
        "一块",
        "一起",
        "家呢",
        "村上",
        "岗位",
        "老地方",
        "原处",
        "原地",
        "开发区",
        "工业园",
        "工业园区",
        "园区",
        "高新区",
    ]
)
# 9月起在嘉兴: he is still there.
_SINCE = {"起", "以来", "开始", "以后", "之后"}
_LEFT = ("回", "离开", "回老家", "告别", "不在")
# 闺女在上海: she is there, not he; 没去成北京: nobody is.
_KIN_THERE = "^[.o]*s?r[^sphr&]*z$"
_NOT_THERE = "N[GUo]*P"
_FROM_TO = pattern("从.+(?:去|到|来|奔|回)了?(?:到了?)?$")
# 在送件: what one does, no place.
_DOING = pattern(
    "[送跑干做忙修搬装卸吃睡看等打带陪接赶值加抢收摘种喂挖刷焊洗扫切炒煮喝玩聊办赚挣养](?![庄村镇县州])"
)
# 在电子厂, 在美团送餐: where one works, by no name of a place.
_WORKPLACE = pattern(
    "厂|队|公司|超市|物流|美团|饿了么|顺丰|京东|滴滴|[县省]城|城里|饭店|酒店|医院|学校|[店馆所局院校站铺摊]$"
)
_FAR = 60
_NOWHERE, _UNKNOWN, _SOMEWHERE, _HERE = 0, 1, 2, 3


def place_of(clause: Clause, clauses: list[Clause], now: Month) -> str | None:
    """The place that is now: one said to be so first, then the check-in's own, then others."""
    best, found = _NOWHERE, None
    for other in (clause, *[one for one in clauses if one is not clause]):
        for at in range(len(other.tags) - 1, -1, -1):
            if not _is_place(other, at):
                continue
            rank = _rank(other, at, now)
            if rank > best:
                best, found = rank, str(other.tokens[at][3])
    return found


def _is_place(clause: Clause, at: int) -> bool:
    """A known place, or the unknown word between 在 and the end or the check-in."""
    tags, tokens = clause.tags, clause.tokens
    if tags[at] == "P":
        return True
    inside = tags[at] == "U" and at and tags[at - 1] == "z" and str(tokens[at - 1][3]) == "在"
    word = str(tokens[at][3])
    inside = inside and len(word) > 1 and word[0] != "家" and word not in _NO_PLACE
    if inside and (_DOING.match(word) or _WORKPLACE.search(word)):
        return False
    if not (inside or _moved_to(clause, at)):
        return False
    there = tags[at + 1 : at + 2] == "2" and tokens[at + 1][3] in {"那边", "这边", "那里", "这里"}
    return there or match("[c07l]|$", tags[at + 1 :]) is not None


def _moved_to(clause: Clause, at: int) -> bool:
    """从长安搬到虎门了: an unknown word where somebody moved to."""
    if clause.tags[at] != "U" or at < 2 or clause.tokens[at - 1][3] not in {"到", "去"}:
        return False
    return str(clause.tokens[at - 2][3]).endswith(("搬", "转", "换", "调", "挪"))


def _is_to_come(before: list[Token], *, settled: bool) -> bool:
    """要去杭州, 下周在杭州; not 已于本周转到义乌, 国庆后换到遵义了."""
    coming = [str(token[3]) for token in before if token[0] == "u"]
    if not coming or "A" in tags_of(before) or before[-1][3] == "到了":
        return False
    if settled and all(word.endswith("后") for word in coming):
        return False
    return not set(coming) <= {"今晚", "今夜"}


def _rank(clause: Clause, at: int, now: Month) -> int:
    """Whether somebody is, may be, or no longer is at the place at ``at``."""
    since = max(0, at - _FAR)
    before = clause.tokens[since:at]
    words = [str(token[3]) for token in before]
    joined = "".join(words)
    moved = _MOVED.search(joined) is not None and not joined.endswith(_LEFT)
    settled = moved and "l" in clause.tags[at:]
    if (
        _is_to_come(before, settled=settled)
        or _YEARS_AGO.search(joined)
        or search("B(?!8)|X[.o]*z?$", clause.tags[since:at])
    ):
        return _NOWHERE
    if search(_NOT_THERE, clause.core) or search(_KIN_THERE, clause.tags[since:at]):
        return _NOWHERE
    if _FROM_TO.search(joined) and "l" in clause.tags:
        return _HERE
    if joined.endswith("回") and "l" in clause.tags[at:]:
        return _HERE
    if joined.endswith(_LEFT) or (joined.endswith("去") and "搬" not in joined):
        return _NOWHERE
    known = _SOMEWHERE if clause.tags[at] == "P" else _UNKNOWN
    months = [month for token in before if token[0] == "M" for month, _ in token[3]]
    if any(month != now for month in months) and not moved and _SINCE.isdisjoint(words):
        return _NOWHERE
    past = any(map(_PAST.match, words)) or "从" in words
    if past and not moved and not {"到了", "来"} & set(words):
        return _NOWHERE
    return _HERE if moved or months or any(map(_NOW.match, words)) else known
