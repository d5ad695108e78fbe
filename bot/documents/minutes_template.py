"""The default template of the minutes, built here so that no binary file is kept.

``zhibu minutes --new-template`` writes it out to be edited in Word.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

_FONT = "仿宋"
_ROWS: tuple[tuple[str, str], ...] = (
    ("会议名称", "{{ 年份 }}年第{{ 次数 }}次{{ 会议名称 }}"),
    ("时间", "{{ 时间 }}"),
    ("地点", "{{ 地点 }}"),
    ("主持人", "{{ 主持人 }}"),
    ("记录人", "{{ 记录人 }}"),
    ("人数", "应到{{ 应到 }}人，实到{{ 实到 }}人；{{ 表决人数 }}"),
    ("到会人员", "{{ 到会人员 }}"),
    ("其中线上", "{{ 线上人员 }}"),
    ("缺席（原因）", "{{ 缺席人员 }}"),
    ("列席人员", "{{ 列席人员 }}"),
    ("议题", "{{ 议题 }}"),
    ("发言摘要", "{{ 发言摘要 }}"),
    ("决议", "{{ 决议 }}"),
    ("表决情况", "{{ 表决情况 }}"),
    ("照片", "{{ 照片 }}"),
)


def default_template() -> bytes:
    """A one-page table with every name that the minutes fill in."""
    document = Document()
    style = document.styles["Normal"]
    style.font.size = Pt(12)
    style.font.name = _FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run("{{ 支部 }}会议记录")
    run.bold = True
    run.font.size = Pt(18)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for name, text in _ROWS:
        _row(table, name, text)
    document.add_paragraph()
    document.add_paragraph("主持人签字：________　　记录人签字：________")
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _row(table: Any, name: str, text: str) -> None:
    cells = table.add_row().cells
    cells[0].width, cells[1].width = Cm(3), Cm(13)
    cells[0].text, cells[1].text = name, text
