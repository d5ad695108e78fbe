"""Schema versions: numbered pure functions from an old document to a new one.

The program knows one version, SCHEMA. A store that is older is brought up in one
transaction when it is opened, after a copy of its journal was set aside; one
that is newer is refused. To change a document's shape: append a Migration with
the next number and never touch the earlier ones. Knows no files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from store.indexes import Row


@dataclass(frozen=True, slots=True)
class Migration:
    """Leads to ``version`` from the one before: for each table named, document to document.

    The functions get a document without its id and return the new one; they ask
    nothing but the document, so that the same store always becomes the same.
    """

    version: int
    documents: Mapping[str, Callable[[Row], Row]]


MIGRATIONS: tuple[Migration, ...] = ()


def newest(migrations: Sequence[Migration]) -> int:
    """The version these lead to; 1 is the first. Raises ValueError when a number is missing."""
    numbers = [migration.version for migration in migrations]
    if numbers != list(range(2, len(numbers) + 2)):
        raise ValueError(f"migrations must be numbered 2, 3, 4 … without a gap: {numbers}")
    return len(numbers) + 1


SCHEMA = newest(MIGRATIONS)


def migrated(table: str, row: Row, since: int, migrations: Sequence[Migration]) -> Row:
    """The document in the newest shape, from the shape of version ``since``."""
    for migration in migrations:
        change = migration.documents.get(table)
        if migration.version > since and change is not None:
            row = change(row)
    return row
