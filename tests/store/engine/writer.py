"""A process that is killed: it writes, and says on its output what was acknowledged.

``python -m tests.store.engine.writer FOLDER THREADS SEED``. Each line it prints is
one acknowledged transaction: a claim's member and period, or ``reversed`` and the
claim's id. Compaction runs all the time.
"""

from __future__ import annotations

import os
import random
import sys
import threading
from pathlib import Path

from store import compaction, journal_file
from store.database import Database
from tests.store.engine.conftest import TABLES


def tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def work(db: Database, worker: str, chance: random.Random) -> None:
    number = db.count("claims", member=worker)
    while True:
        if number and chance.random() < 0.4:
            reverse(db, worker, chance)
            continue
        with db.transaction():
            claim = db.add("claims", {"member": worker, "period": number, "state": "open"})
            db.add("notes", {"claim": claim, "said": "x" * chance.choice((0, 10, 1000))})
        tell("added", worker, number)
        number += 1


def reverse(db: Database, worker: str, chance: random.Random) -> None:
    """A claim changes its state, again and again, and a note counts how often."""
    with db.transaction():
        claim = chance.choice(db.find("claims", member=worker)[-20:])
        times = claim.get("times", 0) + 1
        db.replace("claims", claim["id"], {**claim, "state": f"reversed {times}", "times": times})
        note = db.one("notes", claim=claim["id"])
        assert note is not None
        db.replace("notes", note["id"], {**note, "said": "", "times": times})
    tell("reversed", claim["id"], times)


def main() -> None:
    folder, threads, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    compaction.SMALLEST, compaction.SLICE, journal_file.RESERVE = 20_000, 4_000, 8_000
    db = Database(folder, TABLES)
    tell("open")
    for number in range(threads):
        arguments = (db, f"worker {seed} {number}", random.Random(seed * 100 + number))
        threading.Thread(target=work, args=arguments, daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
