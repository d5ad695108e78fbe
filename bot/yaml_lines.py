"""YAML as people write it, with line numbers: where in the file a setting stands.

Every plain value is read as the text that was written: ``010`` is no octal number, ``21:30``
no number of minutes and ``2026-03-01`` no date; what a text means, the settings say. What
input methods and editors do to a file (``：``, Tab, blanks of full width) is named with its
line. Knows nothing of what the settings mean, only the names it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import yaml

_NULL = "tag:yaml.org,2002:null"
_MERGE = "tag:yaml.org,2002:merge"


class Fault(NamedTuple):
    """What is wrong in a line (counted from 1), in Chinese, with what would be right."""

    line: int
    what: str


class YamlError(ValueError):
    """The file is no YAML that can be used; ``faults`` are all that were found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("；".join(fault.what for fault in faults))
        self.faults = sorted(set(faults))


class _AsWritten(yaml.SafeLoader):
    """Plain values stay text; only the empty one is none. No other tag is known."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if tag in (_NULL, _MERGE)]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    yaml_constructors = {  # noqa: RUF012
        tag: build
        for tag, build in yaml.SafeLoader.yaml_constructors.items()
        if tag in (None, _NULL, *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")))
    }


def load(text: str, names: Iterable[str] = ()) -> tuple[Any, yaml.Node | None]:
    """The document as texts, lists and mappings, and its nodes for ``line_of``.

    ``names`` are the settings' names, so that a colon of full width behind one is seen.
    Raises YamlError.
    """
    faults = list(_slips(text, frozenset(names)))
    try:
        loader = _AsWritten(text)
        node = loader.get_single_node()
        faults = faults or list(_bad_nodes(node, set()))
        document = None if node is None or faults else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        raise YamlError(faults or [_explained(error)]) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError([*faults, Fault(line, "有看不见的控制字符，请删掉这一行重新打")]) from error
    if faults:
        raise YamlError(faults)
    return document, node


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


_KEY = re.compile(r"\s*(?:[-－—]\s*)?(?P<name>\w+)\s*(?P<colon>：|:(?=[^\s]))")


def _slips(text: str, names: frozenset[str]) -> Iterator[Fault]:
    for number, line in enumerate(text.splitlines(), 1):
        margin = line[: len(line) - len(line.lstrip())]
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        if "\t" in margin:
            yield Fault(number, "行首用了 Tab 键，请改成空格（每层两个）")
        elif margin.strip(" \ufeff"):
            yield Fault(number, "行首有全角空格，请改成英文空格（每层两个）")
        if content.startswith(("－", "—")):
            yield Fault(number, "列表开头的横线要用英文的“-”，后面空一格")
        if content.startswith("＃"):
            yield Fault(number, "说明要用英文的“#”开头")
        found = _KEY.match(line)
        if found and found["name"] in names:
            yield Fault(number, _COLONS[found["colon"]].format(found["name"]))


_COLONS = {
    "：": "{0} 后面用了中文冒号“：”，要改成英文冒号“:”，后面空一格",
    ":": "{0} 的冒号后面要空一格",
}


def _bad_nodes(node: yaml.Node | None, seen: set[int]) -> Iterator[Fault]:
    """Names written twice, colons with no name in front, lines glued to the one before."""
    if node is None or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode) and node.style is None:
        line = node.start_mark.line + 2
        if node.end_mark.line >= line - 1:
            yield Fault(line, "这一行接到上一行后面去了，多半是缩进没对齐，或者少了冒号")
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _bad_nodes(item, seen)
    if isinstance(node, yaml.MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.tag == _NULL or not isinstance(key, yaml.ScalarNode):
                yield Fault(line, "冒号前面要有名称，如 name: 柳河村党支部")
            elif key.value in first:
                yield Fault(line, f"{key.value} 写了两次（第{first[key.value]}行已有），请只留一个")
            else:
                first[key.value] = line
            yield from _bad_nodes(value, seen)


def _explained(error: yaml.MarkedYAMLError) -> Fault:
    """A syntax error in Chinese; brackets and quotes that never end are named where they begin."""
    said = f"{error.context or ''} {error.problem or ''}"
    known = ((what, at_start) for words, what, at_start in _SYNTAX if words in said)
    what, at_start = next(known, (_UNREADABLE, False))
    mark = (error.context_mark if at_start else None) or error.problem_mark or error.context_mark
    return Fault(mark.line + 1 if mark else 1, what)


_UNREADABLE = "看不懂这一行，多半是缩进或冒号的问题（同一层对齐，冒号后空一格）"
_SYNTAX = (
    ("quoted scalar found unexpected", "引号没有配对，补上另一半", True),
    ("unknown escape character", "双引号里的反斜杠“\\”不能这样用，请去掉引号", False),
    ("escape sequence", "双引号里的反斜杠“\\”不能这样用，请去掉引号", False),
    ("flow sequence", "方括号没有写完整，要像 [甲, 乙]，中间用英文逗号", True),
    ("flow mapping", "花括号没有写完整；建议不用花括号，改成“名称: 值”的几行", True),
    ("flow node", "括号没有写完整，要像 [甲, 乙]，中间用英文逗号", True),
    (
        "mapping values are not allowed",
        "这一行或上一行不对：缩进没对齐、少了冒号，或者值里有冒号（要给整个值加英文引号）",
        False,
    ),
    ("block mapping", "缩进对不上：同一层的行，前面的空格要一样多", False),
    ("block collection", "缩进对不上：同一层的“-”，前面的空格要一样多", False),
    ("block end", "缩进对不上：同一层的行，前面的空格要一样多", False),
    ("block sequence entries are not allowed", "“-”要另起一行", False),
    ("simple key", "这一行缺英文冒号“:”，或者缩进对不上", True),
    ("cannot start any token", "值的开头有特殊符号，请给整个值加英文引号", False),
    ("alias", "值以 * 开头时，请给整个值加英文引号", False),
    ("anchor", "值以 & 开头时，请给整个值加英文引号", False),
    ("tag", "值以 ! 开头时，请给整个值加英文引号", False),
    ("directive", "这一行不能以 % 开头", False),
    ("single document", "文件里只能有一份配置，请去掉多余的“---”", False),
    ("document start", "文件里只能有一份配置，请去掉多余的“---”或“...”", False),
)
"""Words of the parser's message, what is said instead, and whether the beginning is named."""
