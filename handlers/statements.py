"""What a member states in his own words: read it, then record, ask, or keep silent.

Sends each intent to its subject. Unknown text is met with silence: a group is not
spoken to unless it spoke to us.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers import checkin, corrections, couples, dues, meetings, relayed
from handlers.arguments import MONTH, Tail
from handlers.commands import NOTHING
from handlers.context import Context, Place, Reply, Say
from handlers.conversation import ask_to_record, ask_who
from handlers.reading import Intent, Reading, read
from handlers.reading.model import Pending
from handlers.receiving import receive_from
from handlers.reports import mine, month, unpaid
from handlers.unpaid import not_paid
from store import questions, roster
from store.meetings import coming as coming_meetings
from store.models import Member, Role
from store.money import Fen, yuan
from store.period import Period, spoken

Subject = Callable[[Context, Intent, Sequence[Member]], Reply]

_ROUNDS: dict[str, Pending] = {"dues": "dues", "checkin": "checkin", "meeting": "meeting"}


def state(ctx: Context) -> Reply | None:
    """Handle a message as a statement; None where it says nothing that concerns us."""
    reading = understood(ctx)
    if _is_receipt_by_quote(ctx, reading):
        return _receipt_by_quote(ctx, reading)
    if reading.decision == "ask":
        return _ask(ctx, reading)
    if not reading.intents:
        return None
    missing: Reply = relayed.posted(ctx, reading)[1] if reading.relay is not None else []
    return _recorded(ctx, reading.intents) + missing


def _recorded(ctx: Context, intents: Sequence[Intent]) -> Reply:
    return [say for intent in intents for say in record(ctx, intent)]


def record(ctx: Context, intent: Intent, words: str | None = None) -> Reply:
    """Do what one intent says."""
    if intent.unresolved:
        return who(ctx, [intent])
    found = [roster.MEMBERS.get(ctx.db, int(person)) for person in intent.people]
    people = [m for m in found if m is not None]
    start, end = intent.span
    words = words if words is not None else ctx.message.text[start:end] or ctx.message.text
    if intent.kind == "dues_paid":
        return dues.paid(ctx, intent, people, words) if people else []
    if intent.kind == "correction":
        return corrections.corrected(ctx, intent, words)
    if intent.kind in ("dues_denied", "dues_promise"):
        return not_paid(ctx, intent, people)
    if intent.kind == "question":
        return _asked(ctx) if ctx.message.addressed else []
    subject = _SUBJECTS.get(intent.kind)
    return subject(ctx, intent, people) if subject and people else []


_OF_ALL = re.compile(r"谁|哪[些几]|哪个人|[几多]少?个?人|多少|大家|情况")
_MONTH_NAMED = re.compile(MONTH.removesuffix("?"))
_UNPAID = re.compile(r"[没未][交缴]|[没未]有[交缴]|欠")


def _asked(ctx: Context) -> Reply:
    """A question is answered by the books: an officer's about everybody, else by one's own."""
    if not _OF_ALL.search(ctx.message.text) or not month.permission.allows(ctx):
        return mine.run(ctx)
    about = unpaid if _UNPAID.search(ctx.message.text) else month
    if not about.permission.allows_here(ctx):
        return [Say("error.only_private", {"example": about.example})]
    named = _MONTH_NAMED.search(ctx.message.text)
    return about.run(ctx, Tail(named[0], named[0]) if named else NOTHING)


_SUBJECTS: dict[str, Subject] = {
    "checkin": checkin.checked_in,
    "leave": meetings.answered,
    "meeting_yes": meetings.answered,
    "meeting_no": meetings.answered,
}


def understood(ctx: Context) -> Reading:
    """What a message says; nothing is recorded.

    Read with each open round in mind, the newest first, until one makes sense of it.
    """
    best = Reading()
    rounds: list[Pending | None] = [*_open_rounds(ctx), None]
    for round_ in rounds:
        reading = read(
            ctx.message.text,
            sender=str(ctx.sender.id),
            roster=ctx.roster,
            today=ctx.today,
            pending=round_,
        )
        if reading.decision == "record" and any(i.kind != "ack" for i in reading.intents):
            return reading
        if reading.decision != "ignore" and best.decision == "ignore":
            best = reading
    return best


def _open_rounds(ctx: Context) -> list[Pending]:
    """What the group is being asked: dues and check-ins of this month, a meeting to come."""
    this = Period.of(ctx.today)
    coming = {str(m.id) for m in coming_meetings(ctx.db, ctx.branch.id, ctx.now)}
    found: list[Pending] = []
    for round_ in questions.rounds(ctx.db, ctx.branch.id):
        fresh = Period.of(round_.at) == this if round_.kind != "meeting" else round_.about in coming
        if fresh:
            found.append(_ROUNDS[round_.kind])
    return found


def _is_receipt_by_quote(ctx: Context, reading: Reading) -> bool:
    """The collector answers 收到 to a quoted claim."""
    said = [intent.kind for intent in reading.intents]
    return ctx.holds(Role.COLLECTOR) and reading.quote is not None and said == ["ack"]


def _receipt_by_quote(ctx: Context, reading: Reading) -> Reply:
    assert reading.quote is not None
    holders = roster.named(ctx.db, ctx.branch.id, reading.quote.name)
    if len(holders) != 1 or holders[0].id == ctx.sender.id:
        return []
    quoted = read(
        reading.quote.text,
        sender=str(holders[0].id),
        roster=ctx.roster,
        today=ctx.today,
        pending="dues",
    )
    paid = [intent for intent in quoted.intents if intent.kind == "dues_paid"]
    reply: Reply = []
    for intent in paid:
        members = [roster.MEMBERS.get(ctx.db, int(person)) for person in intent.people]
        others = [m for m in members if m is not None and m.id != ctx.sender.id]
        reply += receive_from(ctx, others, replace(intent, amount_fen=None))
    return reply


def _ask(ctx: Context, reading: Reading) -> Reply:
    unclear = [intent for intent in reading.intents if intent.unresolved]
    if unclear:
        unclear = [i for i in unclear if ctx.message.addressed or i.kind not in _NOTHING_FOLLOWS]
        return _clear_ones(ctx, reading) + _unclear_ones(ctx, reading, unclear)
    if reading.intents:
        shown = "；".join(_shown(ctx, intent) for intent in reading.intents)
        return ask_to_record(ctx, reading.intents, shown)
    return [Say("ask.free", {"question": reading.ask}, Place.SENDER)] if reading.ask else []


_NOTHING_FOLLOWS = frozenset({"dues_denied", "dues_promise"})
"""Said in the group, these are met with silence whoever is meant: nobody is asked."""


def _clear_ones(ctx: Context, reading: Reading) -> Reply:
    """What a message says of people who are known: one unknown name does not hold it back."""
    clear = [intent for intent in reading.intents if not intent.unresolved]
    said = Counter((i.kind, i.people, i.months) for i in clear)
    if reading.relay is None and any(count > 1 for count in said.values()):
        return []  # two sums for one payment: which of them holds?
    return _recorded(ctx, clear)


def _unclear_ones(ctx: Context, reading: Reading, unclear: Sequence[Intent]) -> Reply:
    if reading.relay is None:
        return who(ctx, unclear)
    new, missing = relayed.posted(ctx, reading)
    new = [intent for intent in new if intent in unclear]
    shared = [intent for intent in new if len(_holders(ctx, intent)) > 1]
    unknown = [intent for intent in new if intent not in shared]
    return relayed.rows_not_known(ctx, unknown) + who(ctx, shared) + missing


def who(ctx: Context, unclear: Sequence[Intent], words: str | None = None) -> Reply:
    """A shared name: ask which of them; a word for nobody on the roster: ask for the name.

    One question at a time: the others are asked about once it is answered.
    """
    reply: Reply = []
    for place, intent in enumerate(unclear, 1):
        start, end = intent.span
        text = words if words is not None else ctx.message.text
        couple = couples.together(ctx, intent, text[start:end] or text)
        called, holders = intent.unresolved[0], _holders(ctx, intent)
        if couple is not None:
            reply += couple
        elif len(holders) > 1:
            candidates = [(str(m.id), m.called) for m in holders]
            return reply + ask_who(
                ctx, intent, called, candidates, others=unclear[place:], words=text
            )
        else:
            reply.append(Say("ask.name", {"called": called}, Place.SENDER))
    return reply


def _holders(ctx: Context, intent: Intent) -> list[Member]:
    return roster.named(ctx.db, ctx.branch.id, intent.unresolved[0])


def _shown(ctx: Context, intent: Intent) -> str:
    """What would be recorded, in a few words."""
    found = [roster.MEMBERS.get(ctx.db, int(person)) for person in intent.people]
    names = "、".join(m.called for m in found if m is not None) or ctx.sender.called
    months = spoken((Period.parse(text) for text in intent.months), today=ctx.today)
    amount = f"{yuan(Fen(intent.amount_fen))}元" if intent.amount_fen is not None else ""
    return f"{names}{months}{_WORDS.get(intent.kind, '')}{amount}"


_WORDS = {
    "dues_paid": "党费已交",
    "checkin": "报到",
    "leave": "会议请假",
    "meeting_no": "不参加会议",
    "meeting_yes": "参加会议",
    "correction": "更正上一条",
}
