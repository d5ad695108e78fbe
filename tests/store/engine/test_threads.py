"""Several threads, and the one interleaving that random runs do not find.

A store that lets go of its lock before the flush may acknowledge a second
transaction, or show it, before the first is on disk. So the flush is held open
here until the others had their chance.
"""

from __future__ import annotations

import threading
from io import BytesIO
from pathlib import Path

import pytest

from store.database import JOURNAL_NAME, Database
from store.frames import FrameReader
from store.journal_file import JournalFile, read_frames
from store.lines import Replay
from tests.store.engine.conftest import TABLES
from tests.store.engine.disks import ForgetfulDisk

CHANCE = 0.15
"""Seconds the others get while a flush is held; a store that is right uses all of them."""


class Rehearsal:
    """Two writers and a reader around one held flush."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.disk = ForgetfulDisk()
        self.db = Database(folder, TABLES, disk=self.disk)
        self.acknowledged: list[str] = []
        self.too_early: list[str] = []
        self.told = threading.Event()
        self.others_run = threading.Event()

    def write(self, name: str) -> None:
        with self.db.transaction():
            self.db.add("notes", {"name": name})
        self.acknowledged.append(name)
        if name not in self.durable():
            self.too_early.append(f"{name} acknowledged")
        self.told.set()

    def read(self) -> None:
        for row in self.db.find("notes"):
            if row["name"] not in self.durable():
                self.too_early.append(f"{row['name']} shown")

    def durable(self) -> set[str]:
        """What a power cut at this moment would leave."""
        content = self.disk.durable(self.folder / JOURNAL_NAME)
        tables = Replay(_frames(content)).tables
        return {raw.decode().split('"')[3] for raw in tables.get("notes", {}).values()}

    def run(self) -> None:
        others = [
            threading.Thread(target=self.write, args=("second",)),
            threading.Thread(target=self.read),
        ]

        def hold() -> None:
            self.disk.before_sync = lambda: None
            for thread in others:
                thread.start()
            self.others_run.set()
            self.told.wait(CHANCE)

        self.disk.before_sync = hold
        first = threading.Thread(target=self.write, args=("first",))
        first.start()
        first.join()
        self.others_run.wait()
        for thread in others:
            thread.join()
        self.db.close()


def _frames(content: bytes) -> FrameReader:
    return read_frames(BytesIO(content), Path(JOURNAL_NAME))


def test_nothing_is_acknowledged_or_shown_before_it_is_flushed(folder: Path) -> None:
    rehearsal = Rehearsal(folder)
    rehearsal.run()
    assert rehearsal.too_early == []
    assert rehearsal.acknowledged == ["first", "second"]


def test_the_rehearsal_finds_an_acknowledgement_before_the_flush(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: the frame is written, the lock let go, and flushed only afterwards."""
    flushes: list[threading.Thread] = []
    close = JournalFile.close

    def append_early(self: JournalFile, frame: bytes) -> None:
        disk, descriptor = self._disk, self.writable()
        disk.write(descriptor, frame, self.length)
        self.length += len(frame)
        flush = threading.Thread(target=disk.sync, args=(descriptor,))
        flushes.append(flush)
        flush.start()

    def close_after_flushes(self: JournalFile) -> None:
        for flush in flushes:
            flush.join()
        close(self)

    monkeypatch.setattr(JournalFile, "append", append_early)
    monkeypatch.setattr(JournalFile, "close", close_after_flushes)
    rehearsal = Rehearsal(folder)
    rehearsal.run()
    assert "first acknowledged" in rehearsal.too_early


def test_many_threads_write_whole_transactions_in_turn(folder: Path) -> None:
    db = Database(folder, TABLES)
    acknowledged: list[tuple[int, int]] = []

    def work(worker: int) -> None:
        for number in range(40):
            with db.transaction():
                taken = db.count("claims", state="open")
                db.add("claims", {"member": worker, "period": number, "state": "open"})
                db.add("notes", {"taken": taken})
            acknowledged.append((worker, number))

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.close()
    again = Database(folder, TABLES)
    assert sorted((row["member"], row["period"]) for row in again.find("claims")) == sorted(
        acknowledged
    )
    assert [row["taken"] for row in again.find("notes")] == list(range(160))
    again.close()


def test_a_write_does_not_slip_into_the_transaction_of_another_thread(folder: Path) -> None:
    db = Database(folder, TABLES)
    refused: list[str] = []

    def intrude() -> None:
        try:
            db.add("notes", {"text": "not mine"})
        except Exception as error:  # noqa: BLE001  # told below, in the thread that asserts
            refused.append(str(error))

    intruder = threading.Thread(target=intrude)
    with db.transaction():
        intruder.start()
        intruder.join(0.05)
        db.add("notes", {"text": "mine"})
    intruder.join()
    assert [row["text"] for row in db.find("notes")] == ["mine"]
    assert refused == ["写入必须在一次 transaction 之内。"]
    db.close()
