"""Corrections and retractions: what was said before is wrong, and what is right.

Responsible for markers (更正, 打错了, 撤回) and for which of two values is the new one. It
must not know what was said before: the handlers find the record.
"""

from __future__ import annotations

from typing import NamedTuple

from handlers.reading.clauses import Clause, says, written
from handlers.reading.owners import Speaker, owner_positions
from handlers.reading.patterns import fullmatch, match, pattern, search, sub
from handlers.reading.records import Statements
from handlers.reading.retractions import STANDS, disowned, names_the_message, tells_else, voids
from handlers.reading.slots import Slots

_WEAK = {"不对", "错了", "改", "重复了"}
_WRONG = {"错了", "不对", "有误"}
_VALUE_FITS = set("dpsrhtyoevlA9knDt>&M$#VJXR/%=.BHebzuWGxaNm20Z+i")
_OUGHT = {"应该", "应当", "该", "理应"}
_NOT_ME = pattern(r"X[sp]+V?[e]*")


class Correction(NamedTuple):
    """The new values, or ``void``; ``span`` in the normal form."""

    slots: Slots
    void: bool
    span: tuple[int, int]
    rule: str


def sent_by_mistake(clauses: list[Clause]) -> bool:
    """发错群了: the whole message was meant for others."""
    return any("~" in clause.core for clause in clauses)


def read_correction(
    clauses: list[Clause], said: Statements, speaker: Speaker, *, quoted: bool
) -> Correction | None:
    """The correction a message makes; None if it makes none.

    In a reply (``quoted``) a bare 不对 speaks of the quoted message, not of his own.
    """
    marked = [at for at, clause in enumerate(clauses) if _marks(clause)]
    marked = marked or [at for at, c in enumerate(clauses) if _which_holds(c)]
    voided = [at for at, clause in enumerate(clauses) if voids(clause)]
    if not voided and (idle := disowned(clauses)) >= 0:
        voided = [idle]
    cells = {record.cell for record in said.records}
    if not marked and not voided:
        return _other_person(clauses, said) or _other_value(clauses, speaker)
    if any(clause.end == "?" for clause in clauses if "9" in clause.core):
        return None
    first = min(marked + voided)
    span = (clauses[first].span[0], clauses[-1].span[1])
    if cells & {"denied", "promise"}:
        marked = [at for at in marked if set(clauses[at].core) <= _VALUE_FITS]
        if not marked and not voided:
            return None
        if not voided and all(_only_changes(clauses[at]) for at in marked):
            return None
        weak = quoted and marked and not voided and _only_weak(clauses, marked)
        return None if weak else Correction(Slots(), True, span, "retracts")
    values = _new_values(_that_hold(clauses, marked, voided), speaker)
    if values is not None and (values.months or values.sums or (marked and values.people)):
        return Correction(values, False, span, "corrects")
    named = any(names_the_message(clauses[at]) for at in voided)
    if (
        voided
        and not named
        and any(tells_else(c) for at, c in enumerate(clauses) if at not in voided)
    ):
        return None
    if voided and not search("[3mL1]", "".join(clause.core for clause in clauses)):
        return Correction(Slots(), True, span, "retracts")
    return None


def _that_hold(clauses: list[Clause], marked: list[int], voided: list[int]) -> list[Clause]:
    """Where the new values stand: anywhere, but only behind what takes back the old ones."""
    if marked:
        return clauses
    kept = [at for at in voided if STANDS.search(written(clauses[at]))]
    return [c for at, c in enumerate(clauses) if at in kept or at > voided[0]]


def _marks(clause: Clause) -> bool:
    """A word for what was wrong; not 备注请写成…, which tells how to write."""
    if not search("(?<![VWN])9", clause.core):
        return False
    return not (search("i9", clause.core) and says(clause, "9", ("写成", "填成", "报成", "说成")))


def _which_holds(clause: Clause) -> bool:
    """以24为准: the new value is the mark."""
    return bool(search("^[^$#M]*z[$#M][^$#M]*u$", clause.core) and STANDS.search(written(clause)))


def _only_changes(clause: Clause) -> bool:
    """党费改为线上交: a change of plan, no slip."""
    return all(str(token[3]).startswith("改") for token in clause.tokens if token[0] == "9")


