"""应到 and 实到, who is left out of an election, and counts of votes entered afterwards.

Only the secretary enters them, and what touches a person only in private. Nothing here
is read from what members say; it tells what the numbers come to and decides nothing.
"""

from __future__ import annotations

import re
from typing import Any

from handlers.arguments import named
from handlers.arranging_words import kinds_named
from handlers.attendance import meeting_meant
from handlers.commands import command
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.meetings import about
from handlers.permissions import SECRETARY, SECRETARY_IN_PRIVATE
from store import attendance, meetings, quorum, roster
from store.models import Meeting, MeetingAnswer, Member, VoteCount
from store.privacy import Private
from store.quorum import Headcount, Outcome

_OUTCOMES = {
    Outcome.MORE_THAN_HALF: "过了应到的半数",
    Outcome.EXACTLY_HALF: "正好是应到的一半，没有过半",
    Outcome.NOT_HALF: "没过应到的半数",
}
_DAY = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?")
_ORGAN = re.compile(r"[^\s\d,，。;；、经报由于同意]*(?:党委|党工委|总支部?|组织部|委员会)")
_VOTES = re.compile(r"(赞成|同意|反对|不同意|弃权)\s*票?\s*[:：]?\s*(\d{1,4})\s*[票人]?")
_LEAVE_OUT = "不计入 张伟 外出务工满6个月 上级同意2026-03-01镇党委"
_COUNT = "表决 2026年工作计划 赞成9 反对0 弃权1"


@command(
    "人数",
    "应到",
    "应到人数",
    "法定人数",
    "到会人数",
    permission=SECRETARY,
    tail=r"\S{0,8}",
    example="人数",
)
def heads(ctx: Context, tail: str) -> Reply:
    """看应到、实到、够不够法定人数"""
    meeting = _next_or_last(ctx, tail)
    here = [] if ctx.message.in_private else [Say("reports.sent_privately")]
    return [Say("quorum.heads", heads_of(ctx, meeting), Place.SENDER), *here]


def _next_or_last(ctx: Context, words: str) -> Meeting:
    """The meeting that takes answers now, else the one that began last."""
    kinds = kinds_named(words)
    coming = meetings.coming(ctx.db, ctx.branch.id, ctx.now)
    fitting = [m for m in coming if not kinds or m.kind in kinds]
    return fitting[0] if fitting else meeting_meant(ctx, words)


def heads_of(ctx: Context, meeting: Meeting) -> dict[str, Any]:
    """应到, 实到 and what lacks of one meeting; what names people is private."""
    count = quorum.headcount(ctx.db, meeting)
    people = {m.id: m.called for m in meetings.audience(ctx.db, meeting)}
    there = attendance.attended(ctx.db, meeting.id)
    left_out = [
        f"{people.get(e.member, '')}（{e.ground}，{e.approved}）"
        + ("，但到了会" if e.member in there else "")
        for e in quorum.left_out(ctx.db, meeting.id)
    ]
    return {
        **about(meeting),
        **_numbers(count),
        "began": meeting.begins <= ctx.now or bool(there),
        "willing": _willing(ctx, meeting, count),
        "without_vote": len(people) - count.entitled,
        "left_out": Private(left_out if count.election else []),
        "votes": Private([motion_line(vote, count) for vote in quorum.votes(ctx.db, meeting.id)]),
    }


def _numbers(count: Headcount) -> dict[str, Any]:
    return {
        "entitled": count.entitled,
        "should": count.should,
        "present": count.present,
        "online": count.online,
        "needed": count.needed,
        "lacking": count.lacking,
        "lacking_in_room": count.lacking_without_online,
        "election": count.election,
    }


def _willing(ctx: Context, meeting: Meeting, count: Headcount) -> int:
    """How many of those who should attend have said that they come."""
    answers: dict[int, MeetingAnswer] = meetings.answers(ctx.db, meeting.id)
    without = {e.member for e in quorum.left_out(ctx.db, meeting.id)} if count.election else set()
    return sum(
        quorum.has_vote(m) and m.id not in without and answers[m.id].answer == "yes"
        for m in meetings.audience(ctx.db, meeting)
        if m.id in answers
    )


@command(
    "不计入",
    "不计入应到",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.+)",
    example=_LEAVE_OUT,
)
def leave_out(ctx: Context, words: str) -> Reply:
    """选举时谁不计入应到会：写明理由、上级同意的日期和单位"""
    member, rest = _one(ctx, words, _LEAVE_OUT)
    meeting = _election(ctx)
    day = _DAY.search(rest)
    ground = next((name for name, said in quorum.GROUNDS if re.search(said, rest)), None)
    organ = _ORGAN.search(_DAY.sub(" ", rest))
    if ground is None or day is None or organ is None:
        grounds = "；".join(name for name, _ in quorum.GROUNDS)
        raise UserError(
            f"要写明理由、上级同意的日期和单位，如：{_LEAVE_OUT}\n可以不计入的情形：{grounds}。"
        )
    if not quorum.has_vote(member):
        raise UserError(f"{member.called}本来就没有表决权，不用另外不计入。")
    approved = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02} {organ[0]}同意"
    quorum.leave_out(ctx.db, ctx.cause, meeting, member, ground, approved)
    return [Say("quorum.left_out", {"name": member.called, **heads_of(ctx, meeting)})]


