"""The door: what every request must keep to, and what every answer says to the browser.

Only names of this machine are answered (else a page elsewhere could speak to it through
a name of its own), only our own pages may post, and nothing is fetched from outside.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from hmac import compare_digest

from starlette.datastructures import FormData, Headers, MutableHeaders, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.sessions import Session

LARGEST = 4 * 1024 * 1024
"""Bytes of a request: a long stretch of chat with its file, and no more."""

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self';"
    " img-src 'self' data: blob:; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # "no-referrer" would hide the origin of our own forms, too
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Middleware around all pages. ``names``: under which host names they may be opened."""

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self._app = app
        self._names = {"localhost", *names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(headers)
        app = self._app if refused is None else refused
        await app(scope, _limited(receive), _with_headers(send, scope["path"]))

    def _refused(self, headers: Headers) -> PlainTextResponse | None:
        if not self._is_ours(headers.get("host", "")):
            return PlainTextResponse("请用启动时显示的地址打开。", 421)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST:
            return PlainTextResponse("内容太大了，一次最多 4 MB，请分几次。", 413)
        return None

    def _is_ours(self, host: str) -> bool:
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        name = name.strip("[]").lower()
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name in self._names
        return True


def checked(session: Session | None, request: Request, form: FormData) -> None:
    """Whether a form was sent from one of our own pages. Raises HTTPException(403)."""
    given = form.get("csrf") or request.headers.get("x-zhibu-csrf") or ""
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    foreign = origin not in (None, own)  # a page of no origin ("null") is not ours either
    if session is None or isinstance(given, UploadFile) or foreign:
        raise HTTPException(403)
    if not compare_digest(given.encode(), session.csrf.encode()):
        raise HTTPException(403)


def _limited(receive: Receive) -> Receive:
    """A body that does not say how long it is may not be longer either."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST:
            raise HTTPException(413)
        return message

    return limited


def _with_headers(send: Send, path: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            lasting = path.startswith("/static/")
            headers.setdefault("Cache-Control", "max-age=3600" if lasting else "no-store")
        await send(message)

    return sending