def _only_weak(clauses: list[Clause], marked: list[int]) -> bool:
    words = [str(t[3]) for at in marked for t in clauses[at].tokens if t[0] == "9"]
    return all(word in _WEAK for word in words)


def _other_value(clauses: list[Clause], speaker: Speaker) -> Correction | None:
    """是20，不是30: two values of one kind, and which of them holds."""
    first = next((at for at, c in enumerate(clauses) if search("[V$#MX]", c.core)), 0)
    clauses = clauses[first:]
    whole = ",".join(clause.core for clause in clauses)
    if not fullmatch(r"o?([$#M])[e]*,?X\1[e]*|X([$#M])[e]*,?o\2[e]*", whole):
        return None
    values = _new_values(clauses, speaker)
    if values is None or values.is_empty:
        return None
    return Correction(values, False, (clauses[0].span[0], clauses[-1].span[1]), "other-value")


def _other_person(clauses: list[Clause], said: Statements) -> Correction | None:
    """不是我，是孙丽交的: the person is what changes."""
    for at, clause in enumerate(clauses[:-1]):
        follows = clauses[at + 1].core
        if _NOT_ME.fullmatch(clause.core) and match(r"o*[ps]+[Ve]", follows) and said.records:
            people = said.records[-1].slots.people
            return Correction(Slots(people=people), False, clause.span, "other-person")
    return None


def _new_values(clauses: list[Clause], speaker: Speaker) -> Slots | None:
    """The values that hold: not those after 不是, 从, 打成, nor those before 改成's 从."""
    found = Slots()
    for clause in clauses:
        if not set(_of_values(clause)) <= _VALUE_FITS:
            if "9" not in clause.core and search(r"[M$#]", clause.core) and "D" not in clause.core:
                return None
            continue
        _take_values(clause, found, speaker)
    return found


def _of_values(clause: Clause) -> str:
    """The tags of a clause without 应该 before 是, and without 为准."""
    core = clause.core.rstrip("U")
    if "H" in core and any(token[3] in _OUGHT for token in clause.tokens):
        core = sub("Ho(?=[$#M])", "", core)
    return sub("d?u$", "", core) if "u" in core and STANDS.search(written(clause)) else core


def _take_values(clause: Clause, found: Slots, speaker: Speaker) -> None:
    old, kind = False, ""
    given = (list(found.months), dict(found.sums))
    owners = set(owner_positions(clause))
    tags = clause.tags
    for at, (tag, _, _, value) in enumerate(clause.tokens):
        word = str(value)
        if tag == "X" or (tag == "z" and word == "从"):
            old = True
        elif tag == "9" and _was_wrong(word) and (found.months, found.sums) != given:
            found.months, found.sums = list(given[0]), dict(given[1])
        elif tag == "9":
            swapped = word.rstrip("了").endswith("成") and not word.startswith("改")
            old = swapped
            if word.startswith("改"):
                found.sums, found.months = {}, []
        elif tag == "o" and word == "是":
            old = False
        elif tag in "/%=":
            kind = tag
        elif tag == "M" and not old:
            found.months += value
        elif tag in "$#" and at and _by_so_much(clause, at):
            continue
        elif tag in "$#" and not old and value and not (value < 1000 and _counts_digits(tags, at)):
            found.sums[kind] = [value]
            kind = ""
        elif not old and (
            (at in owners and tag == "p") or (tag == "s" and match("&p", tags[at + 1 :]))
        ):
            found.people += [
                who for who in speaker.who(clause.tokens[at]) if who not in found.people
            ]


def _was_wrong(word: str) -> bool:
    """40写错了: the value before it is the one that does not hold."""
    return word in _WRONG or word.endswith(("错", "错了"))


def _by_so_much(clause: Clause, at: int) -> bool:
    """多说了5块: by how much it was wrong."""
    _, _, _, word = clause.tokens[at - 1]
    return clause.tags[at - 1] == "9" and str(word) in {"多说了", "少说了", "多报了", "少报了"}


def _counts_digits(tags: str, at: int) -> bool:
    """多写了个0, 少打个5: the digit itself, no sum."""
    return bool(search("9[lo.]*$", tags[:at])) and tags[at] == "#" and not tags[at + 1 :]
