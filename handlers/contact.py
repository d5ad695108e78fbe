"""Contact with those away: heard at all, an overview, searches, who comes home.

Any message of a member counts; nothing is asked of anybody for it. Who has not been heard
of is never said in a group.
"""

from __future__ import annotations

import re
from datetime import date

from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.days import DAY, day_said
from handlers.likeness import renamed
from handlers.members import one_member
from handlers.permissions import SECRETARY_IN_PRIVATE
from store import contacts, homecomings, searches, silence
from store.models import Member, Search
from store.privacy import Private, masked
from store.silence import Contact


def heard(ctx: Context) -> Reply:
    """Keep that the sender was heard; a warning where he took an officer's name."""
    message = ctx.message
    name = message.sender_name
    new_name = contacts.heard(ctx.db, ctx.sender, message.sender, name, message.room, message.at)
    if not new_name:
        return []
    return renamed(ctx.db, ctx.branch.id, ctx.sender, name, ctx.now)


@command(
    "联系情况",
    "联系",
    permission=SECRETARY_IN_PRIVATE,
    example="联系情况",
)
def overview(ctx: Context) -> Reply:
    """在外的同志多久没联系了，最久的在前"""
    found = silence.last_contacts(ctx.db, ctx.branch.id)
    return [Say("contact.overview", {"lines": Private([_line(ctx, one) for one in found])})]


def _line(ctx: Context, contact: Contact) -> dict[str, object]:
    member = contact.member
    return {
        "name": member.called,
        "days": contact.days(ctx.now),
        "how": contact.how,
        "place": member.place,
        "phone": masked(member.phone),
        "contact_person": member.contact_person,
    }


_FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")
_REACHED = re.compile(r"(?<![没未])(?:联系上|找到|接通|回了|回电|见到|见面|接了)")


@command(
    "查找",
    "查找记录",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.+)",
    example="查找 张伟 3月5日 打电话 无人接",
)
def search(ctx: Context, words: str) -> Reply:
    """找人找一次记一句：哪天、怎么找的、结果；看以前的：查找 张伟"""
    who, *rest = words.strip().split(maxsplit=1)
    member = one_member(ctx, who)
    if not rest:
        return [_evidence(ctx, member)]
    text = rest[0].translate(_FIGURES)
    said = DAY.match(text)
    day = _day(ctx, said) if said else ctx.today
    told = re.split(r"[\s，,；;]+", text[said.end() :].strip() if said else text, maxsplit=1)
    way, result = told[0], told[1].strip() if len(told) > 1 else ""
    if not way or not result:
        raise UserError(f"怎么找的、结果怎样？比如：查找 {member.called} 3月5日 打电话 无人接")
    found = bool(_REACHED.search(result))
    searches.note(ctx.db, ctx.cause, member, day.isoformat(), way, result, found=found)
    values = {"name": member.called, "day": day.isoformat(), "way": way, "result": result}
    return [Say("contact.search_noted", values)]


def _day(ctx: Context, said: re.Match[str]) -> date:
    """The day named, the nearest one gone by where no year is. Raises UserError."""
    day = day_said(said, ctx.today, past=True)
    if day > ctx.today:
        raise UserError("查找要等找过了再记。")
    return day


def _evidence(ctx: Context, member: Member) -> Say:
    last = silence.last_contact(ctx.db, member)
    values = {
        "name": member.called,
        "how": last.how,
        "since": last.at.date().isoformat(),
        "days": last.days(ctx.now),
        "lines": Private([spoken(entry) for entry in searches.of_member(ctx.db, member.id)]),
    }
    return Say("contact.searches", values)


def spoken(entry: Search) -> str:
    """``2026-03-05 打电话：无人接``"""
    return f"{entry.day} {entry.way}：{entry.result}"


@command(
    "返乡名单",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.*)",
    example="返乡名单 张伟",
)
def coming_home(ctx: Context, words: str) -> Reply:
    """春节、清明前记谁会回来，到时提醒您安排；只看：返乡名单"""
    text = words.strip()
    without = re.sub(r"^(?:去掉|删掉|不回|减)\s*", "", text)
    for who in re.split(r"[、，,\s]+", without) if without else []:
        member = one_member(ctx, who)
        homecomings.expect(ctx.db, ctx.cause, member, expected=without == text)
    names = [m.called for m in homecomings.expected(ctx.db, ctx.branch.id, ctx.now)]
    return [Say("contact.homecomings", {"coming": Private(names)})]
