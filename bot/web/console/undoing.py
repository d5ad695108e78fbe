"""Whether 撤销 would take back something that this page is about, so that it offers it.

What 撤销 does is the handlers' business.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.web.house import Visitor
from store import audit


def undoable(visitor: Visitor, tables: Collection[str]) -> bool:
    """Whether the visitor's last act made entries of these tables."""
    act = audit.last_act(visitor.ctx.db, visitor.member.id)
    entries: list[str] = act["entries"] if act else []
    return any(entry.split("/")[0] in tables for entry in entries)
