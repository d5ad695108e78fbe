"""What a change of tags declares that a message must have keeps it from nothing it would do."""

from __future__ import annotations

import json
from collections.abc import Iterator

from handlers.reading.beside import beside
from handlers.reading.columns import tags_of, words_of
from handlers.reading.neighbours import CHANGES, reread
from handlers.reading.normal import normal_form, without_slips
from handlers.reading.patterns import search
from handlers.reading.places import find_places
from handlers.reading.tokens import Tokens
from handlers.reading.worth import TELLING, tells
from tests.reading.conftest import FIXTURES, TODAY, load_roster


def texts() -> Iterator[str]:
    """Every text that the reader's tests know, once."""
    known: dict[str, None] = {}
    for file in sorted(FIXTURES.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            known[json.loads(line)["text"]] = None
    for file in sorted(FIXTURES.parent.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            known.update(dict.fromkeys(line.split("\t")[1:2]))
    return iter(known)


def test_no_change_of_tags_is_kept_out_by_what_it_declares() -> None:
    roster = load_roster()
    made: dict[str, int] = {}
    for written in texts():
        text = without_slips(normal_form(written).text)
        tokens = beside(Tokens(text, roster, TODAY, find_places(text)).cut())
        for _, _, (shape, words, carry) in CHANGES:
            changed = carry(tokens)
            if changed == tokens:
                continue
            assert not words or words.intersection(words_of(tokens)), (carry, written)
            assert not shape or search(shape, tags_of(tokens)), (carry, written)
            made[carry.__name__] = made.get(carry.__name__, 0) + 1
            tokens = changed
    assert made.keys() == {change.carry.__name__ for _, _, change in CHANGES}


def test_what_has_none_of_the_telling_tags_says_nothing() -> None:
    """What leaves before its neighbours are looked at would leave behind them, too."""
    roster, left = load_roster(), 0
    for written in texts():
        text = without_slips(normal_form(written).text)
        tokens = Tokens(text, roster, TODAY, find_places(text)).cut()
        if tells(set(tags_of(tokens)), words_of(tokens), None):
            continue
        left += 1
        assert TELLING.isdisjoint(reread(tokens, dues_round=True)[1]), written
    assert left > 300
