"""The roster as the reader holds it: every written form of a person, and whom it may mean.

Responsible for who a name, nickname or group card may be. It must not know sentences.
"""

from __future__ import annotations

from collections.abc import Iterable

from handlers.reading.model import Person
from handlers.reading.normal import plain


class Roster:
    """The members of one branch, compiled once; immutable.

    ``forms`` maps each written form (normalised: simplified, half width) to the ids of the
    members it may mean; a form of two members means nobody until something tells them apart.
    """

    __slots__ = ("forms", "people", "starts")

    def __init__(self, people: Iterable[Person]) -> None:
        self.people: dict[str, Person] = {person.id: person for person in people}
        forms: dict[str, set[str]] = {}
        for person in self.people.values():
            for written in (person.name, person.card, *person.aliases):
                if written.strip():
                    forms.setdefault(plain(written), set()).add(person.id)
        self.forms: dict[str, tuple[str, ...]] = {
            form: tuple(sorted(ids)) for form, ids in forms.items()
        }
        starts: dict[str, set[int]] = {}
        for form in self.forms:
            starts.setdefault(form[0], set()).add(len(form))
        self.starts: dict[str, tuple[int, ...]] = {
            first: tuple(sorted(lengths, reverse=True)) for first, lengths in starts.items()
        }

    def who(self, form: str, sender: str) -> tuple[str, ...]:
        """The ids a written form may mean when ``sender`` writes it; himself if it is his own."""
        ids = self.forms.get(form, ())
        return (sender,) if sender in ids else ids
