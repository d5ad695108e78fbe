"""The commands on the shell about meetings. Each imports what it needs when it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

DataFolder = Annotated[Path, typer.Option("--data", help="账本所在的文件夹。", show_default=True)]


def minutes(
    meeting: Annotated[
        int | None, typer.Argument(metavar="MEETING", help="会议编号；不写就列出近期的会。")
    ] = None,
    data: DataFolder = Path("data"),
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个 .docx 文件。")] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="用自己的 Word 模板。")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="标题里的支部名称。")] = "",
    template_out: Annotated[
        Path | None, typer.Option("--new-template", help="把默认模板写出来，自己用 Word 改。")
    ] = None,
) -> None:
    """会议记录：从账本填好一份 Word；没登记的留空。"""
    from bot import meeting_papers

    if template_out is not None:
        meeting_papers.new_template(template_out, sys.stdout)
    elif meeting is None:
        meeting_papers.list_meetings(data, sys.stdout)
    else:
        meeting_papers.write_minutes(meeting, data, out, template, name, sys.stdout)


def meetings_plan(
    data: DataFolder = Path("data"),
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个 .xlsx 文件。")] = None,
    year: Annotated[int | None, typer.Option("--year", help="哪一年；不写就是今年。")] = None,
    config: Annotated[
        Path | None, typer.Option("--config", help="配置文件：支部的名称，要求开哪些会。")
    ] = None,
) -> None:
    """一年的会议计划：各支部该开的、开了的、缺的，一份 Excel。"""
    from bot import meeting_papers
    from bot.clock import SystemClock

    now = SystemClock().now()
    meeting_papers.write_plan(data, out, year or now.year, config, now, sys.stdout)
