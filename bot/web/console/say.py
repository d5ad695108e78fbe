"""Saying something to the handlers: every button of the console, and the line to type in.

A form carries ``say`` (the words), or ``say`` with ``{}`` where ticked ``pick`` go, or
``words``, a pattern that its other fields fill in (``bot/web/words.py``); ``back`` is the page
to return to. Numbers mean the list on that page: ``list`` (its kind) and
``entries`` (what it showed, in order) go along, whatever was shown elsewhere since.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.acting import Answer, act
from bot.web.drawing import drawing_of
from bot.web.guard import checked
from bot.web.house import Visitor, house_of, visitor_of
from bot.web.words import NotFilledError, filled
from handlers.router import SUBJECTS
from store import questions
from store.models import Listing

NOTHING_PICKED = Answer(("什么也没有选。请先打勾，再按按钮。",))
NOT_FILLED = Answer(("还有没填的，请填好再按按钮。",))


Words = str | Answer | None
"""What is to be said; an answer that is given without saying anything; nothing at all."""


async def say(request: Request) -> Response:
    """What a form's fields say, as this module's head has it."""
    return await said(request, _words)


async def said(request: Request, compose: Callable[[Visitor, FormData], Words]) -> Response:
    """Act, keep what was said back for the next page, and go back to where he was.

    ``compose`` makes one sentence of a form of several fields.
    """
    visitor = visitor_of(request)
    form = await request.form()
    checked(visitor.session, request, form)
    words = compose(visitor, form)
    if isinstance(words, str) and words.strip():
        words = await act(house_of(request), visitor, words, str(form.get("once", "")))
    if isinstance(words, Answer):
        visitor.session.told.append(words)
    return RedirectResponse(_own_path(str(form.get("back", "/"))), 303)


def _words(visitor: Visitor, form: FormData) -> Words:
    words = str(form.get("say", ""))
    if pattern := str(form.get("words", "")):
        try:
            words = filled(pattern, form)
        except NotFilledError:
            return NOT_FILLED
    elif "{}" in words:
        picked = [str(value) for value in form.getlist("pick")]
        if not picked:
            return NOTHING_PICKED
        words = words.replace("{}", " ".join(picked)).replace("\r\n", "\n")
    if words.strip():
        _show_again(visitor, str(form.get("list", "")), str(form.get("entries", "")))
    return words


def _show_again(visitor: Visitor, kind: str, entries: str) -> None:
    """The numbers he means are those of the list before his eyes."""
    if not kind:
        return
    db = visitor.ctx.db
    with db.transaction():
        shown = entries.split("\t") if "\t" in entries else entries.split()  # ids may hold blanks
        known = tuple(entry for entry in shown if entry)
        listing = Listing(visitor.ctx.message.sender, kind, known, visitor.ctx.now)
        questions.show_list(db, listing)


async def help_page(request: Request) -> Response:
    """All that he may say, by subject, an example each that can be put into the line."""
    visitor = visitor_of(request)
    subjects = [
        (subject, [c for c in commands if visitor.may(c.permission)])
        for subject, commands in SUBJECTS
    ]
    return drawing_of(request).room(request, visitor, "help.html", subjects=subjects)


def _own_path(written: str) -> str:
    """Only a path of ours: nobody is sent elsewhere from here."""
    parts = urlsplit(written)
    is_own = written.startswith("/") and not written.startswith(("//", "/\\"))
    return written if is_own and not parts.netloc and not parts.scheme else "/"


ROUTES = (Route("/say", say, methods=["POST"]), Route("/help", help_page))
