"""The record of a meeting as a Word file, from a template that a branch can edit in Word.

A template holds names in double braces, such as {{ 主持人 }}; ``NAMES`` lists them. What was
not entered stays a visible blank. Knows the record (``store/minutes.py``), decides nothing.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.documents.minutes_template import default_template
from handlers.meetings import title
from handlers.quorum import motion_line
from store.minutes import Minutes

BLANK = "________"
_WEEKDAYS = "一二三四五六日"


class MinutesTemplateError(Exception):
    """A branch's own template cannot be used; the message says in Chinese why."""


def values(record: Minutes, branch: str) -> dict[str, str]:
    """What each name of the template stands for."""
    meeting = record.meeting
    begins = meeting.begins
    heads = record.voters
    rule = f"有表决权应到{heads.should}人，实到{heads.present}人"
    return {
        "支部": branch,
        "会议名称": title(meeting),
        "年份": str(begins.year),
        "次数": str(record.number),
        "时间": f"{begins.year}年{begins.month}月{begins.day}日"
        f"（星期{_WEEKDAYS[begins.weekday()]}）{begins:%H:%M}",
        "地点": "；".join(part for part in (meeting.place, _online(meeting.link)) if part) or BLANK,
        "主持人": record.chair or BLANK,
        "记录人": record.recorder or BLANK,
        "应到": str(record.should),
        "实到": str(len(record.present)) if record.was_recorded else BLANK,
        "到会人员": _names(record.present),
        "线上人员": "、".join(record.online) or ("无" if record.was_recorded else BLANK),
        "缺席人员": "、".join(record.absent) or ("无" if record.was_recorded else BLANK),
        "列席人员": _names(record.guests),
        "表决人数": rule if record.was_recorded else BLANK,
        "议题": meeting.agenda or BLANK,
        "决议": _numbered(record.decisions),
        "表决情况": _numbered(tuple(motion_line(vote, heads) for vote in record.votes)),
        "照片": f"{record.photos}张" if record.photos else "无",
        "发言摘要": BLANK,
    }


NAMES = (
    *("支部", "会议名称", "年份", "次数", "时间", "地点", "主持人", "记录人", "应到", "实到"),
    *("到会人员", "线上人员", "缺席人员", "列席人员", "表决人数", "议题", "发言摘要", "决议"),
    *("表决情况", "照片"),
)
"""The names that a template may use."""


def _online(link: str) -> str:
    return f"线上（{link}）" if link else ""


def _names(people: tuple[str, ...]) -> str:
    return "、".join(people) or BLANK


def _numbered(lines: tuple[str, ...]) -> str:
    if len(lines) < 2:
        return "".join(lines) or BLANK
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def write(record: Minutes, branch: str, out: Path, template: Path | None = None) -> None:
    """Write the record. Raises MinutesTemplateError for a template that cannot be used, OSError."""
    source: Any = str(template) if template else BytesIO(default_template())
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        document = DocxTemplate(source)
        document.render(values(record, branch), environment)
    except UndefinedError as error:
        names = "、".join(NAMES)
        raise MinutesTemplateError(f"模板里有不认识的名称（{error}）。可以用的：{names}") from error
    except TemplateSyntaxError as error:
        raise MinutesTemplateError(f"模板里的双花括号没写对：{error}") from error
    except TemplateError as error:
        raise MinutesTemplateError(f"模板用不了：{error}") from error
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise MinutesTemplateError(f"{template} 不是 Word 文档（.docx）。") from error
    document.save(str(out))
