"""A message in: repeat check, who speaks, one transaction with all it causes.

Records, audit entries, the mark that it was handled and what is to be said are on
disk together, or none is. A bug records nothing, is told with a number, and the
log holds its place in the code, never the words of the message.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.addressing import Addressing
from bot.delivery import Delivery
from bot.gateway.base import Incoming, MessageKind
from bot.pasting.speakers import desk_id
from bot.rendering import Texts
from bot.speaking import Speaker
from handlers.contact import heard
from handlers.context import Branch, Coming, Context, Message, Place, Reply, Say, UserError
from handlers.reading import Person, Reading, Roster
from handlers.record import photographed
from handlers.router import route
from handlers.statements import understood
from handlers.strangers import meet
from handlers.undo import recalled
from scheduler.calendar import is_working_day
from store import inbox, questions, roster
from store.database import Database
from store.errors import DiskError
from store.models import InboxRow, Member, MemberStatus, OutboxRow, Role

log = logging.getLogger(__name__)

_LEAST_REPEATED = 4
"""Shorter words (1, 是, 撤销) are said twice on purpose; longer ones moments apart are an echo."""


@dataclass(frozen=True, slots=True)
class Served:
    """A branch that is served: what handlers know of it, and its texts."""

    branch: Branch
    texts: Texts


class Inbox:
    """Handles messages, one after the other."""

    def __init__(
        self,
        db: Database,
        served: Mapping[str, Served],
        bot_names: Sequence[str],
        coming: Callable[[str, datetime], Sequence[Coming]],
        delivery: Delivery,
    ) -> None:
        self._db = db
        self._served = served
        self._coming = coming
        self._delivery = delivery
        self._by_room = {room: s for s in served.values() for room in s.branch.rooms}
        self._addressing = Addressing(bot_names)
        self.page_link: Callable[[int], str] | None = None
        self._free_rooms: set[str] = set()
        self._rosters: dict[str, tuple[list[Member], Roster]] = {}

    def handle(self, incoming: Incoming) -> bool:
        """Handle one message; False where it was handled before or is none of ours.

        Raises DiskError where the books cannot be written now; nothing was recorded then.
        """
        if incoming.from_bot or inbox.seen(self._db, incoming.id):
            return False
        sender = roster.member_of(self._db, incoming.sender_id)
        served = self._branch_of(incoming, sender)
        if served is None:
            self._note_free_room(incoming)
            return False
        message = self._addressing.message(incoming)
        try:
            self._commit(served, incoming, message, sender)
        except UserError as error:
            self._refuse(served, incoming, message, sender, error)
        except DiskError:  # no fault of this message: it may be handed in again
            raise
        except Exception as error:  # noqa: BLE001 - the one place where a bug is met
            self._fault(served, incoming, message, sender, error)
        return True

    def understood(self, incoming: Incoming) -> Reading:
        """What a message in a served room says; nothing is recorded.

        Somebody unbound is read as nobody on the roster.
        """
        branch = self._by_room[incoming.room_id or ""].branch
        sender = roster.member_of(self._db, incoming.sender_id)
        sender = sender or Member(branch.id, incoming.sender_name)
        message = self._addressing.message(incoming)
        return understood(self._context(branch, message, sender))

    def private_context(self, member: Member, now: datetime) -> Context | None:
        """What a handler would get if he wrote in private now; None where his branch is not served.

        Who has no WeChat bound has an id of the desk's, as in paste mode.
        """
        served = self._served.get(member.branch)
        if served is None:
            return None
        ids = roster.wechat_ids(self._db, member.id)
        sender = ids[-1] if ids else desk_id(member.id)
        message = Message("", None, sender, member.called, "", now, addressed=True)
        return self._context(served.branch, message, member)

    def _context(self, branch: Branch, message: Message, sender: Member) -> Context:
        return Context(
            self._db,
            branch,
            message,
            sender,
            self._roster(branch.id),
            partial(self._coming, branch.id, message.at),
            is_working_day,
            self.page_link,
        )

    def _commit(
        self, served: Served, incoming: Incoming, message: Message, sender: Member | None
    ) -> None:
        digest = inbox.digest(incoming.room_id, incoming.sender_id, incoming.text, incoming.sent_at)
        with self._db.transaction():
            reply: Reply = []
            outcome = "repeat"
            if not self._is_repeat(incoming, digest):
                outcome, reply = self._handled(served, incoming, message, sender)
            self._mark(incoming, outcome, sender, digest)
            rows = self._say(served, incoming, message, reply)
        self._delivery.begun(rows)

    def _refuse(
        self,
        served: Served,
        incoming: Incoming,
        message: Message,
        sender: Member | None,
        error: UserError,
    ) -> None:
        """What cannot be done leaves nothing written but the mark and the sentence."""
        with self._db.transaction():
            self._mark(incoming, "refused", sender)
            rows = self._say(
                served, incoming, message, [Say("error.user", {"message": str(error)})]
            )
        self._delivery.begun(rows)

    def _say(
        self, served: Served, incoming: Incoming, message: Message, reply: Reply
    ) -> list[OutboxRow]:
        """To the outbox; what nothing holds up is written as being sent in the same frame.

        On a page of ours, what is for the sender is shown there and then.
        """
        speaker = Speaker(
            self._db,
            served.branch,
            served.texts,
            incoming.sender_id if incoming.on_page else None,
            incoming.carried,
            self._delivery.begins,
        )
        return speaker.reply(message, reply)

    def _handled(
        self, served: Served, incoming: Incoming, message: Message, sender: Member | None
    ) -> tuple[str, Reply]:
        questions.expire(self._db, message.at)
        if sender is None or not _belongs(sender, served):
            if incoming.kind is not MessageKind.TEXT or sender is not None:
                return "ignored", []
            return "stranger", meet(self._db, served.branch, message)
        ctx = self._context(served.branch, message, sender)
        if incoming.kind is MessageKind.RECALLED:
            return "recall", recalled(ctx, incoming.recalls or "")
        warned = heard(ctx)
        if incoming.kind is MessageKind.IMAGE and photographed(ctx):
            return "photo", []
        if incoming.kind is not MessageKind.TEXT:
            return "ignored", warned
        reply = warned + route(ctx)
        return ("answered" if reply else "silent"), reply

    def _is_repeat(self, incoming: Incoming, digest: str) -> bool:
        """Some channels deliver the same message again under a new id, moments later."""
        if incoming.kind is not MessageKind.TEXT or len(incoming.text.strip()) < _LEAST_REPEATED:
            return False
        return inbox.repeated(self._db, digest, incoming.sent_at)

    def _mark(
        self, incoming: Incoming, outcome: str, sender: Member | None, digest: str = ""
    ) -> None:
        inbox.mark(
            self._db,
            InboxRow(
                message=incoming.id,
                room=incoming.room_id,
                sender=incoming.sender_id,
                at=incoming.sent_at,
                outcome=outcome,
                digest=digest,
                member=sender.id if sender else None,
            ),
        )

    def _branch_of(self, incoming: Incoming, sender: Member | None) -> Served | None:
        """The room's branch, in private the sender's; a room bound to none gets no answer."""
        if incoming.room_id is not None:
            return self._by_room.get(incoming.room_id)
        if sender is not None:
            return self._served.get(sender.branch)
        met = roster.stranger(self._db, incoming.sender_id)
        if met is not None:
            return self._served.get(met.branch)
        only = list(self._served.values())
        return only[0] if len(only) == 1 else None

    def _note_free_room(self, incoming: Incoming) -> None:
        """A room bound to no branch gets no answer; its id is logged once, to be copied."""
        if incoming.room_id is None or incoming.room_id in self._free_rooms:
            return
        self._free_rooms.add(incoming.room_id)
        log.info("没有绑定的群“%s”，群标识 %s", incoming.room_topic, incoming.room_id)

    def _roster(self, branch: str) -> Roster:
        """The reader's roster of a branch, compiled again only when somebody changed."""
        members = roster.members(self._db, branch)
        known = self._rosters.get(branch)
        if known is None or known[0] != members:
            people = [Person(str(m.id), m.name, m.aliases, m.card) for m in members]
            known = self._rosters[branch] = (members, Roster(people))
        return known[1]

    def _fault(
        self,
        served: Served,
        incoming: Incoming,
        message: Message,
        sender: Member | None,
        error: Exception,
    ) -> None:
        number = inbox.INBOX.count(self._db) + 1
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("fault %s: %s in message %s\n%s", number, type(error).__name__, message.id, where)
        name = sender.called if sender else "未绑定的人"
        say: Reply = [Say("error.fault", {"number": number}, mention=True)] if sender else []
        told = {"number": number, "name": name}
        secretaries = roster.officers(self._db, served.branch.id, Role.SECRETARY)
        say += [Say("error.fault_told", told, Place.PERSON, s.id) for s in secretaries]
        with self._db.transaction():
            self._mark(incoming, "fault", sender)
            rows = self._say(served, incoming, message, say)
        self._delivery.begun(rows)


def _belongs(sender: Member, served: Served) -> bool:
    """Whether the branch counts him; who was transferred away is heard no more."""
    return sender.branch == served.branch.id and sender.status is MemberStatus.ACTIVE
