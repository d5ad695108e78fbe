"""A shell in a folder of its own, for the tests of the command."""

from pathlib import Path

import pytest

from tests.paste.flow import Shell, set_up


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    set_up(tmp_path)
    return Shell(tmp_path, monkeypatch)
