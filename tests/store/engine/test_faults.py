"""The n-th disk call fails, for n = 1, 2, 3 … until none does; and the power goes at each.

The scenario takes over old books, adds and overrules until the journal is
compacted, opens anew, cuts a torn tail, and migrates. Whatever fails: what was
acknowledged is there, what was refused is not, and memory says the same as disk.
"""

from __future__ import annotations

import errno
import json
import random
import shutil
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from store import compaction, journal_file
from store.database import JOURNAL_NAME, Database, StoreError
from store.disk import Disk
from store.migrations import Migration
from tests.store.engine.conftest import TABLES
from tests.store.engine.disks import FailingDisk, ForgetfulDisk, PowerCut, QuickDisk

State = dict[int, str]
OLD_BOOKS = {"notes": {"1": {"id": 1, "text": "old"}}}


def louder(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "text": row["text"] + "!"}


LOUDER = (Migration(2, {"notes": louder}),)


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a handful of documents is compacted in many steps."""
    monkeypatch.setattr(compaction, "SMALLEST", 700)
    monkeypatch.setattr(compaction, "SLICE", 150)
    monkeypatch.setattr(journal_file, "RESERVE", 900)


def notes(db: Database, *, loud: bool) -> State:
    """The texts by id; the exclamation mark that the migration adds is checked and taken off."""
    rows = db.find("notes")
    assert all(row["text"].count("!") == loud for row in rows)
    return {row["id"]: row["text"].rstrip("!") for row in rows}


class Scenario:
    """Runs the acts in order; keeps what must be true now, and what may be after a fault."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder = folder
        self.disk = disk
        self.state: State = {1: "old"}
        self.in_flight: State = self.state
        self.migrations: tuple[Migration, ...] = ()
        self.compacted = False
        self.db: Database | None = None

    def run(self) -> None:
        self.open()
        for number in range(6):
            self.note(None, f"note {number}")
        self.note(None, "several sectors " * 100)
        for number in range(24):
            self.note(1 + number % len(self.state), f"said again, number {number}")
        self.close()
        with (self.folder / JOURNAL_NAME).open("ab") as file:
            file.write(b"-- 00000")
        if isinstance(self.disk, ForgetfulDisk):
            journal = self.disk._names[self.folder / JOURNAL_NAME]
            journal.now += b"-- 00000"
        self.open()
        self.note(None, "after the torn tail")
        self.close()
        self.migrations = LOUDER
        self.open()
        self.note(None, "in the new shape")
        self.close()

    def open(self) -> None:
        try:
            self.db = Database(self.folder, TABLES, migrations=self.migrations, disk=self.disk)
        except StoreError:
            assert isinstance(self.disk, FailingDisk)
            assert self.disk.fired
            if self.disk.for_good:
                raise
            self.db = Database(self.folder, TABLES, migrations=self.migrations, disk=self.disk)
        assert self.notes() == self.state

    def notes(self) -> State:
        assert self.db is not None
        return notes(self.db, loud=bool(self.migrations))

    def note(self, row_id: int | None, text: str) -> None:
        assert self.db is not None
        path = self.folder / JOURNAL_NAME
        before = path.stat().st_ino
        new_id = row_id or max(self.state) + 1
        document = {"text": text + "!" * bool(self.migrations)}
        self.in_flight = {**self.state, new_id: text}
        try:
            with self.db.transaction():
                if row_id is None:
                    assert self.db.add("notes", document) == new_id
                else:
                    self.db.replace("notes", row_id, document)
        except StoreError as error:
            self.refused(error)
            return
        self.state = self.in_flight
        assert self.notes() == self.state
        self.compacted |= path.stat().st_ino != before

    def refused(self, error: StoreError) -> None:
        assert self.db is not None
        assert isinstance(self.disk, FailingDisk)
        assert self.disk.fired
        assert str(self.folder / JOURNAL_NAME) in str(error)
        assert self.notes() == self.state
        if self.disk.for_good:
            raise error
        self.in_flight = self.state
        self.close()  # it may be poisoned, which an opening heals
        self.open()

    def close(self) -> None:
        assert self.db is not None
        try:
            self.db.close()
        except StoreError:
            assert isinstance(self.disk, FailingDisk)
            assert self.disk.fired


def old_books(folder: Path) -> None:
    folder.mkdir()
    (folder / "zhibu.json").write_text(json.dumps(OLD_BOOKS), "utf-8")


def reopened(folder: Path) -> State:
    db = Database(folder, TABLES, migrations=LOUDER, disk=QuickDisk())
    state = notes(db, loud=True)
    db.close()
    return state


def test_the_scenario_meets_every_kind_of_call(tmp_path: Path) -> None:
    class Noting(Disk):
        def __getattribute__(self, name: str) -> Any:
            met.add(name)
            return super().__getattribute__(name)

    met: set[str] = set()
    old_books(tmp_path / "books")
    scenario = Scenario(tmp_path / "books", Noting())
    scenario.run()
    assert scenario.compacted
    assert met >= {"create", "write", "sync", "truncate", "close", "replace", "sync_folder"}


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_one_call_fails(tmp_path: Path, error: int) -> None:
    """A single fault is survived: refused acts are nowhere, all others hold."""
    for nth in count(1):
        folder = tmp_path / f"books-{nth}"
        old_books(folder)
        disk = FailingDisk(nth, error)
        scenario = Scenario(folder, disk)
        scenario.run()
        assert reopened(folder) == scenario.state, f"call {nth}"
        shutil.rmtree(folder)
        if not disk.fired:
            break
    assert nth > 100
    assert scenario.compacted


def test_all_calls_fail_from_one_on(tmp_path: Path) -> None:
    """Nothing can be undone on such a disk; so the act under way may hold, or not, but whole."""
    for nth in count(1):
        folder = tmp_path / f"books-{nth}"
        old_books(folder)
        disk = FailingDisk(nth, errno.EIO, for_good=True)
        scenario = Scenario(folder, disk)
        try:
            scenario.run()
        except StoreError:
            scenario.close() if scenario.db is not None else None
        assert reopened(folder) in (scenario.state, scenario.in_flight), f"call {nth}"
        shutil.rmtree(folder)
        if not disk.fired:
            break


def test_the_power_goes_at_every_call(tmp_path: Path) -> None:
    """What was flushed is there; what was not may be there in any sectors, and harms nothing."""
    chance = random.Random(3)
    for cut_at in count(1):
        folder = tmp_path / f"books-{cut_at}"
        folder.mkdir()
        disk = ForgetfulDisk()
        disk.write_file(folder / "zhibu.json", json.dumps(OLD_BOOKS).encode())
        disk.cut_at = disk.calls + cut_at
        scenario = Scenario(folder, disk)
        try:
            scenario.run()
        except PowerCut:
            pass
        else:
            break
        finally:
            _let_go(scenario)
        for number in range(6):
            left = tmp_path / f"left-{cut_at}-{number}"
            disk.lose_power(left, chance)
            assert reopened(left) in (scenario.state, scenario.in_flight), f"call {cut_at}"
            shutil.rmtree(left)
        shutil.rmtree(folder)
    assert cut_at > 100


def _let_go(scenario: Scenario) -> None:
    """What the end of a process does."""
    if scenario.db is not None and scenario.db.tinydb.engine._held is not None:
        scenario.db.tinydb.engine._held.release()
