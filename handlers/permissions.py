"""Who may say what where. Deny by default; a refusal never tells whether the data exist."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Context
from store.models import Role


@dataclass(frozen=True, slots=True)
class Permission:
    """A right as a value: which offices, and whether only in private. No offices: every member."""

    roles: frozenset[Role] = frozenset()
    private_only: bool = False

    def allows(self, ctx: Context) -> bool:
        """Whether this sender has the right at this moment, wherever he speaks."""
        return not self.roles or ctx.holds(*self.roles)

    def allows_here(self, ctx: Context) -> bool:
        """Whether he may use it in this place."""
        return self.allows(ctx) and (ctx.message.in_private or not self.private_only)


EVERY_MEMBER = Permission()
SECRETARY = Permission(frozenset({Role.SECRETARY}))
SECRETARY_IN_PRIVATE = Permission(frozenset({Role.SECRETARY}), private_only=True)
CLERK_IN_PRIVATE = Permission(frozenset({Role.CLERK}), private_only=True)
OFFICERS = Permission(frozenset({Role.SECRETARY, Role.COLLECTOR}))
OFFICERS_IN_PRIVATE = Permission(frozenset({Role.SECRETARY, Role.COLLECTOR}), private_only=True)
