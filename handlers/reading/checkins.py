"""Check-ins: who reports himself present, and from where.

Responsible for 报到, 签到, 打卡 and what stands for them in an open round. It must not know
dues or meetings. An app's streak, a school, an employer are no check-in.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from handlers.reading.attendance import counts_people
from handlers.reading.breaths import in_breaths
from handlers.reading.clauses import Clause, written
from handlers.reading.months import Month
from handlers.reading.owners import Speaker, Who, note_named
from handlers.reading.patterns import fullmatch, match, pattern, search
from handlers.reading.present import who_is_there
from handlers.reading.questions import is_question
from handlers.reading.whereabouts import place_of

_KNOWN = set("psrhtwcAlGo2MnkzeP&bad0Wx+>38=i4567TjR")
_BEFORE = set("psrhtwAlGo2MnkzeP&bad>W38+Tj6xRm")
_REFUSED = pattern(
    r"(?:B(?!8)|[HYCgQOKfIX]).*[c0]|[c0]l?[7O5#$R]|[7O5#$]l?[c0]|G[o]*[27U]+[c0]|[c0][8i]|(?<!A)u.*[c0]|[c0].*[HOCf]|[c0]e[Buit8]|[c0]Bo?G"
)
# A message with more clauses than this that check somebody in is no message of one person.
_MANY = 40
_SPOKEN_TO = "[&za][gty]+(?=o?c)"
_WORKING = pattern(
    r"(?:务工|打工|上班|工作|干活|做工|厂里|工地|做事|家政|保姆|月嫂|外卖|装修|保安|卖(?!了|掉)|摆摊|开店|跑车|陪读|带娃|带孩子|带孙|做生意|加班|厂)"
)


class CheckIn(NamedTuple):
    """One check-in: who, from where, by which words (offsets in the normal form)."""

    people: tuple[Who, ...]
    place: str | None
    span: tuple[int, int]
    rule: str


def read_checkins(
    clauses: list[Clause], speaker: Speaker, pending: str | None, now: Month
) -> tuple[list[CheckIn], bool]:
    """The check-ins of a message in the month ``now``, and whether it asks about checking in."""
    found: list[CheckIn] = []
    asks = False
    clauses = in_breaths(clauses, pending)
    for position, clause in enumerate(clauses):
        core = clause.core
        if "c" not in core and not _typo_counts(clause, pending):
            asks = asks or _asks_how(position, clauses)
            note_named(clause, speaker)
            continue
        if is_question(clause):
            asks = asks or _asks_about_it(clause)
        elif _is_checkin(clause, clauses[position + 1 : position + 3], pending):
            found.append(_checkin(position, clauses, speaker, "checkin", now))
            if len(found) > _MANY:
                break
    if not found and not asks and pending == "checkin":
        found = _stands_for(clauses, speaker, now)
    return _merged(found), asks


_MUSTS = {"得", "非得", "外面", "每人", "算"}
_APPS = {"支付宝", "云闪付", "农行", "工行", "邮储", "银行", "手机银行"}


def _asks_about_it(clause: Clause) -> bool:
    """Not 厂里要打卡吗, 支付宝签到了吗: of the branch's; 打工的要报到吗 is."""
    core = clause.core
    if "Q" in core or ("O" in core and not match("o*cu?", core)) or search("7(?!e)", core):
        return False
    if any(token[3] in _APPS for token in clause.tokens):
        return False
    must = [token for token in clause.tokens if token[0] == "U" and token[3] not in _MUSTS]
    return not (must and search("U[c0]", core))


def _asks_how(position: int, clauses: list[Clause]) -> bool:
    """不会报到，咋弄: asks about what stands right before."""
    before = clauses[position - 1].core if position else ""
    return bool(
        search("B.*c|c.*[Bf]", before) and fullmatch("[so]*q[oUVW]*", clauses[position].core)
    )


def _merged(found: list[CheckIn]) -> list[CheckIn]:
    """报到 报到 is one check-in."""
    kept: dict[tuple[Who, ...], CheckIn] = {}
    for one in found:
        kept.setdefault(one.people, one)
    return list(kept.values())


def _typo_counts(clause: Clause, pending: str | None) -> bool:
    """报道, 抱到: a slip only in an open round or where nothing else is said."""
    core = clause.core
    if "0" not in core:
        return False
    return pending == "checkin" or bool(fullmatch("[psotwAn]*0[tol]*", core))


def _is_checkin(clause: Clause, later: list[Clause], pending: str | None) -> bool:
    core = clause.core
    if "N" in core:
        forgot = any(str(token[3]).startswith("忘") for token in clause.tokens)
        made_up = [c for c in later if not is_question(c)]
        return forgot and any("补" in str(t[3]) for c in made_up for t in c.tokens)
    core = re.sub("^[gto8]+(?=[ps])|[&za]g[gt]*(?=o?c)|(?<=ap)g(?=c)|B[26P]+l?", "", core)
    if search("ds[o.]*c(?!l)", core) and "j" not in core and "T" not in core:
        return False
    if (
        counts_people(clause)
        or "Z" in core
        or _REFUSED.search(core)
        or _goes_there(clause)
        or _is_required(clause)
    ):
        return False
    if _sees_sights(clause, later):
        return False
    if not (_reachable(clause, pending) or (pending == "checkin" and _calls_himself(clause))):
        return False
    return not ("i" in core and not core.startswith("i0") and "c" in core[core.index("i") :])


