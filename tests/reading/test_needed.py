"""No pattern is kept from a text for a letter that it could do without."""

from __future__ import annotations

import re

import pytest

from handlers.reading import read
from handlers.reading.clauses import split
from handlers.reading.needed import needed_letter
from handlers.reading.normal import normal_form
from handlers.reading.patterns import _COMPILED
from handlers.reading.tokens import Tokens
from tests.reading.conftest import TODAY, load_roster
from tests.reading.test_needs import texts


@pytest.mark.parametrize(
    ("pattern", "letter"),
    [
        ("[VW]x*l", "l"),
        ("^[soD]*[VW]xo$", "x"),
        ("[VW]A[VW]|A[VW]x?A", "A"),
        ("[VW]x*lZ|V[GB]V", ""),
        ("[]x]a{0,2}b+c{1,2}d*(?:e)f?", "c"),
        (r"[\]q]z?\q[^]]l", "l"),
        ("(?P<by>q)?i(?=J)", "i"),
        ("(a|b)", ""),
        ("q{2,}?l", "q"),
        ("q??l{,3}", ""),
    ],
)
def test_the_letter_is_seen_in_the_pattern(pattern: str, letter: str) -> None:
    assert needed_letter(pattern) == letter


def test_no_pattern_of_the_reader_matches_without_its_letter() -> None:
    """Each pattern that reading the known texts has searched, on the tags of all their clauses."""
    roster, shapes = load_roster(), set()
    for at, text in enumerate(texts()):
        normal = normal_form(text).text
        shapes |= {one.core for one in split(Tokens(normal, roster, TODAY).cut())}
        for pending in ("dues", "meeting", "checkin") if at % 4 == 0 else ():
            read(text, sender="M01", roster=roster, today=TODAY, pending=pending)
    needing = {source: needed for source, (needed, _) in _COMPILED.items() if needed}
    assert len(needing) > 200
    assert len(shapes) > 5000
    for source, needed in needing.items():
        found = re.compile(source).search
        assert [one for one in shapes if needed not in one and found(one)] == [], source
