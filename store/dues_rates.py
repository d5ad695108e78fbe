"""What a member should pay a month, as the regulation computes it. Pure arithmetic.

《关于中国共产党党费收缴、使用和管理的规定》(中组发〔2008〕3号) Art. 2 to 8. It only proposes:
the verified monthly amount is the truth (``store/bases.py``). Knows no member and no books.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from store.money import Fen
from store.period import Period


class Payer(StrEnum):
    """By which rule somebody pays; the values are what a sheet says."""

    SALARIED = "按月工资"
    ANNUAL = "年薪"
    SELF_EMPLOYED = "个体经营"
    VILLAGE_CADRE = "村干部"
    RETIRED = "离退休"
    FARMER = "农民"
    STUDENT = "学生"
    UNEMPLOYED = "下岗失业"
    RELIEF = "低保救济"


class Rounding(StrEnum):
    """To what an amount is rounded, half up; no rule is known, so it is a branch's setting."""

    FEN = "分"
    JIAO = "角"
    YUAN = "元"

    @property
    def unit(self) -> int:
        """The least step, in fen."""
        return {Rounding.FEN: 1, Rounding.JIAO: 10, Rounding.YUAN: 100}[self]


LEAST = Fen(20)
"""0.2 yuan a month: students, the unemployed and those on relief; a farmer's least (Art. 6)."""

FARMER_MOST = Fen(1_00)
"""A farmer pays 0.2 to 1 yuan a month (Art. 6)."""

CEILING = Fen(1_000_00)
"""A monthly amount normally does not exceed 1000 yuan (组电明字〔2017〕5号)."""

NEAR_PERMILLE = 30
"""A base is near a boundary within 3 % of it: there a yuan more or less changes the rate."""


@dataclass(frozen=True, slots=True)
class Step:
    """Up to ``most`` (fen, included; None without end) the whole base pays ``permille``."""

    most: Fen | None
    permille: int


_SALARY = (
    Step(Fen(3_000_00), 5),
    Step(Fen(5_000_00), 10),
    Step(Fen(10_000_00), 15),
    Step(None, 20),
)
_PENSION = (Step(Fen(5_000_00), 5), Step(None, 10))


@dataclass(frozen=True, slots=True)
class Cliff:
    """A boundary close to the base: what is due at it and a fen above it, in fen."""

    boundary: Fen
    at: Fen
    above: Fen


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the regulation asks a month, in fen; ``least`` < ``most`` for a farmer only.

    ``over_ceiling``: more than is normal; ``cliff``: the base is close to a boundary.
    """

    least: Fen
    most: Fen
    rule: str
    cliff: Cliff | None = None
    over_ceiling: bool = False


@dataclass(frozen=True, slots=True)
class _Scale:
    steps: tuple[Step, ...]
    rule: str


_SCALES = {
    Payer.SALARIED: _Scale(_SALARY, "第二条"),
    Payer.VILLAGE_CADRE: _Scale(_SALARY, "第二条"),
    Payer.ANNUAL: _Scale(_SALARY, "第三条"),
    Payer.SELF_EMPLOYED: _Scale(_SALARY, "第四条"),
    Payer.RETIRED: _Scale(_PENSION, "第五条"),
}

_FIXED_RULE = "第六条"


def propose(payer: Payer, base: Fen | None, rounding: Rounding = Rounding.FEN) -> Proposal | None:
    """What somebody should pay a month; None where a base (fen a month) is needed and missing.

    Art. 2 to 5 apply the rate to the whole base, not to slices of it; Art. 6 needs no base.
    """
    scale = _SCALES.get(payer)
    if scale is None:
        most = FARMER_MOST if payer is Payer.FARMER else LEAST
        return Proposal(LEAST, most, _FIXED_RULE)
    if base is None:
        return None
    amount = _amount(scale, base, rounding)
    cliff = _cliff(scale, base, rounding)
    return Proposal(amount, amount, scale.rule, cliff, over_ceiling=amount > CEILING)


def needs_base(payer: Payer) -> bool:
    """Whether an amount follows from what somebody earns."""
    return payer in _SCALES


def quarter_average(months: Sequence[Fen]) -> Fen:
    """The base of Art. 4: the monthly average of the last quarter's three net incomes, in fen.

    Raises ValueError unless there are three.
    """
    if len(months) != 3:
        raise ValueError(f"a quarter has three months, not {len(months)}")
    return Fen(_half_up(sum(months), 3))


def pays_from(admitted: date) -> Period:
    """A probationary member pays from the day the branch assembly admitted him (Art. 8)."""
    return Period.of(admitted)


def payer_of(words: str) -> Payer | None:
    """By which rule somebody pays, from the roster's 类别; None where the words do not say.

    务工 says nothing: who works away may be asked to declare his pay, or pay as a farmer.
    """
    return next((payer for payer, known in _WORDS if any(word in words for word in known)), None)


_WORDS: tuple[tuple[Payer, tuple[str, ...]], ...] = (
    (Payer.RETIRED, ("退休", "离休")),
    (Payer.VILLAGE_CADRE, ("村干部", "村社干部", "社区干部")),
    (Payer.ANNUAL, ("年薪",)),
    (Payer.SELF_EMPLOYED, ("个体", "自营", "经商", "经营")),
    (Payer.STUDENT, ("学生", "在校")),
    (Payer.UNEMPLOYED, ("下岗", "失业", "待业", "无业")),
    (Payer.RELIEF, ("低保", "救济", "抚恤", "五保")),
    (Payer.SALARIED, ("工资", "职工", "在职", "教师", "医生", "公务员", "事业", "企业")),
    (Payer.FARMER, ("农民", "务农", "种植", "养殖")),
)


def _amount(scale: _Scale, base: Fen, rounding: Rounding) -> Fen:
    permille = next(s.permille for s in scale.steps if s.most is None or base <= s.most)
    return Fen(_half_up(base * permille, 1000 * rounding.unit) * rounding.unit)


def _cliff(scale: _Scale, base: Fen, rounding: Rounding) -> Cliff | None:
    for step in scale.steps:
        if step.most is not None and abs(base - step.most) * 1000 <= step.most * NEAR_PERMILLE:
            above = _amount(scale, Fen(step.most + 1), rounding)
            return Cliff(step.most, _amount(scale, step.most, rounding), above)
    return None


def _half_up(amount: int, unit: int) -> int:
    return (2 * amount + unit) // (2 * unit)
