"""From a request of the paste page to who asks, his stretches and the books of his branch."""

from __future__ import annotations

from starlette.requests import Request

from bot.pasting.desk import Desk
from bot.web.house import House, Visitor, house_of, machine_now, visitor_of
from bot.web.pasting import forms
from bot.web.pasting.stretches import Stretch, Stretches
from handlers.permissions import SECRETARY_IN_PRIVATE

_STRETCHES = "stretches"


def pasting_visitor(request: Request) -> Visitor:
    """Who is signed in, if he may paste: pasting vouches for who said what."""
    return visitor_of(request, needs=SECRETARY_IN_PRIVATE)


def stretches_of(house: House) -> Stretches:
    """All stretches under way in a house."""
    found = house.extras.get(_STRETCHES)
    if not isinstance(found, Stretches):
        found = house.extras[_STRETCHES] = Stretches(house.sessions.word)
    return found


def stretch_of(request: Request, visitor: Visitor) -> Stretch | None:
    """The stretch that a request is about; None where it is not his, or gone."""
    stretch_id = request.path_params["stretch"]
    held = stretches_of(house_of(request))
    return held.of(stretch_id, visitor.session.id, visitor.branch.id, machine_now(request))


def desk_of(request: Request, visitor: Visitor, room: str) -> Desk:
    """The branch's books, open for one of its rooms. Raises FormError for any other room."""
    rooms = visitor.branch.rooms
    room = room or (rooms[0] if len(rooms) == 1 else "")
    if room not in rooms:
        raise forms.FormError("请选一下是哪个群的聊天。")
    house = house_of(request)
    names, by = house.settings.bot_names, visitor.member.id
    return Desk(
        house.app,
        visitor.branch.id,
        room,
        bot_names=names,
        by=by,
        carried=not house.by_hand,
    )
