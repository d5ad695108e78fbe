"""What is wrong in config.yaml, in Chinese: pydantic's errors reworded, values that clash.

Knows how the sections lie in each other from their classes; not what a setting means, nor in
which line of a file it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError

Where = tuple[str | int, ...]


class Fault(NamedTuple):
    """The path of a setting, and what is wrong with it and would be right."""

    where: Where
    what: str


def told(error: ValidationError, root: type[BaseModel]) -> list[Fault]:
    """Every error of a validation against ``root``."""
    faults = []
    for fault in error.errors(include_url=False):
        where = tuple(fault["loc"])
        faults.append(Fault(where, _said(dict(fault), where, root)))
    return faults


def key(where: Where) -> str:
    """A path as the user reads it: ``branches 第1项的 dues.notice``."""
    said = ""
    for step in where:
        if isinstance(step, int):
            said += f" 第{step + 1}项"
        elif said.endswith("项"):
            said += f"的 {step}"
        else:
            said += f".{step}" if said else step
    return said or "整个文件"


def keys_of(root: type[BaseModel]) -> set[str]:
    """The names of all settings, at any level."""
    return {name for _, section in _sections(root) for name in section.model_fields}


def doubles(document: Any) -> list[Fault]:
    """Branch ids and rooms written a second time, in a document that may be malformed."""
    faults: list[Fault] = []
    ids: set[str] = set()
    rooms: set[str] = set()
    listed = document.get("branches") if isinstance(document, dict) else None
    for number, branch in enumerate(listed if isinstance(listed, list) else ()):
        if not isinstance(branch, dict):
            continue
        own = branch.get("rooms")
        named: list[tuple[Where, Any, set[str], str]] = [
            (("id",), branch.get("id"), ids, "支部编号"),
            *(
                (("rooms", place), room, rooms, "群")
                for place, room in enumerate(own if isinstance(own, list) else ())
            ),
        ]
        for where, value, seen, what in named:
            if not isinstance(value, str):
                continue
            if value.strip() in seen:
                said = f"{what} {value.strip()} 前面已经写过了，每个只能写一次"
                faults.append(Fault(("branches", number, *where), said))
            seen.add(value.strip())
    return faults


_WORDS = {
    "bool_parsing": "只能写 true（是）或 false（否）",
    "bool_type": "只能写 true（是）或 false（否）",
    "int_parsing": "要写整数，如 20",
    "int_parsing_size": "这个数太大了",
    "int_from_float": "要写整数，如 20",
    "int_type": "要写整数，如 20",
    "float_parsing": "要写数字，如 3",
    "float_type": "要写数字，如 3",
    "finite_number": "要写数字，如 3",
    "string_type": "要写一个词或一句话，不能是一列或几行",
    "path_type": "要写一个文件或文件夹的路径，如 名册.csv",
    "tuple_type": "要写成一列：一行一个，每行以“- ”开头",
}
_EXAMPLES = {
    "id": "，如 id: B01",
    "name": "，如 name: 柳河村党支部",
    "branches": "：至少要有一个支部，它的 id 和 name 各一行",
}


def _said(fault: dict[str, Any], where: Where, root: type[BaseModel]) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "missing":
        return f"缺了这一项{_EXAMPLES.get(str(where[-1]), '')}"
    if kind == "extra_forbidden":
        return _unknown(str(where[-1]), where[:-1], root)
    if kind == "model_type":
        names = "、".join(_section(root, where).model_fields)
        return f"下面要写成“名称: 值”的几行，名称可以是 {names}"
    if kind == "enum":
        return f"只能写 {context['expected'].replace(' or ', ' 或 ')}".replace("'", "").replace(
            ", ", "、"
        )
    if kind == "greater_than_equal":
        return f"不能小于 {context['ge']:g}"
    if kind == "less_than_equal":
        return f"不能大于 {context['le']:g}"
    return _WORDS.get(kind, "这样写不行，请照仓库里的 config.yaml 改")


def _unknown(name: str, level: Where, root: type[BaseModel]) -> str:
    """The nearest name at that level; or where the name belongs; or what there is."""
    known = list(_section(root, level).model_fields)
    close = get_close_matches(name.lower().replace("-", "_"), known, n=1, cutoff=0.6)
    if close:
        return f"没有这一项，是不是想写 {close[0]}？"
    for path, section in _sections(root):
        if name in section.model_fields:
            return f"这一项要写在 {path} 下面，多半是缩进不对" if path else "这一项要写在最外层"
    return f"没有这一项，这里可以写 {'、'.join(known)}"


def _sections(section: type[BaseModel], path: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    yield path, section
    for name in section.model_fields:
        inner = _inner(section, name)
        if inner is not None:
            yield from _sections(inner, f"{path} 的 {name}" if path else name)


def _section(root: type[BaseModel], where: Where) -> type[BaseModel]:
    section = root
    for step in where:
        inner = _inner(section, step) if isinstance(step, str) else None
        section = inner or section
    return section


def _inner(section: type[BaseModel], name: str) -> type[BaseModel] | None:
    field = section.model_fields.get(name)
    for kind in (field.annotation, *get_args(field.annotation)) if field else ():
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None
