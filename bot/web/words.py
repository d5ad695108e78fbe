"""Words put together from a form: what a command says, with what was filled in.

``确认 张伟 3月 {amount}元``: ``{amount}`` is the field of that name. A part in ``[ ]`` is left
out where its field is empty. What somebody filled in is never read as such a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_FIELD = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class NotFilledError(Exception):
    """A field that the words need is empty."""


def filled(pattern: str, form: Mapping[str, Any]) -> str:
    """The words. Raises NotFilledError."""

    def value(name: str) -> str:
        return str(form.get(name, "")).strip()

    def kept(part: re.Match[str]) -> str:
        return part[1] if all(value(name) for name in _FIELD.findall(part[1])) else ""

    needed = _OPTIONAL.sub(kept, pattern)
    if not all(value(name) for name in _FIELD.findall(needed)):
        raise NotFilledError
    return _FIELD.sub(lambda field: value(field[1]), needed)
