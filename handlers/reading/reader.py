"""The reading of one message: envelope, normal form, clauses, intents, decision.

Responsible for the order of the steps. It must not know what is done with an intent.
"""

from __future__ import annotations

from datetime import date

from handlers.reading.envelope import unwrap
from handlers.reading.model import Pending, Reading
from handlers.reading.people import Roster


def read(
    text: str, *, sender: str, roster: Roster, today: date, pending: Pending | None
) -> Reading:
    """What ``sender`` (a member id, or one the roster does not know) says with ``text``.

    Silence is the answer to whatever is not understood; no input raises.
    """
    envelope = unwrap(text)
    return Reading(rule="not-understood", quote=envelope.quote, relay=envelope.relay)
