"""The publication's picture on its way: after the text, once, and never in its stead."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from bot.app import App, build
from bot.clock import SHANGHAI, VirtualClock
from bot.documents import fonts
from bot.documents.pictures import Pictures
from bot.gateway.base import AmbiguousSendError, NotSentError
from bot.gateway.inprocess import InProcessGateway
from bot.pace import Tempo
from bot.sandbox import branch
from bot.settings import DuesSettings, Settings
from store.checks import check
from store.models import PostState
from store.outbox import OUTBOX

EVENING = datetime(2026, 3, 31, 17, 30, tzinfo=SHANGHAI)

pytestmark = pytest.mark.skipif(
    not fonts.available(), reason="no Chinese font on this machine: bash .ci/fonts.sh"
)


class NoPictures(InProcessGateway):
    """A channel that carries text only."""

    error: type[Exception] = NotSentError

    async def send_image(self, target: object, png: bytes, name: str) -> str:
        raise self.error("pictures do not pass")


class Unsure(NoPictures):
    error = AmbiguousSendError


@contextmanager
def published(
    folder: Path,
    gateway: Callable[..., InProcessGateway] = InProcessGateway,
    *,
    drawn: bool = True,
    **dues: object,
) -> Iterator[App]:
    """The invented branch on the evening of its publication."""
    clock = VirtualClock(datetime(2026, 3, 2, 9, tzinfo=SHANGHAI))
    app = build(
        _settings(folder / "sandbox", dues),
        clock=clock,
        gateway=gateway(clock=clock),
        data=folder / "books",
        chance=random.Random(1),
        tempo=Tempo(),
        pictures=Pictures(folder / "books") if drawn else None,
    )
    app.announcer.settle(clock.now())
    clock.move_to(EVENING)
    try:
        yield app
    finally:
        assert check(app.db) == []
        app.db.close()


def _settings(folder: Path, dues: dict[str, object]) -> Settings:
    settings = branch.settings(folder)
    (served,) = settings.branches
    served = served.model_copy(update={"dues": DuesSettings.model_validate(dues)})
    return settings.model_copy(update={"branches": (served,)})


def _in_group(app: App) -> list[tuple[str, bool]]:
    """First words, and whether it is a picture."""
    posts = app.gateway.posts  # type: ignore[attr-defined]
    return [(p.text[:8], p.image is not None) for p in posts if p.target.room_id]


async def test_the_picture_follows_its_text_once(tmp_path: Path) -> None:
    with published(tmp_path) as app:
        for _ in range(3):
            await app.wake()
        assert _in_group(app) == [("【党费收缴公示】", False), ("", True)]
        (row,) = [r for r in OUTBOX.find(app.db) if r.picture]
        (kept,) = (tmp_path / "books" / "pictures").iterdir()
        assert row.picture == f"pictures/{kept.name}"
        (post,) = [p for p in app.gateway.posts if p.image]  # type: ignore[attr-defined]
        assert post.image == kept.read_bytes()


@pytest.mark.parametrize("channel", [NoPictures, Unsure])
async def test_where_pictures_do_not_pass_the_text_stands(
    tmp_path: Path, channel: type[InProcessGateway]
) -> None:
    with published(tmp_path, channel) as app:
        for _ in range(2):
            await app.wake()
        assert _in_group(app) == [("【党费收缴公示】", False)]
        states = {r.state for r in OUTBOX.find(app.db) if r.room}
        assert states == {PostState.SENT}


@pytest.mark.parametrize("how", [{"drawn": False}, {"publication_picture": False}])
async def test_without_font_or_by_setting_there_is_no_picture(
    tmp_path: Path, how: dict[str, bool]
) -> None:
    with published(tmp_path, **how) as app:  # type: ignore[arg-type]
        await app.wake()
        assert _in_group(app) == [("【党费收缴公示】", False)]


async def test_a_picture_that_somebody_deleted_holds_nothing_up(tmp_path: Path) -> None:
    with published(tmp_path) as app:
        app.announcer.settle(EVENING)
        for file in (tmp_path / "books" / "pictures").iterdir():
            file.unlink()
        await app.wake()
        assert _in_group(app) == [("【党费收缴公示】", False)]
