import os
from pathlib import Path

import pytest

from tests.conversations.transcript import play

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_conversation_goes_as_written(path: Path, tmp_path: Path) -> None:
    played = play(path, tmp_path)
    if os.environ.get("ZHIBU_REWRITE"):
        path.write_text(played, "utf-8")
    assert played == path.read_text("utf-8")
