"""A table set as a picture for a phone or as a page to print, by typst.

What is said goes to typst as data, so that no name is ever taken for code. Knows no dues.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import typst

from bot.documents import fonts
from bot.faults import CommandError
from store.tabular import Table, written

PIXELS_PER_INCH = 216.0
"""A page of 360 points is 1080 pixels wide: sharp on a phone, and still small."""

_LONGEST = (8, 5)
"""Names longer than these stand in one block, in two; shorter ones in as many as fit."""
_FOLD_FROM = 9
"""From so many rows on a narrow table stands in several blocks beside each other."""


def picture(table: Table) -> bytes:
    """The table as PNG, 1080 pixels wide, as high as it needs. Raises CommandError without font."""
    return _set(table, "picture", "png", ppi=PIXELS_PER_INCH)


def page(table: Table) -> bytes:
    """The table as PDF on A4, over as many pages as it needs. Raises CommandError without font."""
    return _set(table, "page", "pdf")


def _set(
    table: Table, form: str, format_: Literal["png", "pdf"], ppi: float | None = None
) -> bytes:
    if not fonts.available():
        raise CommandError(f"电脑里没有中文字体，画不出来。{fonts.REMEDY}")
    look = {
        "form": form,
        "fonts": fonts.families(),
        "fold": _fold(table),
    }
    given = {"said": json.dumps(_said(table)), "look": json.dumps(look)}
    return typst.compile(
        _source(), font_paths=fonts.known(), format=format_, sys_inputs=given, ppi=ppi
    )


def _said(table: Table) -> dict[str, Any]:
    holds = [column.holds for column in table.columns]

    def line(cells: tuple[str | int | None, ...]) -> list[str]:
        return [written(cell, kind) for cell, kind in zip(cells, holds, strict=True)]

    return {
        "title": table.title,
        "subtitle": table.subtitle,
        "figures": [{"label": f.label, "count": f.count, "money": f.money} for f in table.figures],
        "columns": [{"name": c.name, "holds": c.holds.value} for c in table.columns],
        "rows": [line(row) for row in table.rows],
        "totals": line(table.totals) if table.totals else [],
        "notes": list(table.notes),
        "footer": list(table.footer),
    }


def _fold(table: Table) -> int:
    """Into how many blocks: three of two columns, two of three; fewer where names are long."""
    longest = max(
        (len(cell) for row in table.rows for cell in row if isinstance(cell, str)), default=0
    )
    if table.totals or len(table.rows) < _FOLD_FROM or longest > _LONGEST[0]:
        return 1
    widest = 5 - len(table.columns)
    return max(1, min(widest, 2 if longest > _LONGEST[1] else widest))


@cache
def _source() -> bytes:
    return (files("bot.documents") / "page.typ").read_bytes()
