"""Bugs on purpose: a simulation that does not find them is blind.

Each is planted at a seam of the program while one run lasts.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from bot import delivery, inbox, rendering, speaking, unsure
from bot.absence import Absence
from bot.announcer import Announcer
from bot.delivery import Delivery
from bot.gateway.base import AmbiguousSendError, NotSentError
from bot.inbox import Inbox
from handlers.context import Place
from handlers.permissions import Permission
from scheduler.calendar import QuietHours
from store import audit, dues, outbox, roster
from store.journal_file import JournalFile
from store.models import PostState


@dataclass(frozen=True, slots=True)
class Bug:
    """What is wrong, in words, and how it is put there."""

    words: str
    plant: Callable[[ExitStack], None]


def _swap(owner: Any, name: str, wrong: Any) -> Callable[[ExitStack], None]:
    def plant(stack: ExitStack) -> None:
        stack.enter_context(patch.object(owner, name, wrong))

    return plant


def _both(*plants: Callable[[ExitStack], None]) -> Callable[[ExitStack], None]:
    def plant(stack: ExitStack) -> None:
        for each in plants:
            each(stack)

    return plant


_append = JournalFile.append


def _append_later(self: JournalFile, frame: bytes) -> None:
    """The frame before is written now; this one waits in memory, though it is acknowledged."""
    waiting = self.__dict__.get("_waiting", b"")
    self.__dict__["_waiting"] = frame
    if waiting:
        _append(self, waiting)


def _append_unsynced(self: JournalFile, frame: bytes) -> None:
    sync, self._disk.sync = self._disk.sync, lambda descriptor: None  # type: ignore[method-assign]
    try:
        _append(self, frame)
    finally:
        self._disk.sync = sync  # type: ignore[method-assign]


def _cut_nothing(self: JournalFile, end: int, rest: bytes) -> None:
    """The torn tail stays, and what comes next is written behind it."""
    self.__dict__["_kept"] = len(rest)


_open = JournalFile.open


def _open_behind_the_tail(self: JournalFile) -> None:
    self.length += self.__dict__.get("_kept", 0)
    _open(self)


def _never_repeats(self: Inbox, incoming: Any, digest: str) -> bool:
    return False


def _handle_again(self: Inbox, incoming: Any) -> bool:
    """No look at what was handled before: the mark makes way for the repeated message."""
    again = replace(incoming, id=f"{incoming.id}#{inbox.inbox.INBOX.count(self._db)}")
    seen = inbox.inbox.seen(self._db, incoming.id)
    return _handle(self, again if seen else incoming)


_handle = Inbox.handle


def _resend_blindly(self: unsure.Unsure, now: datetime) -> None:
    for row in outbox.in_state(self._db, PostState.AMBIGUOUS):
        with self._db.transaction():
            outbox.change(self._db, replace(row, state=PostState.NEW))


_change = Delivery._change


def _nothing_begins(self: Delivery, row: Any) -> bool:
    return False


def _no_intent(self: Delivery, batch: Any, **fields: Any) -> None:
    if fields.get("state") is not PostState.SENDING:
        _change(self, batch, **fields)


def _sent_before_sending(self: Delivery, batch: Any, **fields: Any) -> None:
    if fields.get("state") is PostState.SENDING:
        fields = {"state": PostState.SENT, "sent_at": self._clock.now()}
    _change(self, batch, **fields)


def _never_asks(self: unsure.Unsure, row: Any, now: datetime) -> PostState:
    return PostState.DROPPED


_post = Announcer._post


def _watermark_first(self: Announcer, due: Any, now: datetime) -> None:
    with self._db.transaction():
        outbox.settle(self._db, due.occurrence.branch, due.occurrence.due_at)
    _post(self, due, now)


_settle = Announcer.settle


def _an_hour_early(self: Announcer, now: datetime) -> None:
    _settle(self, now + timedelta(hours=1))


def _misses_in_silence(self: Announcer, branch: str, late: Any, now: datetime) -> None:
    with self._db.transaction():
        for due in late:
            outbox.settle(self._db, branch, due.occurrence.due_at)


def _answer_in_the_room(self: speaking.Speaker, message: Any, say: Any, begins: Any) -> Any:
    aloud = replace(say, to=Place.HERE) if say.to is Place.SENDER else say
    return _answer(self, message, aloud, begins)


_answer = speaking.Speaker._answer
_opened = rendering._opened


def _opened_to_all(value: Any, private: bool) -> Any:
    return _opened(value, True)


def _anybodys_last_act(db: Any, member: int) -> Any:
    acts = [(a["at"], a) for recent in audit.RECENT.find(db) for a in recent.acts]
    return max(acts, key=lambda each: each[0])[1] if acts else None


_handled = Inbox._handled


def _known_by_nickname(self: Inbox, served: Any, incoming: Any, message: Any, sender: Any) -> Any:
    called = roster.named(self._db, served.branch.id, incoming.sender_name)
    return _handled(self, served, incoming, message, sender or (called[0] if called else None))


def _commit_in_two(self: Inbox, served: Any, incoming: Any, message: Any, sender: Any) -> None:
    """The effects first, the mark that the message was handled a moment later."""
    digest = inbox.inbox.digest(
        incoming.room_id, incoming.sender_id, incoming.text, incoming.sent_at
    )
    with self._db.transaction():
        repeat = self._is_repeat(incoming, digest)
        outcome, reply = (
            ("repeat", []) if repeat else _handled(self, served, incoming, message, sender)
        )
        rows = self._say(served, incoming, message, reply)
    with self._db.transaction():
        self._mark(incoming, outcome, sender, digest)
    self._delivery.begun(rows)


_withdraw = dues.withdraw


def _forget_the_total(db: Any, cause: Any, claim: Any, reason: str = "") -> None:
    with patch.object(dues, "_claimed", lambda db, claim, sign: None):
        _withdraw(db, cause, claim, reason)


class _Refused(NotSentError):
    """An unsure send that claims to be a refused one."""


async def _send_and_claim_refused(self: Any, batch: Any) -> bool:
    with patch.object(delivery, "AmbiguousSendError", _Refused):
        send = self._gateway.send_text

        async def refuse(*arguments: Any) -> str:
            try:
                return str(await send(*arguments))
            except AmbiguousSendError as error:
                raise _Refused(str(error)) from error

        with patch.object(self._gateway, "send_text", refuse):
            return await _send(self, batch)


_send = Delivery._send

BUGS: dict[str, Bug] = {
    "acknowledged-before-commit": Bug(
        "a transaction returns before its frame is written",
        _swap(JournalFile, "append", _append_later),
    ),
    "no-fsync": Bug(
        "a frame is written and not flushed", _swap(JournalFile, "append", _append_unsynced)
    ),
    "torn-tail-kept": Bug(
        "what was half written stays, and the next frame follows it",
        _both(
            _swap(JournalFile, "_cut", _cut_nothing),
            _swap(JournalFile, "open", _open_behind_the_tail),
        ),
    ),
    "no-repeat-check": Bug(
        "a message delivered twice is handled twice", _swap(Inbox, "handle", _handle_again)
    ),
    "no-second-repeat-check": Bug(
        "a message delivered under a new id is handled twice",
        _swap(Inbox, "_is_repeat", _never_repeats),
    ),
    "mark-in-a-second-transaction": Bug(
        "the effects are committed before the mark", _swap(Inbox, "_commit", _commit_in_two)
    ),
    "no-authorisation": Bug(
        "everybody may do everything", _swap(Permission, "allows", lambda self, ctx: True)
    ),
    "known-by-nickname": Bug(
        "who wears the secretary's name is the secretary",
        _swap(Inbox, "_handled", _known_by_nickname),
    ),
    "undoes-others": Bug(
        "撤销 takes back whatever was done last", _swap(audit, "last_act", _anybodys_last_act)
    ),
    "blind-resend": Bug(
        "an unsure post is sent again", _swap(unsure.Unsure, "settle", _resend_blindly)
    ),
    "unsure-taken-for-refused": Bug(
        "a lost answer is taken for a refusal", _swap(Delivery, "_send", _send_and_claim_refused)
    ),
    "no-intent": Bug(
        "nothing is written before a send",
        _both(_swap(Delivery, "_change", _no_intent), _swap(Delivery, "begins", _nothing_begins)),
    ),
    "begun-and-forgotten": Bug(
        "a reply is written as being sent, and is not",
        _swap(Delivery, "begun", lambda self, rows: None),
    ),
    "sent-before-sending": Bug(
        "a post is marked as sent, then sent",
        _both(
            _swap(Delivery, "_change", _sent_before_sending),
            _swap(Delivery, "begins", _nothing_begins),
        ),
    ),
    "never-asks": Bug(
        "an unsure announcement is let go", _swap(unsure.Unsure, "_ask", _never_asks)
    ),
    "watermark-first": Bug(
        "the plan is settled before its announcement is written",
        _swap(Announcer, "_post", _watermark_first),
    ),
    "an-hour-early": Bug(
        "announcements come an hour early", _swap(Announcer, "settle", _an_hour_early)
    ),
    "misses-in-silence": Bug(
        "what came too late is not told", _swap(Announcer, "_miss", _misses_in_silence)
    ),
    "misses-hours-in-silence": Bug(
        "nobody is told that nothing was heard for a while",
        _swap(Absence, "_note", lambda self, since, until, slack: None),
    ),
    "no-quiet-hours": Bug(
        "posts go out by night",
        _swap(QuietHours, "is_quiet", lambda self, moment: False),
    ),
    "private-in-the-group": Bug(
        "what is for one person is said to all",
        _both(
            _swap(speaking.Speaker, "_answer", _answer_in_the_room),
            _swap(rendering, "_opened", _opened_to_all),
        ),
    ),
    "total-not-moved": Bug(
        "a claim taken back stays in the totals", _swap(dues, "withdraw", _forget_the_total)
    ),
}
