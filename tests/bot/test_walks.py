"""Two promises walked through a running branch: how fast it speaks, and what comes twice."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.gateway.base import Incoming, MessageKind
from bot.pace import Tempo
from bot.sandbox import branch
from store import dues, inbox, outbox
from store.models import PostState
from tests.bot.running import Running, at

MINUTE = timedelta(minutes=1)


class Capped(Running):
    """The branch at a pace at which the cap is what holds posts up."""

    tempo = Tempo(seconds_between=2.0, jitter=1.0, per_minute=5)


@pytest.fixture
def capped(tmp_path: Path) -> Iterator[Capped]:
    running = Capped(tmp_path, private_reminder="每月28日 09:00")
    yield running
    running.app.db.close()


def heard(running: Running, number: str, text: str, *, seconds: float) -> None:
    """张伟 says something in the group, so many seconds after noon."""
    running.clock.move_to(at(3, 2) + timedelta(seconds=seconds))
    running.app.inbox.handle(
        Incoming(
            id=number,
            kind=MessageKind.TEXT,
            room_id=branch.ROOM,
            sender_id="wxid_zhang",
            sender_name="张伟",
            text=text,
            sent_at=running.clock.now(),
        )
    )


async def test_no_more_than_so_many_posts_a_minute_and_none_is_lost(capped: Capped) -> None:
    await capped.wake(at(3, 19))
    await capped.wake(at(3, 28, 9))
    sent = [row.sent_at for row in outbox.in_state(capped.app.db, PostState.SENT) if row.sent_at]
    made = sorted(moment for moment in sent if moment >= at(3, 28, 9))
    assert len(made) >= 14  # a private word to each member
    for first, sixth in zip(made, made[5:], strict=False):
        assert sixth - first >= MINUTE
    assert all(later - earlier >= timedelta(seconds=2) for earlier, later in pairwise(made))
    quick = [made[4] - made[0], made[9] - made[5]]
    assert max(quick) < timedelta(seconds=20)  # the pace alone would have let all through sooner
    assert not await capped.wake(at(3, 28, 10))


async def test_the_same_words_under_a_new_id_moments_later_count_once_and_are_not_answered(
    running: Running,
) -> None:
    await running.wake(at(3, 2))
    before = len(running.gateway.posts)
    heard(running, "id-1", "3月党费交了42", seconds=1)
    heard(running, "id-1-again", "3月党费交了42", seconds=3)
    await running.app.wake()
    assert len(dues.CLAIMS.find(running.app.db)) == 1
    assert len(running.gateway.posts) == before + 1
    again = inbox.mark_of(running.app.db, "id-1-again")
    assert again is not None
    assert again.outcome == "repeat"


async def test_who_says_another_sum_moments_later_is_heard(running: Running) -> None:
    await running.wake(at(3, 2))
    heard(running, "id-1", "3月党费交了40", seconds=1)
    heard(running, "id-2", "3月党费交了42", seconds=3)
    assert [m.outcome for m in inbox.INBOX.find(running.app.db)] == ["answered", "answered"]


async def test_the_same_words_a_minute_later_are_no_echo_and_still_count_once(
    running: Running,
) -> None:
    await running.wake(at(3, 2))
    heard(running, "id-1", "3月党费交了42", seconds=1)
    heard(running, "id-2", "3月党费交了42", seconds=60)
    second = inbox.mark_of(running.app.db, "id-2")
    assert second is not None
    assert second.outcome != "repeat"
    assert len(dues.CLAIMS.find(running.app.db)) == 1
