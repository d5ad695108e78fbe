"""The invented branch on a computer that sleeps, wakes and loses its channel as a test says."""

import random
from datetime import datetime
from pathlib import Path

from bot.app import App, build
from bot.clock import SHANGHAI, VirtualClock
from bot.gateway.base import Incoming, MessageKind
from bot.gateway.inprocess import InProcessGateway
from bot.pace import Tempo
from bot.sandbox import branch
from bot.settings import ContactSettings, DuesSettings, Settings
from store import outbox
from store.models import Delivery

START = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


def at(month: int, day: int, hour: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


class Running:
    """The invented branch, woken only when a test says so: between wakes the computer sleeps."""

    clock_kind = VirtualClock
    tempo = Tempo()

    def __init__(self, folder: Path, **dues: object) -> None:
        self.folder = folder
        self.settings = _settings(folder / "sandbox", dues)
        self.clock = self.clock_kind(START)
        self.gateway = InProcessGateway(clock=self.clock)
        self.app = self._build()

    def _build(self) -> App:
        return build(
            self.settings,
            clock=self.clock,
            gateway=self.gateway,
            data=self.folder / "books",
            chance=random.Random(1),
            tempo=self.tempo,
        )

    async def wake(self, moment: datetime) -> list[str]:
        """What is said when it wakes at that moment, first lines."""
        before = len(self.gateway.posts)
        self.clock = self.clock_kind(moment)
        await self.restart()
        return [post.text.splitlines()[0] for post in self.gateway.posts[before:]]

    async def restart(self) -> None:
        self.app.db.close()
        self.app = self._build()
        self.app.boot()
        self.app.delivery.after_login()
        await self.app.wake()

    async def says(self, text: str) -> str:
        """The secretary says something in private; the first line of what he is answered."""
        before = len(self.gateway.posts)
        self.app.inbox.handle(
            Incoming(
                id=f"m{before}-{self.clock.now().isoformat()}-{text}",
                kind=MessageKind.TEXT,
                room_id=None,
                sender_id="wxid_wang",
                sender_name="王建国",
                text=text,
                sent_at=self.clock.now(),
            )
        )
        await self.app.wake()
        return self.gateway.posts[before].text.splitlines()[0]

    def deliveries(self, kind: str) -> list[Delivery]:
        return [d for d in outbox.DELIVERIES.find(self.app.db) if d.kind == kind]


def _settings(folder: Path, dues: dict[str, object]) -> Settings:
    settings = branch.settings(folder)
    (served,) = settings.branches
    quiet = ContactSettings(clock=None, homecoming=None)
    update = {"dues": DuesSettings.model_validate(dues), "contact": quiet}
    served = served.model_copy(update=update)
    return settings.model_copy(update={"branches": (served,)})


class Away(Running):
    """The branch whose channel is away for a while; on the pages people work on."""

    async def cut(self) -> None:
        await self.gateway.set_connected(connected=False)
        self.app.delivery.logged_out()

    async def back(self) -> list[str]:
        """What is said once the channel is there again."""
        before = len(self.gateway.posts)
        await self.gateway.set_connected(connected=True)
        self.app.delivery.after_login()
        self.app.unsaid.settle(self.clock.now())
        await self.app.wake()
        return [post.text for post in self.gateway.posts[before:]]

    async def pass_by(self, *moments: datetime) -> None:
        for moment in moments:
            self.clock.move_to(moment)
            await self.app.wake()

    def said_by(self, wechat_id: str, text: str, *, in_group: bool = False) -> None:
        self.app.inbox.handle(
            Incoming(
                id=f"{wechat_id}-{self.clock.now().isoformat()}-{text}",
                kind=MessageKind.TEXT,
                room_id=branch.ROOM if in_group else None,
                sender_id=wechat_id,
                sender_name="某某",
                text=text,
                sent_at=self.clock.now(),
                on_page=not in_group,
            )
        )
