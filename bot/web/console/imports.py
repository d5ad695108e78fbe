"""The office's list taken in on a page: what it would change is shown, then one agreement.

The same desk as ``zhibu import``, and for the same person only: who owns the machine. A list
can give offices, which no secretary may give by himself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.members.importing import told
from bot.members.intake import Belonging, Intake, look_at, take
from bot.members.table import MembersFileError
from bot.web.acting import Answer
from bot.web.drawing import drawing_of
from bot.web.guard import checked
from bot.web.house import House, Visitor, house_of, visitor_of
from handlers.permissions import SECRETARY_IN_PRIVATE
from store.models import Cause

ENDINGS = (".xlsx", ".xlsm", ".csv", ".txt")


@dataclass(frozen=True, slots=True)
class Laid:
    """A list that lies on the desk of one session: its name, its bytes, what was shown of it."""

    name: str
    content: bytes
    shown: tuple[str, ...]


async def lay(request: Request) -> Response:
    """A file came: what would it change?"""
    visitor = _owner(request)
    async with request.form() as form:
        checked(visitor.session, request, form)
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            return _back(visitor, "请先选一个文件。")
        name = PurePosixPath(file.filename.replace("\\", "/")).name
        content = await file.read()
    if Path(name).suffix.lower() not in ENDINGS:
        return _back(visitor, "要 Excel（.xlsx）或 .csv 的名册。")
    return _show(request, visitor, name, content)


async def agree(request: Request) -> Response:
    """Take in what was shown; where the books changed since, it is shown again."""
    visitor = _owner(request)
    form = await request.form()
    checked(visitor.session, request, form)
    house = house_of(request)
    laid = house.extras.pop(_place(visitor), None)
    if not isinstance(laid, Laid):
        return _back(visitor, "刚才的名册已经收过，或者放下了。要导请再选一次文件。")
    if form.get("agree") != "yes":
        return _back(visitor, "没有记，账本没有变。")
    refused = house.refuses()
    if refused:
        return _back(visitor, refused)
    with _looked_at(house, visitor, laid.name, laid.content) as intake:
        if tuple(told(intake)) != laid.shown:
            return _show(request, visitor, laid.name, laid.content)
        cause = Cause(house.now, visitor.member.id, f"import/{laid.name}/{house.now:%Y%m%d-%H%M%S}")
        with house.app.db.transaction():
            take(house.app.db, cause, intake)
    return _back(visitor, f"记好了：新增{len(intake.new)}人，变动{len(intake.changed)}人。")


def _show(request: Request, visitor: Visitor, name: str, content: bytes) -> Response:
    house = house_of(request)
    try:
        with _looked_at(house, visitor, name, content) as intake:
            lines = tuple(told(intake))
            changes = bool(intake.new or intake.changed)
    except MembersFileError as error:
        return _back(visitor, str(error))
    house.extras[_place(visitor)] = Laid(name, content, lines)
    values: dict[str, Any] = {"name": name, "lines": lines, "changes": changes}
    return drawing_of(request).room(request, visitor, "import.html", **values)


@contextmanager
def _looked_at(house: House, visitor: Visitor, name: str, content: bytes) -> Iterator[Intake]:
    """Raises MembersFileError."""
    branch = visitor.branch
    with TemporaryDirectory(prefix="zhibu-") as folder:
        path = Path(folder) / f"名册{Path(name).suffix.lower()}"
        path.write_bytes(content)
        yield look_at(house.app.db, path, Belonging({branch.id: branch.name}, branch.id), house.now)


def _owner(request: Request) -> Visitor:
    """Raises HTTPException(403)."""
    visitor = visitor_of(request, needs=SECRETARY_IN_PRIVATE)
    if not visitor.session.owner:
        raise HTTPException(403)
    return visitor


def _place(visitor: Visitor) -> str:
    """One list a session and person: who works as somebody else finds another desk."""
    return f"import/{visitor.session.id}/{visitor.member.id}"


def _back(visitor: Visitor, says: str) -> Response:
    visitor.session.told.append(Answer((says,)))
    return RedirectResponse("/exports", 303)


ROUTES = (
    Route("/import", lay, methods=["POST"]),
    Route("/import/agree", agree, methods=["POST"]),
)
