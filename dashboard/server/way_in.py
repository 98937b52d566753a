"""The way to the provider and back: the page that was asked for is kept, and the sign-in is written down."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.user_info import generate_login_redirect_url

from dashboard import this_trust
from dashboard.server.requests import cookies, read_cookies
from dashboard.sign_in.claims import NotVouchedForError, email_of
from dashboard.sign_in.cookies import USER_COOKIE_NAME, Presented, presented
from dashboard.sign_in.setting import CALLBACK, PROVIDER_NAME, SignIn
from etl.errors import TrustDataError
from etl.record import audit, people, sign_ins

WAY_BACK = "trust_way_back"
WAY_OUT = "/auth/logout"  # Streamlit's own
KEPT_SECONDS = 600
# A page of ours with its choices: one name, no further slash, nothing that a browser would read as a host.
_OUR_PAGE = re.compile(r"/[A-Za-z0-9_-]*(\?[!-\[\]-~]*)?")


def our_page(asked: str) -> str:
    """An address within the dashboard as it was asked for; the first page for any other."""
    return asked if _OUR_PAGE.fullmatch(asked) and "#" not in asked else "/"


async def sign_in(request: Request) -> Response:
    """Keeps the page that was asked for, and goes to the provider."""
    response = RedirectResponse(generate_login_redirect_url(PROVIDER_NAME), status_code=302)
    page = our_page(request.query_params.get("next", "/"))
    response.set_cookie(
        WAY_BACK, quote(page, safe=""), max_age=KEPT_SECONDS, path="/", httponly=True, samesite="lax"
    )
    return response


class WayBack:
    """On the way back from the provider: writes the sign-in down, and opens the page that was asked for.

    On the way out it ends the sign-in, also where the address of it was asked for directly.
    """

    def __init__(self, app: ASGIApp, *, setting: SignIn) -> None:
        self.app = app
        self.setting = setting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == WAY_OUT and scope["method"] in ("GET", "HEAD"):
            leaving = presented(cookies(scope), self.setting.cookie_secret)
            if leaving is not None:
                await run_in_threadpool(end, leaving)
        if scope["type"] != "http" or scope["path"] != f"/{CALLBACK}":
            await self.app(scope, receive, send)
            return
        came_with = cookies(scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                given = self._given(headers)
                if given is not None:
                    former = presented(came_with, self.setting.cookie_secret)
                    await run_in_threadpool(write_down, self.setting, given, former)
                    headers["location"] = our_page(unquote(came_with.get(WAY_BACK, "/")))
                if WAY_BACK in came_with:
                    headers.append("set-cookie", f"{WAY_BACK}=; Path=/; Max-Age=0; HttpOnly; SameSite=lax")
            await send(message)

        await self.app(scope, receive, sending)

    def _given(self, headers: MutableHeaders) -> Presented | None:
        """What the browser is given by this answer, if it is."""
        given: dict[str, str] = {}
        for line in headers.getlist("set-cookie"):
            if line.startswith(USER_COOKIE_NAME):
                given |= read_cookies(line.split(";", 1)[0])
        return presented(given, self.setting.cookie_secret)


def write_down(setting: SignIn, given: Presented, former: Presented | None) -> None:
    """Begin the sign-in of somebody on the list; whoever is not is told so by the page. Ends a former one."""
    try:
        email = email_of(given.claims, setting)
        record = this_trust.record()
        with record.writing(figures=False) as connection:
            if former is not None:
                sign_ins.end(connection, former.key)
            person = people.find(connection, email)
            if person is None or not person.active:
                audit.note(
                    connection, email, "sign in refused", "not on the list" if person is None else "left"
                )
                return
            sign_ins.begin(connection, given.key, person.email)
            audit.note(connection, person.email, "sign in", "themselves", role=person.role.value)
    except (NotVouchedForError, TrustDataError):
        # The page says what is wrong, and shows nothing else.
        return


def end(leaving: Presented) -> None:
    """End a sign-in, and note it; nothing where it has ended already."""
    try:
        with this_trust.record().writing(figures=False) as connection:
            held = sign_ins.find(connection, leaving.key)
            if held is None or held.ended_at is not None:
                return
            sign_ins.end(connection, leaving.key)
            person = people.find(connection, held.email)
            role = person.role.value if person else None
            audit.note(connection, held.email, "sign out", "themselves", role=role)
    except TrustDataError:
        # The cookies go in any case.
        return
