"""``zhibu paste``: the conversation at the terminal about a pasted stretch of chat.

Shows what was understood on a copy of the books, asks what is unclear, and books
after one agreement. Without a terminal it only shows. Knows how to ask and to
print; what is done with a message is the desk's and the handlers' business.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from bot import settings_file
from bot.clock import Clock
from bot.faults import CommandError
from bot.gateway.paste import Post
from bot.pasting.desk import Desk
from bot.pasting.screen import Screen
from bot.pasting.talk import Talk
from bot.pasting.words import blocks, summary
from bot.settings import Settings
from scheduler.calendar import QuietHours
from store import roster
from store.database import JOURNAL_NAME
from store.errors import DamageError
from store.models import Member, Role
from store.takeover import FIRST_VERSION_FILE


@dataclass(frozen=True, slots=True)
class Wishes:
    """The command as it was typed; ``file`` "-" is the standard input."""

    file: str
    room: str
    config: Path
    data: Path | None = None
    day: str | None = None
    yes: bool = False


def paste(wishes: Wishes, clock: Clock, screen: Screen) -> None:
    """Run the command. Raises the mendable errors, in Chinese."""
    asyncio.run(_paste(wishes, clock, screen))


async def _paste(wishes: Wishes, clock: Clock, screen: Screen) -> None:
    settings = for_room(settings_file.load(wishes.config), wishes.room)
    day = _day(wishes.day, clock)
    content, filename = _content(wishes.file, screen)
    data = wishes.data or settings.data
    with _copied(data) as copy:
        desk = _opened(settings, wishes.room, clock, copy, data)
        try:
            talk = Talk(desk, screen, asks=screen.present and not wishes.yes)
            talk.read(content, filename, day)
            talk.show()
            posts = await desk.finish()
        finally:
            desk.close()
    if not talk.anything and not posts:
        screen.say("没有要记的，账本没有变。")
        return
    if not _agreed(wishes, screen):
        return
    await _book(talk, Desk.open(settings, wishes.room, clock, data), screen)


def for_room(settings: Settings, room: str) -> Settings:
    """The settings of the one branch that a room belongs to, without hours and releases.

    Whoever pastes decides himself what goes into the group, and when.
    Raises CommandError where the room is no branch's.
    """
    own = [branch for branch in settings.branches if room in branch.rooms]
    if not own and len(settings.branches) == 1 and not settings.branches[0].rooms:
        branch = settings.branches[0]  # without a room of its own: this one is it
        own = [branch.model_copy(update={"rooms": (room,)})]
    if not own:
        known = "、".join(name for branch in settings.branches for name in branch.rooms)
        raise CommandError(
            f"配置里没有叫“{room}”的群。"
            + (f"可以写：{known}。" if known else "请在 config.yaml 里支部的 rooms 下写上群名。")
        )
    dues = own[0].dues.model_copy(update={"publication_release": False})
    branch = own[0].model_copy(update={"dues": dues})
    never_quiet = QuietHours(start=time(0), end=time(0))
    return settings.model_copy(update={"branches": (branch,), "quiet_hours": never_quiet})


def _day(written: str | None, clock: Clock) -> date | None:
    if written is None:
        return None
    try:
        day = date.fromisoformat(written.strip())
    except ValueError:
        raise CommandError(f"--date “{written}”不是日期，要写成 2026-03-05。") from None
    if day > clock.now().date():
        raise CommandError(f"--date {written} 还没到，请写聊天当天的日期。")
    return day


def _content(file: str, screen: Screen) -> tuple[bytes, str]:
    if file == "-":
        if screen.present:
            screen.say("请把聊天粘贴到这里，贴完另起一行按 Ctrl+D（Windows 按 Ctrl+Z 再回车）：")
        return sys.stdin.buffer.read(), ""
    path = Path(file)
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        raise CommandError(f"打不开 {path}：{error.strerror}。请看看文件名写对没有。") from error


@contextmanager
def _copied(data: Path) -> Iterator[Path]:
    """A copy of the books to try on; whatever happens there, the books do not change."""
    with tempfile.TemporaryDirectory(prefix="zhibu-") as folder:
        for name in (JOURNAL_NAME, FIRST_VERSION_FILE):
            if (data / name).exists():
                shutil.copyfile(data / name, Path(folder) / name)
        yield Path(folder)


def _opened(settings: Settings, room: str, clock: Clock, copy: Path, data: Path) -> Desk:
    try:
        desk = Desk.open(settings, room, clock, copy)
    except DamageError as error:
        raise DamageError(data / JOURNAL_NAME, error.offset) from error
    if not roster.members(desk.app.db, desk.branch):
        desk.close()
        raise CommandError("名册还是空的。请在 config.yaml 里支部的 members 写上名册文件。")
    return desk


def _agreed(wishes: Wishes, screen: Screen) -> bool:
    if wishes.yes:
        return True
    if not screen.present:
        screen.say("只是看看，没有记账。要记：在终端里运行，或加 --yes（不清楚的就不记）。")
        return False
    if screen.ask("记入账本吗？（是/否）").strip().lower() in _YES:
        return True
    screen.say("好的，没有记账，账本没有变。")
    return False


_YES = frozenset({"是", "是的", "好", "好的", "对", "记", "可以", "y", "yes", "ok"})


async def _book(talk: Talk, desk: Desk, screen: Screen) -> None:
    try:
        for sentence in desk.app.db.report:
            screen.say(sentence)
        heard = talk.book(desk)
        posts = await desk.finish()
        screen.say(f"记好了：{summary(heard)}。")
        _carry_on(desk, posts, screen)
    finally:
        desk.close()


def _carry_on(desk: Desk, posts: Sequence[Post], screen: Screen) -> None:
    ids = [post.target.contact_id for post in posts if post.target.contact_id]
    found = {contact: roster.member_of(desk.app.db, contact) for contact in ids}
    contacts = {contact: _titled(member) for contact, member in found.items() if member}
    for heading, text in blocks(posts, contacts):
        screen.say()
        screen.say(f"──── {heading} ────")
        screen.say(text)


def _titled(member: Member) -> str:
    if Role.SECRETARY in member.roles:
        return f"书记{member.called}"
    return f"收款人{member.called}" if Role.COLLECTOR in member.roles else member.called
