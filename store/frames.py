r"""The journal's format, version 1: pure bytes, no files, no tables.

A journal is text in UTF-8 and can be read with any editor. It begins with the
magic line ``zhibu journal 1``; frames follow. A frame is one transaction: a
header line of 32 bytes, then the lines of its body::

    zhibu journal 1
    -- 0000000072 f2b3a9c1 0d4e1f77
    put members 12 {"name":"张三","branch":"B01"}
    del drafts 3

header   ``-- ``, the body's length in bytes (10 digits), the body's crc32, and the
         crc32 of the 23 bytes before it, both as 8 hex digits
put      table, id, document as JSON: the document now has this content
del      table, id: there is no such document any more
table    table: exists, though it may be empty
drop     table: gone with all its documents
schema   the version of the documents' shape, see store/migrations.py

A table's name is percent-encoded where it is not plain. JSON escapes line ends,
so a line that begins with ``--`` is always a header. Later lines win: reading
all frames in order gives the state.

While a journal is in use, zero bytes behind the last frame wait to be written
over: a flush that need not make the file longer is a third faster.

A frame that is not all there was never acknowledged: it is *torn* and may be
cut off. What is missing of it is beyond the end of the file or still zero, from
the first or last byte on or for a sector; no frame holds a zero byte. All its
bytes there but a checksum wrong, or a sound frame behind it, is *damage*:
something acknowledged may be lost, so nobody may guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote, unquote
from zlib import crc32

MAGIC_WORD = b"zhibu journal "
MAGIC = MAGIC_WORD + b"1\n"
HEADER_LENGTH = 32
_HOLE = bytes(16)


def frame(body: bytes) -> bytes:
    """The body, whole lines of it, as one frame."""
    head = b"-- %010d %08x " % (len(body), crc32(body))
    return head + b"%08x\n" % crc32(head) + body


def table_label(name: str) -> bytes:
    """A table's name as it stands in a line."""
    return quote(name, safe="").encode("ascii")


def table_name(label: bytes) -> str:
    """The table's name behind a label."""
    return unquote(label.decode("ascii"))


class FrameReader:
    """Reads frames from a file behind its magic line, as far as they are sound.

    After the iteration ``end`` is the offset in bytes behind the last sound frame
    and ``rest`` what stands there other than zeros: empty when the journal ends well.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.end = len(MAGIC)
        self.rest = b""

    def __iter__(self) -> Iterator[bytes]:
        read = self._file.read
        while True:
            header = read(HEADER_LENGTH)
            length = _body_length(header)
            body = b"" if length is None else read(length)
            if length is None or len(body) < length or not _sound(header, body):
                self.rest = (header + body + read()).rstrip(b"\0")
                return
            self.end += HEADER_LENGTH + length
            yield body


def is_torn(rest: bytes) -> bool:
    """Whether what stands behind the last sound frame is a write that never finished."""
    if _holds_sound_frame(rest):
        return False
    header = rest[:HEADER_LENGTH]
    length = _body_length(header)
    if length is None:
        return len(header) < HEADER_LENGTH or 0 in (header[0], header[-1])
    body = rest[HEADER_LENGTH : HEADER_LENGTH + length]
    return len(body) < length or _HOLE in body


def _body_length(header: bytes) -> int | None:
    """The length a header gives; None when it is not a header."""
    if len(header) != HEADER_LENGTH or header[23:] != b"%08x\n" % crc32(header[:23]):
        return None
    return int(header[3:13])


def _sound(header: bytes, body: bytes) -> bool:
    return header[14:22] == b"%08x" % crc32(body)


def _holds_sound_frame(rest: bytes) -> bool:
    start = rest.find(b"\n-- ")
    while start >= 0:
        header = rest[start + 1 : start + 1 + HEADER_LENGTH]
        length = _body_length(header)
        if length is not None:
            body = rest[start + 1 + HEADER_LENGTH : start + 1 + HEADER_LENGTH + length]
            if len(body) == length and _sound(header, body):
                return True
        start = rest.find(b"\n-- ", start + 1)
    return False
