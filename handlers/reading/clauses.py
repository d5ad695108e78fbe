"""Clauses: a message's tokens cut at its punctuation and where a second predicate begins.

Responsible for the pieces that the rules look at. It must not know what a piece means.
"""

from __future__ import annotations

from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.harmless import without_harmless
from handlers.reading.neighbours import reread
from handlers.reading.patterns import finditer, fullmatch, search
from handlers.reading.running import run_on

_PREDICATE = set("VWJcLm18")
_SECOND = set("uNA>BpsrDOkn")
_BOUND = {",", ";", "?"}


# Where one seam is enough: the letters it needs, and what ends at it.
_ONE_SEAM = (
    # 党费交了|没存截图, 交了|刚发的
    ("N", "[VW]x*l(?=>o?N|[oAs]*N(?=[^VWJNq]*[U89Zo])[^VWJNq]*$)"),
    ("AUe", "[VW]x*l(?=AUe[.]*$)"),
    # 忘了跟你说|早交了
    ("Z", "N[&a][gyt]+Z[.]*(?=[so]*A[^,]*[VW]x*l)"),
    # 我跟孙丽一起交的一共40块|你记一下
    ("y", "[VW]x*(?:l(?:=?[$#][o2]*)?[.]*(?=y(?![e$#.&]|$))|e=?[$#][.]*(?=y[^qNJF$#]*$))"),
    # 还说我没交呢|我早交了
    ("A", "[VW][^VW]*[.l](?=s[o.]*A[o.]*[VW]x*l)"),
    # 看大家都交了|我也交了
    ("g", "g[^gVW]*[VW]x*l(?=so[^VW]*(?:A[^VW]*[VW]|[VW]x*[le]))"),
    # 4月党费交了|5月的还没交
    ("lM", "^[^VW]*D[^VW]*[VW]x*l(?=Me?D?[oAkns]*[NuA][^VW]*[VW])"),
)


class Clause:
    """Tokens between two marks. ``tags`` has one letter a token; ``core`` leaves particles out."""

    __slots__ = ("asks", "core", "end", "owners", "sentence", "tags", "tokens")

    def __init__(
        self, tokens: list[Token], end: str, sentence: int, tags: str | None = None
    ) -> None:
        self.tokens = tokens
        self.tags = tags_of(tokens) if tags is None else tags
        self.core = self.tags.replace(".", "")
        self.asks: bool | None = None
        """Whether the clause asks; told once, by questions.is_question."""
        self.owners: list[int] | None = None
        """Whose dues it speaks of; told once, by owners.owner_positions."""
        self.end = end
        self.sentence = sentence

    @property
    def harmless(self) -> str:
        """``core`` without the unknown words that change nothing about a payment."""
        core = self.core
        return without_harmless(self.tokens, core) if "U" in core else core

    @property
    def span(self) -> tuple[int, int]:
        """Offsets in the normal form."""
        return self.tokens[0][1], self.tokens[-1][2]

    @property
    def last(self) -> str:
        """The last word as written, 吧 or 呢 among them."""
        return str(self.tokens[-1][3])


def says(clause: Clause, tags: str, starts: tuple[str, ...]) -> bool:
    """Whether a token with one of these tags starts with one of these words."""
    said = [token[3] for token in clause.tokens if token[0] in tags]
    return bool(said) and bool([word for word in said if word.startswith(starts)])


def written(clause: Clause) -> str:
    """The words of a clause, run together."""
    return "".join([str(token[3]) for token in clause.tokens])


def _without_brackets(tokens: list[Token]) -> list[Token]:
    """10月党费（15元）已交: a sum in brackets ends no clause."""
    idle: set[int] = set()
    for at in [at for at, token in enumerate(tokens) if token[3] in {"(", "（"}]:
        inside = [token[3] in {")", "）"} for token in tokens[at + 2 : at + 5]]
        end = at + 2 + inside.index(True) if True in inside else at
        tags = "".join([token[0] for token in tokens[at + 1 : end]])
        if fullmatch("=?o*[$#]o*", tags):
            idle |= {at, end}
    return [token for at, token in enumerate(tokens) if at not in idle] if idle else tokens


def split(tokens: list[Token], *, dues_round: bool = False) -> list[Clause]:
    """Clauses in order; a sentence ends at 。！？； and at the end of a line."""
    clauses: list[Clause] = []
    piece: list[Token] = []
    tags = ""
    sentence = start = 0
    tokens, told = reread(tokens, dues_round=dues_round)
    if "," in told and (bare := _without_brackets(tokens)) is not tokens:
        tokens, told = bare, tags_of(bare)
    for mark in finditer("[,;? ]", told):
        position, tag = mark.start(), mark[0]
        piece += tokens[start:position]
        tags += told[start:position]
        start = position + 1
        if tag == " " and not _separates(piece, tokens, position):
            continue
        if piece:
            _add(clauses, piece, tags, tag if tag != " " else ",", sentence)
            piece, tags = [], ""
        elif clauses and tag == "?":
            clauses[-1].end = "?"
        if tag in ";?":
            sentence += 1
    if piece := piece + tokens[start:]:
        _add(clauses, piece, tags + told[start:], ";", sentence)
    return clauses


