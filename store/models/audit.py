"""The audit chain, and what a person can undo. Frozen values, no rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class RecentActs:
    """What a person did last, newest at the end: (why, at, the entries made) as undo needs it."""

    member: int
    acts: tuple[dict[str, Any], ...] = ()
    id: int = 0


@dataclass(frozen=True)
class AuditEntry:
    """One link of the audit chain: ``hash`` covers the entry and the hash before it.

    ``offices`` are those that ``by`` held then (values of ``Role``).
    """

    at: datetime
    by: int | None
    why: str
    what: str
    about: tuple[str, ...]
    detail: dict[str, Any] = field(default_factory=dict)
    previous: str = ""
    offices: tuple[str, ...] = ()
    hash: str = ""
    id: int = 0
