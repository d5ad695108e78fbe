"""Texts: keys and values in, Chinese out. The one place where Jinja2 runs.

Texts lie in sections of plain files; a branch may lay its own over them
(``bot/own_texts.py`` checks those). Templates run in Jinja2's sandbox, with
StrictUndefined: a missing value is an error, not a blank. Only a text for one person
opens ``Private`` values.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.own_texts import TextsError, read_own, sections
from store.privacy import Private

__all__ = ["PrivacyError", "Texts", "TextsError", "built_in", "day", "sections", "when"]

log = logging.getLogger(__name__)

_LINE_ENDS = re.compile(r"[^\S\n]*(?:\n[^\S\n]*)*\n")
_WEEKDAYS = "一二三四五六日"


class PrivacyError(Exception):
    """A private value was about to be said where others read it."""


class _BlankTextError(TemplateError):
    """A text came out empty; nothing is said by sending it."""


class Texts:
    """All texts of the program, or of one branch with its own laid over them."""

    def __init__(self, sections: Mapping[str, str], fallback: Texts | None = None) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            loader=DictLoader(dict(sections)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(when=when, day=day)
        self._templates: dict[str, Template] = {}
        self._sections = dict(sections)
        self._fallback = fallback

    def render(self, key: str, values: Mapping[str, Any], *, private: bool) -> str:
        """The text under a key.

        A branch's own text that fails on these values gives way to the program's: what a
        member said is recorded all the same. Raises PrivacyError where a private value, or
        one that could hide such, meets a text that is not ``private``.
        """
        shown = {name: _opened(value, private) for name, value in values.items()}
        try:
            return self._rendered(key, shown)
        except _FAILURES as error:
            if self._fallback is None:
                raise
            log.error("a branch's own text [%s] failed: %s", key, type(error).__name__)  # noqa: TRY400
            return self._fallback.render(key, values, private=private)

    def _rendered(self, key: str, shown: Mapping[str, Any]) -> str:
        text = self._template(key).render(shown)
        if "\n" in text:
            text = _LINE_ENDS.sub("\n", text)
        text = text.strip()
        if not text:
            raise _BlankTextError(key)
        return text

    def _template(self, key: str) -> Template:
        """Kept here: the texts do not change, and to look whether they did costs as much."""
        template = self._templates.get(key)
        if template is None:
            template = self._templates[key] = self._environment.get_template(key)
        return template

    def overlaid(self, folder: Path) -> Texts:
        """These texts with a branch's own over them. Raises TextsError for what cannot be used."""
        own = read_own(folder, self._sections, self._environment)
        return Texts({**self._sections, **own}, fallback=self)


_FAILURES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError)


def built_in() -> Texts:
    """The texts that come with the package."""
    folder = files("bot") / "templates"
    names = ("replies.txt", "announcements.txt", "meetings.txt", "roster.txt", "dues.txt")
    return Texts(_joined((folder / name).read_text("utf-8") for name in names))


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


_PLAIN = (str, int, float, date, type(None))
_SHOWN_AS_IT_IS = frozenset({str, int, bool, type(None)})


def _opened(value: Any, private: bool) -> Any:
    if type(value) in _SHOWN_AS_IT_IS:
        return value
    if isinstance(value, Private):
        if not private:
            raise PrivacyError("a private value in a text that others read")
        return _opened(value.opened(), private)
    if isinstance(value, Mapping):
        return {_opened(key, private): _opened(part, private) for key, part in value.items()}
    if isinstance(value, list | tuple | AbstractSet):
        return [_opened(part, private) for part in value]
    if not private and not isinstance(value, _PLAIN):
        raise PrivacyError(f"a {type(value).__name__} in a text that others read may hide anything")
    return value
