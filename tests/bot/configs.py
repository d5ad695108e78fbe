"""A config.yaml in a folder, read or refused."""

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.settings_file import SettingsError, load

EXAMPLE = Path(__file__).parents[2] / "config.yaml"
LEAST = "branches:\n  - id: B01\n    name: 柳河村\n"


def read(folder: Path, text: str, **environment: str) -> Settings:
    file = folder / "config.yaml"
    file.write_text(text, "utf-8")
    return load(file, environment)


def refusal(folder: Path, content: str | bytes, **environment: str) -> list[str]:
    file = folder / "config.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingsError) as error:
        load(file, environment)
    return str(error.value).replace(f"{folder}/", "").split("\n")


def read_or_refused(folder: Path, text: str) -> list[str]:
    """The faults; none where it was read."""
    (folder / "config.yaml").write_text(text, "utf-8")
    try:
        load(folder / "config.yaml", {})
    except SettingsError as error:
        return str(error).replace(f"{folder}/", "").split("\n")
    return []
