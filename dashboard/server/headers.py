"""What every answer tells the browser: fetch nothing from elsewhere, be framed by nobody, tell nobody."""

from __future__ import annotations

import re
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.requests import header, host_name

POLICY = (
    "default-src 'self'",
    # Streamlit's own page has scripts and styles in it; charts draw in workers of their own.
    "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "frame-src 'self' blob: data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
FOR_ALL = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
}
# What stays true for a year: this host answers by https alone.
HTTPS_ONLY = "max-age=31536000"
# Files that a page offers are nobody else's, and never kept by a cache on the way.
NEVER_KEPT = ("/media/", "/oauth2callback", "/auth/", "/sign-in")


class Headers:
    """`https`: people reach the dashboard by https, so that no cookie ever travels without it."""

    def __init__(self, app: ASGIApp, *, https: bool, lasts_seconds: int | None) -> None:
        self.app = app
        self.https = https
        self.lasts_seconds = lasts_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in FOR_ALL.items():
                    headers[name] = value
                headers["content-security-policy"] = policy_for(scope)
                if self.https:
                    headers["strict-transport-security"] = HTTPS_ONLY
                if scope["path"].startswith(NEVER_KEPT):
                    headers["cache-control"] = "no-store"
                message["headers"] = [
                    (name, self._cookie(value) if name.lower() == b"set-cookie" else value)
                    for name, value in message["headers"]
                ]
            await send(message)

        await self.app(scope, receive, sending)

    def _cookie(self, value: bytes) -> bytes:
        if self.https and b"; secure" not in value.lower():
            value += b"; Secure"
        if self.lasts_seconds is not None and value.startswith(b"_streamlit_user"):
            # Streamlit would keep it for a month; one that is being deleted stays deleted.
            value = re.sub(rb"(?i)max-age=[1-9]\d*", b"Max-Age=%d" % self.lasts_seconds, value)
        return value


def policy_for(scope: Scope | dict[str, Any]) -> str:
    """The policy of one answer: it names the host, since not every browser counts a socket as “self”."""
    host = header(scope, b"host")
    sockets = f" ws://{host} wss://{host}" if host_name(host) else ""
    return "; ".join((*POLICY, f"connect-src 'self'{sockets} data: blob:"))
