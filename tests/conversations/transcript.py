"""Transcripts: a conversation as people would read it, played and compared to the letter.

A file holds what is said and all that the bot answers; a missing answer, a further
one or another word fails. Lines:

    @ 2026-03-02 19:00          time moves on; what falls due on the way is said
    张伟：党费交了42             in the group (/ stands for a line break)
    张伟（私）：我的             to the bot in private
    路人[wxid_new]：大家好       somebody who is not of the cast
    撤回 张伟                    he takes his last message back
    ！断网 60　！重启            faults
    ！没回音　！丢了             the next post arrives, or does not, and no answer comes
    ！出群　！进群               the bot is taken out of the group, and let in again
    设置 dues: {reminder: 每月20日 09:00}   a section of the branch's settings
    # a note
        群｜记下了               what the bot says, indented; further lines start with ｜

``ZHIBU_REWRITE=1`` writes what the program says now into the files: to be read before committing.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from bot.clock import SHANGHAI
from bot.rehearsal import Rehearsal
from bot.sandbox import branch
from bot.script import Line
from bot.settings import Settings

_SPOKEN = re.compile(r"^(?P<who>[^：\[（]+)(?:\[(?P<id>\w+)\])?(?P<private>（私）)?：(?P<text>.*)$")
_FAULTS: dict[str, dict[str, Any]] = {
    "！重启": {"fault": "restart"},
    "！没回音": {"fault": "unsure"},
    "！丢了": {"fault": "lost"},
    "！出群": {"fault": "barred", "room": branch.ROOM},
    "！进群": {"fault": "barred"},
}
_STARTS_AT = datetime(2026, 3, 1, 8, 0, tzinfo=SHANGHAI)


def play(path: Path, folder: Path, *, settings: Settings | None = None) -> str:
    """Play a file's conversation; returns the file as it would be with today's answers."""
    asked = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("    ")]
    return asyncio.run(_play(asked, folder, settings))


async def _play(asked: list[str], folder: Path, settings: Settings | None) -> str:
    said: list[dict[str, Any]] = []
    settings = _configured(settings or branch.settings(folder / "sandbox"), asked)
    stage = Rehearsal(settings, folder / "books", said.append)
    played: list[str] = []
    steps = Steps()
    await stage.open()
    try:
        for number, line in enumerate(asked, 1):
            played.append(line)
            for step in steps.of(number, line):
                await stage.play_line(step)
            played += [text for post in said for text in _shown(post)]
            said.clear()
    finally:
        stage.close()
    return "\n".join(played) + "\n"


def _configured(settings: Settings, asked: list[str]) -> Settings:
    """The settings with what the file's own lines change of the branch."""
    (served,) = settings.branches
    for line in asked:
        if line.startswith("设置 "):
            for name, values in yaml.safe_load(line[3:]).items():
                section = type(getattr(served, name))
                value = section.model_validate(values) if isinstance(values, dict) else values
                served = served.model_copy(update={name: value})
    return settings.model_copy(update={"branches": (served,)})


@dataclass
class Steps:
    """Reads lines; knows who said what last, so that it can be taken back."""

    last: dict[str, str] = field(default_factory=dict)

    def of(self, number: int, line: str) -> list[Line]:
        """The steps that a line means."""
        if not line.strip() or line.startswith(("#", "设置 ")):
            return []
        if line.startswith("@ "):
            return [Line(number, {"at": line[2:].strip().replace(" ", "T") + "+08:00"})]
        if line.startswith("！断网"):
            return [Line(number, {"fault": "disconnect", "seconds": int(line[3:].strip() or 60)})]
        if line in _FAULTS:
            return [Line(number, _FAULTS[line])]
        if line.startswith("撤回 "):
            speaker = _speaker(line[3:].strip(), None)
            return [
                Line(number, {**speaker, "room": branch.ROOM, "recall": self.last[speaker["from"]]})
            ]
        return [Line(number, self._spoken(number, line))]

    def _spoken(self, number: int, line: str) -> dict[str, str]:
        match = _SPOKEN.match(line)
        assert match, f"line {number} is no line of a transcript: {line}"
        speaker = _speaker(match["who"], match["id"])
        self.last[speaker["from"]] = f"m{number}"
        where = {"to": "bot"} if match["private"] else {"room": branch.ROOM}
        words = {"text": match["text"].replace("/", "\n"), "id": f"m{number}"}
        return {**words, **speaker, **where}


def _speaker(who: str, wechat_id: str | None) -> dict[str, str]:
    person = next((p for p in branch.CAST if who in (p.name, branch.shown(p))), None)
    if wechat_id is None:
        assert person is not None, f"{who} is not of the cast"
        return {"from": person.wechat_id, "name": branch.shown(person)}
    return {"from": wechat_id, "name": who}


def _shown(post: dict[str, Any]) -> list[str]:
    where = "群" if "room" in post else f"私 {_name(post['to'])}"
    first, *more = post["text"].replace("\u2005", " ").split("\n")
    return [f"    {where}｜{first}", *(f"      ｜{line}" for line in more)]


def _name(wechat_id: str) -> str:
    person = next((p for p in branch.CAST if p.wechat_id == wechat_id), None)
    return branch.shown(person) if person else wechat_id
