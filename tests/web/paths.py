"""Addresses of pages: which are one page for different people and months."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit


def kind(path: str) -> str:
    """What page an address is, whatever numbers it is for."""
    parts = urlsplit(path)
    place = re.sub(r"\d+", "0", unquote(parts.path))
    keys = sorted(re.findall(r"(?:^|&)(\w+)=", parts.query))
    return place + ("?" + "&".join(keys) if keys else "")
