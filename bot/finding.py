"""What ``zhibu doctor`` finds: a line, and how the thing stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a thing stands."""

    GOOD = "✓"
    LOOK = "！"
    BROKEN = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: how it stands, and what to do."""

    mark: Mark
    says: str
