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
