"""Wordings by family, beside the corpus: what each says, positive ones and those next to them."""

from __future__ import annotations

from pathlib import Path

from handlers.reading import Intent
from tests.reading.conftest import Say

NAMES = ("wordings.tsv", "answers.tsv", "talk.tsv", "circumstances.tsv")
TABLES = tuple(Path(__file__).parent / name for name in NAMES)
SENDER = "M06"
SHORT = {
    "dues_paid": "paid",
    "dues_denied": "denied",
    "dues_promise": "promise",
    "correction": "corr",
    "meeting_yes": "yes",
    "meeting_no": "no",
    "question": "q",
}
MANY_MONTHS = 6


def written(intent: Intent) -> str:
    """An intent as the table writes it."""
    said = [SHORT.get(intent.kind, intent.kind)]
    said += intent.people if intent.people != (SENDER,) else ()
    said += [f"?{word}" for word in intent.unresolved]
    said += ["void"] if intent.void else []
    said += [str(intent.amount_fen)] if intent.amount_fen is not None else []
    months = intent.months
    said += [f"{months[0]}..{months[-1][-2:]}"] if len(months) > MANY_MONTHS else months
    said += [f"d{intent.duration_months}"] if intent.duration_months else []
    return " ".join([*said, *[word for word in (intent.place, intent.reason) if word]])


def rows() -> list[tuple[str | None, str, str]]:
    """The open round, the text and the expectation of each line."""
    lines = [line for table in TABLES for line in table.read_text("utf-8").splitlines()]
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [
        (None if one == "-" else one, text.replace("\\n", "\n"), say) for one, text, say in cells
    ]


def test_each_wording_says_what_it_says(say: Say) -> None:
    wrong = {}
    for pending, text, expected in rows():
        found = say(text, sender=SENDER, pending=pending).intents
        got = ";".join(sorted(written(one) for one in found)) or "-"
        if got != expected:
            wrong[text] = (got, expected)
    assert wrong == {}