_HIMSELF = pattern(
    "(?:[老新]党员|预备党员|农民工|打工[人仔妹]|外卖(?:员|小哥|骑手)|快递(?:员|小哥)|骑手|保安|保洁"
    "|.{0,3}司机|退休(?:老?[头汉人太师]+|工人|教师|党员|职工)?|老头|老汉)(?:来|前来)?(?=[报签打])"
)


def _calls_himself(clause: Clause) -> bool:
    """快递小哥报到: so he calls himself."""
    return _HIMSELF.match(written(clause)) is not None


_SIGHTS = pattern("风景|景[点色区]|味道|好吃|好玩|美食|网红|拍照|打卡点|照片|门票|古镇|夜景")


def _sees_sights(clause: Clause, later: list[Clause]) -> bool:
    """黄山打卡，风景不错; 来西安打卡兵马俑: a traveller's."""
    if not any(token[0] == "c" and str(token[3]).startswith("打卡") for token in clause.tokens):
        return False
    around = [clause, *later[:1]]
    return bool(search("PcU", clause.core)) or any(_SIGHTS.search(written(c)) for c in around)


def _goes_there(clause: Clause) -> bool:
    """八月底去武汉报到: at a school or an employer there."""
    return bool(search("Go*[PU]+O?[c0]", clause.core)) and any(t[3] == "去" for t in clause.tokens)


_TO_DO = ("要", "得", "需", "必须", "须", "应", "才能", "可以", "怎")


def _is_required(clause: Clause) -> bool:
    """补卡要找主管签字, 报到得带身份证: how it is done; nobody does it."""
    words = [str(token[3]) for token in clause.tokens]
    at = clause.tags.find("c") + 1
    return bool(at) and words[at : at + 1] != [] and words[at].startswith(_TO_DO)


def _reachable(clause: Clause, pending: str | None) -> bool:
    """Nothing unknown before or right after the word; 在U is a place we do not know."""
    core = re.sub("^[gto8]+(?=[ps])", "", clause.core)
    core = re.sub(r"PU(?=[c0])", "P", core)
    core = re.sub(r"zU(?=[c0e7lo,]|$)", "zP", core)
    core = re.sub(r"^[Uo]+(?=p[Gt]*[c0])", "", core)
    core = re.sub(r"(?<=P)[oU57248n]+(?=[a&z][tgy]+o?[c0])", "", core)
    if pending == "checkin" and match("[ot>n]*s[o>n]*zP", core):
        core = re.sub("(?<=P)[oU5724]+(?=[c0])", "", core)
    core = re.sub(_SPOKEN_TO, "", core)
    core = re.sub("(?<=ap)g(?=c)", "", core)
    head, _, tail = re.split(r"([c0])", core, maxsplit=1)[:3]
    if not set(head) <= _BEFORE | set("67"):
        return pending == "checkin" and _among_chatter(clause, head)
    if "7" in head and "P" not in head and "z" not in head:
        return False
    late = fullmatch("Ul?", tail) and any(t[3] in {"晚", "迟", "来晚"} for t in clause.tokens)
    return bool(late) or not tail.startswith("U") or "P" in head or tail.startswith("UP")


def _among_chatter(clause: Clause, head: str) -> bool:
    """刚下夜班迷迷糊糊的报个到: nobody else, no school, no employer, no plan in what is before."""
    if search("[rgphyt7OCHYZIi35Gq]", head) or search("(?<!A)u", head):
        return False
    word = next(str(token[3]) for token in clause.tokens if token[0] in "c0")
    return "个" in word or "下" in word or head.startswith("s") or head.endswith(("Wo", "B8"))


def _checkin(
    position: int, clauses: list[Clause], speaker: Speaker, rule: str, now: Month
) -> CheckIn:
    clause = clauses[position]
    place = place_of(clause, _own_stretch(position, clauses[:_MANY]), now)
    return CheckIn(tuple(who_is_there(position, clauses, speaker)), place, clause.span, rule)


def _own_stretch(position: int, clauses: list[Clause]) -> list[Clause]:
    """报到；替孙丽也报到，她在绍兴: what belongs to this check-in, not to another's."""
    mine = search("[prhd]", clauses[position].core) if position < len(clauses) else None
    others = [
        at
        for at, other in enumerate(clauses)
        if at != position and "c" in other.core and (mine or search("[prhd]", other.core))
    ]
    if not others or any(match("[o]*z", other.core) for other in clauses):
        return clauses
    start = position if any(at < position for at in others) else 0
    return clauses[start : min([at for at in others if at > position], default=len(clauses))]


def _stands_for(clauses: list[Clause], speaker: Speaker, now: Month) -> list[CheckIn]:
    """收到, +1, 在X打工 in an open round."""
    for position, clause in enumerate(clauses):
        received = fullmatch("[ts]*[J+8][Jt8l]*P?", clause.core)
        if received and any(
            str(t[3]).startswith(("收到", "+1", "加1", "收倒")) for t in clause.tokens
        ):
            return [_checkin(position, clauses, speaker, "answer-to-round", now)]
    whole = "".join(clause.core for clause in clauses)
    if search("[qHYCQ]", whole) or any(clause.end == "?" for clause in clauses):
        return []
    for position, clause in enumerate(clauses[:_MANY]):
        if search("[NBVW]", clause.core):
            continue
        place = place_of(clause, [clause], now)
        around = "".join(str(token[3]) for c in clauses for token in c.tokens)
        if place and search("[z>]", clause.core) and _WORKING.search(around):
            return [_checkin(position, clauses, speaker, "working-there", now)]
    return []
