"""Being there: 签到 by the members themselves, 到会 by the secretary, 线上 and 晚到 said bare.

While a meeting takes signatures 签到 is about it, not about the month. Where a mobile
member may mean both, he is asked. It must not know who has a vote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from handlers.arguments import named
from handlers.arranging_words import kinds_named
from handlers.commands import command
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.conversation import ask
from handlers.meetings import REASONS, about, answer_of, how_said
from handlers.permissions import SECRETARY
from handlers.reading.normal import plain
from store import attendance, checkins, meetings
from store.models import Meeting, MeetingAnswer, Member, Question
from store.period import Period
from store.privacy import Private

_ENDS = r"(?:了|啦|哈|嘞|成功|完毕)*[。.!！~～]*"
_AFAR = r"(?:线上|网上|在线|视频|远程|现场)"
_SIGNS_IN = re.compile(
    rf"(?:我|俺|本人)?(?:已经?|来|现在)?{_AFAR}?签到{_ENDS}[,，、 ]*{_AFAR}?{_ENDS}"
)
_IS_HERE = re.compile(rf"(?:我|俺|本人)?(?:已经?)?(?:{_AFAR})?(?:到会?|进会|入会){_ENDS}")
_NO_SIGNATURE = re.compile(
    r"[吗么谁哪怎没请还快都们?？]|不(?!好意思)|大家|记得|提醒|开始|结束|截止|时间"
)
_SHORT = 16
_REPORTS = re.compile(rf"(?:我|俺)?(?:来)?报到{_ENDS}")
_COMES = re.compile(
    r"(?:我|俺|可能|估计|应该|大概|会|要|要在|只能|想|得|在)*"
    r"(?:(?:线上|网上|在线|远程|视频|连线)(?:参加|参会|听会?|开会?|进|学习?)?"
    r"|(?:晚|迟)(?:一?点|一?会儿?)?到(?:会)?(?:一?会儿?|一?点|十几|[\d一二三四五六七八九十半几]+个?(?:分钟|小时|钟头|刻钟?))?"
    r"|晚来(?:一?会儿?|一?点)?|迟到(?:一?会儿?|[\d一二三四五六七八九十半几]+个?(?:分钟|小时))?)"
    r"(?:吧|哈|了|啊|可以吗|行吗)?[。.!！~～]*"
)
_PROXY = re.compile(r"^(?:我?替|帮|代)?\s*|\s*(?:让我说一声|说)?\s*$")
_EXCEPT = re.compile(r"除了?|不含|不包括|除去")
_EVERYBODY = re.compile(r"全部|全体|所有人?|都到了?|大家")
_SOON = timedelta(hours=3)
_JUST_OVER = timedelta(hours=12)


def spoken(ctx: Context) -> Reply | None:
    """A signature, or in a few words how somebody will come; None where it is neither."""
    text = plain(ctx.message.text)
    here = attendance.running(ctx.db, ctx.branch.id, ctx.sender, ctx.now, ctx.branch.sign_in)
    if _SIGNS_IN.fullmatch(text) or (here and _IS_HERE.fullmatch(text)):
        return _sign_in(ctx, here, text) if here else _out_of_hours(ctx)
    if here and "签到" in text and len(text) <= _SHORT and not _NO_SIGNATURE.search(text):
        others = [m.called for m in named(ctx, text).members if m.id != ctx.sender.id]
        if others:
            return [Say("attendance.not_for_others", {"names": others})]
        return _sign_in(ctx, here, text)
    if here and _REPORTS.fullmatch(text):
        return _reported(ctx, here)
    return _will_come(ctx)


def _sign_in(ctx: Context, meeting: Meeting, text: str) -> Reply:
    answer = meetings.answers(ctx.db, meeting.id).get(ctx.sender.id)
    online = how_said(text) == "online" or (
        "现场" not in text and answer is not None and answer.how == "online"
    )
    entry = attendance.attend(
        ctx.db, ctx.cause, meeting, ctx.sender, online=online, arrived=ctx.now
    )
    if entry is None:
        return [Say("attendance.already", {"name": ctx.sender.called, **about(meeting)})]
    values = {
        "name": ctx.sender.called,
        "online": entry.online,
        "arrived": f"{entry.arrived:%H:%M}" if entry.late else "",
        **about(meeting),
    }
    return [Say("attendance.signed", values)]


def _out_of_hours(ctx: Context) -> Reply | None:
    """签到 shortly before or after a meeting's window is about it all the same."""
    window = ctx.branch.sign_in
    for meeting in meetings.arranged(ctx.db, ctx.branch.id):
        if not attendance.is_called(ctx.db, meeting, ctx.sender):
            continue
        opens = meeting.begins - window.before
        if opens - _SOON <= ctx.now < opens:
            return [Say("attendance.too_early", {"opens": f"{opens:%H:%M}", **about(meeting)})]
        if meeting.begins + window.after < ctx.now < meeting.begins + _JUST_OVER:
            return [Say("attendance.too_late", {"name": ctx.sender.called, **about(meeting)})]
    return None


def _reported(ctx: Context, meeting: Meeting) -> Reply:
    """报到 during a meeting: for a mobile member it may be the month's."""
    month = Period.of(ctx.today)
    if not ctx.sender.mobile or checkins.checked_in(ctx.db, ctx.sender.id, month):
        return _sign_in(ctx, meeting, "")
    options = (f"{about(meeting)['kind']}签到", f"{month.month}月报到", "两样都是")
    matter = {"meeting": meeting.id}
    return ask(ctx, "signing-in", options, matter, "attendance.ask_which")


