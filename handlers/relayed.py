"""A relay (#接龙) against its last posting: everybody posts the whole list anew.

Tells which rows without a known name are new and who is not on it any more. What the rows
say is recorded by their subjects; nothing is un-booked here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from handlers.context import Context, Place, Reply, Say
from handlers.reading import Intent, Reading
from handlers.reading.normal import plain
from store import relays, roster
from store.models import Relay, Role

_ARRIVED = re.compile(r"收到|已收|收齐|收讫|到账|实收")
_ROW = re.compile(r"^\s*\d{1,3}\s*[.．、:：)）\s]", re.MULTILINE)


def lists_what_arrived(text: str) -> bool:
    """Whether a collector's list says itself that the money arrived (已收到3月党费名单)."""
    return bool(_ARRIVED.search(_ROW.split(text, maxsplit=1)[0]))


def posted(ctx: Context, reading: Reading) -> tuple[list[Intent], Reply]:
    """Keep this posting: its rows to be asked about, and the word about who is missing."""
    room = ctx.message.room or ctx.message.sender
    title = (reading.relay or "").strip()
    before = relays.last(ctx.db, room, title)
    unclear = [intent for intent in reading.intents if intent.unresolved]
    people = {person for intent in reading.intents for person in intent.people}
    people |= _meant(ctx, before.people if before else (), unclear)
    rows = tuple(_row(ctx, intent) for intent in unclear)
    relay = Relay(room, title, tuple(sorted(people)), ctx.now, unclear=rows)
    gone = relays.repost(ctx.db, relay)
    return _new(ctx, before, unclear), _missing(ctx, title, gone)


def _row(ctx: Context, intent: Intent) -> str:
    start, end = intent.span
    return ctx.message.text[start:end].strip()


def rows_not_known(ctx: Context, intents: Sequence[Intent]) -> Reply:
    """Rows whose name nobody of the roster has: said once, to whoever posted them first."""
    rows = [_row(ctx, intent) for intent in intents]
    return [Say("ask.relay_rows", {"rows": rows}, Place.SENDER)] if rows else []


def _new(ctx: Context, before: Relay | None, unclear: Sequence[Intent]) -> list[Intent]:
    """Those that the last posting did not have, and that mean nobody who is on it by name."""
    if before is None:
        return list(unclear)
    asked = Counter(plain(row) for row in before.unclear)
    named = Counter(intent.unresolved[0] for intent in unclear)
    new: list[Intent] = []
    for intent in unclear:
        row, called = plain(_row(ctx, intent)), intent.unresolved[0]
        if asked[row]:
            asked[row] -= 1
        elif named[called] > len(_on(ctx, before, called)):
            new.append(intent)
    return new


def _on(ctx: Context, before: Relay, called: str) -> set[str]:
    holders = {str(member.id) for member in roster.named(ctx.db, ctx.branch.id, called)}
    return holders & set(before.people)


def _meant(ctx: Context, before: Sequence[str], unclear: Sequence[Intent]) -> set[str]:
    """Who was on it and may be meant by a row that names several: he has not vanished."""
    called = {word for intent in unclear for word in intent.unresolved}
    holders = {str(m.id) for word in called for m in roster.named(ctx.db, ctx.branch.id, word)}
    return holders & set(before)


def _missing(ctx: Context, title: str, gone: Sequence[str]) -> Reply:
    found = [roster.MEMBERS.get(ctx.db, int(person)) for person in gone]
    names = [member.called for member in found if member is not None]
    if not names:
        return []
    officers = roster.officers(ctx.db, ctx.branch.id, Role.COLLECTOR)
    values = {"title": title, "names": names}
    return [Say("dues.relay_lost", values, Place.PERSON, officer.id) for officer in officers]
