"""The commands on the shell that are about the books of dues. Each imports what it needs.

Knows how to speak to a terminal, nothing of what the program does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[Path, typer.Option("--config", help="配置文件。")]
Data = Annotated[Path | None, typer.Option("--data", help="账本所在的文件夹；不写就按配置。")]
Branch = Annotated[str | None, typer.Option("--branch", help="哪个支部；只有一个就不用写。")]


def reconcile(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="微信、支付宝或银行的账单：.csv 或 .xlsx。")
    ],
    branch: Branch = None,
    config: Config = Path("config.yaml"),
    data: Data = None,
    by: Annotated[
        str | None, typer.Option("--by", help="谁的账单；收款人只有一位就不用写。")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再问，只记有把握的。")] = False,
) -> None:
    """收款人的账单和群里报的党费对一对：给出对法和理由，您点头才记；对不上的只列出来。"""
    from bot.clock import SystemClock
    from bot.paste_screen import Screen
    from bot.reconcile_desk import Wishes, reconcile_file

    wishes = Wishes(file, branch, config, data, by, yes)
    reconcile_file(wishes, SystemClock(), Screen.of_this_process())
