"""What somebody filled in on the page, as decisions about his stretch.

A field that does not belong to what the page showed says nothing: the books may have moved.
"""

from __future__ import annotations

from starlette.datastructures import FormData

from bot.pasting.lines import Line
from bot.pasting.picks import Matter, Pick
from bot.pasting.session import Decisions, Outcome
from bot.web.pasting.shown import line_id, question_name, seat_id
from bot.web.pasting.stretches import Stretch
from store.money import parse_yuan
from store.period import Period

LONGEST = 2000
"""Characters of a wording."""

NOBODY = "0"
"""The choice of a seat that means: nobody of ours."""


class FormError(Exception):
    """What was filled in cannot be used; the sentence, in Chinese, says what to do."""


def whole_text(form: FormData, name: str) -> str:
    """A field's text as it was typed; "" where it is missing or a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def text_of(form: FormData, name: str) -> str:
    """A field's text; "" where it is missing or a file."""
    return whole_text(form, name).strip()


def take_answers(stretch: Stretch, form: FormData, members: set[int]) -> None:
    """Who is who, and the answers that were chosen."""
    if stretch.shown is None:
        return
    _take_seats(stretch.session.decisions, stretch.shown, form, members)
    for one in stretch.shown.heard:
        for asked in one.asked:
            written = form.get(question_name(one.line.key, asked))
            key = (one.line.key, asked.text)
            if isinstance(written, str) and written.isdecimal():
                if int(written) < len(asked.options):
                    stretch.session.decisions.answers[key] = int(written)
            elif written is not None:
                stretch.session.decisions.answers.pop(key, None)


def _take_seats(decisions: Decisions, shown: Outcome, form: FormData, members: set[int]) -> None:
    for seat in shown.seats:
        written = form.get(seat_id(seat))
        if written == NOBODY:
            decisions.who[seat.key] = None
        elif isinstance(written, str) and written.isdecimal() and int(written) in members:
            decisions.who[seat.key] = int(written)
        elif written == "":
            decisions.who.pop(seat.key, None)


def line_of(stretch: Stretch, own_id: str) -> Line | None:
    """A line that the page showed; None where it is none."""
    heard = stretch.shown.heard if stretch.shown else ()
    return next((h.line for h in heard if line_id(h.line.key) == own_id), None)


def wording(form: FormData, own_id: str, said: str) -> str:
    """What a line that says ``said`` is taken for: what was picked, else another wording.

    Raises FormError where neither was given.
    """
    written = text_of(form, f"{own_id}-words")[:LONGEST]
    picked = text_of(form, f"{own_id}-matter")
    if picked in tuple(Matter):
        return _pick(form, own_id, Matter(picked)).wording
    if not written or "".join(written.split()) == "".join(said.split()):
        raise FormError("请在“算作”里选一样，或者把下面那句话改一改。")
    return written


def _pick(form: FormData, own_id: str, matter: Matter) -> Pick:
    month, amount = text_of(form, f"{own_id}-month"), text_of(form, f"{own_id}-amount")
    about = text_of(form, f"{own_id}-about")
    if matter is Matter.CHECK_IN:
        return Pick(matter, place=text_of(form, f"{own_id}-place")[:20], about=about)
    if matter not in (Matter.PAID, Matter.NOT_PAID):
        return Pick(matter, about=about)
    fen = parse_yuan(amount) if amount else None
    if amount and (fen is None or fen <= 0):
        raise FormError(f"金额“{amount}”没看懂，请写成 42 或 12.5。")
    try:
        months = (Period.parse(month),) if month else ()
    except ValueError:
        raise FormError("月份请从列表里选。") from None
    return Pick(matter, months, fen if matter is Matter.PAID else None, about=about)
