"""Contact: a member was heard. Any message counts; nothing is asked of anybody for it."""

from __future__ import annotations

from handlers.context import Context, Reply
from handlers.likeness import renamed
from store import contacts


def heard(ctx: Context) -> Reply:
    """Keep that the sender was heard; a warning where he took an officer's name."""
    message = ctx.message
    name = message.sender_name
    new_name = contacts.heard(ctx.db, ctx.sender, message.sender, name, message.room, message.at)
    if not new_name:
        return []
    return renamed(ctx.db, ctx.branch.id, ctx.sender, name, ctx.now)
