"""Coming and going: 转入, 转出, 外出, 返乡. Nobody is deleted; who comes back is the same row.

In private, by the secretary; each is taken back by 撤销.
"""

from __future__ import annotations

import re
from typing import Any

from handlers import member_words
from handlers.arguments import named
from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.days import DAY, day_said
from handlers.members import amended, one_member, only
from handlers.permissions import SECRETARY_IN_PRIVATE
from store import audit, dues, roster
from store.models import Member, MemberStatus
from store.period import Period

_DAY = r"(?:\d{4}\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*\d{1,2}\s*日?|月)?)"


@command(
    "转入",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.+)",
    example="转入 赵六 手机 13800001234 从 红星村党支部",
)
def join(ctx: Context, words: str) -> Reply:
    """组织关系转入：名册上添一位"""
    said = _JOINS.fullmatch(words.strip())
    if said is None:
        raise UserError("请写上姓名，如：转入 赵六 手机 13800001234 从 红星村党支部")
    name, card = _new_name(said["who"])
    before = [m for m in roster.MEMBERS.find(ctx.db, branch=ctx.branch.id) if m.name == name]
    present = [m for m in before if m.status is MemberStatus.ACTIVE]
    if present and (not card or card in [m.card for m in present]):
        raise UserError(f"名册上已有{name}。是另一位就写明，如：转入 {name}（三组）")
    phone = _phone(said["phone"] or "")
    gone = [m for m in before if m.status is MemberStatus.LEFT and m.card == card]
    member = _back(ctx, gone[0], said) if gone else _new(ctx, name, card, phone, said)
    for period in dues.opened_months(ctx.db, ctx.branch.id):
        if period >= Period.of(ctx.today):
            dues.open_for(ctx.db, ctx.cause, member, period)
    return [Say("members.joined", {"name": member.called, "again": bool(gone)})]


_JOINS = re.compile(
    r"(?P<who>[^\s，,]+(?:[（(][^）)]+[）)])?)(?:[\s，,]*(?:手机号?|电话)?[:：]?\s*(?P<phone>[\d+＋０-９-]{7,}))?"
    r"(?:[\s，,]*(?:从|来自|由)\s*(?P<origin>\S+?)(?:转来|转入)?)?[。]?"
)
_NAME = re.compile(r"([\u3400-\u9fff\U00020000-\U0003ffff·]{2,12})(?:[（(]([^）)]{1,8})[）)])?")


def _new_name(written: str) -> tuple[str, str]:
    said = _NAME.fullmatch(written)
    if said is None:
        raise UserError(f"“{written}”不像姓名，请写：转入 赵六")
    return said[1], f"{said[1]}（{said[2]}）" if said[2] else ""


def _phone(written: str) -> str:
    try:
        return member_words.phone(written) if written else ""
    except member_words.OddCellError as error:
        raise UserError(f"手机号“{written}”{error}。") from error


def _new(ctx: Context, name: str, card: str, phone: str, said: re.Match[str]) -> Member:
    member = Member(ctx.branch.id, name, card=card, phone=phone)
    origin = {"转自": said["origin"]} if said["origin"] else {}
    member = roster.add_member(ctx.db, ctx.cause, member, origin)
    audit.remember(ctx.db, ctx.cause, f"members/{member.id}")
    return member


def _back(ctx: Context, member: Member, said: re.Match[str]) -> Member:
    """Somebody who left comes back: the same row, with all that it remembers."""
    wanted: dict[str, Any] = {"status": MemberStatus.ACTIVE, "left_on": "", "left_to": ""}
    wanted |= {"phone": _phone(said["phone"])} if said["phone"] else {}
    return amended(ctx, member, "转入", wanted, said["origin"] or "")


@command(
    "转出",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.+)",
    example="转出 张伟 到 红星村党支部",
)
def leave(ctx: Context, words: str) -> Reply:
    """组织关系转出：记录都留着，以后不再算他"""
    who, _, target = re.sub(r"\s*(?:转到|到|去)\s*", "\t", words.strip(), count=1).partition("\t")
    member = one_member(ctx, who)
    if member.id == ctx.sender.id:
        raise UserError("您自己的转出，请接任的书记来办。")
    left = {"status": MemberStatus.LEFT, "left_on": ctx.today.isoformat(), "left_to": target}
    amended(ctx, member, "转出", left, "")
    return [Say("members.left", {"name": member.called, "target": target})]


@command(
    "外出",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.+)",
    example="外出 张伟 深圳 2026-03-01",
)
def away(ctx: Context, words: str) -> Reply:
    """登记外出流动：去哪里、哪天走的"""
    found = DAY.search(words)
    day = (day_said(found, ctx.today, past=False) if found else ctx.today).isoformat()
    told = named(ctx, words[: found.start()] + words[found.end() :] if found else words)
    member = only(told.members, words)
    place = re.sub(r"^(?:去|到|在)\s*|[，,。\s]+|(?<=\s)[走起出发]+$", "", told.rest)
    if not place:
        raise UserError(f"去哪里？比如：外出 {member.called} 深圳 2026-03-01")
    gone = {"mobile": True, "went_to": place, "place": place, "left_home_on": day}
    amended(ctx, member, "外出", gone, "")
    return [Say("members.away", {"name": member.called, "place": place, "since": day})]


def _day(written: str) -> str:
    try:
        return member_words.day(written)
    except member_words.OddCellError as error:
        raise UserError(f"“{written}”{error}。") from error


@command(
    "返乡",
    "回乡",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?!名单).+",
    example="返乡 张伟",
)
def home(ctx: Context, words: str) -> Reply:
    """回来了，不再算流动党员"""
    member = one_member(ctx, words)
    back = {"mobile": False, "went_to": "", "place": "", "left_home_on": ""}
    amended(ctx, member, "返乡", back, "")
    return [Say("members.home", {"name": member.called})]
