from pathlib import Path

import pytest

from tests.bills.till import Till


@pytest.fixture
def till(tmp_path: Path) -> Till:
    made = Till(tmp_path)
    for name in ("张伟", "陈静", "刘洋"):
        made.joins(name)
    made.joins("赵强", spouse="孙丽")
    made.joins("孙丽", spouse="赵强")
    made.joins("徐海", card="A徐海·建材批发")
    return made
