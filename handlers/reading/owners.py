"""Whose dues a clause speaks of: the owner among those who carry, receive or are spoken to.

Responsible for the roles of the people in one clause. It must not know whether anything
was paid. Who carries money for another is not the owner (中组发〔2008〕3号, Art. 12: dues may
be paid through relatives or other members).
"""

from __future__ import annotations

from handlers.reading.clauses import Clause
from handlers.reading.figures import Token
from handlers.reading.months import number
from handlers.reading.patterns import match, search
from handlers.reading.people import HONOURS, OFFICES, Roster

Who = tuple[str, bool]
"""A member id and True, or the words for somebody and False."""

_PEOPLE = set("psrhyw")
# Nobody names more people in one clause; the rest of such a text says nothing more.
_MOST_NAMED = 60
# 转了李委员40: who is handed the money.
_HANDS = ("转", "打", "汇", "付", "发", "扫", "送", "塞", "递", "微信", "支付")
_LINK = set("&.o")


class Speaker:
    """Who writes, whom he speaks to, and whom the message named last.

    ``me`` is the sender; the word 我 where the roster does not know him.
    """

    __slots__ = ("me", "named", "roster", "sender", "spoken_to")

    def __init__(self, sender: str, roster: Roster) -> None:
        self.sender, self.roster = sender, roster
        self.spoken_to: tuple[str, ...] = ()
        self.named: list[Who] = []
        self.me: list[Who] = [(sender, True)] if sender in roster.people else [("我", False)]

    def who(self, token: Token) -> list[Who]:
        """Whom a person token means; nobody is guessed."""
        tag, _, _, value = token
        if tag == "s":
            return self.me
        if tag == "p":
            ids = self.roster.who(value, self.sender)
            return [(ids[0], True)] if len(ids) == 1 else [(str(value), False)]
        if tag == "y" and self.spoken_to and str(value).startswith("你们"):
            return [(one, True) for one in self.spoken_to]
        if tag == "y" and len(self.spoken_to) == 1:
            return [(self.spoken_to[0], True)]
        if tag in "hw" and self.named:
            return self._named_by(tag, str(value))
        return [(str(value).removesuffix("的"), False)]

    def _named_by(self, tag: str, word: str) -> list[Who]:
        """俩人 after 孙丽的我也交了: she and oneself; 她 after 我和孙丽: she."""
        others = [who for who in self.named if who not in self.me]
        alone = len(others) == len(self.named)
        if tag == "w" and alone and _how_many(word) == len(others) + 1:
            return [*others, *self.me]
        if tag == "h" and not alone and len(others) == 1:
            return others
        return list(self.named)


def _how_many(word: str) -> int:
    """How many a count of people says: 俩人, 两个人, 三口; 0 if it says none."""
    found = search("[两俩二三仨四五六七八九十]|\\d+", word)
    return number(found[0]) if found else 0


def note_named(clause: Clause, speaker: Speaker) -> None:
    """Whom 他 means from here on; who is called by his office is spoken to."""
    if "p" not in clause.core or clause.tokens[0][3] == "除":
        return
    named = [t for t in clause.tokens if t[0] == "p" and not str(t[3]).endswith(OFFICES)]
    people = [who for token in named for who in speaker.who(token)]
    if people and people != speaker.me:
        speaker.named = people


def owner_positions(clause: Clause) -> list[int]:
    """The positions of the tokens that name the owners; empty if nobody is named."""
    if clause.owners is None:
        named = not _PEOPLE.isdisjoint(clause.tags)
        clause.owners = _owner_positions(clause.tokens, clause.tags) if named else []
    return clause.owners


