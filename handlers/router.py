"""A message to its handler: an answer, a command, or a statement, in this order.

Registration is a literal tuple. What fits nothing gets the nearest command in
private and silence in a group.
"""

from __future__ import annotations

from handlers import (
    arranging,
    attendance,
    meetings,
    preview,
    quorum,
    receipts,
    reports,
    roster,
    undo,
)
from handlers.answers import answer
from handlers.commands import Call, Command, find, nearest
from handlers.context import Context, Reply, Say, UserError
from handlers.help import help_command
from handlers.statements import state

COMMANDS: tuple[Command, ...] = (
    reports.mine,
    meetings.coming_meetings,
    undo.undo,
    reports.month,
    reports.unpaid,
    receipts.confirm,
    arranging.arrange,
    arranging.change,
    arranging.cancel,
    attendance.enter,
    attendance.take_out,
    quorum.heads,
    quorum.leave_out,
    quorum.count_in,
    quorum.enter_votes,
    quorum.suspend,
    quorum.restore,
    preview.preview,
    preview.postpone,
    preview.cancel,
    preview.edit,
    preview.release,
    reports.burdens,
    roster.members,
    roster.bind,
    help_command(lambda: COMMANDS),
)


def route(ctx: Context) -> Reply:
    """What is to be said to a message; the records are written on the way.

    A UserError becomes its sentence, said to the sender; anything else is a bug and is raised.
    """
    try:
        return _route(ctx)
    except UserError as error:
        return [Say("error.user", {"message": str(error)})]


def _route(ctx: Context) -> Reply:
    call = find(COMMANDS, ctx.message.text)
    answered = answer(ctx, is_command=call is not None)
    if answered is not None:
        return answered
    if call is not None and (ctx.message.addressed or call.command.without_mention):
        return _run(ctx, call)
    present = attendance.spoken(ctx)
    if present is not None:
        return present
    said = state(ctx)
    if said is not None:
        return said
    if ctx.message.addressed and not ctx.message.text.strip():
        return next(c for c in COMMANDS if c.names[0] == "帮助").run(ctx)
    return _not_understood(ctx) if ctx.message.in_private else []


def _run(ctx: Context, call: Call) -> Reply:
    if not call.command.permission.allows(ctx):
        return [Say("error.refused", {})]
    if not call.command.permission.allows_here(ctx):
        return [Say("error.only_private", {"example": call.command.example})]
    return call.command.run(ctx, call.tail)


def _not_understood(ctx: Context) -> Reply:
    meant = nearest(COMMANDS, ctx, ctx.message.text)
    return [Say("error.not_understood", {"example": meant.example if meant else None})]
