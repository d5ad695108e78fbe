"""``zhibu import``: the conversation at the terminal about an office's list.

Shows what is new, what changes and what is odd; takes it in after one agreement. Without a
terminal it only shows, unless told to agree. Knows how to ask and to print, not what a list
means.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot import settings_file
from bot.clock import Clock
from bot.faults import CommandError
from bot.members.intake import Belonging, Intake, Meant, look_at, take
from bot.pasting.screen import Screen
from store.database import Database
from store.models import Cause
from store.tables import TABLES

SHOWN = 20
"""How many lines of a kind are shown; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """The command as it was typed."""

    file: Path
    branch: str | None
    config: Path
    data: Path | None = None
    yes: bool = False


def take_in_file(wishes: Wishes, clock: Clock, screen: Screen) -> Intake:
    """Run the command. Raises the mendable errors, in Chinese."""
    settings = settings_file.load(wishes.config)
    names = {branch.id: branch.name for branch in settings.branches}
    if wishes.branch is not None and wishes.branch not in names:
        raise CommandError(f"配置里没有支部 {wishes.branch}。有：{'、'.join(names)}。")
    now = clock.now()
    db = Database(wishes.data or settings.data, TABLES)
    try:
        intake = look_at(db, wishes.file, Belonging(names, wishes.branch), now)
        for line in told(intake):
            screen.say(line)
        if _agreed(intake, wishes, screen):
            cause = Cause(now, None, f"import/{wishes.file.name}/{now:%Y%m%d-%H%M%S}")
            with _counted(len(intake.meant)) as step, db.transaction():
                take(db, cause, intake, step)
            screen.say(f"记好了：新增{len(intake.new)}人，变动{len(intake.changed)}人。")
    finally:
        db.close()
    return intake


def told(intake: Intake) -> Iterator[str]:
    """The preview, line by line."""
    yield (
        f"名册里读到 {len(intake.meant)} 人：新增 {len(intake.new)}，变动 {len(intake.changed)}，"
        f"没变 {intake.same}；有疑问 {len(intake.odd)} 处。"
    )
    if intake.besides:
        yield f"这几列程序用不着，会原样留着：{'、'.join(intake.besides)}"
    if intake.identity:
        yield f"这几列是身份证号，用不着，没有收：{'、'.join(intake.identity)}"
    yield from _some("新增：", [_called(one) for one in intake.new])
    yield from _some("变动：", [_difference(one) for one in intake.changed])
    yield from _some(
        "有疑问的，没有收：",
        [f"第{where.number}行 {what}" for where, what in intake.odd],
    )
    yield from _some(
        "账上有、这张表里没有的（不会动他们）：", [member.called for member in intake.absent]
    )


def _some(title: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    yield title
    yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"  还有{len(lines) - SHOWN}条"


def _called(one: Meant) -> str:
    member = one.line.member
    more = [member.party_group, member.office, member.place]
    notes = "，".join(note for note in more if note)
    return f"第{one.line.where.number}行 {member.called}{f'（{notes}）' if notes else ''}"


def _difference(one: Meant) -> str:
    said = "；".join(
        f"{column} {before or '（空）'} → {after or '（空）'}" if before or after else column
        for column, before, after in one.differences
    )
    return f"第{one.line.where.number}行 {one.line.member.called}：{said}"


def _agreed(intake: Intake, wishes: Wishes, screen: Screen) -> bool:
    if not intake.new and not intake.changed:
        screen.say("和账上一样，没有要记的。")
        return False
    if wishes.yes:
        return True
    if not screen.present:
        screen.say("只是给您看，还没有记。要记请加 --yes 再运行一次。")
        return False
    if screen.ask("要这样记吗？回 是 就记，直接回车不记：") in ("是", "y", "yes", "好", "对"):
        return True
    screen.say("没有记，账本没有变。")
    return False


@contextmanager
def _counted(total: int) -> Iterator[Callable[[], None]]:
    """A bar on the terminal's error channel; none where nobody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(file=sys.stderr)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("正在记账", total=total)
        yield lambda: bar.advance(task)
