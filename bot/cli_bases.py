"""``zhibu bases`` on the shell. Imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[Path, typer.Option("--config", help="配置文件。")]
Data = Annotated[Path | None, typer.Option("--data", help="账本所在的文件夹。")]


def bases(
    year: Annotated[int, typer.Option("--year", help="哪一年的基数，如 2026。")],
    out: Annotated[
        Path | None, typer.Option("--out", help="写出基数表：.csv 或 .xlsx，填“核定”那一列。")
    ] = None,
    file: Annotated[Path | None, typer.Option("--import", help="收回填好的基数表。")] = None,
    branch: Annotated[str | None, typer.Option("--branch", help="哪个支部。")] = None,
    config: Config = Path("config.yaml"),
    data: Data = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再问，直接记。")] = False,
) -> None:
    """党费基数核定表：按规定算好建议数，导出来填，填好了收回去。"""
    from bot.bases import Wishes, export, take_in
    from bot.clock import SystemClock
    from bot.faults import CommandError
    from bot.pasting.screen import Screen

    wishes = Wishes(year, branch, config, data, yes)
    screen = Screen.of_this_process()
    if (out is None) == (file is None):
        raise CommandError("导出写 --out 基数表.csv，收回写 --import 基数表.csv，二选一。")
    if out is not None:
        export(wishes, out, screen)
    elif file is not None:
        take_in(wishes, file, SystemClock(), screen)
