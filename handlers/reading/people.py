"""The roster as the reader holds it: every written form of a person, and whom it may mean.

Responsible for who a name, nickname or group card may be. It must not know sentences.
"""

from __future__ import annotations

from collections.abc import Iterable

from handlers.reading.familiar import Familiar
from handlers.reading.model import Person
from handlers.reading.normal import spellings
from handlers.reading.patterns import pattern

OFFICES = ("书记", "委员", "会计", "主任", "支书", "组长", "干事")
HONOURS = tuple("姐哥叔婶姨总嫂爷伯")
SURNAMES = (
    "张王李刘陈杨黄赵周吴徐孙胡朱郭何林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董潘袁蒋蔡余杜叶程魏苏吕丁沈姚卢姜崔钟谭"
    "陆汪范廖石贾韦夏付傅邹熊孟秦侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤方任康白金文洪牛甘"
)
_STRANGER = pattern(
    f"(?:[老小阿][{SURNAMES}]|[{SURNAMES}][^\\W\\x00-\\x7f]{{1,2}}|[{SURNAMES}]{{1,2}}"
    "(?:叔|婶|姨|伯|哥|姐|嫂|总|爷|奶|大爷|大妈|老师|师傅|医生|支书|书记|主任))"
)


_CARD = pattern(r"(.+?)[(（\[【·\-_ ]+([^()（）\[\]【】]+?)[)）\]】]?")


def _carded(person: Person) -> tuple[str, ...]:
    """What a group card tells apart, as it is spoken: 王芳（二组） is also 二组的王芳."""
    match = _CARD.fullmatch(person.card.strip())
    if not match or match[1] != person.name:
        return ()
    name, tag = match[1], match[2]
    return (f"{tag}{name}", f"{tag}的{name}", f"{name}{tag}", f"{name}({tag})", f"{name}-{tag}")


def is_name_like(words: str) -> bool:
    """Whether unknown words look like somebody's name: 老李, 张三丰, 王大爷."""
    return bool(_STRANGER.fullmatch(words))


_NICKNAME = pattern(
    f"[老小阿][{SURNAMES}]|[{SURNAMES}]{{1,2}}(?:叔|婶|姨|伯|哥|姐|嫂|大爷|大妈|支书|书记|主任)"
)


def is_nickname(words: str) -> bool:
    """老李, 王大爷: nothing but what somebody is called."""
    return bool(_NICKNAME.fullmatch(words))


class Roster:
    """The members of one branch, compiled once; immutable.

    ``forms`` maps each written form (normalised: simplified, half width) to the ids of the
    members it may mean; a form of two members means nobody until something tells them apart.
    """

    __slots__ = ("forms", "inside", "people", "plain", "read_before", "sound", "starts")

    def __init__(self, people: Iterable[Person]) -> None:
        self.people: dict[str, Person] = {person.id: person for person in people}
        self.read_before = Familiar(self.people)
        """What the reader made of texts it has seen."""
        self.inside: dict[str, tuple[tuple[int, int], ...]] = {}
        """Where in a word of the lexicon one of these names could begin, and how long it is."""
        self.sound: set[str] = set()
        """Words of the lexicon inside of which none of these names could begin."""
        self.plain: frozenset[str] = frozenset()
        """Ideographs that begin nothing but words of the lexicon; found at the first message."""
        forms: dict[str, set[str]] = {}
        for person in self.people.values():
            for written in (person.name, person.card, *person.aliases, *_carded(person)):
                for form in spellings(written):
                    forms.setdefault(form, set()).add(person.id)
        self.forms: dict[str, tuple[str, ...]] = {
            form: tuple(sorted(ids)) for form, ids in forms.items()
        }
        starts: dict[str, set[int]] = {}
        for form in self.forms:
            starts.setdefault(form[0], set()).add(len(form))
        self.starts: dict[str, tuple[int, ...]] = {
            first: tuple(sorted(lengths, reverse=True)) for first, lengths in starts.items()
        }

    def holds_office(self, form: str) -> bool:
        """Whether somebody of this name is called by an office (李委员, 邓会计)."""
        people = [self.people[one] for one in self.forms.get(form, ())]
        names = [name for one in people for name in (one.name, one.card, *one.aliases)]
        return any(name.endswith(OFFICES) for name in names)

    def who(self, form: str, sender: str) -> tuple[str, ...]:
        """The ids a written form may mean when ``sender`` writes it; himself if it is his own."""
        ids = self.forms.get(form, ())
        return (sender,) if sender in ids else ids


def names_inside(word: str, roster: Roster) -> tuple[tuple[int, int], ...]:
    """Where in ``word`` a roster name could start that goes on after it, and its length."""
    return tuple(
        (start, size)
        for start in range(1, len(word))
        for size in roster.starts.get(word[start], ())
        if size > len(word) - start
    )
