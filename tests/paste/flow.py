"""``zhibu paste`` as somebody types it: a folder with settings and members, keys, what is shown."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from bot import cli
from bot.clock import SHANGHAI
from store import checkins, dues, meetings, roster
from store.database import JOURNAL_NAME, Database
from store.tables import TABLES

ROOM = "柳河群"
NOW = datetime(2026, 3, 20, 10, 0, tzinfo=SHANGHAI)
MEMBERS = """姓名,群昵称,身份,类别,月应交元,流入地
王建国,,书记,村干部,12,
李秀英,,组织委员,农民,1,
张伟,,流动党员,务工,42,深圳
刘洋,,流动党员,务工,14,杭州
陈静,静静的顿河,流动党员,职工,102,上海
赵强,,流动党员,务工,32,东莞
王芳,王芳（一组）,流动党员,务工,5,苏州
王芳,王芳（二组）,流动党员,务工,5,宁波
"""


class Terminal(io.StringIO):
    """Standard input or output with somebody in front of it."""

    def isatty(self) -> bool:
        return True


@dataclass
class Shell:
    """Runs the command in a folder of its own."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    now: datetime = NOW

    def paste(
        self, text: str, *options: str, keys: str | None = None, room: str = ROOM
    ) -> tuple[int, str]:
        """The exit code and all that is shown; ``keys``: lines typed, where somebody sits there."""
        file = self.folder / "chat.txt"
        file.write_text(text, "utf-8", newline="")
        return self.run("paste", str(file), "--room", room, *options, keys=keys)

    def run(self, *words: str, keys: str | None = None, stdin: bytes = b"") -> tuple[int, str]:
        out = io.StringIO() if keys is None else Terminal()
        typed = io.TextIOWrapper(io.BytesIO(stdin), "utf-8") if keys is None else Terminal(keys)
        config = ["--config", str(self.folder / "config.yaml")] if words[0] == "paste" else []
        with self.monkeypatch.context() as patch, time_machine.travel(self.now):
            patch.setattr(sys, "argv", ["zhibu", *words, *config])
            patch.setattr(sys, "stdin", typed)
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", out)
            with pytest.raises(SystemExit) as ended:
                cli.main()
        return int(ended.value.code or 0), out.getvalue()

    def journal(self) -> bytes | None:
        path = self.folder / "books" / JOURNAL_NAME
        return path.read_bytes() if path.exists() else None

    @contextmanager
    def opened(self, books: str = "books") -> Iterator[Database]:
        db = Database(self.folder / books, TABLES, read_only=True)
        try:
            yield db
        finally:
            db.close()

    def books(self, books: str = "books") -> list[str]:
        """What stands in the books, a line each: claims, check-ins, answers to meetings."""
        with self.opened(books) as db:
            called = {m.id: m.called for m in roster.MEMBERS.find(db)}
            claims = [
                f"{called[c.member]} {c.period} {c.amount} {c.state}" for c in dues.CLAIMS.find(db)
            ]
            contacts = [
                f"{called[c.member]} {c.period} {c.place}" for c in checkins.CHECK_INS.find(db)
            ]
            answers = [f"{called[a.member]} {a.answer}" for a in meetings.ANSWERS.find(db)]
        return sorted([*claims, *contacts, *answers])


def set_up(folder: Path, *, rooms: str = f"[{ROOM}]") -> None:
    """Settings and members' list of one branch."""
    (folder / "名册.csv").write_text(MEMBERS, "utf-8")
    (folder / "config.yaml").write_text(
        f"data: books\nbranches:\n  - id: B01\n    name: 柳河村党支部\n"
        f"    rooms: {rooms}\n    members: 名册.csv\n    meetings:\n      nudge: 不发\n",
        "utf-8",
    )


def blocks(shown: str) -> dict[str, str]:
    """What is to be carried on, by the heading."""
    parts = shown.split("──── ")[1:]
    return {head: text.strip() for head, _, text in (part.partition(" ────\n") for part in parts)}
