"""A couple's dues in one message: 我和我老婆的党费一起转了33.

The roster names the spouse; a word like 老婆 alone names nobody. One sum is shared out only
where it is exactly what both owe; else nothing is recorded and each is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers import dues
from handlers.context import Context, Place, Reply, Say
from handlers.payments import SeveralReadingsError, UnfittingSumError, shares
from handlers.reading import Intent
from store import dues as books
from store import roster
from store.models import Member
from store.money import Fen, yuan

_SPOUSE = frozenset("老婆 媳妇 爱人 对象 老公 丈夫 妻子 老伴 老伴儿 家属".split())  # noqa: SIM905


def together(ctx: Context, intent: Intent, words: str) -> Reply | None:
    """Record dues that name the sender's spouse by a word; None where that is not what it says."""
    if intent.kind != "dues_paid" or len(intent.unresolved) != 1:
        return None
    spouse = _spouse(ctx) if intent.unresolved[0] in _SPOUSE else None
    if spouse is None:
        return None
    named = [roster.MEMBERS.get(ctx.db, int(person)) for person in intent.people]
    people = list({m.id: m for m in [*named, spouse] if m is not None}.values())
    told = replace(intent, people=tuple(str(m.id) for m in people), unresolved=())
    if intent.amount_fen is not None and len(people) > 1 and not _fits(ctx, people, told):
        names = "、".join(member.called for member in people)
        values = {"names": names, "amount": yuan(Fen(intent.amount_fen))}
        return [Say("dues.unfitting", values, Place.SENDER)]
    return dues.paid(ctx, told, people, words)


def _spouse(ctx: Context) -> Member | None:
    """The one member of the branch who is the sender's spouse, as either of them has it."""
    name = ctx.sender.spouse
    named = roster.named(ctx.db, ctx.branch.id, name) if name else []
    if not named:
        everyone = roster.members(ctx.db, ctx.branch.id)
        named = [m for m in everyone if m.spouse and m.spouse == ctx.sender.name]
    mutual = [m for m in named if m.spouse == ctx.sender.name]
    found = mutual or named
    return found[0] if len(found) == 1 and found[0].id != ctx.sender.id else None


def _fits(ctx: Context, people: Sequence[Member], intent: Intent) -> bool:
    """Whether the sum is what all of them owe for the months it pays."""
    try:
        parts = shares(ctx, people, intent)
    except (UnfittingSumError, SeveralReadingsError):
        return False
    owed = [books.due(ctx.db, part.member.id, part.period) for part in parts]
    return None not in owed and sum(amount or 0 for amount in owed) == intent.amount_fen