def _owner_positions(tokens: list[Token], tags: str) -> list[int]:
    people = [at for at, tag in enumerate(tags) if tag in _PEOPLE][:_MOST_NAMED]
    if _calls(tokens, tags, people):
        people = people[1:]
    if not people:
        return []
    if "T" in tags:
        before = [at for at in people if at < tags.index("T")]
        asked = [at for at in before if not (tags[at] == "s" and _is_given(tags, at))]
        if asked:
            return _without_idle(asked, tags)
    if carried := search("[rp]h?[oGAkn]*aV", tags):
        people = [at for at in people if not carried.start() <= at < carried.end()]
    proxy = "V" in tags and _bare_proxy(tokens)
    if len(people) == 1:
        return people if _role(tokens, tags, people[0], proxy) != "other" else []
    roles = {at: _role(tokens, tags, at, proxy) for at in people}
    named_for = [at for at in people if roles[at] == "for"]
    possessed = [at for at in people if roles[at] == "of"]
    if named_for and not (possessed and all(tags[at] in "hw" for at in named_for)):
        return _without_idle(named_for, tags)
    if possessed and all(tags[at] == "w" for at in possessed):
        listed = [at for at in people if tags[at] in "ps" and match("[$#]", tags[at + 1 :])]
        possessed = listed or possessed
    if possessed:
        return _without_idle(_and_oneself(possessed, people, tokens, tags), tags)
    chosen = [at for at in people if roles[at] == "subject"]
    if chosen and (done := search("[VW]x*l", tags)) and chosen[0] < done.start():
        chosen = [at for at in chosen if at < done.start() or match("[$#]", tags[at + 1 :])]
    return _without_idle(chosen, tags)


def _calls(tokens: list[Token], tags: str, people: list[int]) -> bool:
    """李委员我把党费转你了: somebody of office called by name before 我."""
    first = people[0]
    called = tags[first] == "p" and tags[first + 1 : first + 2] == "s"
    if not called or tags[:first].strip("o."):
        return False
    word = str(tokens[first][3])
    honoured = word.endswith(HONOURS) and bool(match("ps[.okn]*[bMD]", tags[first:]))
    return word.endswith(OFFICES) or honoured or "y" in tags


def _without_idle(chosen: list[int], tags: str) -> list[int]:
    """三人 after a list of names, 他 after a name: they say nothing new."""
    named = [at for at in chosen if tags[at] in "psry" or match("h[$#&]", tags[at : at + 2])]
    named = [at for at in named if tags[at : at + 2] not in {"rp", "sp"}]
    return named or chosen


def _and_oneself(
    possessed: list[int], people: list[int], tokens: list[Token], tags: str
) -> list[int]:
    """我连孙丽的一起交, 我把党费和孙丽的交了: his own and hers."""
    first = possessed[0]
    also = first and str(tokens[first - 1][3]) in {"连", "连同", "加上"}
    if also or tags[max(0, first - 2) : first] == "D&":
        return [at for at in people if at < first and tags[at] == "s"] + possessed
    return possessed


def _role(tokens: list[Token], tags: str, at: int, proxy: bool) -> str:
    """What the person at ``at`` is: for (beneficiary), of (possessor), subject, or other."""
    start, end = _list_around(tags, at)
    before = tags[start - 1] if start else ""
    after = tags[end : end + 1]
    after = "e" if tags[end : end + 2] == "te" else after
    rest = tags[end:]
    if tags[at] == "s" and _is_modifier(tags, at):
        return "other"
    if after in {"d", "T"} or match("[oAkn]+d", rest):
        return "subject" if after == "T" else "other"
    if before in "lu" and before and _is_promised(tokens, start):
        return "other"
    if before == "d":
        return "for"
    if before == "a":
        return _given(tokens, tags, start, end, rest)
    if before == "G" and start > 1 and tags[start - 2] in "VWx":
        return "other"
    if before == "u" and tokens[start - 1][3] == "等" and _awaited(tokens, end, rest):
        return "other"
    if before == "u" and str(tokens[start - 1][3]).startswith("等") and "u" not in tags[end:]:
        return "other" if search("^[oGU]|^[nu].*s", rest) else "subject"
    if before == "b" and after == "U":
        return "other"
    if before in {"j", "z"} and (before == "j" or after != "e"):
        return "other"
    if after in {"$", "#"} and search("[$#]o*s[oA]*V|^[$#](?:&?p[$#])*eD", rest):
        return "of"
    if before == "W" and after == "e" and tags[end + 1 : end + 2] in {"2", "o"}:
        return "other"
    if after == "e" or (after and after in "DM" and _possesses(tags, end)):
        return "of"
    if before == "l" and tags[start - 2 : start - 1] == "a":
        return "other"
    if start and tags[start - 1] == "l" and tags[start - 2 : start - 1] == "W":
        return "other" if str(tokens[start - 2][3]).startswith(_HANDS) else "subject"
    if start and tags[start - 1] in "Vl" and "J" not in tags[:start]:
        return "other" if "V" in tags[:start] and not proxy else "subject"
    if start and tags[start - 1] in "Wx":
        return "other"
    if after == "J" and any(tag in "VWD" for tag in tags[:start]):
        return "other"
    return "subject"