def answer_signing_in(ctx: Context, question: Question, option: int) -> Reply:
    """The meeting, the month, or both."""
    meeting = meetings.MEETINGS.get(ctx.db, question.matter["meeting"])
    assert meeting is not None
    reply = _sign_in(ctx, meeting, "") if option in (0, 2) else []
    if option in (1, 2):
        checkins.check_in(ctx.db, ctx.cause, ctx.sender, Period.of(ctx.today))
        month = f"{ctx.today.month}月"
        values = {"name": ctx.sender.called, "months": month, "place": "", "proxy": None}
        reply.append(Say("checkin.noted", values))
    return reply


def _will_come(ctx: Context) -> Reply | None:
    """线上, 晚到半小时: an answer to the meeting the group is asked about."""
    if not meetings.coming(ctx.db, ctx.branch.id, ctx.now) or not how_said(ctx.message.text):
        return None
    told = named(ctx, ctx.message.text)
    if not _COMES.fullmatch(plain(_PROXY.sub("", told.rest)).replace(" ", "")):
        return None
    people = told.members or [ctx.sender]
    return answer_of(ctx, people, "yes", None, how_said(told.rest)) or None


@command(
    "到会",
    "补签",
    permission=SECRETARY,
    tail=r"(?s:.*)",
    example="到会 全部 除了 张伟",
)
def enter(ctx: Context, words: str) -> Reply:
    """记谁到了会；线上的写：到会 线上 刘洋；记错了：未到 张伟"""
    meeting = meeting_meant(ctx, words)
    told = named(ctx, words).members or _EVERYBODY.search(words)
    if told or (words.strip() and not kinds_named(words)):
        for member, online in _entered(ctx, meeting, words):
            attendance.attend(ctx.db, ctx.cause, meeting, member, online=online)
    return _listed(ctx, meeting)


def _entered(ctx: Context, meeting: Meeting, words: str) -> list[tuple[Member, bool]]:
    """Who was there and whether from afar; 全部 leaves out who took leave or is excepted."""
    called = meetings.audience(ctx.db, meeting)
    online = how_said(words) == "online"
    said, *excepted = _EXCEPT.split(words, maxsplit=1)
    if not _EVERYBODY.search(said):
        people = named(ctx, words).members
        if not people:
            raise UserError("谁到了？可以写：到会 全部 除了 张伟，或：到会 张伟 刘洋")
        outside = [m.called for m in people if m.id not in {one.id for one in called}]
        if outside:
            raise UserError(f"{'、'.join(outside)}不在这个会的参加范围里；列席的记：记录 列席 姓名")
        return [(member, online) for member in people]
    away = {m.id for m in named(ctx, excepted[0]).members} if excepted else set()
    if excepted and not away:
        raise UserError("除了谁？请写姓名，如：到会 全部 除了 张伟")
    answers = meetings.answers(ctx.db, meeting.id)
    known = attendance.attended(ctx.db, meeting.id)
    away |= {m for m, answer in answers.items() if answer.answer in ("leave", "no")}
    return [(m, online) for m in called if m.id not in away and m.id not in known]


@command("未到", "没到", "未到会", permission=SECRETARY, tail=r"(?s:.+)", example="未到 张伟")
def take_out(ctx: Context, words: str) -> Reply:
    """记错了，这几位没到会"""
    meeting = meeting_meant(ctx, words)
    people = named(ctx, words).members
    if not people:
        raise UserError("谁没到？请写姓名，如：未到 张伟")
    known = attendance.attended(ctx.db, meeting.id)
    for member in people:
        if member.id in known:
            attendance.take_out(ctx.db, ctx.cause, known[member.id])
    return _listed(ctx, meeting)


def meeting_meant(ctx: Context, words: str) -> Meeting:
    """The meeting that began last, of the kind named where one is. Raises UserError."""
    found = attendance.begun(ctx.db, ctx.branch.id, ctx.now, ctx.branch.sign_in)
    kinds = kinds_named(words)
    found = [m for m in found if not kinds or m.kind in kinds]
    if not found:
        raise UserError("近一个月里没有开过这样的会。会前安排好，开的时候就能记：会议 支委会 …")
    return found[0]


def _listed(ctx: Context, meeting: Meeting) -> Reply:
    here = [] if ctx.message.in_private else [Say("reports.sent_privately")]
    return [Say("attendance.list", present_and_absent(ctx, meeting), Place.SENDER), *here]


def present_and_absent(ctx: Context, meeting: Meeting) -> dict[str, object]:
    """Who was there, from afar, late, on leave with the reason, and missing: private."""
    known = attendance.attended(ctx.db, meeting.id)
    answers = meetings.answers(ctx.db, meeting.id)
    called = meetings.audience(ctx.db, meeting)
    there = [(m, known[m.id]) for m in called if m.id in known]
    missing = [m for m in called if m.id not in known]
    lists: dict[str, Sequence[str]] = {
        "present": [m.called for m, entry in there if not entry.online],
        "online": [m.called for m, entry in there if entry.online],
        "late": [f"{m.called} {e.arrived:%H:%M}" for m, e in there if e.late and e.arrived],
        "away": [m.called + _reason(answers[m.id]) for m in missing if _on_leave(answers, m)],
        "missing": [m.called for m in missing if not _on_leave(answers, m)],
    }
    return {**about(meeting), **{name: Private(people) for name, people in lists.items()}}


def _on_leave(answers: dict[int, MeetingAnswer], member: Member) -> bool:
    return member.id in answers and answers[member.id].answer in ("leave", "no")


def _reason(answer: MeetingAnswer) -> str:
    reason = REASONS.get(answer.reason or "")
    return f"（{reason}）" if reason else ""
