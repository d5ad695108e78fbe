"""Money: an int of fen, and the one place that formats and parses it.

Knows nothing of who owes what. A float never enters here: yuan come in as text.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NewType

Fen = NewType("Fen", int)
"""An amount in fen (1/100 yuan)."""

NOTHING = Fen(0)

_YUAN = re.compile(r"^[¥￥]?\s*(-?\d{1,9}(?:,\d{3})*(?:\.\d{1,2})?)\s*(?:元|块|块钱|圆)?(?:整)?$")


def yuan(amount: Fen) -> str:
    """``Fen(1550)`` is ``"15.50"``, ``Fen(2000)`` is ``"20"``: trailing zeros only where needed."""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 100)
    return f"{sign}{whole}.{rest:02d}" if rest else f"{sign}{whole}"


def yuan_exact(amount: Fen) -> str:
    """``Fen(2000)`` is ``"20.00"``: for tables, where the points stand under each other."""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 100)
    return f"{sign}{whole}.{rest:02d}"


def parse_yuan(text: str) -> Fen | None:
    """Read a written amount in yuan such as ``20``, ``0.2``, ``20.00元``, ``２０块``; else None."""
    match = _YUAN.match(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    return Fen(int(Decimal(match.group(1).replace(",", "")) * 100))
