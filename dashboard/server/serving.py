"""The server, put together: Streamlit's own, with who may reach it and what it says around it."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from authlib.deprecate import AuthlibDeprecationWarning
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit import runtime

from dashboard.server import trouble, watching
from dashboard.server.doorkeeper import FileGuard, HostCheck
from dashboard.server.headers import Headers
from dashboard.server.way_in import WayBack, sign_in
from dashboard.sign_in.setting import LOOPBACK, SignIn
from etl.folder import ROOT

ENTRY = ROOT / "dashboard" / "app.py"


def make(setting: SignIn | None, peers: Collection[str] | None = None) -> st.App:
    """The dashboard as an ASGI application. `peers`: the machines that may connect (None: any that can)."""
    hosts = {*LOOPBACK, *([setting.host] if setting else [])}
    lasts = int(setting.longest.total_seconds()) if setting else None
    around = [
        Middleware(Headers, https=bool(setting and setting.is_https), lasts_seconds=lasts),
        Middleware(HostCheck, hosts=hosts, peers=peers, directly=setting is None),
    ]
    routes = [Route("/healthz", healthy)]
    if setting is not None:
        around += [Middleware(FileGuard, setting=setting), Middleware(WayBack, setting=setting)]
        routes.append(Route("/sign-in", sign_in))
    return st.App(
        ENTRY,
        secrets=setting.as_secrets() if setting else None,
        lifespan=_while_it_runs,
        routes=routes,
        middleware=around,
        on_script_error=trouble.told_with_a_number,
    )


async def healthy(request: Request) -> Response:
    """For whoever watches the server; says nothing of what it holds."""
    return JSONResponse({"ok": True})


@asynccontextmanager
async def _while_it_runs(app: st.App) -> AsyncIterator[dict[str, Any]]:
    watching.watch(runtime.get_instance().media_file_mgr)
    yield {}


def serve(app: st.App, options: dict[str, Any]) -> None:
    """Serve until somebody stops it. `options` are Streamlit's own, by name."""
    # No header is believed that says where a request came from; see HostCheck.
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    # Its first words would stand among ours; what goes wrong is still said.
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.levelno >= logging.WARNING)
    # Authlib would rather have another library, which it does not need; nobody here can do anything about it.
    # Importing it brings a filter of its own, before which this one has to stand.
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    trouble.keep_values_out_of_the_log()
    app.run(config=options)
