"""A branch's own texts: read from its folder and checked before they are used.

Sections of .txt files, by the keys of the program's texts. All faults are told at once, with
file, line and section, in Chinese. Renders nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError, meta

_HEADING = re.compile(r"^\[([a-z_]+\.[a-z_]+)\]\s*$", re.MULTILINE)
_NEARLY_HEADING = re.compile(r"^\s*[\[［【]\s*(\w+\s*[.．。·]\s*\w+|\w*_\w*)\s*[\]］】]?\s*$")


class TextsError(ValueError):
    """A branch's own texts cannot be used; the message names file and section, in Chinese."""


class Section(NamedTuple):
    """One text of a file: its key, the line that its body begins in, and the body."""

    key: str
    line: int
    body: str


def sections(text: str) -> dict[str, str]:
    """The sections of one file by their key; what stands before the first is a note."""
    return {section.key: section.body for section in _sections(text)}


def read_own(folder: Path, known: Mapping[str, str], environment: Environment) -> dict[str, str]:
    """The sections in the folder's files; ``known`` are the program's. Raises TextsError."""
    found = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    if not found:
        missing = "里没有 .txt 文件" if folder.is_dir() else "找不到"
        raise TextsError(f"文案目录 {folder} {missing}。请核对配置里的 texts，不用就删掉那一行。")
    own: dict[str, str] = {}
    faults: list[str] = []
    for file in found:
        try:
            text = file.read_text("utf-8-sig")
        except UnicodeDecodeError:
            faults.append(f"{file}：文字编码不是 UTF-8，请用记事本另存为 UTF-8。")
            continue
        except OSError:
            faults.append(f"{file}：打不开，请检查它的权限。")
            continue
        faults += [f"{file} {fault}" for fault in _faults(text, own, known, environment)]
        own.update(sections(text))
    if faults:
        raise TextsError("\n".join(faults))
    return own


def _sections(text: str) -> Iterator[Section]:
    headings = list(_HEADING.finditer(text))
    for number, heading in enumerate(headings, 1):
        end = headings[number].start() if number < len(headings) else len(text)
        body = text[heading.end() : end]
        gap = len(body) - len(body.lstrip("\n"))
        line = text.count("\n", 0, heading.end() + gap) + 1
        yield Section(heading[1], line, body.strip("\n"))


def _faults(
    text: str, earlier: Mapping[str, str], known: Mapping[str, str], environment: Environment
) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), 1):
        if _NEARLY_HEADING.match(line) and not _HEADING.match(line):
            yield f"第{number}行：段名要顶格写，用英文方括号和小写字母，如 [dues.claimed]"
    parts = list(_sections(text))
    if not parts:
        yield "：一段都没有。每段以段名开头，如 [dues.claimed]"
    seen = set(earlier)
    for part in parts:
        if part.key in seen:
            yield f"第{part.line}行：[{part.key}] 前面已经写过了，请只留一个"
        seen.add(part.key)
        yield from _wrong(part, known, environment)


def _wrong(part: Section, known: Mapping[str, str], environment: Environment) -> Iterator[str]:
    where = f"第{part.line}行"
    if part.key not in known:
        close = get_close_matches(part.key, known, n=1)
        meant = f"，是不是想写 [{close[0]}]？" if close else "。"
        yield f"{where}：没有叫 [{part.key}] 的段{meant}"
        return
    if not part.body.strip():
        yield f"{where}：[{part.key}] 是空的。不想改它就把这一段删掉。"
    try:
        environment.compile(part.body)
        wanted = meta.find_undeclared_variables(environment.parse(part.body))
    except TemplateSyntaxError as error:
        line = part.line + error.lineno - 1
        yield f"第{line}行：[{part.key}] {_syntax(error.message or '')}"
        return
    usable = meta.find_undeclared_variables(environment.parse(known[part.key]))
    if unknown := sorted(wanted - usable):
        names = f"可用的是：{'、'.join(sorted(usable))}。" if usable else "这一段不能用变量。"
        yield f"{where}：[{part.key}] 里没有“{'、'.join(unknown)}”，{names}"


def _syntax(said: str) -> str:
    if named := re.match(r"No (filter|test) named '(.*)'", said):
        return f"里的“{named[2]}”不认识，请照原来那段写。"
    if "tag" in said or "block" in said or "endif" in said or "endfor" in said:
        return (
            "写得不对：{% if %} 要有 {% endif %}，{% for %} 要有 {% endfor %}，百分号两边不能少。"
        )
    return "写得不对：花括号要成对，像 {{ name }}，里面只写名称。"
