"""Looking people up and changing what the roster says of them: 谁是, 修改, 转入, 转出, 外出, 返乡.

Each change keeps who, when, why and the value before, and is taken back by 撤销; nobody is
deleted. All in private: phones are shown masked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handlers import member_words
from handlers.arguments import named
from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.member_fields import FIELDS, shown, wish
from handlers.permissions import OFFICERS_IN_PRIVATE, SECRETARY_IN_PRIVATE
from handlers.reading.normal import plain
from store import audit, changes, dues, roster
from store.models import Member, MemberStatus, Role
from store.period import Period
from store.privacy import Private

MOST_FOUND = 8

_DAY = r"(?:\d{4}\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*\d{1,2}\s*日?|月)?)"


@command(
    "谁是",
    "查人",
    permission=OFFICERS_IN_PRIVATE,
    tail=r".{1,20}?[?？]?",
    example="谁是 静静的顿河",
)
def who_is(ctx: Context, words: str) -> Reply:
    """按姓名、外号或群名片找人"""
    asked = words.rstrip("?？").strip()
    found = _called_like(ctx, asked)
    if not found:
        raise UserError(f"名册里没找到“{asked}”。发“名单”看看姓名怎么写。")
    lines = [Private(_about(ctx, member)) for member in found[:MOST_FOUND]]
    return [Say("members.found", {"lines": lines, "more": len(found) - len(lines)})]


def _called_like(ctx: Context, asked: str) -> list[Member]:
    """Those called exactly so; else those whose name, card or alias holds the words."""
    everyone = roster.members(ctx.db, ctx.branch.id)
    wanted = plain(asked)
    calls = {m.id: [plain(c) for c in (m.name, m.card, *m.aliases) if c] for m in everyone}
    exact = [m for m in everyone if wanted in calls[m.id]]
    holders = [m for m in everyone if any(wanted in call for call in calls[m.id])]
    owner = roster.member_of(ctx.db, asked)
    if owner is not None and owner.branch == ctx.branch.id:
        return [owner]
    return exact or holders


def _about(ctx: Context, member: Member) -> dict[str, object]:
    told = ("party_group", "office", "standing", "place", "left_home_on", "phone", "contact_person")
    facts = [
        f"{field.label} {text}"
        for field in FIELDS
        if field.field in told and (text := shown(field, member))
    ]
    if member.office and "党员" in member.office and not member.roles:
        facts.remove(f"职务 {member.office}")
    card = member.card if member.card and member.card != member.called else ""
    bound = len(roster.wechat_ids(ctx.db, member.id))
    return {"name": member.called, "card": card, "facts": facts, "bound": bound}


@command(
    "修改",
    "更改",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.+)",
    example="修改 张伟 手机 13800001234",
)
def change(ctx: Context, words: str) -> Reply:
    """改名册上的一项，原来的值会留底：手机、党小组、现居地、联系人、职务、群名片……"""
    said = wish(words)
    if said is None:
        labels = "、".join(field.label for field in FIELDS)
        raise UserError(f"要改哪一项？比如：修改 张伟 手机 13800001234。能改的有：{labels}。")
    member = one_member(ctx, said.who)
    value = _read(said.field.label, said.field.read, said.value, member, said.field.field)
    before = shown(said.field, member)
    wanted = {said.field.field: value, **_follows(ctx, member, said.field.field, value)}
    changed = _amended(ctx, member, "修改党员", wanted, said.reason)
    values = {
        "name": changed.called,
        "field": said.field.label,
        "before": Private(before),
        "after": Private(shown(said.field, changed)),
    }
    return [Say("members.changed", values)]


def _read(label: str, read: Any, written: str, member: Member, field: str) -> Any:
    """The value; an emptied field gets its default."""
    if not written:
        if field in ("name", "standing"):
            raise UserError(f"{label}不能空着，请写上，如：修改 {member.name} {label} …")
        return type(member).__dataclass_fields__[field].default
    if member_words.IDENTITY.search(member_words.half(written)):
        raise UserError("身份证号用不着，我不存。")
    try:
        return read(written)
    except member_words.OddCellError as error:
        raise UserError(f"{label}“{written}”{error}。") from error


def _follows(ctx: Context, member: Member, field: str, value: Any) -> Mapping[str, Any]:
    """What changes with a field: an office gives or takes rights; the branch keeps a secretary."""
    if field == "went_to":
        return {"mobile": member.mobile or bool(value)}
    if field != "office":
        return {}
    roles = member_words.roles(value)
    secretaries = roster.officers(ctx.db, ctx.branch.id, Role.SECRETARY)
    if [m.id for m in secretaries] == [member.id] and Role.SECRETARY not in roles:
        raise UserError("支部现在只有这一位书记。请先写上新书记，再改这一位的职务。")
    return {"roles": roles}


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
    return _amended(ctx, member, "转入", wanted, said["origin"] or "")


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
    _amended(ctx, member, "转出", left, "")
    return [Say("members.left", {"name": member.called, "target": target})]


@command(
    "外出",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.+)",
    example="外出 张伟 深圳 2026-03-01",
)
def away(ctx: Context, words: str) -> Reply:
    """登记外出流动：去哪里、哪天走的"""
    found = re.search(_DAY, words)
    day = _day(found[0]) if found else ctx.today.isoformat()
    told = named(ctx, words[: found.start()] + words[found.end() :] if found else words)
    member = _only(told.members, words)
    place = re.sub(r"^(?:去|到|在)\s*|[，,。\s]+", "", told.rest)
    if not place:
        raise UserError(f"去哪里？比如：外出 {member.called} 深圳 2026-03-01")
    gone = {"mobile": True, "went_to": place, "place": place, "left_home_on": day}
    _amended(ctx, member, "外出", gone, "")
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
    _amended(ctx, member, "返乡", back, "")
    return [Say("members.home", {"name": member.called})]


def one_member(ctx: Context, called: str) -> Member:
    """The one member that these words name. Raises UserError."""
    return _only(named(ctx, called).members, called)


def _only(found: list[Member], said: str) -> Member:
    if not found:
        raise UserError(f"名册里没有“{said.strip()}”。发“名单”看看姓名怎么写。")
    if len(found) > 1:
        raise UserError("一次办一位，请分开说。")
    return found[0]


def _amended(
    ctx: Context, member: Member, what: str, wanted: Mapping[str, Any], reason: str
) -> Member:
    changed = changes.amend(ctx.db, ctx.cause, member, what, wanted, reason)
    if changed is None:
        raise UserError(f"{member.called}这一项本来就是这样，没有变。")
    return changed
