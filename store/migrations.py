"""Schema versions: numbered pure functions from an old document to a new one.

The program knows one version, SCHEMA. A store that is older is brought up in one
transaction when it is opened, after a copy of its journal was set aside; one
that is newer is refused. To change a document's shape: append a Migration with
the next number and never touch the earlier ones. Knows no files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from store.indexes import Row

Books = Mapping[str, Mapping[int, Row]]
"""All tables by name: their documents by id."""


@dataclass(frozen=True, slots=True)
class Migration:
    """Leads to ``version`` from the one before: for each table named, document to document.

    The functions get a document without its id and return the new one; they ask
    nothing but the document, so that the same store always becomes the same.
    ``totals`` then makes anew what is counted from other documents: (table, id, document)
    of each that differs.
    """

    version: int
    documents: Mapping[str, Callable[[Row], Row]]
    totals: Callable[[Books], Iterable[tuple[str, int, Row]]] | None = None


def _claims_counted(books: Books) -> Iterator[tuple[str, int, Row]]:
    """Balances tell how many claims wait, branches' months of how many heads.

    The first books only summed up what was claimed: a claim of a member without a verified
    base is of 0 fen, and was as good as none.
    """
    waiting = Counter(
        (claim["member"], claim["period"])
        for claim in books.get("claims", {}).values()
        if claim["state"] == "claimed"
    )
    heads: Counter[tuple[str, str]] = Counter()
    for row_id, balance in books.get("balances", {}).items():
        count = waiting[balance["member"], balance["period"]]
        heads[balance["branch"], balance["period"]] += count > 0
        if balance.get("claims") != count:
            yield "balances", row_id, {**balance, "claims": count}
    for row_id, month in books.get("branch_months", {}).items():
        count = heads[month["branch"], month["period"]]
        if month.get("heads_claimed") != count:
            yield "branch_months", row_id, {**month, "heads_claimed": count}


MIGRATIONS: tuple[Migration, ...] = (Migration(2, {}, _claims_counted),)


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


def recounted(
    books: dict[str, dict[int, Row]], since: int, migrations: Sequence[Migration]
) -> Iterator[tuple[str, int, Row]]:
    """The totals that differ in books of the newest shape; they are put right in them, too."""
    for migration in migrations:
        if migration.version > since and migration.totals is not None:
            for name, row_id, row in list(migration.totals(books)):
                books[name][row_id] = row
                yield name, row_id, row
