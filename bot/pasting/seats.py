"""Who sits where in a pasted stretch: each name, whose it is, and whether somebody must be asked.

Looks only; who was decided to be whom is handed in, and nothing is bound here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.gateway.base import MessageKind
from bot.paste import SYSTEM, PastedMessage
from bot.pasting.desk import Desk
from bot.pasting.lines import Line
from bot.pasting.speakers import Speaker, speaker
from store import roster
from store.models import Member, Role


@dataclass(frozen=True, slots=True)
class Seat:
    """A name of a stretch; words without a name have a seat of their own each.

    ``line`` is where it is first met, or first matters where nobody is known. ``sharing`` are
    the members who go by that name.
    """

    key: str
    speaker: Speaker
    line: Line
    sharing: tuple[Member, ...] = ()

    @property
    def unknown(self) -> bool:
        """Somebody has to say who this is."""
        return self.speaker.member is None


def seat_of(line: Line) -> str:
    """What tells speakers apart; of words without a name each message is somebody's own."""
    return line.message.name or line.id


def is_spoken(message: PastedMessage) -> bool:
    """Whether somebody said it in words."""
    return message.kind == MessageKind.TEXT.value


def to_do(lines: Sequence[Line]) -> list[Line]:
    """What is still to be handled."""
    return [line for line in lines if line.open and line.message.kind != SYSTEM]


def seats(
    desk: Desk,
    lines: Sequence[Line],
    decided: Mapping[str, int | None],
    mended: Collection[str] = (),
) -> list[Seat]:
    """Who is who: decided, remembered or proposed; of others only those whose words matter.

    ``mended`` are the keys of lines that somebody takes for something, a picture even.
    """
    met: dict[str, Speaker] = {}
    found: dict[str, Seat] = {}
    for line in to_do(lines):
        key, is_mended = seat_of(line), line.key in mended
        says = is_spoken(line.message) and bool(line.said)
        if key in found or not (says or is_mended):
            continue
        known = met[key] = met.get(key) or _speaker(desk, line, decided)
        if known.member is not None or key in decided or is_mended or desk.matters(line):
            sharing = roster.named(desk.app.db, desk.branch, known.name) if known.name else []
            found[key] = Seat(key, known, line, tuple(sharing))
    return list(found.values())


def _speaker(desk: Desk, line: Line, decided: Mapping[str, int | None]) -> Speaker:
    db, message, key = desk.app.db, line.message, seat_of(line)
    found = speaker(db, desk.branch, desk.room, message.name, message.aliases)
    if key in decided:
        as_before = found.known and found.member == decided[key]
        return replace(found, member=decided[key], known=as_before)
    if message.name or not desk.relays(line):
        return found
    # A relay pasted by itself: its rows name the people, and who brings it vouches.
    holders = [m.id for m in roster.officers(db, desk.branch, Role.SECRETARY)]
    bringer = desk.by or (holders[0] if len(holders) == 1 else None)
    return replace(found, member=bringer)
