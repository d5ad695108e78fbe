"""Pictures of tables, kept as files under the data folder by what they show.

The same table is the same file. A picture only adds to a text: where it cannot be drawn, the
text goes alone. Knows no chat.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from typst import TypstError

from bot.documents import fonts, typesetting
from store.tabular import Table

log = logging.getLogger(__name__)

FOLDER = "pictures"


class Pictures:
    """The pictures of one data folder."""

    def __init__(self, data: Path) -> None:
        self._data = data

    @classmethod
    def where_drawn(cls, data: Path) -> Pictures | None:
        """The pictures of a data folder; None on a machine without a Chinese font."""
        if fonts.available():
            return cls(data)
        log.warning("no Chinese font on this machine: publications go out as text only")
        return None

    def keep(self, table: Table) -> str:
        """Draw a table and keep it: its path within the data folder, "" where it could not be."""
        lacking = fonts.missing(table.texts())
        if lacking:
            log.warning("no font here writes %s: the text goes alone", "".join(sorted(lacking)))
            return ""
        try:
            png = typesetting.picture(table)
            name = f"{FOLDER}/{hashlib.sha256(png).hexdigest()[:32]}.png"
            file = self._data / name
            file.parent.mkdir(exist_ok=True)
            if not file.exists():
                part = file.with_suffix(".part")
                part.write_bytes(png)
                part.replace(file)
        except (TypstError, OSError) as error:
            log.warning("a picture could not be made: %s", type(error).__name__)
            return ""
        return name

    def read(self, name: str) -> bytes | None:
        """A kept picture; None where somebody took it away."""
        try:
            return (self._data / name).read_bytes()
        except OSError:
            log.warning("the picture %s is gone", name)
            return None
