"""Answers to a meeting: leave, refusal, attendance, and the reason given.

Responsible for 请假, 来不了, 不参加, 参加 about the branch's meeting. It must not know dues.
Leave from an employer or a school, and other events, are nothing.
"""

from __future__ import annotations

from handlers.reading.answerers import answerers
from handlers.reading.attendance import Attendance, counts_people, merged
from handlers.reading.breaths import in_breaths
from handlers.reading.clauses import Clause, written
from handlers.reading.elsewhere import about_other_things, answers_another, is_addressed
from handlers.reading.kin import as_member, without_subject
from handlers.reading.meeting_questions import (
    OTHER_LEAVE,
    asks_about_meeting,
    is_echo,
    is_undecided,
)
from handlers.reading.owners import Speaker, note_named
from handlers.reading.patterns import fullmatch, match, pattern, search, sub
from handlers.reading.questions import A_NOT_A, is_question
from handlers.reading.reasons import reason_for
from handlers.reading.scopes import OWN_WORDS, answer_scope

_ABOUT = pattern("[mL13]")
_SCOPED = pattern("[CHYgi]")
_REFUSES = pattern(r"B[o]*(?:m|Go*l?$)")
_SO_LONG = pattern("[一两半几\\d](?:天|次|回|小时|晚|上午|下午|周|个小时)")
_TWICE = pattern(r"B[o]*B[o]*[mG]|B[o]*B[o]*L")
_OTHERS_COME = pattern(
    "Zo?m|[7g]o?(?:js|T)[^m]*m|jo*[prhw][^sUo]*m|m[le]*(?:2?e?[UO4567]|re|R)|(?<!&)(?<!&s)r[^s]*m|km"
)
# 摔下来, 来一份, 来人啊: no coming to a meeting.
_SOMETHING_COMES = pattern("(?<!一)[下上出起进带拿送寄][来去]|[来去](?:[一两]?[个份张条件]|人)")
_NOT_FOR_SURE = pattern("不一定|不保证|不敢说|不能保证|未必")
_OF_COURSE = pattern("Q[osuU]*(?:B[ou]*[mG]|1)")
# 参加了个培训, 参加过三次党课, 参加人员: what was, or is only named.
_COUNTED = pattern(
    "(?:参加|参与|出席)(?:[了过](?:[一两三四五六七八九十几百\\d]{1,3}|好几|多)?(?:个|次|场|回|届|期|趟|轮|门|辈子)"
    "|了[^,]*(?:赛|培训|考试|课)|人员|人数|名单|者|对象|方式|范围)"
)
# 现场去不了，线上能参加不: not there; whether he comes hangs on the answer.
_ON_THE_SPOT = pattern("现场|当面|亲自|人(?:去|来|到|过)不")
# 请了假专门回来参加: from work, to come.
_FROM_WORK = pattern("请[了好到下]+假")
# 不用来了: what others are told.
_NEED_NOT = {"不用", "不必", "不需要", "无需", "别", "甭", "莫", "勿", "不要"}
# 走，去吃饭; 我先走了: going away.
_LEAVES = {"走", "上街", "拿去", "走去"}
_COMES = pattern("[nk>]*(?:e?3)?(?:(?:s&s?r|[sopwu&>])*(?:[G+]|GGG*|(?:Ge){2,})[leo]*|h[ou]*Ge?)")
_FORBIDS = {"不得", "不准", "不许", "不能"}
_ALWAYS = {"从来", "从不", "一向", "向来", "每次", "历来"}
_HALF_HEARTED = {"尽量", "争取", "看情况", "再说", "再看", "到时再说", "待定"}


