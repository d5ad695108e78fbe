"""One paste talked over at the terminal: each line shown, names and questions asked once.

Knows how to ask; what is done with a message is the desk's business. Whatever was
answered for the copy of the books is answered the same for the books themselves.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.faults import CommandError
from bot.gateway.base import MessageKind
from bot.paste import SYSTEM, PastedChat, PastedMessage
from bot.pasting.desk import Desk
from bot.pasting.heard import Asked, Heard, Verdict
from bot.pasting.lines import Line, laid_against, read_stretch
from bot.pasting.screen import Screen
from bot.pasting.speakers import Speaker, speaker
from bot.pasting.words import Names, line_of, quoted, summary
from bot.settings import Settings
from store import roster
from store.models import Role


class Talk:
    """One paste talked over: the lines, who spoke, and what was answered."""

    def __init__(self, desk: Desk, screen: Screen, settings: Settings, *, asks: bool) -> None:
        self._desk = desk
        self._screen = screen
        self._settings = settings
        self._asks = asks
        self._lines: list[Line] = []
        self._speakers: dict[str, Speaker] = {}
        self._answers: dict[tuple[str, str], int | None] = {}
        self.anything = False

    def read(self, content: bytes, filename: str, day: date | None) -> None:
        """Read the paste and lay it against the books. Raises CommandError without a date."""
        db = self._desk.app.db
        members = roster.members(db, self._desk.branch)
        names = {n for m in members for n in (m.name, m.card, *m.aliases) if n}
        chat, keyed = read_stretch(content, filename, names, day)
        if any(_is_spoken(m) and m.sent_at is None for m in chat.messages):
            raise CommandError("这段聊天里没有日期。请加上是哪一天的，如：--date 2026-03-05")
        self._lines = laid_against(
            db, self._desk.room, chat.messages, keyed, self._settings.bot_names
        )
        self._greet(chat)
        self._meet()

    def show(self) -> None:
        """Try the stretch on the copy, showing each line and asking what the handlers ask."""
        self._desk.take(self._lines, list(self._speakers.values()))
        heard: list[Heard] = []
        names = self._names()
        for line in self._to_do():
            one = self._desk.hear(line, self._speakers.get(_who(line)), self._choose)
            if line.fresh or one.verdict is not Verdict.NOTHING:
                heard.append(one)
                self._screen.say(line_of(one, names))
                self._hint(one)
        self.anything = any(one.verdict is not Verdict.NOTHING for one in heard)
        self._screen.say(f"一共：{summary(heard)}。")

    def book(self, desk: Desk) -> list[Heard]:
        """The same on the books themselves, with the same answers."""
        desk.take(self._lines, list(self._speakers.values()))
        given = self._answers
        return [
            desk.hear(
                line,
                self._speakers.get(_who(line)),
                lambda line, asked: given.get((line.id, asked.text)),
            )
            for line in self._to_do()
        ]

    def _to_do(self) -> list[Line]:
        return [line for line in self._lines if line.open and line.message.kind != SYSTEM]

    def _greet(self, chat: PastedChat) -> None:
        self._screen.say(f"{chat.form}，{len(chat.messages)} 条。")
        for note in chat.notes:
            self._screen.say(note)
        spoken = [line for line in self._lines if _is_spoken(line.message)]
        if earlier := sum(not line.fresh for line in spoken):
            self._screen.say(f"其中 {earlier} 条上次贴过，不会重复记。")

    def _meet(self) -> None:
        """Who is who: remembered, proposed, or asked where what he said matters."""
        met: dict[str, Speaker] = {}
        for line in self._to_do():
            who = _who(line)
            if not _is_spoken(line.message) or not line.said or who in self._speakers:
                continue
            known = met[who] = met.get(who) or self._speaker(line)
            if known.member is None and self._desk.matters(line):
                self._speakers[who] = self._introduced(known, line)
            elif known.member is not None:
                self._speakers[who] = known
        self._tell_who()

    def _tell_who(self) -> None:
        """Which names are taken for whom from now on; agreeing to the booking agrees to this."""
        called = self._names().called
        new = [s for s in self._speakers.values() if s.member is not None and not s.known]
        same = [s.name for s in new if s.name == called[s.member or 0]]
        if same:
            self._screen.say(f"认人：{'、'.join(same)}，和名册上一样。")
        for one in new:
            if one.name not in same:
                shown = one.name or "没写名字的话"
                self._screen.say(f"认人：{shown} → {called[one.member or 0]}")

    def _speaker(self, line: Line) -> Speaker:
        db, branch, message = self._desk.app.db, self._desk.branch, line.message
        found = speaker(db, branch, self._desk.room, message.name, message.aliases)
        if message.name or not self._desk.relays(line):
            return found
        # A relay pasted by itself: its rows name the people, and who brings it vouches.
        holders = roster.officers(db, branch, Role.SECRETARY)
        return replace(found, member=holders[0].id) if len(holders) == 1 else found

    def _introduced(self, unknown: Speaker, line: Line) -> Speaker:
        shown = f"“{unknown.name}”" if unknown.name else f"第{line.message.line}行的话没写名字，"
        if not self._asks:
            self._screen.say(f"{shown}不知道是哪位，说的先不记。")
            return unknown
        self._screen.say(quoted(line))
        db, branch = self._desk.app.db, self._desk.branch
        sharing = roster.named(db, branch, unknown.name)
        for number, member in enumerate(sharing, 1):
            self._screen.say(f"{number} {member.called}")
        asking = f"{shown}是名册里的哪位？（写姓名{'或编号' if sharing else ''}，不认识就直接回车）"
        while written := self._screen.ask(asking).strip():
            if written.isdecimal() and 0 < int(written) <= len(sharing):
                return replace(unknown, member=sharing[int(written) - 1].id)
            found = roster.named(db, branch, written)
            exact = [m for m in found if m.called == written] or found
            if len(exact) == 1:
                return replace(unknown, member=exact[0].id)
            what = "名册里有好几位" if exact else "名册里没有"
            asking = f"{what}“{written}”，请写{'群名片' if exact else '名册上的姓名'}（回车跳过）："
        return unknown

    def _choose(self, line: Line, asked: Asked) -> int | None:
        """Put a handler's question; the answer is kept for the books."""
        key = (line.id, asked.text)
        if self._asks:
            self._screen.say(quoted(line))
            self._screen.say(asked.text)
            self._answers[key] = self._number(len(asked.options))
        return self._answers.get(key)

    def _number(self, options: int) -> int | None:
        while written := self._screen.ask("请回编号（直接回车就先不记）：").strip():
            if written.isdecimal() and 0 < int(written) <= options:
                return int(written) - 1
        return None

    def _hint(self, one: Heard) -> None:
        """What stands behind a question that nobody answered here."""
        open_ones = [asked.text for asked in one.asked if asked.answer is None]
        told = one.told if one.verdict is Verdict.ASKED else ()
        for text in (*([] if self._asks else open_ones), *told):
            self._screen.say("\n".join(f"    {part}" for part in text.split("\n")))

    def _names(self) -> Names:
        members = roster.members(self._desk.app.db, self._desk.branch)
        return Names({member.id: member.called for member in members})


def _who(line: Line) -> str:
    """What tells speakers apart; of words without a name each message is somebody's own."""
    return line.message.name or line.id


def _is_spoken(message: PastedMessage) -> bool:
    return message.kind == MessageKind.TEXT.value