@command("计入", permission=SECRETARY_IN_PRIVATE, tail=r"(?s:.+)", example="计入 张伟")
def count_in(ctx: Context, words: str) -> Reply:
    """还是计入应到会"""
    member, _ = _one(ctx, words, "计入 张伟")
    meeting = _election(ctx)
    entries = [e for e in quorum.left_out(ctx.db, meeting.id) if e.member == member.id]
    if not entries:
        raise UserError(f"{member.called}本来就计入应到会。")
    quorum.count_in(ctx.db, ctx.cause, entries[0])
    return [Say("quorum.heads", heads_of(ctx, meeting))]


def _election(ctx: Context) -> Meeting:
    found = [
        *meetings.coming(ctx.db, ctx.branch.id, ctx.now),
        *attendance.begun(ctx.db, ctx.branch.id, ctx.now, ctx.branch.sign_in),
    ]
    election = next((m for m in found if quorum.is_election(m)), None)
    if election is None:
        raise UserError("只有选举的会才能不计入。先安排，议题里写明选举，如：改会 议题：选举支委")
    return election


@command(
    "留党察看",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.+)",
    example="留党察看 张伟",
)
def suspend(ctx: Context, words: str) -> Reply:
    """察看期间没有表决权；期满恢复：恢复表决权 张伟"""
    return _suspended(ctx, words, suspended=True)


@command(
    "恢复表决权",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.+)",
    example="恢复表决权 张伟",
)
def restore(ctx: Context, words: str) -> Reply:
    """察看期满，恢复表决权"""
    return _suspended(ctx, words, suspended=False)


def _suspended(ctx: Context, words: str, *, suspended: bool) -> Reply:
    member, _ = _one(ctx, words, "留党察看 张伟")
    roster.change_member(ctx.db, ctx.cause, member, vote_suspended=suspended)
    return [Say("quorum.suspended", {"name": member.called, "suspended": suspended})]


@command("表决", "表决结果", permission=SECRETARY_IN_PRIVATE, tail=r"(?s:.+)", example=_COUNT)
def enter_votes(ctx: Context, words: str) -> Reply:
    """会后登记票数，我来核对；不从群里读票"""
    said = {word: int(number) for word, number in _VOTES.findall(words)}
    motion = _VOTES.sub(" ", words).strip(" ,，、。;；:：\n")
    for name in ("议题", "议案"):
        motion = motion.removeprefix(name).strip(" :：")
    in_favour = said.get("赞成", said.get("同意"))
    if in_favour is None or not motion:
        raise UserError(f"要写议题和票数，如：{_COUNT}")
    meeting = meeting_meant(ctx, "")
    against = said.get("反对", said.get("不同意", 0))
    counted = VoteCount(
        meeting=meeting.id,
        motion=motion,
        in_favour=in_favour,
        against=against,
        abstained=said.get("弃权", 0),
        at=ctx.now,
        by=ctx.sender.id,
        why=ctx.message.id,
    )
    _check(ctx, meeting, counted)
    counted = quorum.enter_votes(ctx.db, ctx.cause, counted)
    line = motion_line(counted, quorum.headcount(ctx.db, meeting))
    heads_now = heads_of(ctx, meeting)
    cast = counted.in_favour + counted.against + counted.abstained
    return [Say("quorum.votes", {**heads_now, "line": line, "cast": cast})]


def _check(ctx: Context, meeting: Meeting, counted: VoteCount) -> None:
    """More votes than voters in the room are a slip. Raises UserError."""
    present = quorum.headcount(ctx.db, meeting).present
    if not present:
        raise UserError("还没有到会记录，票数没法核对。先记：到会 全部 除了 …")
    cast = counted.in_favour + counted.against + counted.abstained
    if cast > present:
        raise UserError(f"票数合计{cast}，到会有表决权的只有{present}人，请核对后再登记。")


def motion_line(vote: VoteCount, count: Headcount) -> str:
    """One motion with its count and, where a rule says so, what it comes to."""
    line = f"{vote.motion}：赞成{vote.in_favour}，反对{vote.against}，弃权{vote.abstained}"
    if count.election:
        return f"{line}（选举，按选举办法认定）"
    return f"{line}，{_OUTCOMES[quorum.outcome(vote.in_favour, count.should)]}"


def _one(ctx: Context, words: str, example: str) -> tuple[Member, str]:
    told = named(ctx, words)
    if len(told.members) != 1:
        raise UserError(f"请写一位党员的姓名，如：{example}")
    return told.members[0], told.rest