def read_meetings(
    clauses: list[Clause], speaker: Speaker, pending: str | None
) -> tuple[list[Attendance], bool]:
    """The answers of a message, and whether it asks about the meeting or leave."""
    whole = "".join([clause.core for clause in clauses])
    if not (_ABOUT.search(whole) or pending == "meeting"):
        return [], False
    if about_other_things(clauses):
        return [], False
    about = pending == "meeting" or "3" in whole or "L" in whole or _promises_to_come(clauses)
    about = about or any(match("t.*n.*1", clause.core) for clause in clauses)
    clauses = in_breaths(clauses, pending)
    if any(t[3] in _HALF_HEARTED and t[0] != "o" for c in clauses for t in c.tokens):
        return [], False
    if any(is_undecided(clause) for clause in clauses):
        return [], False
    judged, asks = _judged(clauses, about, pending, speaker)
    if asks:
        judged = [
            ("", "") if kind == "unable" and _ON_THE_SPOT.search(written(clause)) else (kind, rule)
            for clause, (kind, rule) in zip(clauses, judged, strict=True)
        ]
    answers = [bool(kind) for kind, _ in judged]
    found: list[Attendance] = []
    for position, (kind, rule) in enumerate(judged):
        if kind and (speaker.named or not fullmatch("h[ou]*Ge?", clauses[position].core)):
            found.append(_answer(kind, rule, position, clauses, answers, speaker))
        else:
            note_named(clauses[position], speaker)
    return merged(found), asks


def _is_elsewhere(position: int, clauses: list[Clause], kind: str, speaker: Speaker) -> bool:
    """Whether it is about another event, or said of the one who is spoken to."""
    if is_addressed(clauses[position]) and not speaker.spoken_to:
        return True
    return answers_another(position, clauses, kind)


def _judged(
    clauses: list[Clause], about: bool, pending: str | None, speaker: Speaker
) -> tuple[list[tuple[str, str]], bool]:
    """The kind and the rule of each clause's answer, empty if it gives none; whether one asks."""
    judged: list[tuple[str, str]] = []
    asks, scope, reaches = False, "", -1
    for position, clause in enumerate(clauses):
        if found := answer_scope(clause, clauses[position + 1 : position + 2]):
            scope, reaches = found, clause.sentence
        elif scope == "said" and match("o*(?:T|s?o?d[hp])", clause.core):
            judged[-1] = _kind(clauses[position - 1], about, pending)
            reaches = -1
        elif scope == "said" and OWN_WORDS.match(clause.core):
            reaches = -1
        if is_question(clause):
            later = clauses[position + 1 : position + 3]
            answered = any(_kind(one, about, pending)[0] for one in later if not is_question(one))
            echo = "Q" in clause.core or is_echo(clause, answered)
            asks = asks or (not echo and asks_about_meeting(position, clauses, about, pending))
            judged.append(("", ""))
            continue
        if reaches == clause.sentence:
            judged.append(("", ""))
            continue
        kind, rule = _kind(clause, about, pending)
        if kind and _is_elsewhere(position, clauses, kind, speaker):
            kind, rule = "", ""
        judged.append((kind, rule))
    return judged, asks


_PUNCTUAL = ("准时", "按时", "一定", "会参", "会准", "准点", "如期", "会来不", "会去不", "会到不")


def _promises_to_come(clauses: list[Clause]) -> bool:
    """收到，准时参加; 党费明天交，会准时参加: only a meeting is answered so."""
    return len(clauses) > 1 and any(
        fullmatch("[sounk>3]*[m1]+[leo]*", clause.core)
        and any(str(t[3]).startswith(_PUNCTUAL) for t in clause.tokens)
        for clause in clauses
    )


