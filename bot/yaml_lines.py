"""YAML with line numbers: where in the file a setting stands.

Knows nothing of what the settings mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml


class YamlError(ValueError):
    """The file is no YAML; ``line`` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def load(text: str) -> tuple[Any, yaml.Node | None]:
    """The document as plain values, and its nodes for ``line_of``. Raises YamlError."""
    try:
        return yaml.safe_load(text), yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlError(error.problem or "", line) from error


def line_of(root: yaml.Node | None, path: Sequence[str | int]) -> int:
    """The line of the value at this path, or of the nearest part of it that exists."""
    node, line = root, 1
    for step in path:
        found = _child(node, step)
        if found is None:
            break
        line, node = found
    return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    return None
