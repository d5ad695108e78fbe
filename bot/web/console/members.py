"""The roster: who is on it, found by name or filter; one member; whose WeChat is not known yet.

Shows what 名单 and 谁是 tell an officer; what the secretary may change he changes with the
words of 修改, 绑定, 转入 and their like.
"""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.members import history
from bot.web.drawing import drawing_of
from bot.web.house import Visitor, visitor_of
from handlers.likeness import likeness
from handlers.member_fields import FIELDS, shown
from handlers.member_words import ROLE_NAMES, STANDING_NAMES
from handlers.members import TOLD
from handlers.permissions import OFFICERS_IN_PRIVATE, SECRETARY_IN_PRIVATE
from handlers.reading.normal import plain
from store import changes, contacts, meetings, roster
from store.models import Member, MemberStatus, Standing, Stranger

ALL, MOBILE, UNBOUND, GROUP = "", "mobile", "unbound", "group:"


async def members(request: Request) -> Response:
    """The roster, or those found in it; what waits to be bound stands on top."""
    visitor = visitor_of(request, needs=OFFICERS_IN_PRIVATE)
    db, branch = visitor.ctx.db, visitor.branch.id
    asked = request.query_params.get("q", "").strip()
    only = request.query_params.get("only", ALL)
    everyone = roster.members(db, branch)
    without = {member.id for member in roster.without_binding(db, everyone)}
    found = [m for m in everyone if _fits(m, asked, only, without)]
    is_secretary = visitor.may(SECRETARY_IN_PRIVATE)
    strangers = roster.unbound(db, branch) if is_secretary else []
    proposed = [_stranger(visitor, one) for one in strangers]
    values: dict[str, Any] = {
        "q": asked,
        "only": only,
        "groups": [(f"{GROUP}{name}", name) for name in meetings.party_groups(db, branch)],
        "rows": [(member, _notes(member), member.id not in without) for member in found],
        "everyone": len(everyone),
        "mobile": sum(m.mobile for m in everyone),
        "unbound": len(without),
        "is_secretary": is_secretary,
        "strangers": proposed,
        "sure": any(one["like"] and not one["like"].bound for one in proposed),
        "missing": [m.called for m in everyone if m.id in without],
        "others": [m.called for m in everyone if m.id not in without],
    }
    return drawing_of(request).room(request, visitor, "members.html", **values)


def _fits(member: Member, asked: str, only: str, without: set[int]) -> bool:
    """Whether he is among those wanted: by name, card, alias or place, and by the filter."""
    calls = (member.name, member.card, *member.aliases, member.place, member.went_to)
    if asked and not any(plain(asked) in plain(call) for call in calls if call):
        return False
    if only == MOBILE:
        return member.mobile
    if only == UNBOUND:
        return member.id in without
    return not only.startswith(GROUP) or member.party_group == only.removeprefix(GROUP)


def _notes(member: Member) -> str:
    """Offices, and his standing where it is not the usual one."""
    notes = [ROLE_NAMES[role] for role in member.roles]
    notes += [STANDING_NAMES[member.standing]] if member.standing is not Standing.FULL else []
    return "、".join(notes)


def _stranger(visitor: Visitor, stranger: Stranger) -> dict[str, Any]:
    """An unbound WeChat, with whom it is called like: a proposal, never an identity."""
    db = visitor.ctx.db
    says = roster.MEMBERS.get(db, stranger.says) if stranger.says is not None else None
    like = likeness(db, visitor.branch.id, stranger.name, visitor.ctx.now)
    return {"stranger": stranger, "like": like, "says": says}


async def member(request: Request) -> Response:
    """One member: what an officer may know of him, and forms for what the secretary may do."""
    visitor = visitor_of(request, needs=OFFICERS_IN_PRIVATE)
    found = _own(visitor, request.path_params["member"])
    is_secretary = visitor.may(SECRETARY_IN_PRIVATE)
    told = [field for field in FIELDS if is_secretary or field.field in TOLD]
    values: dict[str, Any] = {
        "member": found,
        "present": found.status is MemberStatus.ACTIVE,
        "facts": [(field.label, shown(field, found)) for field in told],
        "fields": [field.label for field in FIELDS],
        "bindings": _bindings(visitor, found),
        "is_secretary": is_secretary,
        "own": found.id == visitor.member.id,
    }
    return drawing_of(request).room(request, visitor, "member.html", **values)


def _bindings(visitor: Visitor, member: Member) -> list[dict[str, Any]]:
    """His WeChats, those of before too, by the name they were heard under."""
    db = visitor.ctx.db
    found = []
    for binding in roster.BINDINGS.find(db, member=member.id):
        heard = contacts.of_id(db, binding.wechat_id)
        by = roster.MEMBERS.get(db, binding.by) if binding.by is not None else None
        name = heard.name if heard and heard.name else binding.wechat_id
        found.append({"binding": binding, "name": name, "by": by.called if by else "自动"})
    return found


async def life(request: Request) -> Response:
    """What was changed about him, who did it, and what stood there before."""
    visitor = visitor_of(request, needs=SECRETARY_IN_PRIVATE)
    found = _own(visitor, request.path_params["member"])
    db = visitor.ctx.db
    lines = [
        history.line(db, found, entry)
        for entry in changes.life(db, found.id)
        if entry.about[0].split("/")[0] in _OF_THE_ROSTER
    ]
    values: dict[str, Any] = {"member": found, "lines": lines[::-1]}
    return drawing_of(request).room(request, visitor, "member_life.html", **values)


_OF_THE_ROSTER = frozenset({"members", "bindings", "searches", "homecomings"})
"""What belongs to the roster; dues and check-ins have pages of their own."""


def _own(visitor: Visitor, member_id: int) -> Member:
    """Somebody of his branch, also who has left. Raises HTTPException(404)."""
    found = roster.MEMBERS.get(visitor.ctx.db, member_id)
    if found is None or found.branch != visitor.branch.id:
        raise HTTPException(404)
    return found


ROUTES = (
    Route("/members", members),
    Route("/members/{member:int}", member),
    Route("/members/{member:int}/history", life),
)
