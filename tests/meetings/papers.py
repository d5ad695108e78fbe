"""Papers opened again as a person would see them."""

from pathlib import Path

from docx import Document


def text_of(file: Path) -> str:
    """A Word file's paragraphs, then its tables, a row a line: 名称：内容."""
    document = Document(str(file))
    lines = [p.text for p in document.paragraphs]
    for table in document.tables:
        lines += ["：".join(cell.text for cell in row.cells) for row in table.rows]
    return "\n".join(lines)