def _separates(piece: list[Token], tokens: list[Token], position: int) -> bool:
    """Whether a blank ends a clause: a predicate stands before it and another one after it."""
    closed = any(token[0] in _PREDICATE or token[0] in "456" for token in piece[-8:])
    if not closed and not (len(piece) > 2 and any(token[0] in "U7" for token in piece)):
        return False
    follows = tokens[position + 1][0] if position + 1 < len(tokens) else ""
    if not closed and (not follows or follows not in "MDs"):
        return False
    for token in tokens[position + 1 : position + 9]:
        if token[0] in _BOUND:
            return False
        if token[0] in _PREDICATE or token[0] in "uN":
            return True
    return False


def _add(clauses: list[Clause], piece: list[Token], tags: str, end: str, sentence: int) -> None:
    """One clause, or several where predicates follow each other without a mark."""
    if clauses and _completes(clauses[-1], piece):
        last = clauses.pop()
        clauses.append(Clause(last.tokens + piece, end, last.sentence))
        return
    start = 0
    for cut in _cuts(piece, tags):
        clauses.append(Clause(piece[start:cut], ",", sentence, tags[start:cut]))
        start = cut
    clauses.append(Clause(piece[start:], end, sentence, tags[start:]))


def _cuts(piece: list[Token], tags: str) -> list[int]:
    """Where one breath holds several statements, and where a statement holds two."""
    if "V" not in tags and "W" not in tags:
        return []
    found = run_on(tags, piece)
    if not found:
        return _seams(piece, tags)
    cuts: list[int] = []
    for start, end in zip([0, *found], [*found, len(piece)], strict=True):
        cuts += [start + at for at in _seams(piece[start:end], tags[start:end])]
        cuts.append(end)
    return cuts[:-1]


def _completes(before: Clause, piece: list[Token]) -> bool:
    """交，了: a comma inside a word."""
    return (
        before.end == ","
        and before.tags[-1] in "VW"
        and all(t[0] in "xl." for t in piece)
        and piece[0][0] != "."
    )


# 交了还是没交, 交了党费还是交了会费: one or the other.
_EITHER = "[VW]x*l[.]*>N[oA]*[VW]|[VW]x*l[DOM]*[.]*>[VW]"


def _or_else(piece: list[Token]) -> bool:
    """交了还是没交: one or the other."""
    return any(token[3] == "还是" for token in piece)


def _is_object(tag: str, said: str) -> bool:
    """交了|党费 where nothing before the verb was paid: 党费 is what was paid, no new topic."""
    return tag in "DO" and bool(search("^[^DO]*[VW]x?l?$", said))


def _afterwards(token: Token, before: str) -> bool:
    """党费交了以后…: what is done once it is paid."""
    return before in "lx" and token[3] in {"以后", "之后", "后"}


def _seams(piece: list[Token], tags: str) -> list[int]:
    """Where 没交9月的交了10月的 is two clauses; in one pass."""
    verbs = tags.count("V") + tags.count("W")
    if not verbs or ("N" in tags and "s" not in tags and search("e[tg]+[.o]*$", tags)):
        return []
    if ">" in tags and search(_EITHER, tags) and _or_else(piece):
        return []
    if "N" in tags and search("^[.oD]*[VW]x*l[.o]*N[^VW]*e[.]*$", tags):
        return []
    for letters, seam in _ONE_SEAM:
        if letters in tags and (found := search(seam, tags)):
            return [found.end()]
    if verbs < 2 or search("[qiCYZHg]|V[xl]*[NB]V|[VW]A[VW]|loB[VW]", tags):
        return []
    if "u" in tags and any(token[0] == "u" and token[3][0] in "才方" for token in piece):
        return []
    if ">" in tags and "l" not in tags and _or_else(piece):
        return []
    last = max(tags.rfind("V"), tags.rfind("W"))
    seams: list[int] = []
    paid = False
    for at in range(last):
        before = tags[at - 1] if at else ""
        hers = tags[at] == "h" and str(piece[at][3]).endswith("的")
        opens = (tags[at] in _SECOND or hers) and before not in "ad&zjb"
        said = tags[seams[-1] if seams else 0 : at]
        owned = before in "VWx" if tags[at] in "psr" else _is_object(tags[at], said)
        owned = owned or (tags[at] == "D" and search("b[soeM]*$", said) is not None)
        told = tags[at] == "B" and search("^[^D]*l.*eo$", said) is not None
        whoever = tags[at] == "A" and before == "e" and search("u[^VW]*Ve$", said) is not None
        headless = tags[at] in "uBN>" and search("[NAlD].*e[tg]?[GB]*$", said) is not None
        headless = headless or whoever or told or _afterwards(piece[at], before)
        if paid and opens and not owned and not headless:
            seams.append(at)
            paid = False
        paid = paid or tags[at] in "VW"
    return seams
