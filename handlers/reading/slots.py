"""Slots: whose, which months, how long, how much: what a clause fills in, group by group.

Responsible for which number is a sum and to whom it belongs. It must not decide whether
anything was paid.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says
from handlers.reading.figures import Token
from handlers.reading.months import Month, shifted
from handlers.reading.owners import Speaker, Who, owner_positions
from handlers.reading.patterns import pattern, remembered, search

IMPOSSIBLE_FEN = 10_000_000
"""100,000 yuan: a sum above it is a way of speaking."""

_BEFORE_SUM = set("VWlxDJpsrhe=/%MRFknyiLA2w")


_BEFORE = {"以前", "之前", "及以前", "前"}
_SPAN = "zM[VW]x?lM|M[VW]x?GlM|zM[oN]*[oG]M(?=$)"
_FILLS = frozenset("DOSMR/%=$#")
_SLOT_ONLY = pattern(r"^[psrhywteD$#MR/%=o&n20kAG>z]*$")


class Slots:
    """One group of what is said together. Sums are in fen, by how they are stated."""

    __slots__ = ("duration", "lent", "months", "people", "sums")

    def __init__(self, people: list[Who] | None = None) -> None:
        self.people: list[Who] = [] if people is None else people
        self.months: list[tuple[Month, bool]] = []
        self.duration: int | None = None
        self.sums: dict[str, list[int]] = {}
        self.lent = False
        """Whether the months are those of the group before, until its own are told."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled in."""
        return not (self.people or self.months or self.duration or self.sums)

    def amount(self, persons: int) -> tuple[int | None, bool]:
        """The total in fen for so many people, and whether two sums contradict each other."""
        if not self.sums:
            return None, False
        span = len({month for month, _ in self.months}) or self.duration or 1
        for kind, times in (
            ("=", 1),
            ("", 1),
            ("both", persons * span),
            ("/", persons if persons > 1 else span),
            ("%", span),
        ):
            stated = self.sums.get(kind)
            if stated:
                return stated[0] * times, len(set(stated)) > 1
        return None, False

    def take(self, later: Slots) -> None:
        """Fill in what is still missing from what was said later, or before."""
        self.people = self.people or later.people
        self.months = self.months or later.months
        self.duration = self.duration or later.duration
        for kind, stated in later.sums.items():
            self.sums.setdefault(kind, stated)

    def lacks(self, later: Slots) -> bool:
        """Whether ``later`` adds something and contradicts nothing."""
        months = not (self.months and later.months) or set(self.months) == set(later.months)
        sums = not (self.sums.keys() & later.sums.keys())
        return months and sums and not (self.duration and later.duration)


def fill(clause: Clause, speaker: Speaker) -> list[Slots]:
    """The groups of a clause, in order; a new one where X a is followed by Y b."""
    owners = set(owner_positions(clause))
    groups = [Slots()]
    kind, other = "", False
    for at, token in enumerate(clause.tokens):
        tag, value = token[0], token[3]
        if tag not in _FILLS and at not in owners:
            continue
        group = groups[-1]
        if tag in "DOS":
            other = tag != "D"
        elif at in owners:
            if group.people and group.sums and _sum_follows(clause, at):
                groups.append(group := Slots())
            meant = _before_him(clause, at) if tag == "h" and not speaker.named else token
            group.people += [who for who in speaker.who(meant) if who not in group.people]
        elif tag == "M":
            if group.months and group.sums:
                groups.append(group := Slots())
            group.months += value
        elif tag == "R":
            group.duration = value
        elif tag in "/%=":
            kind = "both" if {kind, tag} == {"/", "%"} or "每人每" in str(value) else tag
        elif tag in "$#" and not other and _is_sum(clause, at):
            follows = clause.tags[at + 1 : at + 2]
            kind = kind or (follows if follows == "/" else "")
            group.sums.setdefault(kind, []).append(value)
            kind = ""
    for group in groups:
        _anchor(group, clause)
    return groups


def _before_him(clause: Clause, at: int) -> Token:
    """孙丽把她的和我的一起交了: she who is named before it."""
    named = [token for token in clause.tokens[:at] if token[0] == "p"]
    return named[-1] if named else clause.tokens[at]


def _anchor(group: Slots, clause: Clause) -> None:
    """从1月起交了三个月, 7月交到9月: a span with its first month, or both ends."""
    if not group.months:
        return
    if group.duration and len(group.months) == 1 and search("Mo[^MR]*R", clause.tags):
        at = clause.tags.index("Mo")
        if clause.tokens[at + 1][3] in {"起", "算起", "打头", "打起"}:
            (start, stated) = group.months[0]
            group.months = [(shifted(start, step), stated) for step in range(group.duration)]
    elif _up_to(group, clause) or _until(clause):
        group.months = []
    elif len(group.months) == 2 and (found := search(_SPAN, clause.core)):
        first, last = group.months
        if found and first[0] < last[0]:
            steps = (last[0][0] - first[0][0]) * 12 + last[0][1] - first[0][1] + 1
            group.months = [(shifted(first[0], step), first[1]) for step in range(min(steps, 36))]


def _up_to(group: Slots, clause: Clause) -> bool:
    """交到12月, 到12月的都交了; 就6月的没交 says which."""
    if len(group.months) != 1:
        return False
    if search("[VW]x?GM", clause.core):
        return True
    return search("^[soDA]*GM", clause.core) is not None and says(clause, "G", ("到",))


def _until(clause: Clause) -> bool:
    """交至12月, 9月以前的: up to when, not which month."""
    found = search("[VW]x?(o)[^VW]?M", clause.tags)
    if found is not None and str(clause.tokens[found.start(1)][3]) in {"至", "到"}:
        return True
    found = search("M[uk]e", clause.tags)
    return found is not None and str(clause.tokens[found.start() + 1][3]) in _BEFORE


def _sum_follows(clause: Clause, at: int) -> bool:
    """Whether a sum of his own follows the person at ``at``."""
    rest = clause.tags[at + 1 :]
    return any(tag in "$#" for tag in rest)


def _is_sum(clause: Clause, at: int) -> bool:
    """A number with a unit, or one that stands where only a sum can."""
    tags = clause.tags
    if at and str(clause.tokens[at - 1][3]).endswith("张"):
        return False
    if tags[at] == "$":
        return True
    before = tags[:at].rstrip(".o")[-1:]
    if not before:
        return _starts_with_sum(clause, at)
    if before == "z":
        return str(clause.tokens[at - 1][3]) in {"按", "照", "按照"} and tags[at + 1 :][:1] in "VW"
    after = tags[at + 1 :].lstrip(".o")[:1]
    if before == ">":
        return after != "" and after in "VWA"
    if before == "&" and clause.tokens[at - 1][3] in {"+", "/"}:
        return search("[DM][.]*&[.]*$", tags[:at]) is not None
    return before in _BEFORE_SUM


def _starts_with_sum(clause: Clause, at: int) -> bool:
    """42已交, 20党费, or a number alone; a single Chinese digit alone is not enough."""
    rest = clause.tags[at + 1 :].lstrip(".o")
    if rest[:2] == "eD":
        return True
    after = rest[:1]
    if not after and clause.tokens[at][3] == 100 and clause.end == ",":
        return False
    long = clause.tokens[at][2] - clause.tokens[at][1] > 1
    return after in {"A", "D", "V", "W", "l", "=", "a"} or (
        not after and (long or clause.end != "")
    )


@remembered
def is_slots_only(core: str) -> bool:
    """Names, months, sums and fillers: no predicate of its own."""
    return bool(_SLOT_ONLY.match(core))
