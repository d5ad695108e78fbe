"""An embedded wechaty puppet service on loopback: somewhere for the real client to go.

It serves an invented WeChat to one client at a time over the real protocol, tells
what the bot posted, and fails on demand the way gateways fail. It must not know the
bot, nor any rule of a branch. Whoever reaches the port is served: loopback only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from grpclib.const import Status
from grpclib.exceptions import GRPCError

from bot.clock import Clock, SystemClock
from bot.gateway import wechaty_wire as wire
from bot.gateway.base import MessageKind, Target
from bot.gateway.inprocess import Post
from bot.sandbox.service_calls import Sending, calls
from bot.sandbox.service_wire import ServiceWire
from bot.sandbox.service_world import Message, World

UNKNOWN_EVENT = 99


class SandboxService:
    """A puppet service with a world in memory; the same world survives stop and start.

    ``on_post`` is called with what the bot posted, and ``posts`` keeps it. Like a real
    gateway it keeps no queue: what is said while no client listens is lost.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        token: str = "sandbox",
        bot_id: str = "bot",
        bot_name: str = "支部小助手",
        clock: Clock | None = None,
        echo: bool = True,
    ) -> None:
        self.world = World(bot_id, bot_name)
        self.token = token
        self.posts: list[Post] = []
        self.on_post: Callable[[Post], None] | None = None
        self._host, self._port = host, port
        self._clock = clock or SystemClock()
        self._echo = echo
        self._wire = ServiceWire(bot_id, calls(self.world, self._post))

    @property
    def port(self) -> int:
        """Where it listens, once started."""
        return self._port

    async def start(self) -> str:
        """Listen; returns the endpoint. A second start after stop listens on the same port."""
        self._port = await self._wire.open(self._host, self._port)
        return f"{self._host}:{self._port}"

    async def stop(self) -> None:
        """Go away: connections break, the port closes."""
        await self._wire.close()

    async def connected(self) -> None:
        """Wait until a client listens to events."""
        await self._wire.listened_to.wait()

    async def say(
        self,
        sender_id: str,
        text: str,
        room_id: str | None = None,
        *,
        mention_bot: bool = False,
        mention_ids: Sequence[str] = (),
        kind: MessageKind = MessageKind.TEXT,
    ) -> str:
        """Somebody speaks, in a room or to the bot in private; returns the message's id."""
        bot = (self.world.bot_id,) if mention_bot else ()
        message = self.world.add_message(
            kind,
            text,
            sender_id,
            self._clock.now(),
            room_id=room_id,
            listener_id=None if room_id else self.world.bot_id,
            mention_ids=tuple(dict.fromkeys((*bot, *mention_ids))),
        )
        self._announce(message)
        return message.id

    async def recall(self, message_id: str) -> str:
        """A message is taken back by who sent it; returns the id of the notice that says so."""
        taken_back = self.world.messages[message_id]
        return await self.say(
            taken_back.sender_id,
            f'<sysmsg type="revokemsg"><revokemsg><newmsgid>{message_id}</newmsgid>'
            "</revokemsg></sysmsg>",
            taken_back.room_id,
            kind=MessageKind.RECALLED,
        )

    def rename_card(self, room_id: str, member_id: str, card: str) -> None:
        """A member changes the group card; the client is told its payload is stale."""
        self.world.rooms[room_id].cards[member_id] = card
        payload = {"payloadType": wire.DIRTY_ROOM_MEMBER, "payloadId": room_id}
        self._wire.emit(wire.EVENT_DIRTY, payload)

    def log_out(self) -> None:
        """The account goes off line while the service stays."""
        self._wire.emit(wire.EVENT_LOGOUT, {"contactId": self.world.bot_id})

    def log_in(self) -> None:
        """The account is on line again."""
        self._wire.emit(wire.EVENT_LOGIN, {"contactId": self.world.bot_id})

    def repeat(self, message_id: str) -> None:
        """Announce a message once more, as channels do after a hiccup."""
        self._announce(self.world.messages[message_id])

    def repeat_as_new(self, message_id: str) -> str:
        """Deliver a message once more under a new id, as some channels do; returns that id."""
        again = self.world.add_copy(self.world.messages[message_id])
        self._announce(again)
        return again.id

    def emit_error(self) -> None:
        """An error event as gateways from 1.0 on send it: without ``data``."""
        self._wire.emit(wire.EVENT_ERROR, {"gerror": "{}"})

    def emit_unknown(self) -> None:
        """An event of a kind that nobody knows, with a payload that is no JSON."""
        self._wire.emit(UNKNOWN_EVENT, "?")

    def drop_connections(self) -> None:
        """Break every connection; the port stays open."""
        self._wire.drop()

    async def freeze(self, seconds: float) -> None:
        """Hang for so long: connections stay, no call is answered, no event comes.

        What was asked meanwhile is done after the thaw, even if the client gave up.
        """
        self._wire.freeze()
        await self._clock.sleep(seconds)
        self._wire.thaw()

    def _post(self, sending: Sending) -> str:
        in_room = sending.conversation_id in self.world.rooms
        if not in_room and sending.conversation_id not in self.world.contacts:
            raise GRPCError(Status.NOT_FOUND, "no such conversation")
        target = (
            Target(room_id=sending.conversation_id)
            if in_room
            else Target(contact_id=sending.conversation_id)
        )
        message = self.world.add_message(
            MessageKind.TEXT if sending.image is None else MessageKind.IMAGE,
            sending.text,
            self.world.bot_id,
            self._clock.now(),
            room_id=target.room_id,
            listener_id=target.contact_id,
            mention_ids=sending.mention_ids,
        )
        post = Post(
            target, sending.text, sending.mention_ids, sending.image_name, message.id, sending.image
        )
        self.posts.append(post)
        if self.on_post is not None:
            self.on_post(post)
        if self._echo:
            self._announce(message)
        return message.id

    def _announce(self, message: Message) -> None:
        self._wire.emit(wire.EVENT_MESSAGE, {"messageId": message.id})
