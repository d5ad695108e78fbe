"""预告: what will be said by itself, and the secretary's hand on it: later, not, otherwise, now.

Numbers mean the list shown last. Each step can be taken back by 撤销. Knows what is to come
only as the roof tells it (``Context.coming``), not the calendar it comes from.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from handlers.commands import command
from handlers.context import Coming, Context, Reply, Say, UserError
from handlers.permissions import SECRETARY_IN_PRIVATE
from handlers.reading.moments import Moment, read_moment
from handlers.reading.numbers import chinese_number
from store import questions, steering
from store.models import Intervention, Listing, Step

LIST = "coming"
LONGEST_TEXT = 1000

_NUMBERED = re.compile(
    r"^第?\s*(\d{1,2})\s*(?:条(?!款)|(?![\d月号日点天周个时]|[:：]\d))[\s:：,，、]*"
)
_LATER = re.compile(
    r"^(?:推迟|往后|晚|再等)?\s*(?P<amount>\d{1,2}|半|[一二两三四五六七八九十]{1,2})\s*个?"
    r"(?P<unit>天|日|周|星期|小时|钟头)(?:后|以后|之后)?$"
)
_LENGTHS = {"天": 24, "日": 24, "周": 168, "星期": 168, "小时": 1, "钟头": 1}


@command(
    "预告",
    "预告通知",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"第?\d{0,2}条?",
    example="预告",
)
def preview(ctx: Context, tail: str) -> Reply:
    """看往后一个月我要发什么；看第2条的文字：预告 2"""
    if tail:
        number, one, _ = picked(ctx, tail)
        return [Say("preview.text", {"number": number, **shown(one)})]
    coming = list(ctx.coming())
    keys = tuple(one.key for one in coming)
    questions.show_list(ctx.db, Listing(ctx.message.sender, LIST, keys, ctx.now))
    first = next((number for number, one in enumerate(coming, 1) if one.text), 0)
    return [Say("preview.list", {"lines": [shown(one) for one in coming], "first": first})]


@command(
    "推迟",
    "延后",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?!会)(?s:.*)",
    example="推迟 1 两天",
)
def postpone(ctx: Context, words: str) -> Reply:
    """晚点再发；也可以写时间：推迟 1 3月8日上午9点"""
    _, one, said = picked(ctx, words)
    until = _until(ctx, one, said)
    if until <= max(ctx.now, one.planned_at):
        raise UserError("推迟要往后推，您说的时间比原定的还早。")
    later = take(ctx, one, Step.POSTPONED, until=until)
    useless = one.useless_after is not None and until >= one.useless_after
    if useless or (one.meeting and _found(ctx, one.key) is None):  # lost at night: nothing is kept
        late = "会已经开了，或下一次提醒也到了" if one.meeting else "下一次的也到时间了"
        raise UserError(f"推到那时{late}，不用再发。真不想发就回：不发 加编号。")
    return [Say("preview.postponed", shown(later))]


@command(
    "不发",
    "别发",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"第?\d{0,2}条?了?",
    example="不发 1",
)
def cancel(ctx: Context, tail: str) -> Reply:
    """这一次不发了，往后的照常"""
    _, one, _ = picked(ctx, tail.removesuffix("了"))
    if one.cancelled:
        raise UserError("这条已经说好不发了。要照发就回“撤销”。")
    at_once = one.due_at <= ctx.now
    values = {**shown(one), "planned": one.planned_at, "now": at_once}
    take(ctx, one, Step.CANCELLED)
    return [Say("preview.cancelled", values)]


@command(
    "改稿",
    "改文字",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.*)",
    example="改稿 1 新的文字",
)
def edit(ctx: Context, words: str) -> Reply:
    """换成您写的文字发到群里，只管这一次"""
    number, one, text = picked(ctx, words)
    if not one.to_group:
        raise UserError("这条是私下说的，不发到群里，没有稿子可改。")
    if not text:
        raise UserError(f"新的文字写在编号后面就行，如：改稿 {number} 各位同志……")
    if len(text) > LONGEST_TEXT:
        raise UserError(f"文字太长了，请缩到{LONGEST_TEXT}字以内。")
    edited = take(ctx, one, Step.EDITED, text=text)
    values = {**shown(edited), "number": number, "release": edited.awaits_release}
    return [Say("preview.edited", values)]


def picked(
    ctx: Context, words: str, *, such_as: str = "“预告 2”“推迟 1 两天”"
) -> tuple[int, Coming, str]:
    """The one meant by a leading number in the list shown last; the number and the rest."""
    keys = questions.listed(ctx.db, ctx.message.sender, LIST)
    if not keys:
        raise UserError("请先回“预告”看清单，再写编号。")
    match = _NUMBERED.match(words)
    if match is None and len(keys) > 1:
        raise UserError(f"是哪一条？请写上编号，如{such_as}。")
    number = int(match[1]) if match else 1
    if not 1 <= number <= len(keys):
        raise UserError(f"刚才的清单里没有第{number}条，回“预告”再看一眼。")
    one = _found(ctx, keys[number - 1])
    if one is None:
        raise UserError(f"第{number}条已经发过，或不用发了。回“预告”看现在的。")
    return number, one, words[match.end() :].strip() if match else words.strip()


def _found(ctx: Context, key: str) -> Coming | None:
    return next((one for one in ctx.coming() if one.key == key), None)


def _until(ctx: Context, one: Coming, said: str) -> datetime:
    """两天 from when it would be said, or a moment; a bare day keeps the time of day."""
    later = _LATER.match(said)
    if later is not None:
        length = timedelta(hours=_LENGTHS[later["unit"]])
        amount = later["amount"]
        times = 0.5 if amount == "半" else float(chinese_number(amount) or amount)
        return one.due_at + length * times
    half = "上午" if one.due_at.hour < 12 else ""
    for words in (said, f"{said} {half}{one.due_at:%H:%M}"):
        moment = read_moment(words, now=ctx.now, is_working_day=ctx.is_working_day)
        if isinstance(moment, Moment):
            return moment.at
        if moment.reason == "which half of the day":
            raise UserError(f"{moment.question}请整句再说一遍。")
    raise UserError("推迟到什么时候？可以写：推迟 1 两天，或 推迟 1 3月8日上午9点")


def take(ctx: Context, one: Coming, step: Step, **what: Any) -> Coming:
    """Keep a step; returns how things stand with it."""
    taken = Intervention(
        key=one.key,
        branch=ctx.branch.id,
        kind=one.kind,
        due_at=one.planned_at,
        step=step,
        at=ctx.now,
        by=ctx.sender.id,
        why=ctx.message.id,
        period=one.period,
        meeting=one.meeting,
        lead=one.lead,
        useless_after=one.useless_after,
        months=one.months,
        title=one.title,
        **what,
    )
    steering.take(ctx.db, ctx.cause, taken)
    return _found(ctx, one.key) or one


def shown(one: Coming) -> dict[str, Any]:
    """One announcement's values, for texts."""
    return {
        "title": one.title,
        "due": one.due_at,
        "text": one.text,
        "private": not one.to_group,
        "notes": [word for word, holds in _NOTES.items() if holds(one)],
    }


_NOTES: dict[str, Any] = {
    "不发": lambda one: one.cancelled,
    "推迟过": lambda one: one.postponed,
    "改过稿": lambda one: one.edited,
    "等您放行": lambda one: one.awaits_release and one.waits_now,
    "到时要您放行": lambda one: one.awaits_release and not one.waits_now,
    "已放行": lambda one: one.released,
    "先等收款人确认": lambda one: one.held,
    "只私下说": lambda one: not one.to_group,
}
"""What is to be said of one besides its time, in this order."""
