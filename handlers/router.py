"""A message to its handler: an answer, a command, or a statement, in this order.

Registration is a literal tuple. What fits nothing gets the nearest command in
private and silence in a group.
"""

from __future__ import annotations

import re

from handlers import (
    already_said,
    appraisal,
    arranging,
    attendance,
    balances,
    bases,
    bindings,
    changing,
    contact,
    handing,
    listed,
    meeting_plan,
    meetings,
    members,
    pages,
    preview,
    quorum,
    receipts,
    record,
    reductions,
    releasing,
    reports,
    roster,
    talks,
    township,
    training,
    transfers,
    unconfirming,
    undo,
)
from handlers.answers import answer
from handlers.commands import Call, Command, find, nearest
from handlers.context import Context, Reply, Say
from handlers.conversation import PRIVATE
from handlers.help import help_command
from handlers.small_talk import asked_about_us, small_talk
from handlers.statements import state
from store import questions
from store.models import QuestionState

SUBJECTS: tuple[tuple[str, tuple[Command, ...]], ...] = (
    ("自己", (reports.mine, undo.undo, pages.pages, help_command(lambda: SUBJECTS))),
    (
        "党费",
        (
            reports.month,
            reports.unpaid,
            receipts.confirm,
            unconfirming.take_back,
            balances.of_somebody,
            balances.owing,
            balances.trace_month,
            balances.township,
            bases.verify,
            reductions.reduce,
            handing.hand_over,
        ),
    ),
    (
        "会议",
        (
            meetings.coming_meetings,
            arranging.arrange,
            changing.change,
            changing.cancel,
            attendance.enter,
            attendance.take_out,
            quorum.heads,
            quorum.leave_out,
            quorum.count_in,
            quorum.enter_votes,
            quorum.suspend,
            quorum.restore,
            record.show,
            record.enter,
            meeting_plan.plan,
            meeting_plan.taking_part,
            talks.talk,
            training.hours,
            appraisal.appraise,
        ),
    ),
    (
        "名册",
        (
            roster.members,
            bindings.bind,
            bindings.rebind,
            contact.overview,
            contact.search,
            contact.coming_home,
            members.who_is,
            members.change,
            transfers.join,
            transfers.leave,
            transfers.away,
            transfers.home,
            township.township,
        ),
    ),
    (
        "通知",
        (
            preview.preview,
            already_said.already_said,
            preview.postpone,
            preview.cancel,
            preview.edit,
            releasing.release,
            reports.burdens,
        ),
    ),
)
"""All commands by subject, as 帮助 shows them."""

COMMANDS: tuple[Command, ...] = tuple(c for _, commands in SUBJECTS for c in commands)


_A_NUMBER = re.compile(r"[1-9一二三四五六][.。、]?")


def route(ctx: Context) -> Reply:
    """What is to be said to a message; the records are written on the way.

    Raises UserError for what cannot be done: the caller takes back what was written so far
    and says its sentence. Anything else that is raised is a bug.
    """
    call = find(COMMANDS, ctx.message.text)
    answered = answer(ctx, is_command=call is not None)
    if answered is not None:
        return answered
    if call is not None and (ctx.message.addressed or call.command.without_mention):
        return _run(ctx, call)
    nod = releasing.nodded(ctx)
    if nod is not None:
        return nod
    present = attendance.spoken(ctx)
    if present is not None:
        return present
    said = asked_about_us(ctx) or state(ctx)
    if said is not None:
        return said
    talk = small_talk(ctx)
    if talk is not None:
        return talk
    if ctx.message.addressed and not ctx.message.text.strip():
        return next(c for c in COMMANDS if c.names[0] == "帮助").run(ctx)
    return _not_understood(ctx) if ctx.message.in_private else []


_ABOUT = (
    (re.compile(r"没[收看]到|没到账|钱没到"), balances.of_somebody),
    (re.compile(r"催|提醒|通知|公示|发什么|群里发"), preview.preview),
    (re.compile(r"没交|未交|没缴|欠"), reports.unpaid),
    (re.compile(r"开会|会议|参会|到会"), meetings.coming_meetings),
    (re.compile(r"报到|联系|失联"), contact.overview),
    (re.compile(r"电话|手机|名册|花名册|改名"), members.who_is),
)
"""What a sentence that is no command is about, and the command to begin with."""


def _about(ctx: Context) -> Command | None:
    text = ctx.message.text
    found = (c for words, c in _ABOUT if words.search(text) and c.permission.allows_here(ctx))
    return next(found, None)


def _run(ctx: Context, call: Call) -> Reply:
    if not call.command.permission.allows(ctx):
        instead = call.command.otherwise
        return instead.run(ctx) if instead is not None else [Say("error.refused", {})]
    if not call.command.permission.allows_here(ctx):
        return [Say("error.only_private", {"example": call.command.example})]
    return call.command.run(ctx, call.tail)


def _not_understood(ctx: Context) -> Reply:
    question = questions.meant(ctx.db, ctx.message.sender, PRIVATE, ctx.now)
    if question is not None and question.state is QuestionState.OPEN and question.options:
        return [Say("ask.number_please", {"options": list(question.options)})]
    whole = listed.whole_command(ctx)
    if whole is not None:
        return whole
    if _A_NUMBER.fullmatch(ctx.message.text.strip()):
        ran_out = questions.ran_out(ctx.db, ctx.message.sender, PRIVATE)
        return [Say("ask.ran_out" if ran_out else "ask.nothing_open")]
    meant = nearest(COMMANDS, ctx, ctx.message.text) or _about(ctx)
    return [Say("error.not_understood", {"example": meant.example if meant else None})]
