"""The values in a bill's cells: moments, sums, order numbers; as exported or saved again.

A bill has Chinese standard time. Knows no bill by name.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from bot.bills.cells import from_serial
from bot.clock import SHANGHAI
from store.money import NOTHING, Fen, parse_yuan

_DAY = re.compile(
    r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})日?"
    r"(?:[\sT]*(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:\.\d+)?)?"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_REFUNDED = re.compile(r"已退款\s*[（(]?\s*[¥￥]?\s*([\d,.]+)")
_DAMAGED = re.compile(r"\d[.\d]*[eE]\+?\d+")


def moment(text: str) -> datetime | None:
    """``2026-11-18 21:15:40``, ``2026/11/18 21:15``, ``20261118 093012`` or a sheet's serial.

    A day alone is its noon. None where it is no moment.
    """
    if _SERIAL.fullmatch(text):
        return from_serial(float(text)).replace(tzinfo=SHANGHAI)
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.group(1, 2, 3))
    hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
    if found[4] is None:
        hour = 12
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)
    except ValueError:
        return None


def amount(text: str) -> Fen | None:
    """``¥60.00``, ``1,234.00``, ``+60``, ``-36.00``, ``59.999999``: in fen, with its sign."""
    bare = text.replace("+", "").replace(" ", "").lstrip("¥￥")
    if re.fullmatch(r"-?[\d,]{0,12}\.\d{3,20}", bare):  # what a sheet makes of a sum it reckoned
        bare = str(Decimal(bare.replace(",", "")).quantize(Decimal("0.01")))
    return parse_yuan(bare)


def refunded(status: str, whole: Fen) -> Fen:
    """What a status says went back, in fen: 已全额退款, 对方已退还, 已退款(￥12.00)."""
    if "全额退款" in status or "已退还" in status:
        return whole
    found = _REFUNDED.search(status)
    return (amount(found[1]) or NOTHING) if found else NOTHING


def order_number(text: str) -> str:
    """The number, or "" where a spreadsheet has rounded it away (1.00005E+27)."""
    return "" if _DAMAGED.fullmatch(text) else blank(text)


def blank(text: str) -> str:
    """A bill writes "/" or "--" for nothing."""
    return "" if text in ("/", "--", "-") else text
