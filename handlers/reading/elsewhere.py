"""Elsewhere: what people answer, ask and tell that has nothing to do with the branch's meeting.

Responsible for other events (a wedding, a class reunion, a match) and other company (a teacher,
an employer) among what sounds like an answer. It must not know what an answer means.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, written
from handlers.reading.lexicon import HINTS
from handlers.reading.patterns import match, pattern, search

_EVENTS = "|".join(sorted(HINTS["another_event"], key=len, reverse=True))
_EVENT = pattern(
    f"(?:{_EVENTS})会?|(?:工会|社区|商场|小区|公司|单位|厂里?|学校|幼儿园|业主|家长|同学|战友|老乡|商会|协会|社团|球队|车友|钓友|俱乐部|健身房|驴友)"
    "[的开办搞]?(?:组织)?.{0,2}(?:大会|年会|例会|活动|聚会|聚餐|宴会|晚会|培训会|动员会|表彰会)"
)
_EVENT_WITH_MEETING = pattern(f"(?:{_EVENTS}).?(?:活动|会|大会)|业主|工会|公司|单位|厂里")
# 同学会我就不去了: what one stays away from.
_NOT_THERE = pattern(
    "的?[^\\d周月号天]{0,5}(?:不参加|不去|不报名)"
    "|的?[^\\d周月号天]{1,5}(?:去不[了成]|参加不[了成]|没[法空][去参]|没时间[去参])(?!会)"
)
# 今晚喝酒我来不了: nobody excuses himself with these.
_REVELRY = pattern("喝酒|打牌|麻将|掼蛋|烧烤|火锅|撸串|夜宵|唱k|唱歌|钓鱼")
_HELD = pattern("(?:定|放|安排|改)?在|太远|人均|要交|收费|a?a制")
_GOING = pattern("去不[了成]|不去|不参加")
_TIME_AHEAD = 4
# 推了饭局也来, 有婚礼，…: it stands in the way, or gave way; what is answered is the meeting.
_GAVE_WAY = pattern(
    "推[了掉迟]|退了|不去了?[,来也]|再[忙急大]|也[要得会能]|都[要得会]|照样|还是|完[了就]?|后(?![天日年])"
)
_STANDS_THERE = pattern(
    "(?:有|要|开|办|赶|正好|碰上|遇上|撞上|赶上|是|忙|因为?|为)(?:了|个|场|一场|一个)?.{0,3}$"
)
# 钓鱼比赛报名了，…; 麻将三缺一，…: the message is about that.
_INVITES = pattern(
    "(?:.{0,6}(?:了|报名.{0,3}|开始.{0,3}|走起|约起来?|约吗?|[缺差].{0,4}|有.{0,3}|组队|局|凑.{0,3}|[\\d周今明后一二三四五六].{0,4}))?$"
)
_EXCLAIMED = pattern(
    "这么|这|那么|吓|真的?|太|也太|啥|什么|咋|怎么|绝|牛|服了|无语|好[^的]|又|笑死|厉害"
)
# 回复格式：姓名+参加; 已统计，参加12人: how to answer, and what came of it.
_TELLS_HOW = pattern("格式|模板|样例|示例|已统计|统计如下|名单如下|统计结果|截至目前")
_TEACHER = pattern(
    "(?:各位)?.{0,2}(?:老师|班主任|教练|经理|老板|店长|厂长|主管|车间主任|客服|房东|校长|园长)(?:们|好|您好|你好|早上好|下午好|晚上好|早|啊)*$"
)
# 家长可以参加: who comes is of another circle.
_OTHERS = pattern(
    "(?:家长|学生|队员|员工|职工|业主|选手|新人|亲友|考生|村民|嘉宾|同学|战友|老乡|车友|网友|孩子们)$"
)
# 水来不了，停水: no person.
_THINGS = pattern(
    "(?:水|电|气|货|快递|外卖|师傅|材料|水泥|砖|网|信号|菜|车票|包裹)[^,]?[来到去]不了"
)
_AT_WORK = {"组长", "主任", "班长", "领导", "老板", "厂长", "经理", "会计"}


def about_other_things(clauses: list[Clause]) -> bool:
    """老师好，…; 回复格式：…: the whole message is for others' ears, or nobody's answer."""
    return bool(clauses) and (
        _TEACHER.match(written(clauses[0])) is not None
        or any(_TELLS_HOW.search(written(clause)) for clause in clauses[:2])
    )


def answers_another(position: int, clauses: list[Clause], kind: str) -> bool:
    """Whether a clause that sounds like an answer is about another event, or of others."""
    clause = clauses[position]
    if _is_of_others(clause):
        return True
    run_on = position and clauses[position - 1].span[1] == clause.span[0]
    ahead = written(clauses[position - 1]) if run_on else ""
    said = ahead + written(clause)
    found = _EVENT.search(said)
    if found is None:
        if kind != "meeting_yes":
            return _held_elsewhere(position, clauses)
        return _invited(position, clauses) or _exclaims(position, clauses)
    if _meeting_at(clause, found.end() - len(ahead)):
        return False
    if kind == "meeting_yes":
        return not _GAVE_WAY.search(said)
    kin = "r" in clause.core or (run_on and "r" in clauses[position - 1].core)
    if (
        kind == "unable"
        and _REVELRY.search(said)
        and not _STANDS_THERE.search(said[: found.start()])
    ):
        return True
    if kin or kind not in {"meeting_no", "unable"} or _STANDS_THERE.search(said[: found.start()]):
        return False
    return _NOT_THERE.match(said, found.end()) is not None


def _held_elsewhere(position: int, clauses: list[Clause]) -> bool:
    """同学会在黄山，我去不了: where that event is."""
    before = written(clauses[position - 1]) if position else ""
    found = _EVENT.search(before)
    if found is None or found.start() > _TIME_AHEAD or "3" in clauses[position].core:
        return False
    return bool(_HELD.match(before, found.end()) and _GOING.search(written(clauses[position])))


def _exclaims(position: int, clauses: list[Clause]) -> bool:
    """我去，这么贵: no going anywhere."""
    if written(clauses[position]) not in {"我去", "卧去", "我靠去"}:
        return False
    return any(_EXCLAIMED.match(written(one)) for one in clauses[position + 1 : position + 2])


def _invited(position: int, clauses: list[Clause]) -> bool:
    """钓鱼比赛报名了，我参加: what the clause right before is about."""
    if (
        not position
        or _is_meeting(clauses[position])
        or any("3" in clause.core or "t" in clause.core for clause in clauses)
    ):
        return False
    before = written(clauses[position - 1])
    if _GAVE_WAY.search(before):
        return False
    return any(_INVITES.match(before[found.end() :]) for found in _EVENT.finditer(before))


def speaks_of_another(position: int, clauses: list[Clause]) -> bool:
    """今晚打牌来不来, 谁要参加周末的钓鱼活动: asks about something else."""
    core = clauses[position].core
    if "L" in core:
        return False
    if "3" in core:
        return _EVENT_WITH_MEETING.search(written(clauses[position])) is not None
    return any(_EVENT.search(written(one)) for one in clauses[max(0, position - 2) : position + 1])


def _meeting_at(clause: Clause, since: int) -> bool:
    """Whether the meeting itself is named behind the event's name."""
    at = 0
    for token in clause.tokens:
        if at >= since and (token[0] == "3" or str(token[3]).endswith("开会")):
            return True
        at += len(str(token[3]))
    return False


def _is_meeting(clause: Clause) -> bool:
    return any(str(token[3]).endswith("开会") for token in clause.tokens)


def _is_of_others(clause: Clause) -> bool:
    core = clause.core
    if core[:1] in "UO" and _THINGS.match(written(clause)):
        return True
    if search("[sw]e?t[LN]", core) and any(token[3] in _AT_WORK for token in clause.tokens):
        return True
    if not search("U[ou]*[mL1]", core) or search("[sp]", core):
        return False
    return any(token[0] == "U" and _OTHERS.search(str(token[3])) for token in clause.tokens)


def is_addressed(clause: Clause) -> bool:
    """你咋还不来, 你到哪了: said to somebody, of him; nobody's answer."""
    return bool(match("[o.t]*y[^sp]*$", clause.core))
