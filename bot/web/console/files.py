"""Files to take away: their names in Chinese, and writers that want a path.

Knows nothing of what is in them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from starlette.responses import Response

KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".json": "application/json",
    ".journal": "application/octet-stream",
}


def download(name: str, content: bytes, *, inline: bool = False) -> Response:
    """A file under its Chinese name (RFC 5987); old browsers see a plain one."""
    ending = Path(name).suffix
    shown = "inline" if inline else "attachment"
    disposition = f"{shown}; filename=\"zhibu{ending}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition}
    return Response(content, media_type=KINDS[ending], headers=headers)


def made(ending: str, write: Callable[[Path], object]) -> bytes:
    """What a writer puts into a file, without a file left behind."""
    with TemporaryDirectory(prefix="zhibu-") as folder:
        path = Path(folder) / f"file{ending}"
        write(path)
        return path.read_bytes()
