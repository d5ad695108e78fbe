"""The commands on the shell that are about the roster. Each imports what it needs when it runs.

Knows how to speak to a terminal, nothing of what the program does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[Path, typer.Option("--config", help="配置文件。")]
Data = Annotated[Path | None, typer.Option("--data", help="账本所在的文件夹。")]


def take_in(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="名册：.xlsx 或 .csv。")
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="不导入，写一份带例子的模板：名册.xlsx")
    ] = None,
    branch: Annotated[str | None, typer.Option("--branch", help="这张表是哪个支部的。")] = None,
    config: Config = Path("config.yaml"),
    data: Data = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再问，直接记；有疑问的不记。")] = False,
) -> None:
    """把办公室的名册导进来：先看新增、变动和有疑问的，点头才记；再导一次只记变动。"""
    from bot.faults import CommandError

    if template is not None:
        from bot.members.template import write

        write(template)
        sys.stdout.write(f"模板写好了：{template}。照着填，再运行：zhibu import {template}\n")
        return
    if file is None:
        raise CommandError("要写上名册文件：zhibu import 名册.xlsx；要模板：--template 名册.xlsx")
    from bot.clock import SystemClock
    from bot.members.importing import Wishes, take_in_file
    from bot.pasting.screen import Screen

    wishes = Wishes(file, branch, config, data, yes)
    take_in_file(wishes, SystemClock(), Screen.of_this_process())


def history(
    name: Annotated[str, typer.Argument(metavar="NAME", help="姓名、群名片或别名。")],
    data: Annotated[Path, typer.Option("--data", help="账本所在的文件夹。")] = Path("data"),
) -> None:
    """一位党员在账本里的经历：哪天、谁、以什么职务、改了什么。"""
    from bot.members.history import tell

    tell(data, name, sys.stdout)


def evidence(
    name: Annotated[str, typer.Argument(metavar="NAME", help="姓名、群名片或别名。")],
    data: Annotated[Path, typer.Option("--data", help="账本所在的文件夹。")] = Path("data"),
) -> None:
    """查找失联党员的证据：最近一次联系、每次查找的时间方式结果。"""
    from bot.clock import SystemClock
    from bot.members.evidence import tell

    tell(data, name, SystemClock().now(), sys.stdout)
