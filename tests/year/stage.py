"""The stage of a branch's year: its roster, its clock, who says what, and the office's commands.

Knows how things are done by chat and on the command line; what happens in the year is the
story's business (``story.py``).
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import SHANGHAI, VirtualClock
from bot.documents.pictures import Pictures
from bot.pasting.screen import Screen
from bot.rehearsal import Rehearsal
from bot.sandbox import branch
from bot.script import Line
from bot.settings import Settings
from store.database import Database
from store.period import Period
from store.tables import TABLES

YEAR = 2026
BEGINS = datetime(YEAR, 1, 5, 8, 0, tzinfo=SHANGHAI)
APPLICANT = branch.Cast("wxid_lin", "林晓", "", "入党积极分子", "学生", "", "", "五月入党")
PEOPLE = (*branch.CAST, APPLICANT)
BY_CARD = {branch.shown(p) if p.name == "王芳" else p.name: p.wechat_id for p in PEOPLE}
SECRETARY, COLLECTOR = "王建国", "李秀英"
DUES = {
    "publication_shows": "姓名和金额",
    "reminder": "每月20日 09:00",
    "private_reminder": "每月22日 09:00",
}


class Year:
    """The branch on its stage; all that the program says is kept in ``posts``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.posts: list[dict[str, Any]] = []
        self.clock_at = BEGINS
        self.bill = ""  # what the reconciliation showed
        self._lines = 0
        roster = folder / "名册.csv"
        roster.write_text(branch.members_csv(PEOPLE), "utf-8")
        self.settings = _settings(roster)
        self._stage = self._new_stage()

    @property
    def db(self) -> Database:
        """The books while the program runs."""
        assert self._stage.app is not None
        return self._stage.app.db

    async def begin(self) -> None:
        await self._stage.open()

    def end(self) -> None:
        self._stage.close()

    async def at(self, month: int, day: int, hour: int = 9, minute: int = 0) -> None:
        """Time goes on; months after the twelfth are the next year's."""
        period = Period(YEAR, 1) + (month - 1)
        self.clock_at = datetime(period.year, period.month, day, hour, minute, tzinfo=SHANGHAI)
        await self._plays({"at": self.clock_at.isoformat()})

    async def says(self, who: str, text: str, **more: str) -> str:
        """Somebody says something in the group; the answers."""
        return await self._speaks(who, {"room": branch.ROOM, "text": text, **more})

    async def whispers(self, who: str, *texts: str) -> str:
        """Somebody says it to the program alone; the answers to the last of it."""
        answers = ""
        for text in texts:
            answers = await self._speaks(who, {"to": "bot", "text": text})
        return answers

    async def recalls(self, who: str, message: str) -> None:
        await self._speaks(who, {"room": branch.ROOM, "recall": message})

    def to(self, who: str | None) -> list[str]:
        """What was said to somebody alone; to None: in the group."""
        return [
            post["text"] for post in self.posts if post.get("to") == (BY_CARD[who] if who else None)
        ]

    @asynccontextmanager
    async def stopped(self) -> AsyncIterator[None]:
        """The program is stopped meanwhile: the office works on the books by command."""
        self._stage.close()
        yield
        self._stage = self._new_stage()
        await self._stage.open()

    @property
    def config(self) -> Path:
        """The same branch for the command line."""
        config = self.folder / "config.yaml"
        lines = ["branches:", f"  - id: {branch.BRANCH}", f"    name: {branch.NAME}", "    dues:"]
        config.write_text(
            "\n".join([*lines, *(f"      {k}: {v}" for k, v in DUES.items())]), "utf-8"
        )
        return config

    @property
    def data(self) -> Path:
        return self.folder / "books"

    def books(self) -> Database:
        """The books to read, while the program is stopped."""
        return Database(self.data, TABLES, read_only=True)

    def clock(self) -> VirtualClock:
        return VirtualClock(self.clock_at)

    async def _speaks(self, who: str, line: dict[str, Any]) -> str:
        before = len(self.posts)
        self.clock_at += timedelta(minutes=1)
        await self._plays({"at": self.clock_at.isoformat()})
        await self._plays({"from": BY_CARD[who], **line})
        return "\n".join(post["text"] for post in self.posts[before:])

    async def _plays(self, said: dict[str, Any]) -> None:
        self._lines += 1
        await self._stage.play_line(Line(self._lines, said))

    def _new_stage(self) -> Rehearsal:
        pictures = Pictures.where_drawn(self.data)
        return Rehearsal(self.settings, self.data, self.posts.append, self.clock_at, pictures)


def screen() -> tuple[Screen, io.StringIO]:
    """A screen without a person before it, and what is written there."""
    out = io.StringIO()
    return Screen(io.StringIO(), out, present=False), out


def _settings(roster: Path) -> Settings:
    settings = branch.plain_settings(roster, (branch.ROOM,))
    (served,) = settings.branches
    served = served.model_copy(update={"dues": served.dues.model_validate(DUES)})
    return settings.model_copy(update={"branches": (served,)})
