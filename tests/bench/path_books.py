"""Books of many records for the path benchmark: years of claims, marks and posts."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SHANGHAI
from store import audit, dues, inbox, outbox
from store.database import Database
from store.models import AuditEntry, Claim, ClaimState, InboxRow, OutboxRow, PostState
from store.money import Fen
from store.period import Period
from store.tables import TABLES

BRANCH = "B01"
KINDS = 4  # records that one message of long ago left


def fill(folder: Path, records: int, members: int) -> None:
    """So many records of one branch, as messages of past years left them."""
    db = Database(folder, TABLES)
    start = datetime(2000, 1, 1, 9, 0, tzinfo=SHANGHAI)
    for first in range(0, records // KINDS, 2500):
        with db.transaction():
            for number in range(first, min(first + 2500, records // KINDS)):
                _message(db, number, start + timedelta(hours=3 * number), members)
    db.close()


def _message(db: Database, number: int, at: datetime, members: int) -> None:
    member, why = 1 + number % members, f"old-{number}"
    month = Period(1900 + number // members // 12, 1 + number // members % 12)
    claim = Claim(
        member, BRANCH, month, Fen(2000), True, at, member, why, state=ClaimState.RECEIVED
    )
    dues.CLAIMS.add(db, claim)
    audit.AUDIT.add(db, AuditEntry(at, member, why, "报党费已交", (f"claims/{number}",)))
    inbox.INBOX.add(
        db, InboxRow(why, "bench@chatroom", f"wx{member}", at, "answered", f"d{number}")
    )
    said = "记下了，等收款人确认。记错了回“撤销”就行。"
    post = OutboxRow(said, at, why, BRANCH, "bench@chatroom", state=PostState.SENT, sent_at=at)
    outbox.OUTBOX.add(db, post)


def names(count: int) -> list[str]:
    """Names of members, each once."""
    surnames, given = "赵钱孙周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施", "斌燕强志兰英涛梅栋花"
    return [f"{surnames[n // 10 % 20]}{given[n % 10]}{given[n // 200 % 10]}" for n in range(count)]


def write_config(folder: Path, endpoint: str, token: str, members: int) -> None:
    """config.yaml and the list of members of one branch."""
    lines = ["姓名,微信标识,身份,月应交元"]
    lines += [f"{name},wx{n + 1},流动党员,20" for n, name in enumerate(names(members))]
    (folder / "members.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "config.yaml").write_text(
        f"""
gateway: {{endpoint: "{endpoint}", token: "{token}"}}
data: books
branches:
  - id: {BRANCH}
    name: 测试支部
    rooms: [bench@chatroom]
    members: members.csv
    dues: {{notice: 不发, publication: 不发}}
""",
        "utf-8",
    )
