"""A value that must not get into a group.

``Private`` has no text of its own: printing it gives away nothing, and only the
renderer of a private post opens it. So a slip in a handler or a template cannot
publish a sum that somebody owes.
"""

from __future__ import annotations

import re
from typing import Generic, TypeVar

T = TypeVar("T")


class Private(Generic[T]):
    """Wraps a private value (arrears, a base, a phone, a reason of health)."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def __str__(self) -> str:
        return "※"

    __repr__ = __str__

    def opened(self) -> T:
        """The value itself. Only for a post to the person it belongs to, or to an officer."""
        return self._value


def masked(phone: str) -> str:
    """A phone as it may be shown in a chat: ``138****1234``; each of several."""
    return re.sub(r"(\d{3})\d+(\d{4})", r"\1****\2", phone)
