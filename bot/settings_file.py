"""config.yaml, read into ``bot/settings.py``.

A wrong file gives all its errors at once, in Chinese, each with file, line, key and
what would be right (``bot/settings_faults.py`` words them). Only reads.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot import settings_faults, yaml_lines
from bot.settings import GatewaySettings, Settings

ENDPOINT_VARIABLE = "ZHIBU_GATEWAY_ENDPOINT"
TOKEN_VARIABLE = "ZHIBU_GATEWAY_TOKEN"


class SettingsError(Exception):
    """The settings cannot be used; the message holds every fault, a line each."""


def load(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Read a settings file; the environment may override endpoint and token.

    Paths in it are taken from the file's own folder. Raises SettingsError.
    """
    environment = os.environ if environment is None else environment
    text = _read(path)
    try:
        document, nodes = yaml_lines.load(text, settings_faults.keys_of(Settings))
    except yaml_lines.YamlError as error:
        lines = [f"{path} 第{fault.line}行：{fault.what}" for fault in error.faults]
        raise SettingsError("\n".join(lines)) from error
    if document is None:
        raise SettingsError(f"{path} 是空的。{_FROM_EXAMPLE}")
    document = _written(document)
    faults = settings_faults.doubles(document)
    try:
        settings = Settings.model_validate(document)
    except ValidationError as error:
        faults = settings_faults.told(error, Settings) + faults
    if faults:
        raise SettingsError("\n".join(_lines(path, nodes, faults)))
    return _placed(settings, path.parent, environment)


_FROM_EXAMPLE = "可以从仓库里的 config.yaml 抄一份来改。"


def _read(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SettingsError(f"找不到配置文件 {path}。{_FROM_EXAMPLE}") from None
    except OSError as error:
        reason = "这是一个文件夹" if path.is_dir() else "请检查它的权限，或是否被别的程序占着"
        raise SettingsError(f"打不开配置文件 {path}：{reason}。") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            f"{path} 第{line}行：文字编码不是 UTF-8。"
            "请用记事本打开，“另存为”时把编码选成 UTF-8，再存一遍。"
        ) from error


def _written(value: Any) -> Any:
    """Without the names that have nothing behind them: they are as good as not written."""
    if isinstance(value, dict):
        return {key: _written(part) for key, part in value.items() if part is not None}
    return [_written(part) for part in value] if isinstance(value, list) else value


def _lines(path: Path, nodes: Any, faults: list[settings_faults.Fault]) -> list[str]:
    placed = [(yaml_lines.line_of(nodes, where), where, what) for where, what in faults]
    placed.sort(key=lambda fault: fault[0])
    return [
        f"{path} 第{line}行 {settings_faults.key(where)}：{what}" for line, where, what in placed
    ]


def _placed(settings: Settings, folder: Path, environment: Mapping[str, str]) -> Settings:
    branches = tuple(
        branch.model_copy(
            update={
                "members": branch.members and folder / branch.members,
                "texts": branch.texts and folder / branch.texts,
            }
        )
        for branch in settings.branches
    )
    gateway = _overridden(settings.gateway, environment)
    update = {"branches": branches, "gateway": gateway, "data": folder / settings.data}
    return settings.model_copy(update=update)


def _overridden(gateway: GatewaySettings, environment: Mapping[str, str]) -> GatewaySettings:
    """What the environment says goes first; a variable that is empty says nothing."""
    variables = {"endpoint": ENDPOINT_VARIABLE, "token": TOKEN_VARIABLE}
    said = {key: environment.get(name, "").strip() for key, name in variables.items()}
    try:
        return GatewaySettings.model_validate(
            {**gateway.model_dump(), **{key: value for key, value in said.items() if value}}
        )
    except ValidationError as error:
        faults = settings_faults.told(error, GatewaySettings)
        lines = [f"环境变量 {variables[str(where[0])]}：{what}" for where, what in faults]
        raise SettingsError("\n".join(lines)) from error