def _kind(clause: Clause, about: bool, pending: str | None) -> tuple[str, str]:
    """The kind of answer a clause gives, and the rule; empty if none."""
    core = as_member(clause)
    if (
        "X" in core
        or "I" in core
        or counts_people(clause)
        or _SCOPED.search(core.removeprefix("i") if search("i[ds]+.*L", core) else core)
        or ("O" in core and not search("s[^Oe]*O.*1", core))
    ):
        return "", ""
    if "Q" in core:
        return ("meeting_yes", "of-course") if about and _OF_COURSE.search(core) else ("", "")
    if "L" in core:
        if "v" in core or (pending != "meeting" and search("^[^3]*L[^3L]+l$", core)):
            return "", ""
        return _leave(core, clause)
    if not about or A_NOT_A.search(core) or any(t[3] in _ALWAYS for t in clause.tokens):
        return "", ""
    if search("[mL]l?w$", core) and not search("[sp]", core):
        return "", ""
    if search("B[o]*1", core) and any(token[3] == "缺席" for token in clause.tokens):
        if any(token[3] in _FORBIDS for token in clause.tokens):
            return "", ""
        return "meeting_yes", "double-negation"
    if "1" in core and not search("^[^3]*1l?[UP]", core) and "N1" not in core:
        return "unable", "unable"
    if "Bm" in core and _NOT_FOR_SURE.search(written(clause)):
        return "", ""
    if _TWICE.search(core):
        return "meeting_yes", "double-negation"
    if _REFUSES.search(core):
        told_not_to = any(t[0] == "B" and t[3] in _NEED_NOT for t in clause.tokens)
        return ("", "") if told_not_to else ("meeting_no", "refusal")
    if search("[NB]", core):
        return "", ""
    if _attends(clause, core, pending):
        return "meeting_yes", "attends"
    return "", ""


def _leave(core: str, clause: Clause) -> tuple[str, str]:
    if search("L[^1NB]*m$", core) and _FROM_WORK.search(written(clause)):
        return "meeting_yes", "attends"
    if search("B[o]*B[^L]*L", core):
        return "leave", "double-negation"
    if core[:1] == "U" and clause.tokens[0][3] == "假":
        core = core[1:]
    if "uL" in core and any(t[3] == "再" for t in clause.tokens):
        return "", ""
    if any(t[0] == "U" and _SO_LONG.fullmatch(str(t[3])) for t in clause.tokens):
        core = core.replace("LU", "L")
    if search(
        "[NB][^L]*L|L[oGu]{0,2}U|L8U|Le.|Lu[UJ]|Luo*Z|7tL|[7g]o?js[o]*L|(?<![d&])(?<![d&]s)rL", core
    ) or OTHER_LEAVE.search(core):
        return "", ""
    if search("U[^,]*L", core) and not search("[45r67z].*L|L.*[4567r]", core):
        return "", ""
    return "leave", "leave"


# 能赶回来就参加, 有空就来: it hangs on something; 了 says that it is settled.
_IF_SO = pattern(
    "(?:能|有(?:空|时间|假|车|票)|不(?:忙|加班|下雨|上班|出车)|没(?:事|活|什么事|啥事)|轮休|调休|赶得[上及]|来得及)"
    "[^,]{0,6}(?:就|再|才)(?:一定|肯定|会|能|可以|也)?(?:参加|来|去|到|回)(?!.*了$)"
)


def _attends(clause: Clause, core: str, pending: str | None) -> bool:
    if _IF_SO.search(written(clause)):
        return False
    core = sub("s?r(?=p)", "", core)
    if pending == "meeting" and _COMES.fullmatch(core):
        going = {t[3] for t in clause.tokens if t[0] == "G"}
        away = len(going) > 1 or not going.isdisjoint(_LEAVES)
        return not away and not _SOMETHING_COMES.search(written(clause))
    if "m" not in core:
        return False
    core = sub("o[r5]+(?=[ou]*m)", "", core) if _brings(clause) else core
    if _COUNTED.search(written(clause)) or _OTHERS_COME.search(core):
        return False
    return "k" not in core or "u" in core


def _brings(clause: Clause) -> bool:
    """带着孙子也要参加: who is brought along is not who comes."""
    return any(token[3] in {"带", "带着", "带上", "抱着"} for token in clause.tokens)


def _answer(
    kind: str,
    rule: str,
    position: int,
    clauses: list[Clause],
    answers: list[bool],
    speaker: Speaker,
) -> Attendance:
    clause = clauses[position]
    reason = None
    if kind != "meeting_yes":
        reason = reason_for(position, without_subject(position, clauses), answers)
    if kind == "unable":
        kind = "leave" if reason else "meeting_no"
    people = answerers(position, clauses, rule, answers, speaker)
    return Attendance(kind, tuple(people or speaker.me), reason, clause.span, rule)
