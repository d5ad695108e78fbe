"""The commands on the shell that are about the books of dues. Each imports what it needs.

Knows how to speak to a terminal, nothing of what the program does.
"""

from __future__ import annotations

import sys
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
    from bot.pasting.screen import Screen
    from bot.reconcile_desk import Wishes, reconcile_file

    wishes = Wishes(file, branch, config, data, by, yes)
    reconcile_file(wishes, SystemClock(), Screen.of_this_process())


def publish(
    month: Annotated[str, typer.Argument(metavar="MONTH", help="哪个月：2026-03")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件夹。")] = Path(),
    branch: Branch = None,
    config: Config = Path("config.yaml"),
    data: Data = None,
) -> None:
    """一个月的党费公示：一张发群里的图（.png），一页能打印张贴的（.pdf）。"""
    from bot.clock import SystemClock
    from bot.papers import publish as make

    make(month, out, branch, config, data, SystemClock().now(), sys.stdout)


def ledger(
    year: Annotated[int, typer.Argument(metavar="YEAR", help="哪一年：2026", min=2000, max=2100)],
    out: Annotated[
        Path, typer.Option("--out", help="写成哪个文件：.xlsx 是台账，.pdf 是年度汇总。")
    ],
    branch: Annotated[str | None, typer.Option("--branch", help="哪个支部；不写就是全部。")] = None,
    config: Config = Path("config.yaml"),
    data: Data = None,
) -> None:
    """党费收缴台账（.xlsx），一个支部一张，后面附年度汇总；.pdf 是打印给党员大会的汇总。"""
    from bot.clock import SystemClock
    from bot.papers import Wishes, keep_ledger

    wishes = Wishes(year, out, branch, config, data)
    keep_ledger(wishes, SystemClock().now(), sys.stdout)
