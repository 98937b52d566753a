"""What a request says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

_HOST = re.compile(r"(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?", re.IGNORECASE)


def header(scope: Mapping[str, Any], name: bytes) -> str:
    """A header's last value; empty where there is none. `name` in lower case."""
    return next((value.decode("latin-1") for held, value in reversed(scope["headers"]) if held == name), "")


def passed_on(scope: Mapping[str, Any]) -> bool:
    """Whether a proxy says that it has passed the request on."""
    return any(
        held in (b"forwarded", b"via", b"x-real-ip") or held.startswith(b"x-forwarded-")
        for held, _ in scope["headers"]
    )


def host_name(host: str) -> str:
    """The name in a Host header, in lower case and without its port; empty where it is no name at all."""
    found = _HOST.fullmatch(host)
    return found[1].lower().strip("[]").rstrip(".") if found else ""


def cookies(scope: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for held, value in scope["headers"]:
        if held == b"cookie":
            found |= read_cookies(value.decode("latin-1"))
    return found


def read_cookies(text: str) -> dict[str, str]:
    """The names and values of cookies; none where the line is no list of cookies."""
    try:
        return {name: one.value for name, one in SimpleCookie(text).items()}
    except CookieError:
        return {}
