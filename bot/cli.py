"""The commands on the shell. Each imports what it needs when it runs: the first line comes at once.

Knows how to speak to a terminal, nothing of what the program does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import cli_bases, cli_books, cli_meetings, cli_members, cli_words

app = typer.Typer(
    help="支部小助手：流动党员微信群的记账与提醒助手。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DataFolder = Annotated[Path, typer.Option("--data", help="账本所在的文件夹。", show_default=True)]
ConfigFile = Annotated[Path, typer.Option("--config", help="配置文件。")]


def main() -> None:
    """The entry point: errors that people can mend are one Chinese sentence on stderr."""
    from bot.faults import explained

    cli_words.put()
    with explained():
        sys.exit(app(standalone_mode=False) or 0)


@app.command()
def demo(
    data: Annotated[
        Path | None, typer.Option("--data", help="把账本留在这个文件夹；不写就不留任何东西。")
    ] = None,
    terminal: Annotated[bool, typer.Option("--terminal", help="在终端里打开试用间。")] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="只开网页、显示地址，不去打开浏览器。")
    ] = False,
    port: Annotated[int, typer.Option("--port", help="网页的端口；不写就是 8391。")] = 0,
) -> None:
    """不用账号，一分钟试用：一个编出来的支部和它的微信群。"""
    from bot.sandbox.welcome import greet

    greet(sys.stdout)
    from bot.sandbox.show import show

    show(data, in_terminal=terminal, page_only=no_browser, port=port)


@app.command()
def run(config: ConfigFile = Path("config.yaml")) -> None:
    """连上微信网关，开始服务。"""
    from bot.service import serve

    serve(config)


@app.command()
def console(
    config: ConfigFile = Path("config.yaml"),
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="打开浏览器。")] = True,
) -> None:
    """没有机器人账号也能用：在浏览器里看账、办事、粘贴群聊，要发的话自己贴出去。"""
    from bot.service import at_the_desk

    at_the_desk(config, opens_browser=browser)


@app.command()
def rehearse(
    script: Annotated[Path, typer.Argument(help="脚本，一行一个 JSON。")],
    config: Annotated[Path | None, typer.Option("--config", help="用自己的配置排练。")] = None,
    members: Annotated[
        Path | None,
        typer.Option("--members", help="名册 CSV，列：姓名 微信标识 群昵称 身份 类别 月应交元"),
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", help="把账本留在这个文件夹。")] = None,
) -> None:
    """在虚拟时间里排练一段群聊，打印小助手会说的话。"""
    from bot.rehearse import rehearse as play

    play(script, config, members, data, sys.stdout)


@app.command()
def read(
    roster: Annotated[Path, typer.Option("--roster", help="名册 JSON。")],
    explain: Annotated[
        str | None, typer.Option("--explain", help="只看这一句是怎么读懂的。")
    ] = None,
    sender: Annotated[
        str | None, typer.Option("--sender", help="配合 --explain：发言人的编号或姓名。")
    ] = None,
    pending: Annotated[
        str | None,
        typer.Option("--pending", help="配合 --explain：正在进行 checkin、dues 还是 meeting。"),
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", help="配合 --explain：当天日期，如 2026-11-02。")
    ] = None,
) -> None:
    """读懂消息：标准输入一行一个 JSON，标准输出一行一个结果。"""
    from bot.read_lines import explain_one, read_lines

    if explain is not None:
        explain_one(explain, roster, sys.stdout, sender=sender, pending=pending, today=today)
    else:
        read_lines(sys.stdin, sys.stdout, roster)


@app.command()
def paste(
    file: Annotated[str, typer.Argument(metavar="FILE", help="聊天文字的文件；- 是标准输入。")],
    room: Annotated[str, typer.Option("--room", help="群名，和配置里写的一样。")],
    config: ConfigFile = Path("config.yaml"),
    data: Annotated[Path | None, typer.Option("--data", help="账本所在的文件夹。")] = None,
    day: Annotated[
        str | None, typer.Option("--date", help="聊天里没有日期时，是哪一天的：2026-03-05")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再问，直接记；不清楚的就不记。")] = False,
) -> None:
    """没有机器人账号也能用：粘贴一段群聊，看懂了什么，记账，拿回要贴的话。"""
    from bot.clock import SystemClock
    from bot.pasting.flow import Wishes
    from bot.pasting.flow import paste as talk_over
    from bot.pasting.screen import Screen

    wishes = Wishes(file, room, config, data, day, yes)
    talk_over(wishes, SystemClock(), Screen.of_this_process())


app.command("import")(cli_members.take_in)
app.command("bases")(cli_bases.bases)
app.command()(cli_books.reconcile)
app.command()(cli_books.publish)
app.command()(cli_books.ledger)
app.command()(cli_meetings.minutes)
app.command("meetings-plan")(cli_meetings.meetings_plan)
app.command()(cli_members.history)
app.command()(cli_members.evidence)


@app.command()
def export(
    data: DataFolder = Path("data"),
    as_json: Annotated[bool, typer.Option("--json", help="导出成一个 JSON 文档。")] = True,
    roster: Annotated[
        Path | None, typer.Option("--roster", help="只导出名册，写成 .xlsx 或 .csv。")
    ] = None,
    config: ConfigFile = Path("config.yaml"),
) -> None:
    """把账本导出来，供别的程序读取或核对；名册可以导出成 Excel。"""
    if roster is not None:
        from bot.members.export import export_roster

        export_roster(data, config, roster, sys.stdout)
        return
    from bot.keeping import export_json

    export_json(data, sys.stdout)


@app.command("check")
def check_command(data: DataFolder = Path("data")) -> None:
    """把账本从头到尾核对一遍；有问题就逐条列出，退出码 1。"""
    from bot.keeping import check_books

    if not check_books(data, sys.stdout):
        raise typer.Exit(1)


@app.command()
def doctor(
    config: ConfigFile = Path("config.yaml"),
    data: Annotated[
        Path | None, typer.Option("--data", help="账本所在的文件夹；不写就按配置。")
    ] = None,
) -> None:
    """体检：配置、名册、文案、账本、时间、磁盘、网关；有坏的退出码 1。"""
    from bot.clock import SystemClock
    from bot.doctor import examine

    if not examine(config, data, SystemClock().now(), sys.stdout):
        raise typer.Exit(1)


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="备份放在哪个文件夹。")],
    data: DataFolder = Path("data"),
    keep: Annotated[int, typer.Option("--keep", help="只留最近几份。", min=1)] = 30,
) -> None:
    """备份账本：写好后读回来核对；zhibu run 开着也能备份。"""
    from bot.keeping import back_up

    back_up(data, target, keep, sys.stdout)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件。")],
    data: DataFolder = Path("data"),
) -> None:
    """用备份恢复账本；现有的账本留一份，不删。先停下 zhibu run。"""
    from bot.keeping import restore as bring_back

    bring_back(file, data, sys.stdout)


if __name__ == "__main__":
    main()
