"""The engines that keep the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store.database import Database, TableSpec
from tests.store.engine.reference import ReferenceDatabase

TABLES = (
    TableSpec("members", unique=(("wechat",),), indexes=(("branch",), ("branch", "name"))),
    TableSpec("claims", unique=(("member", "period"),), indexes=(("member",), ("state",))),
    TableSpec("notes"),
)

ENGINES = {"journal": Database, "reference": ReferenceDatabase}

Opening = Callable[..., Any]


@pytest.fixture(params=ENGINES)
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opening]:
    """Open a folder with one engine, as often as wanted; what was open before is closed."""
    opened: list[Any] = []

    def open_again(name: str = "books") -> Any:
        for database in opened:
            database.close()
        opened.append(ENGINES[request.param](tmp_path / name, TABLES))
        return opened[-1]

    yield open_again
    for database in opened:
        database.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "books"


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    """An empty store on the journal."""
    opened = Database(folder, TABLES)
    yield opened
    opened.close()
