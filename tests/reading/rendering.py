"""Records rendered as messages in many wordings, for the properties. Test data only."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

MEMBERS = {
    "M01": "王建国",
    "M03": "张伟",
    "M04": "刘洋",
    "M07": "孙丽",
    "M11": "黄磊",
    "M16": "何平",
    "M19": "龚䶮",
    "M35": "邓建华",
}
_DIGITS = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"


@dataclass(frozen=True)
class Payment:
    """What a rendered message says; ``owner`` None is the sender himself."""

    text: str
    owner: str | None
    months: tuple[str, ...]
    fen: int | None


def _spelled(number: int, digits: str, ten: str, hundred: str) -> str:
    if number < 10:
        return digits[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        head = ten if tens == 1 and ten == "十" else digits[tens] + ten
        return head + (digits[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    tail = "" if not rest else digits[0] + digits[rest] if rest < 10 else ""
    if rest >= 10:
        tens, ones = divmod(rest, 10)
        tail = digits[tens] + ten + (digits[ones] if ones else "")
    return digits[hundreds] + hundred + tail


@st.composite
def sums(draw: st.DrawFn) -> tuple[str, int]:
    """A sum of money in one of its spellings, and its value in fen."""
    yuan, jiao = draw(st.integers(1, 999)), draw(st.integers(1, 9))
    small = _spelled(yuan, _DIGITS, "十", "百")
    return draw(
        st.sampled_from(
            [
                (f"{yuan}", yuan * 100),
                (f"{yuan}元", yuan * 100),
                (f"{yuan}.{jiao}0", yuan * 100 + jiao * 10),
                (f"¥{yuan}.00", yuan * 100),
                (f"{yuan}块{jiao}", yuan * 100 + jiao * 10),
                (f"{yuan}块钱", yuan * 100),
                (f"{small}块", yuan * 100),
                (f"{small}块{_DIGITS[jiao]}毛", yuan * 100 + jiao * 10),
                (f"{_spelled(yuan, _FORMAL, '拾', '佰')}元整", yuan * 100),
                (f"{jiao}角", jiao * 10),
            ]
        )
    )


@st.composite
def months(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """Months of 2026 in one of their spellings."""
    first = draw(st.integers(1, 11))
    last = draw(st.integers(first + 1, 12))
    names = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    one = (f"2026-{first:02d}",)
    span = tuple(f"2026-{month:02d}" for month in range(first, last + 1))
    pair = (f"2026-{first:02d}", f"2026-{last:02d}")
    return draw(
        st.sampled_from(
            [
                (f"{first}月", one),
                (f"{first}月份", one),
                (f"{names[first - 1]}月", one),
                (f"2026年{first}月", one),
                (f"{first}-{last}月", span),
                (f"{first}月到{last}月", span),
                (f"{names[first - 1]}至{names[last - 1]}月", span),
                (f"{first}、{last}月", pair),
                (f"{first}月和{last}月", pair),
                ("三季度", ("2026-07", "2026-08", "2026-09")),
                ("本月", ("2026-10",)),
                ("上个月", ("2026-09",)),
            ]
        )
    )


@st.composite
def payments(draw: st.DrawFn) -> Payment:
    """A statement that dues were paid, in one of many wordings."""
    owner = draw(st.sampled_from([None, *MEMBERS]))
    when, which = draw(st.one_of(st.just(("", ())), months()))
    amount, fen = draw(st.one_of(st.just(("", None)), sums()))
    name = MEMBERS[owner] if owner else "我"
    of = f"{when}的" if when else ""
    shapes = [
        f"{name}的{when}党费{amount}已交",
        f"{name}的{when}党费交了{amount}",
        f"{name}已经交了{of}党费，{amount or '谢谢'}",
        f"{when}党费{name}交过了，{amount}" if amount else f"{when}党费{name}交过了",
        f"{name}{when}党费已缴清" + (f"，共{amount}" if amount else ""),
    ]
    if owner:
        shapes += [
            f"我替{name}交了{when}党费{amount}",
            f"帮{name}把{when}党费交了，{amount or '辛苦'}",
        ]
    return Payment(draw(st.sampled_from(shapes)), owner, tuple(sorted(set(which))), fen)
