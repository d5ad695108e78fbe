"""Who answers a meeting: oneself, those named in the answer, or those named just before it.

Responsible for telling who answers from who is told, asked or the reason. It must not know
what is answered.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, written
from handlers.reading.kin import as_member
from handlers.reading.owners import Speaker, Who, owner_positions
from handlers.reading.patterns import fullmatch, match, pattern, search
from handlers.reading.people import is_nickname

# 霞姐感冒，参加不了: who it is, perhaps with the reason.
_SUBJECT_BEFORE = pattern("[to]*(?:p[&p]*|s[&p]+)t?(?:h?r)?(?:[nokz2Gu]*[U467][lU4567]*)?")
# 孟书记、魏会计、我，三个人都参加: all of those just listed.
_LISTED = pattern("[to]*[ps](?:&?[ps])+.*")
_ALL_OF_THEM = pattern("o*w?o*(?:m|1|L|B[o]*[mG]|G)[l.]*")

# 孙丽让我跟您说一声，去不了: whose word is passed on.
_PASSES_ON = pattern(
    "(?:[带捎]个?[话信]|[说讲]一?[声下]|回[一个]?[声话]|转[告达]|报备|告诉|知会|报告)[^,]{0,4}$"
)


def answerers(
    position: int, clauses: list[Clause], rule: str, answers: list[bool], speaker: Speaker
) -> tuple[Who, ...]:
    """Whose answer the clause at ``position`` is."""
    clause, before = clauses[position], clauses[position - 1] if position else None
    people = _named(clause, speaker)
    if before is not None:
        people = _of_all_listed(clause, before, people, speaker)
        people = people or _named_before(before, rule, answers[position - 1], speaker)
        people = people or _still_theirs(position, clauses, rule, answers, speaker)
    if len(people) == 1 and not people[0][1] and "w" in clause.core:
        people = _listed_after(clauses[position + 1 : position + 2], speaker) or people
    if not people and match("[ot]*T", clause.core):
        people = list(speaker.named)
    if people and people != speaker.me:
        speaker.named = list(people)
    return tuple(people or speaker.me)


def _named(clause: Clause, speaker: Speaker) -> list[Who]:
    people: list[Who] = []
    for at in owner_positions(clause):
        if not _is_only_told(clause, at):
            people += [who for who in speaker.who(clause.tokens[at]) if who not in people]
    first = next((token for token in clause.tokens if token[0] not in ".o"), None)
    if not people and first is not None and first[0] == "U" and is_nickname(str(first[3])):
        return [(str(first[3]), False)]
    return people


def _of_all_listed(
    clause: Clause, before: Clause, people: list[Who], speaker: Speaker
) -> list[Who]:
    """我和石磊搭一辆车来，都参加: those listed right before, where nobody else is named."""
    counted = "w" in clause.core and len(people) == 1 and not people[0][1]
    if (people and not counted) or not _LISTED.fullmatch(before.core):
        return people
    together = counted or any(token[3] in {"都", "全", "也都"} for token in clause.tokens)
    if not together or not _ALL_OF_THEM.fullmatch(clause.core):
        return people
    return _named(before, speaker)


def _named_before(before: Clause, rule: str, answered: bool, speaker: Speaker) -> list[Who]:
    if _SUBJECT_BEFORE.fullmatch(before.core):
        return [who for token in before.tokens if token[0] in "ps" for who in speaker.who(token)]
    if match("[to]*h|[soT]*d[sprh]", before.core):
        return list(speaker.named)
    if match("[to]*pT", before.core) and _PASSES_ON.search(written(before)):
        return [who for token in before.tokens if token[0] == "p" for who in speaker.who(token)][:1]
    if rule == "unable" and answered and fullmatch("[ot]*pL", before.core):
        return list(speaker.named)
    return []


def _still_theirs(
    position: int, clauses: list[Clause], rule: str, answers: list[bool], speaker: Speaker
) -> list[Who]:
    """替夏天请假，船还在海上，回不来: it is still he; nobody else is named in between."""
    if rule != "unable":
        return []
    last = next((at for at in range(position - 1, -1, -1) if answers[at]), -1)
    if last < 0 or not fullmatch("[ot]*(?:d[pr]|[pr]T?)[^s]*L.*", clauses[last].core):
        return []
    between = "".join(clause.core for clause in clauses[last + 1 : position + 1])
    return list(speaker.named) if not search("[sprhyw]", between) else []


def _listed_after(after: list[Clause], speaker: Speaker) -> list[Who]:
    """我们仨都来：我、韩梅、曹阳."""
    if not after or not fullmatch("[sp](?:&[sp])+", after[0].core):
        return []
    return _named(after[0], speaker)


def _is_only_told(clause: Clause, at: int) -> bool:
    """跟李委员请假, 我要带我妈看病: spoken to, or part of the reason; not who answers."""
    tag, ahead, behind = clause.tags[at], clause.tags[:at], clause.tags[at + 1 :]
    if tag == "p":
        told = (
            match("[^sprhw]*&$", ahead)
            and "L" in behind
            and not any(t[3] == "一起" for t in clause.tokens)
        )
        told = told or (clause.tokens[0][3] == "假" and ahead.endswith("&"))
        return bool(told or (not ahead.strip("o.") and match("&y", behind)))
    if tag == "r" and as_member(clause) != clause.core:
        return False
    return tag == "y" or (tag == "r" and not search("[d&]s?$", ahead) and behind[:1] != "&")
