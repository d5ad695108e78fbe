"""Which Chinese fonts the machine has, and which characters they lack.

No font comes with the program. Several families together write more: what the first lacks is
taken from the next, character by character. Names use rare characters (䶮 㛃 𬎆): asked for by
``missing``. Knows no table.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import typst
from fontTools.ttLib import TTFont, TTLibError

PREFERRED = (
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "SimHei",
    "SimSun",
    "Noto Serif CJK SC",
    "SimSun-ExtB",
    "Plangothic P1",
    "HanaMinB",
)
"""Those that read well on a phone first; the last ones only for what all others lack."""

REMEDY = "请装一款汉字齐全的字体，如 Debian、Ubuntu：sudo apt install fonts-noto-cjk"
"""The one thing to do where a font or a character is missing."""

_REGULAR = 400


@cache
def known() -> typst.Fonts:
    """The fonts of the system, looked for once: it takes about 0.1 s."""
    return typst.Fonts(include_system_fonts=True)


@cache
def families() -> tuple[str, ...]:
    """The Chinese families that are there, best first; empty where there is none."""
    there = set(known().families())
    return tuple(name for name in PREFERRED if name in there)


def available() -> bool:
    """Whether Chinese can be drawn at all."""
    return bool(families())


def missing(texts: Iterable[str]) -> dict[str, str]:
    """Characters that no font here can write, each with a text that needs it."""
    wanted: dict[str, str] = {}
    for text in texts:
        for character in text:
            if not character.isspace():
                wanted.setdefault(character, text)
    for family in families():
        if not wanted:
            break
        has = _characters(family)
        wanted = {c: text for c, text in wanted.items() if ord(c) not in has}
    return wanted


@cache
def _characters(family: str) -> frozenset[int]:
    """What a family writes, by its cmap; nothing where its file cannot be read."""
    faces = [font for font in known().fonts() if font.family == family and font.path]
    if not faces:
        return frozenset()
    face = min(faces, key=lambda font: abs(font.weight - _REGULAR))
    try:
        # A single font takes fontNumber 0 as well; lazy, so that only the cmap is read.
        with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
            return frozenset(font["cmap"].getBestCmap() or ())
    except (OSError, TTLibError, KeyError):
        return frozenset()
