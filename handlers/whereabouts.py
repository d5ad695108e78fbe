"""Where a member says he is: taken into the roster, after one question where it says otherwise."""

from __future__ import annotations

from handlers.context import Context, Reply, Say
from handlers.conversation import ask
from store import changes, roster
from store.models import Member, Question


def told(ctx: Context, member: Member, place: str) -> Reply:
    """A member said where he is; others' words about him change nothing."""
    now = roster.MEMBERS.get(ctx.db, member.id)
    if now is None or not place or member.id != ctx.sender.id or _same(place, now.place):
        return []
    if not now.place:
        if now.mobile:
            changes.amend(ctx.db, ctx.cause, now, "报到说了现居地", {"place": place})
        return []
    options = (f"改成{place}", "不改")
    matter = {"member": member.id, "place": place}
    return ask(ctx, "place", options, matter, "contact.place", said=place, before=now.place)


def answer_place(ctx: Context, question: Question, option: int) -> Reply:
    """Whether the roster is to say so."""
    member = roster.MEMBERS.get(ctx.db, question.matter["member"])
    place = question.matter["place"]
    if option != 0 or member is None:
        return [Say("contact.place_kept", {"place": member.place if member else ""})]
    changes.amend(ctx.db, ctx.cause, member, "修改党员", {"place": place})
    return [Say("contact.place_changed", {"said": place})]


def _same(said: str, known: str) -> bool:
    """深圳 and 广东深圳龙华 are one place as far as anybody asks."""
    return bool(known) and (said in known or known in said)
