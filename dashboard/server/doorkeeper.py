"""Who reaches the server at all, and who reaches the files that pages offer and take."""

from __future__ import annotations

from collections.abc import Collection

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import this_trust
from dashboard.server.ownership import ANYBODY, OWNERSHIP
from dashboard.server.requests import cookies, header, host_name, passed_on
from dashboard.sign_in.cookies import presented
from dashboard.sign_in.setting import SignIn
from dashboard.sign_in.standing import Inside, standing

MEDIA = "/media/"
UPLOAD = "/_stcore/upload_file/"
# What Streamlit tells about itself; nobody needs it here.
CLOSED = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/message", "/_stcore/agent")


class HostCheck:
    """Answers only those who ask for this server by its own name, and only the machines that may ask.

    A page elsewhere could otherwise have its own name point to this machine, and read what is here. No header
    of a proxy is believed: `peers` are the addresses from which connections really come (None: any).
    `directly`: nothing that a proxy has passed on is answered, whatever name it asks for: nobody signs in
    then, and the proxy may speak for anybody.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: Collection[str], peers: Collection[str] | None, directly: bool = False
    ) -> None:
        self.app = app
        self.directly = directly
        self.hosts = frozenset(hosts)
        self.peers = None if peers is None else frozenset(peers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            peer = (scope.get("client") or ("", 0))[0]
            if self.peers is not None and peer not in self.peers:
                await refuse(scope, receive, send, "This server answers its proxy alone.")
                return
            if host_name(header(scope, b"host")) not in self.hosts:
                await refuse(scope, receive, send, "This server has another name.")
                return
            if self.directly and passed_on(scope):
                await refuse(scope, receive, send, "Until sign-in is set up, this server answers no proxy.")
                return
        await self.app(scope, receive, send)


class FileGuard:
    """Files that pages offer go to the sign-in that they were made for; files are taken from its own tab."""

    def __init__(self, app: ASGIApp, *, setting: SignIn) -> None:
        self.app = app
        self.setting = setting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not await self._may(scope):
            await refuse(scope, receive, send, "Sign in, and open it from the page that offers it.")
            return
        await self.app(scope, receive, send)

    async def _may(self, scope: Scope) -> bool:
        path = scope["path"]
        if path.startswith(CLOSED):
            return False
        if path.startswith(MEDIA):
            return OWNERSHIP.may_fetch(await self._key(scope), path)
        if path.startswith(UPLOAD) and scope["method"] != "OPTIONS":
            return OWNERSHIP.is_of(await self._key(scope), path.removeprefix(UPLOAD).split("/")[0])
        return True

    async def _key(self, scope: Scope) -> str:
        shown = presented(cookies(scope), self.setting.cookie_secret)
        if shown is None:
            return ANYBODY
        found = await run_in_threadpool(standing, this_trust.folder(), self.setting, shown)
        return found.key if isinstance(found, Inside) else ANYBODY


async def refuse(scope: Scope, receive: Receive, send: Send, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()  # the asking, which has to be taken before it can be turned down
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse(why, status_code=403)(scope, receive, send)
