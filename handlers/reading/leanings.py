"""What a weak verb (转, 付, 补, 收) means beside what is said around it in an open round of dues.

Responsible for when such a verb means dues. It must not know what the clause then states.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says
from handlers.reading.gathering import Gathering
from handlers.reading.owners import Speaker
from handlers.reading.patterns import fullmatch, match, search
from handlers.reading.slots import is_slots_only


class Leanings:
    """The clauses of one message with the open round and what has been gathered so far."""

    def __init__(
        self,
        clauses: list[Clause],
        speaker: Speaker,
        pending: str | None,
        gathering: Gathering,
    ) -> None:
        self._clauses, self._speaker = clauses, speaker
        self._pending, self._gathering = pending, gathering

    def listed(self, position: int, topic: str) -> bool:
        """张伟42，刘洋14，已收; 收到：张伟42、刘洋14."""
        if self._gathering.people_wait and self._gathering.sums_wait:
            return True
        if self._pending != "dues" and topic != "D":
            return False
        after = self._clauses[position + 1 : position + 2]
        return bool(after) and match("pM?D?[$#]", after[0].core) is not None

    def leans(self, position: int) -> bool:
        """转了, 付了 mean dues in an open round when a sum or somebody of the branch is named."""
        clause = self._clauses[position]
        owed = fullmatch("[sok]*o[soRM]*Wx*l", clause.core) and says(clause, "W", ("补",))
        if owed and self._pending == "dues" and says(clause, "o", ("欠", "拖欠", "落下")):
            return True
        if "M" in clause.core and says(clause, "W", ("补",)) and self._named_after(position):
            return True
        if says(clause, "W", ("补",)) and self._missed_before(position):
            return True
        if self._pending != "dues" or "U" in clause.core:
            return False
        core = clause.core
        if "t" in core and self._taken_away(position):
            return True
        if "f" in core and (search("[VW]", core) or _says_what(clause) or self._tried(position)):
            return True
        if fullmatch("[soAn]*N[o]*Wx?l?", core) and self._tried(position):
            return True
        if fullmatch("[sonk]*u[onG]*Wl?", core) and says(clause, "W", ("转", "补", "付", "上")):
            return True
        if "u" in core and says(clause, "W", ("补", "上交", "上缴")):
            return True
        if ("M" in core and says(clause, "W", ("补",))) or search("d[prh]+W", core):
            return True
        if says(clause, "W", ("清", "结清")) and search("^[so]*M[^VW]*Wx*l", core):
            return True
        if search("^o*[psr]e[psroA]*W|[pr][oA]*ds[oA]*Wx*[le]", core) and says(
            clause, "W", ("垫", "代")
        ):
            return True
        if search("^[pr]e[oA]*J", core):
            return True
        if search("a[shr]|^[prh][oAkn]*a?Wx?ls", core) or _gives_money(clause):
            return False
        if search("[3457]", core) and not search("a[pt]|W[pt]", core):
            return False
        if self._goes_to_a_member(clause):
            return False
        if search("[$#]|a[pt]|W[pt]", clause.core) or self._gathering.sums_wait:
            return True
        return self._named_after(position)

    def _named_after(self, position: int) -> bool:
        """10月的补上了，党费一共54."""
        after = self._clauses[position + 1 : position + 3]
        done = self._pending == "dues" and search("Wx*[le]", self._clauses[position].core)
        about = "[DM$#]" if done else "D"
        return any(search(about, later.core) and is_slots_only(later.core) for later in after)

    def _taken_away(self, position: int) -> bool:
        """李委员上门收走了，20: the sum follows."""
        clause = self._clauses[position]
        after = self._clauses[position + 1 : position + 2]
        away = says(clause, "W", ("收走", "收去", "拿走", "取走")) and "t" in clause.core
        return away and bool(after) and match("=?[$#]", after[0].core) is not None

    def _missed_before(self, position: int) -> bool:
        """8月漏了，今天补上了: the month spoken of just before."""
        before = self._clauses[max(0, position - 2) : position]
        sentence = self._clauses[position].sentence
        return self._pending == "dues" and any(
            c.sentence == sentence and "M" in c.core and "O" not in c.core for c in before
        )

    def _tried(self, position: int) -> bool:
        """转了半天，限额了; 那条不算，没付成功: what failed is the payment spoken of before."""
        before = self._clauses[max(0, position - 2) : position]
        sentence = self._clauses[position].sentence
        return any(search("[VWFvK]", c.core) for c in before if c.sentence == sentence)

    def _goes_to_a_member(self, clause: Clause) -> bool:
        """转了500给孙丽: money for somebody who holds no office in the branch."""
        found = search("[aW]p", clause.core)
        if not found:
            return False
        tokens = [token for token in clause.tokens if token[0] != "."]
        return not self._speaker.roster.holds_office(tokens[found.end() - 1][3])


def _gives_money(clause: Clause) -> bool:
    """媳妇给转了钱: what he then pays from."""
    return clause.last == "钱" and match(">?[prh][oAkn]*a?Wx?lo$", clause.core) is not None


def _says_what(clause: Clause) -> bool:
    """没付成功, 没转上: the failure says itself that it is a payment."""
    failed = [str(token[3]) for token in clause.tokens if token[0] == "f"]
    return bool([word for word in failed if not {"付", "转", "交", "缴"}.isdisjoint(word)])
