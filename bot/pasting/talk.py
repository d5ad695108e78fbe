"""One paste talked over at the terminal: each line shown, names and questions asked once.

Knows how to ask and to print; what a stretch comes to is the session's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.faults import CommandError
from bot.pasting.desk import Desk
from bot.pasting.heard import Asked, Heard, Verdict
from bot.pasting.lines import Line
from bot.pasting.screen import Screen
from bot.pasting.seats import Seat
from bot.pasting.session import DayMissingError, Session, shows
from bot.pasting.words import Names, line_of, quoted, summary
from store import roster


class Talk:
    """One paste talked over: the lines, who spoke, and what was answered."""

    def __init__(self, desk: Desk, screen: Screen, *, asks: bool) -> None:
        self._desk = desk
        self._screen = screen
        self._asks = asks
        self._heard: list[Heard] = []

    @property
    def anything(self) -> bool:
        """Whether there is anything to book."""
        return any(one.verdict is not Verdict.NOTHING for one in self._heard)

    def read(self, content: bytes, filename: str, day: date | None) -> None:
        """Read the paste and lay it against the books. Raises CommandError without a date."""
        try:
            self._session = Session.read(self._desk, content, filename, day)
        except DayMissingError:
            raise CommandError(
                "这段聊天里没有日期。请加上是哪一天的，如：--date 2026-03-05"
            ) from None
        self._greet()
        self._meet()

    def show(self) -> None:
        """Try the stretch on the copy, showing each line and asking what the handlers ask."""
        names = self._names()
        for one in self._session.hear(self._desk, self._choose):
            if shows(one):
                self._heard.append(one)
                self._screen.say(line_of(one, names))
                self._hint(one)
        self._screen.say(f"一共：{summary(self._heard)}。")

    def book(self, desk: Desk) -> Sequence[Heard]:
        """The same on the books themselves, with the same answers."""
        return self._session.book(desk, self._heard).heard

    def _greet(self) -> None:
        chat = self._session.chat
        self._screen.say(f"{chat.form}，{len(chat.messages)} 条。")
        for note in chat.notes:
            self._screen.say(note)
        if earlier := self._session.laid(self._desk).earlier:
            self._screen.say(f"其中 {earlier} 条上次贴过，不会重复记。")

    def _meet(self) -> None:
        """Who is who: remembered, proposed, or asked where what he said matters."""
        for seat in self._session.laid(self._desk).seats:
            if seat.unknown:
                self._session.decisions.who[seat.key] = self._introduced(seat)
        self._tell_who()

    def _tell_who(self) -> None:
        """Which names are taken for whom from now on; agreeing to the booking agrees to this."""
        called = self._names().called
        new = [
            s
            for s in (seat.speaker for seat in self._session.laid(self._desk).seats)
            if s.member is not None and not s.known
        ]
        same = [s.name for s in new if s.name == called[s.member or 0]]
        if same:
            self._screen.say(f"认人：{'、'.join(same)}，和名册上一样。")
        for one in new:
            if one.name not in same:
                shown = one.name or "没写名字的话"
                self._screen.say(f"认人：{shown} → {called[one.member or 0]}")

    def _introduced(self, seat: Seat) -> int | None:
        name, line = seat.speaker.name, seat.line
        shown = f"“{name}”" if name else f"第{line.message.line}行的话没写名字，"
        if not self._asks:
            self._screen.say(f"{shown}不知道是哪位，说的先不记。")
            return None
        self._screen.say(quoted(line))
        for number, member in enumerate(seat.sharing, 1):
            self._screen.say(f"{number} {member.called}")
        or_number = "或编号" if seat.sharing else ""
        asking = f"{shown}是名册里的哪位？（写姓名{or_number}，不认识就直接回车）"
        while written := self._screen.ask(asking).strip():
            if written.isdecimal() and 0 < int(written) <= len(seat.sharing):
                return seat.sharing[int(written) - 1].id
            found = roster.named(self._desk.app.db, self._desk.branch, written)
            exact = [m for m in found if m.called == written] or found
            if len(exact) == 1:
                return exact[0].id
            what = "名册里有好几位" if exact else "名册里没有"
            asking = f"{what}“{written}”，请写{'群名片' if exact else '名册上的姓名'}（回车跳过）："
        return None

    def _choose(self, line: Line, asked: Asked) -> int | None:
        """Put a handler's question."""
        if not self._asks:
            return None
        self._screen.say(quoted(line))
        self._screen.say(asked.text)
        return self._number(len(asked.options))

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
