"""Reading: what a Chinese group message says, as structured intents.

Responsible for the one question "what did he write?": text, sender, roster, today's date
and the open round in; a Reading out. Pure and deterministic: it knows no clock, no network,
no store, and nothing of what is done about an intent.
"""

from __future__ import annotations

from handlers.reading.model import Intent, Person, Quote, Reading
from handlers.reading.people import Roster
from handlers.reading.reader import read

__all__ = ["Intent", "Person", "Quote", "Reading", "Roster", "read"]