_COMES = ("回", "来", "到", "下班", "放学", "放假", "发工资", "休息", "收工", "有空")


def _awaited(tokens: list[Token], end: int, rest: str) -> bool:
    """等我儿子回来交: who comes first; the dues are one's own."""
    if not match("[uGUn7]l?[ouG]*b?[MeD]*[VW]x?D?$", rest):
        return False
    return str(tokens[end][3]).startswith(_COMES)


def _is_promised(tokens: list[Token], start: int) -> bool:
    """答应了李委员: whom it was promised."""
    words = [str(token[3]) for token in tokens[max(0, start - 2) : start]]
    return any(word.startswith(("答应", "承诺", "许诺", "保证")) for word in words)


def _is_modifier(tags: str, at: int) -> bool:
    """我老婆, 我的爱人, 我们家: the word for oneself only says whose."""
    follows = tags[at + 1 : at + 3]
    return follows[:1] in {"r"} or follows == "er"


def _is_given(tags: str, at: int) -> bool:
    """孙丽转我20让我交: oneself is only given the money."""
    return _is_modifier(tags, at) or tags[max(0, at - 1) : at] in {"a", "W"}


def _possesses(tags: str, end: int) -> bool:
    """孙丽党费我交了, 张伟10月党费: the name stands right before what is hers."""
    return tags[end] == "D" or tags[end : end + 2] in {"MD", "MV", "Me"}


def _bare_proxy(tokens: list[Token]) -> bool:
    return any(token[0] == "V" and token[3][0] == "代" for token in tokens)


def _given(tokens: list[Token], tags: str, start: int, end: int, rest: str) -> str:
    """给X交 is for X; 给X转, 转给X, 给X了 and 给书记交 hand the money to X."""
    if tags[start:end] == "y" and ("V" not in rest or "u" in tags[:start]):
        advances = [one for one in tokens[end:] if one[0] == "W" and one[3][0] == "垫"]
        return "for" if advances and "l" in rest else "other"
    titled = any(str(tokens[at][3]).endswith(OFFICES) for at in range(start, end))
    handed = any(tag in "VW" for tag in tags[: start - 1])
    if search("[VLc0]", rest) and not titled and not handed:
        return "for"
    advanced = [token for token in tokens[end:] if token[0] == "W"]
    if advanced and str(advanced[0][3]).startswith(("垫", "代")) and not titled:
        return "for"
    return "other"


def _list_around(tags: str, at: int) -> tuple[int, int]:
    """Where the list that the person belongs to starts and ends (孙丽和赵强、黄磊)."""
    start = at
    while start and (
        tags[start - 1] in _PEOPLE
        or (tags[start - 1] == "&" and start >= 2 and tags[start - 2] in _PEOPLE)
    ):
        start -= 1
    end = at + 1
    while end < len(tags) and (
        tags[end] in _PEOPLE or (tags[end] == "&" and tags[end + 1 : end + 2] in _PEOPLE)
    ):
        end += 1
    return start, end
