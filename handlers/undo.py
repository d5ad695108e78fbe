"""撤销: take back what the sender did last, by what each entry is.

One act is one message; undoing it reverses each entry that message made. What
others have built on (a confirmed claim) is not undone over their heads.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from handlers.commands import command
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.conversation import PRIVATE
from handlers.dues import opened_again, recall_claims
from handlers.member_fields import field_of
from handlers.permissions import EVERY_MEMBER
from handlers.undo_meetings import UNDO_ENTRIES, Undone, answer_recalled
from store import (
    audit,
    changes,
    checkins,
    dues,
    handing_over,
    inbox,
    questions,
    roster,
    searches,
    steering,
)
from store.errors import StoreError
from store.models import ClaimState, MemberStatus, Question, QuestionState


@command(
    "撤销",
    "撤消",
    "取消刚才的",
    "撤销刚才的",
    permission=EVERY_MEMBER,
    tail=r"(?:刚才的?|上一条|上一笔|确认|一下)*",
    example="撤销",
    without_mention=True,
)
def undo(ctx: Context) -> Reply:
    """记错了？收回您刚才那一条"""
    act = audit.last_act(ctx.db, ctx.sender.id)
    asked = _asked_since(ctx, act)
    if asked is not None:
        return _unasked(ctx, asked)
    if act is None:
        if not ctx.message.addressed:
            return []
        raise UserError("没有可以撤销的了。")
    entries: list[str] = act["entries"]
    taken_back, extra = [], []
    for entry in reversed(entries):
        table, row_id = entry.split("/")
        word, said = _UNDO[table](ctx, int(row_id))
        taken_back += [word] if word else []
        extra += said
    audit.forget_act(ctx.db, ctx.sender.id, act["why"])
    forget_asked(ctx, act["why"])
    if not taken_back:
        raise UserError("刚才那条已经收回过了。")
    what = list(dict.fromkeys(taken_back[::-1]))
    return [Say("undo.done", {"name": ctx.sender.called, "what": what}), *extra]


def _asked_since(ctx: Context, act: dict[str, Any] | None) -> Question | None:
    """What his newest message is still asked about, where that message did nothing yet."""
    question = questions.open_for(ctx.db, ctx.message.sender, PRIVATE)
    if question is None or not inbox.seen(ctx.db, question.why):
        return None
    if act is None:
        return question
    later = act["why"] != question.why and datetime.fromisoformat(act["at"]) <= question.at
    return question if later else None


def _unasked(ctx: Context, question: Question) -> Reply:
    questions.close(ctx.db, question, QuestionState.ANSWERED)
    text = "meetings.left_alone" if question.kind in _OF_MEETINGS else "ask.not_recorded"
    return [Say(text, {}, Place.SENDER)]


_OF_MEETINGS = ("arranging", "which-meeting")


def forget_asked(ctx: Context, message: str) -> None:
    """Nobody is asked any more about a message that is taken back."""
    for question in questions.caused_by(ctx.db, message):
        if question.state is QuestionState.OPEN and question.wechat_id == ctx.message.sender:
            questions.close(ctx.db, question, QuestionState.ANSWERED)


def recalled(ctx: Context, message: str) -> Reply:
    """The sender took a message back: what it recorded goes with it, without a word in the group.

    Open claims go and the collector is told; answers go, and the secretary is told within a
    day of the meeting; a check-in or a step about an announcement goes quietly.
    """
    reply: Reply = []
    for act in audit.acts(ctx.db, ctx.sender.id):
        if act["why"] == message:
            for table, row_id in (entry.split("/") for entry in act["entries"]):
                if table == "meeting_answers":
                    reply += answer_recalled(ctx, int(row_id))
                quiet = table in ("check_ins", "attendance")
                if quiet or (table == "interventions" and steering.is_open(ctx.db, int(row_id))):
                    _UNDO[table](ctx, int(row_id))
    forget_asked(ctx, message)
    reply += recall_claims(ctx, message)
    confirmed = [c for c in dues.claims_of_message(ctx.db, message) if c.state is _RECEIVED]
    if not confirmed:
        audit.forget_act(ctx.db, ctx.sender.id, message)
    return reply


_RECEIVED = ClaimState.RECEIVED


def _claim(ctx: Context, row_id: int) -> Undone:
    claim = dues.CLAIMS.get(ctx.db, row_id)
    if claim is None or claim.state is ClaimState.WITHDRAWN:
        return "", []
    claim = opened_again(ctx, claim, "本人撤销")
    if claim.state is not ClaimState.CLAIMED:
        raise UserError("这笔已经确认收到了，要改请跟收党费的同志说一声。")
    dues.withdraw(ctx.db, ctx.cause, claim, reason="本人撤销")
    return f"{dues.claimant(ctx.db, claim).called}{claim.period.month}月党费", []


def _receipt(ctx: Context, row_id: int) -> Undone:
    receipt = dues.RECEIPTS.get(ctx.db, row_id)
    claim = dues.CLAIMS.get(ctx.db, receipt.claim) if receipt else None
    before = dues.REVERSALS.one(ctx.db, table="receipts", entry=row_id)
    if receipt is None or claim is None or claim.state is not _RECEIVED or before is not None:
        return "", []
    dues.reverse_receipt(ctx.db, ctx.cause, receipt, reason="确认有误")
    return f"{dues.claimant(ctx.db, claim).called}{claim.period.month}月党费的确认", []


def _check_in(ctx: Context, row_id: int) -> Undone:
    entry = checkins.CHECK_INS.get(ctx.db, row_id)
    if entry is None or entry.withdrawn:
        return "", []
    checkins.withdraw(ctx.db, ctx.cause, entry)
    return f"{entry.period.month}月报到", []


def _binding(ctx: Context, row_id: int) -> Undone:
    binding = roster.BINDINGS.get(ctx.db, row_id)
    if binding is None or binding.active is None:
        return "", []
    roster.unbind(ctx.db, ctx.cause, binding)
    return "微信绑定", []


def _steering(ctx: Context, row_id: int) -> Undone:
    step = steering.INTERVENTIONS.get(ctx.db, row_id)
    if step is None or step.withdrawn:
        return "", []
    if not step.open:
        raise UserError(f"“{step.title}”已经发出去或过了时间，收不回来了。")
    steering.withdraw(ctx.db, ctx.cause, step)
    return f"{steering.WORDS[step.step]}（{step.title}）", []


def _unbound(ctx: Context, row_id: int) -> Undone:
    binding = roster.BINDINGS.get(ctx.db, row_id)
    if binding is None or roster.member_of(ctx.db, binding.wechat_id) is not None:
        return "", []
    roster.bind_again(ctx.db, ctx.cause, binding)
    return "换绑", []


def _change(ctx: Context, row_id: int) -> Undone:
    done = changes.take_back(ctx.db, ctx.cause, row_id)
    if done is None:
        return "", []
    entry, member = done
    fields = [field for name in entry.detail[changes.AFTER] if (field := field_of(name))]
    single = entry.what == "修改党员" and fields
    return f"{member.called}的{fields[0].label if single else entry.what}", []


def _search(ctx: Context, row_id: int) -> Undone:
    entry = searches.SEARCHES.get(ctx.db, row_id)
    if entry is None or entry.withdrawn:
        return "", []
    searches.withdraw(ctx.db, ctx.cause, entry)
    return "查找记录", []


def _joined(ctx: Context, row_id: int) -> Undone:
    member = roster.MEMBERS.get(ctx.db, row_id)
    if member is None or member.status is MemberStatus.LEFT:
        return "", []
    roster.change_member(ctx.db, ctx.cause, member, status=MemberStatus.LEFT)
    return f"{member.called}的转入", []


def _handed_over(ctx: Context, row_id: int) -> Undone:
    batch = handing_over.BATCHES.get(ctx.db, row_id)
    if batch is None or batch.withdrawn:
        return "", []
    try:
        handing_over.withdraw(ctx.db, ctx.cause, batch)
    except StoreError as error:
        raise UserError(str(error)) from error
    return f"上缴第{batch.number}批", []


_UNDO: dict[str, Callable[[Context, int], Undone]] = {
    "claims": _claim,
    "receipts": _receipt,
    "check_ins": _check_in,
    "bindings": _binding,
    "unbound": _unbound,
    "audit": _change,
    "members": _joined,
    "searches": _search,
    "interventions": _steering,
    "handed_over": _handed_over,
    **UNDO_ENTRIES,
}
