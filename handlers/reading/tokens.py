"""A message in normal form as tokens: names, months, sums, words, and what is unknown.

Responsible for where one token ends and the next begins: the longest wins, a roster name
before a word, phone and order numbers before sums. It must not know what a sentence says.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.reading import lexicon, months, numbers
from handlers.reading.patterns import pattern
from handlers.reading.people import Roster

Token = tuple[str, int, int, Any]
"""Tag, start, end (offsets in the normal form), and the value of names, months and sums."""

_PUNCTUATION = {
    **dict.fromkeys(",，:：()（）—《》<>\"'|", ","),
    **dict.fromkeys("、/+", "&"),
    **dict.fromkeys(";；!！。\n", ";"),
    "?": "?",
    "？": "?",
    **dict.fromkeys("【】[]{}~～*…^_`.·•—-=&%$#@\\", "."),
    " ": " ",
}
_COMPLEMENT = pattern(
    "(?P<F>不(?:了|上|成|出去?|起|到|着|掉|进去?|过去|来))|(?P<E>得(?:起|了|上|动|出|来))"
    "|(?P<x>出去|过去|进去|上去|上来|到位|成功|上|好|完成|完毕?|罢(?!了)|清|齐|掉|着|成|妥|毕|脱|讫|足|满)?"
    "(?P<l>来(?=党费|[\\d¥])|过(?:了|啦|咯)?|(?:罢|老)?(?:了|啦|咯|喽|啰|咧|哒|咗|嘞|噻|辽|哩|囖|鸟)"
    "|咾|佬|得了(?=$|[,;. ]))?"
)
_SKIPPED = pattern(
    r"\[[^\[\]\n]{1,8}\]|(?:订单号?|单号|流水号?|尾号|编号|电话|手机号?|卡号|账号|票号|验证码|密码"
    r"|群号|工号|学号|座机|微信号|qq|收据号|号码|流水)(?:是|为|[:：#])?\s*[\dx*a-z-]*\d[\dx*a-z-]*(?:的卡)?"
)
_QUOTED = pattern(
    '“[^”\n]{1,40}”|"[^"\n]{1,40}"|『[^』\n]{1,40}』|《[^》\n]{1,40}》|「[^」\n]{1,60}」'
)
_LINK = pattern(r"https?://[!-~]*|www[.][!-~]*")
_PHONE = pattern(r"1[3-9]\d{9}(?!\d)|\d{7,}(?![\d.]*(?:元|块))|\d{3,4}-\d{6,8}")
_DATE = pattern(
    r"(?:20\d\d[-年./])?(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})(?:月|[-./])"
    r"(?:[初一二三四五六七八九十廿]{1,3}|[0-3]?\d)(?:(?:到|至|-|~|、|和)[0-3]?\d)?(?:号|日|(?=[交缴付转](?:的|滴)))(?:[前后])?"
    r"|20\d\d[-./][01]?\d[-./][0-3]?\d|(?:[0-3]?\d|[初一二三四五六七八九十廿]{1,3})(?:(?:到|至|-|~|、|和)[0-3]?\d)?(?:号|日)(?!码|线|楼)(?:[之以]?[前后])?"
    r"|初[一二三四五六七八九十]|(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2}|本|这个?|上个?|下个?|元)月(?:份)?[初底末中](?:旬)?"
    r"|\d{1,2}[:：点时](?:\d{1,2}分?|半|整|一刻)?|[一二三四五六七八九十两]{1,2}点(?:半|钟|整|一刻)?(?!点)"
    r"|(?:20)?\d\d年|[两三几]天[前后]|[一二三四五六七八九十两几\d]{1,3}(?:天|周|个礼拜|个星期)[之以]?[前后]"
)
_COUNTED = pattern(
    r"(?:[\d.]+|[一两二三四五六七八九十几百千]+)(?!一[次回并起块道同齐])(?:多|来)?(?:块|元|块钱)?(?:/|一|每)?(?:斤|个|人次|岁|点|楼|名|位|条|棵|张|份(?!的)|天|小时|公里"
    r"|米|度|届|班|路|队|页|辆|台|只|头|亩|%|分钟|秒|遍|趟|回|门|节|户|家|口|集|级|期|版|步|包|箱|袋|瓶|担|吨|克|周|年级|次|倍"
    r"|车|盒|件|根|碗|杯|顿|把|桶|场|轮|步|字|股|层|排|组|代|室|号楼|单元|栋|里地|里路|顶|支|枝|本|套|成)"
)
_MONTHLY = pattern(
    r"(?:一个月|1个月|单月|每月|每个月|每人每月|月均)(?=的?(?:党费)?(?:是|交|缴)?[\d¥一二两三四五六七八九十])"
)
# 一块 is one yuan unless something is done together (一块交).
_TOGETHER = frozenset("交缴付转补儿都去来报参给上办弄的")
_BOAST = pattern(r"(?:[\d.]+|[一两二三四五六七八九十百千几]+)个(?:小目标|亿|千万|百万)")
# A short number before one of these is a sum or nothing: no need to ask for months and dates.
_PLAIN_SUM = pattern(r"\d{1,3}(?:\.\d\d?)?(?:$|[元块毛角,;党已交都])(?<!\d\.\d交)(?<!\d\.\d\d交)")
_WEEKDAY = pattern("(?:上上?|下下?|这|本)个?(?:周|礼拜|星期)[一二三四五六日天末]")
_ABOUT_SO_MANY = pattern("几[十百千万]+(?:来|多)?(?:块|元)?钱?")
_PEOPLE = pattern(r"[两俩二三四五六七八九十\d]{1,2}(?:个?人|位|口人|口子|名)(?!大代表|民|员|均)")
_SUM_START = set("0123456789.¥几") | set(numbers.CHINESE) | set("块毛人大")
_TIME_START = set("0123456789") | set(
    "一二三四五六七八九十两几初上下本这元正廿俩仨半前去今明全整后第q连近最每单"
)
_MONTH_OF = pattern("的|党费|和|、|跟|及|与|都|也")
_LINE_NUMBER = pattern(r"\d{1,3}(?:[.、:)] ?)?(?=\D)")
_PLAIN_WORD = pattern("[a-z][a-z']*")
# Words that end before these: what follows makes another word of their second half.
_BREAKS = {"交还": "是"}
# What follows a verb of paying that is complete in itself (付清), and not a name.
_VERB_ENDS = pattern("[了啦咯喽,，。;；！!]|$")
# Ideographs that may begin a fee or a number with its name (尾号6621).
_SPECIAL = frozenset("费订单流尾编电手卡账票验密群工学座微收号房")


class Tokens:
    """Cut one message; thrown away with it."""

    __slots__ = ("_length", "_out", "_places", "_roster", "_text", "_today", "_unknown")

    def __init__(
        self, text: str, roster: Roster, today: date, places: dict[int, int] | None = None
    ) -> None:
        self._text, self._roster, self._today = text, roster, today
        self._places = places or {}
        self._length = len(text)
        self._out: list[Token] = []
        self._unknown = -1

    def cut(self) -> list[Token]:
        """All tokens in order, blanks among them."""
        text, out = self._text, self._out
        words, lengths = lexicon.LEXICON.tags, lexicon.LEXICON.lengths
        forms, starts = self._roster.forms, self._roster.starts
        at, length = 0, self._length
        while at < length:
            letter = text[at]
            word = tag = ""
            if "a" <= letter <= "z" and (plain := _PLAIN_WORD.match(text, at)):
                word, tag = plain[0], words.get(plain[0], "")
            for size in () if word else lengths.get(letter, ()):
                word = text[at : at + size]
                if word in words and not self._broken(word, at):
                    tag = words[word]
                    break
            size = len(word) if tag else 0
            for known in starts.get(letter, ()):
                if known < size:
                    break
                name = text[at : at + known]
                if name in forms and not self._is_verb(at, at + known):
                    self._name(at, len(name), name)
                    size = -len(name)
                    break
            if size < 0:
                at -= size
                continue
            if at in self._places:
                self._flush(at)
                out.append(("P", at, self._places[at], text[at : self._places[at]]))
                at = self._places[at]
                continue
            found = None
            if letter in _TIME_START or letter in _SUM_START:
                found = self._number(at, size)
            if found is None and (letter in _SPECIAL or not "\u3400" <= letter <= "\u9fff"):
                found = self._special(letter, at, size)
            if found is not None:
                self._flush(at)
                out.append(found)
                at = found[2]
            elif tag:
                at = self._word(at, tag, word)
            else:
                if self._unknown < 0:
                    self._unknown = at
                at += 1
        self._flush(length)
        return out

    def _broken(self, word: str, at: int) -> bool:
        """和平|安 where 平安 is a member, 交还|是: the word ends inside another."""
        if word in _BREAKS and self._text.startswith(_BREAKS[word], at + len(word)):
            return True
        for start in range(1, len(word)):
            for size in self._roster.starts.get(word[start], ()):
                if size > len(word) - start:
                    name = self._text[at + start : at + start + size]
                    if name in self._roster.forms:
                        return True
        return False

    def _is_verb(self, start: int, end: int) -> bool:
        """党费已付清: a member's name that is also a verb, where only the verb can stand."""
        if lexicon.LEXICON.tags.get(self._text[start]) not in {"V", "W"}:
            return False
        if self._unknown >= 0 or not self._out or not _VERB_ENDS.match(self._text, end):
            return False
        before = self._out[-1]
        named = any(token[0] in "Dps" for token in self._out)
        return named and before[2] == start and before[0] in "ADoMn"

    def _flush(self, at: int) -> None:
        """End a stretch of unknown characters."""
        if self._unknown >= 0:
            self._out.append(("U", self._unknown, at, self._text[self._unknown : at]))
            self._unknown = -1

    def _name(self, at: int, size: int, name: str) -> None:
        self._flush(at)
        self._out.append(("p", at, at + size, name))

    def _word(self, at: int, tag: str, word: str) -> int:
        """A known word, with the complement after a verb of paying (交清了, 交不了)."""
        end = at + len(word)
        if tag == "U":
            if self._unknown < 0:
                self._unknown = at
            return end
        if word == "费" or (tag == "O" and word.endswith("费")):
            self._swallow(at)
        self._flush(at)
        if tag == "w" and self._out and self._out[-1][0] == "w" and self._out[-1][2] == at:
            _, at, _, before = self._out.pop()
            word = str(before) + word
        self._out.append((tag, at, end, word))
        if tag in "VW" and (match := _COMPLEMENT.match(self._text, end)):
            for kind in ("F", "E", "x", "l"):
                if match[kind]:
                    self._out.append((kind, match.start(kind), match.end(kind), match[kind]))
            return match.end()
        return end

    def _swallow(self, at: int) -> None:
        """物业费: the unknown word before 费 belongs to it."""
        if self._unknown >= 0:
            self._unknown = -1

    def _number(self, at: int, size: int) -> Token | None:
        """Months, dates, spans, counts, phone numbers and sums that start here."""
        text = self._text
        plain = _PLAIN_SUM.match(text, at)
        if text[at] in _TIME_START and not plain:
            found = self._numbering(at) or self._phone(at) or self._months(at) or self._dates(at)
            if found is not None and found[2] - at > size:
                return found
        if text[at] in _SUM_START:
            return self._money(at, size)
        return None

    def _numbering(self, at: int) -> Token | None:
        """1张伟42 2刘洋14: the number of a line is no sum."""
        text = self._text
        if at and text[at - 1] not in " ;,。\n":
            return None
        match = _LINE_NUMBER.match(text, at)
        if match and self._name_at(match.end()):
            return (".", at, match.end(), match[0])
        return None

    def _name_at(self, at: int) -> bool:
        text, forms = self._text, self._roster.forms
        sizes = self._roster.starts.get(text[at : at + 1], ())
        return any(text[at : at + size] in forms for size in sizes)

    def _phone(self, at: int) -> Token | None:
        match = _PHONE.match(self._text, at)
        if match and not months.COMPACT.match(self._text, at):
            return ("o", at, match.end(), match[0])
        return None

    def _months(self, at: int) -> Token | None:
        text, today = self._text, self._today
        if (match := months.COUNTED.match(text, at)) and (found := months.counted(match, today)):
            return ("M", at, match.end(), tuple(found))
        if (match := months.DOTTED.match(text, at)) and (years := months.dotted(match)):
            return ("M", at, match.end(), _stated(years))
        if match := months.OF_YEAR.match(text, at):
            return ("M", at, match.end(), _stated(months.of_year(match, today)))
        if match := months.NUMBERED.match(text, at) or months.TRIPLE.match(text, at):
            found = months.numbered(match[0], today)
            end = match.end()
            if len(found) == 1 and (span := months.ANCHORED.match(text, end)):
                (start, stated), end = found[0], span.end()
                steps = range(months.number(span[1]))
                found = [(months.shifted(start, step), stated) for step in steps]
            return ("M", at, end, tuple(found))
        if match := months.QUARTER.match(text, at):
            return ("M", at, match.end(), _stated(months.quarter(match, today)))
        if match := months.HALF.match(text, at):
            return ("M", at, match.end(), _stated(months.half(match, today)))
        if match := months.RELATIVE.match(text, at):
            if match[0][0] == "下" and not _MONTH_OF.match(text, match.end()):
                return ("u", at, match.end(), match[0])
            return ("M", at, match.end(), _stated([months.relative(match[0], today)]))
        if match := months.COMPACT.match(text, at):
            return ("M", at, match.end(), _stated([(int(match[1]), int(match[2]))]))
        return None

    def _dates(self, at: int) -> Token | None:
        text = self._text
        if match := _MONTHLY.match(text, at):
            return ("%", at, match.end(), match[0])
        if match := _WEEKDAY.match(text, at):
            return ({"上": "k", "下": "u"}.get(match[0][0], "n"), at, match.end(), match[0])
        if match := _DATE.match(text, at):
            before = match[0].endswith("前")
            return ("u" if before else "n", at, match.end(), match[0])
        if match := months.DURATION.match(text, at):
            return ("R", at, match.end(), months.duration(match))
        if match := _ABOUT_SO_MANY.match(text, at):
            return ("o", at, match.end(), match[0])
        if match := _PEOPLE.match(text, at):
            if self._out and self._out[-1][0] == "w" and self._out[-1][2] == at:
                _, at, _, before = self._out.pop()
                return ("w", at, match.end(), str(before) + match[0])
            return ("w", at, match.end(), match[0])
        if match := _COUNTED.match(text, at):
            return ("U", at, match.end(), match[0])
        return None

    def _money(self, at: int, size: int) -> Token | None:
        if boast := _BOAST.match(self._text, at):
            return ("$", at, boast.end(), numbers.BOAST_FEN)
        match = numbers.MONEY.match(self._text, at)
        if match and match[0] == "一块" and self._text[at + 2 : at + 3] not in _TOGETHER:
            return ("$", at, at + 2, 100)
        if not match or match.end() - at <= size:
            return None
        value = numbers.fen(match)
        if value is None:
            return None
        named = match["unit"] or match["small"] or match["sign"] or match["whole"]
        if self._text[match.end() : match.end() + 1] in {"%", "‰"}:
            return ("U", at, match.end() + 1, match[0])
        rated = _COUNTED.match(self._text, match.end())
        if named and rated and rated[0][0] in "一/每":
            return ("U", at, rated.end(), match[0])
        return ("$" if named else "#", at, match.end(), value)

    def _special(self, letter: str, at: int, size: int) -> Token | None:
        text = self._text
        if letter == "费" and size <= 1:
            self._fee()
            return ("O", at, at + 1, "费")
        if letter in '“"『《「' and (match := _QUOTED.match(text, at)):
            return ("U", at, match.end(), match[0])
        if match := _SKIPPED.match(text, at):
            return (("." if letter == "[" else "o"), at, match.end(), match[0])
        if size:
            return None
        if letter in _PUNCTUATION:
            return (_PUNCTUATION[letter], at, at + 1, letter)
        if letter in "hw" and (match := _LINK.match(text, at)):
            return ("i", at, match.end(), match[0])
        if "a" <= letter <= "z" and (match := _PLAIN_WORD.match(text, at)):
            return ("U", at, match.end(), match[0])
        if letter > "\u2000" and not ("\u3400" <= letter <= "\u9fff" or letter >= "\U00020000"):
            return (".", at, at + 1, letter)
        return None

    def _fee(self) -> None:
        """A fee of any name: the word before 费 is its name, known or not."""
        if self._unknown >= 0:
            self._unknown = -1
        elif self._out and self._out[-1][0] not in "VWDOep,;?":
            self._out.pop()


def _stated(found: list[months.Month]) -> tuple[tuple[months.Month, bool], ...]:
    """Months whose year is said or follows from the day: no guess about the year is needed."""
    return tuple((month, True) for month in found)
