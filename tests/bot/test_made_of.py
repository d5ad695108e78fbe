"""Whatever is announced from the books tells which records it was made of."""

from pathlib import Path

from scheduler.plan import (
    ARREARS_NOTICE,
    COLLECTOR_REMINDER,
    DUES_PUBLICATION,
    DUES_REMINDER,
    PRIVATE_REMINDER,
)
from store.models import DeliveryState
from tests.bot.running import Running, at

TABLES = {
    COLLECTOR_REMINDER: "claims",
    DUES_REMINDER: "balances",
    PRIVATE_REMINDER: "balances",
    DUES_PUBLICATION: "balances",
    ARREARS_NOTICE: "members",
}


async def test_a_post_names_the_records_it_tells_of(tmp_path: Path) -> None:
    running = Running(
        tmp_path,
        collector_reminder="每月20日 09:00",
        reminder="每月27日 09:00",
        private_reminder="每月28日 09:00",
    )
    await running.wake(at(3, 19))
    await running.says("3月党费交了12")
    await running.wake(at(3, 20, 10))
    await running.says("撤销")
    await running.wake(at(4, 4))
    for kind, table in TABLES.items():
        posted = [d for d in running.deliveries(kind) if d.state is DeliveryState.POSTED]
        assert len(posted) == 1, kind
        assert posted[0].made_of, kind
        for name in posted[0].made_of:
            of, row_id = name.split("/")
            assert of == table
            assert running.app.db.get(table, int(row_id)) is not None
    running.app.db.close()
