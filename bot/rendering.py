"""Texts: keys and values in, Chinese out. The one place where Jinja2 runs.

Texts lie in sections of plain files; a branch may lay its own over them. The
templates that users edit run in Jinja2's sandbox, with StrictUndefined: a missing
value is an error, not a blank. Only a text for one person opens ``Private`` values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, StrictUndefined, TemplateError, meta
from jinja2.sandbox import SandboxedEnvironment

from store.privacy import Private

_SECTION = re.compile(r"^\[([a-z_]+\.[a-z_]+)\]\s*$", re.MULTILINE)
_WEEKDAYS = "一二三四五六日"


class PrivacyError(Exception):
    """A private value was about to be said where others read it."""


class TextsError(ValueError):
    """A branch's own texts cannot be used; the message names file and section, in Chinese."""


class Texts:
    """All texts of the program, or of one branch with its own laid over them."""

    def __init__(self, sections: Mapping[str, str]) -> None:
        self._environment = SandboxedEnvironment(
            loader=DictLoader(dict(sections)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(when=when, day=day)
        self._sections = dict(sections)

    def render(self, key: str, values: Mapping[str, Any], *, private: bool) -> str:
        """The text under a key.

        Raises PrivacyError where a private value meets a text that is not ``private``.
        """
        shown = {name: _opened(value, private) for name, value in values.items()}
        text = self._environment.get_template(key).render(shown)
        return re.sub(r"\n{2,}", "\n", text).strip()

    def overlaid(self, folder: Path) -> Texts:
        """These texts with a branch's own over them. Raises TextsError for what cannot be used."""
        own: dict[str, str] = {}
        for file in sorted(folder.glob("*.txt")):
            for key, text in sections(file.read_text("utf-8")).items():
                self._check(file, key, text)
                own[key] = text
        return Texts({**self._sections, **own})

    def _check(self, file: Path, key: str, text: str) -> None:
        if key not in self._sections:
            raise TextsError(f"{file}：没有叫 [{key}] 的段。")
        try:
            wanted = meta.find_undeclared_variables(self._environment.parse(text))
        except TemplateError as error:
            raise TextsError(f"{file}：[{key}] 写得不对：{error}") from error
        known = meta.find_undeclared_variables(self._environment.parse(self._sections[key]))
        if unknown := sorted(wanted - known):
            usable = "、".join(sorted(known))
            raise TextsError(f"{file}：[{key}] 里没有“{'、'.join(unknown)}”，可用的是：{usable}。")


def built_in() -> Texts:
    """The texts that come with the package."""
    folder = files("bot") / "templates"
    names = ("replies.txt", "announcements.txt")
    return Texts(_joined((folder / name).read_text("utf-8") for name in names))


def sections(text: str) -> dict[str, str]:
    """The sections of one file by their key; what stands before the first is a note."""
    parts = _SECTION.split(text)
    return {key: body.strip("\n") for key, body in zip(parts[1::2], parts[2::2], strict=True)}


def when(moment: datetime) -> str:
    """``3月28日（周六）19:30``"""
    return f"{day(moment)}（周{_WEEKDAYS[moment.weekday()]}）{moment:%H:%M}"


def day(moment: datetime) -> str:
    """``3月28日``"""
    return f"{moment.month}月{moment.day}日"


def _joined(texts: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        found.update(sections(text))
    return found


def _opened(value: Any, private: bool) -> Any:
    if isinstance(value, Private):
        if not private:
            raise PrivacyError("a private value in a text that others read")
        return _opened(value.opened(), private)
    if isinstance(value, Mapping):
        return {key: _opened(part, private) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_opened(part, private) for part in value]
    return value
