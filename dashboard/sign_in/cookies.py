"""What a browser was given when somebody signed in, read back from its cookies.

The one module that knows how Streamlit writes them: signed, in parts where they are long.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

__all__ = ["TOKENS_COOKIE_NAME", "USER_COOKIE_NAME", "Presented", "presented", "signed"]


@dataclass(frozen=True, kw_only=True)
class Presented:
    """`claims` is what the provider said of the account; `key` is this one sign-in's fingerprint."""

    key: str
    claims: dict[str, Any]


def presented(cookies: Mapping[str, str], secret: str) -> Presented | None:
    """What a browser's cookies show; None where they show nothing that this server signed."""

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        return None if not value else decode_signed_value(secret, name, value)

    try:
        whole = get_cookie_with_chunks(one, USER_COOKIE_NAME)
        claims = json.loads(whole) if whole else None
    except ValueError:
        return None
    if whole is None or not isinstance(claims, dict) or not claims.get("is_logged_in"):
        return None
    # The signed value has the moment of its signing in it: the same account gets another key each time.
    held = cookies[USER_COOKIE_NAME].encode("latin-1", errors="replace") + b"\n" + whole
    return Presented(key=hashlib.sha256(held).hexdigest(), claims=claims)


def signed(claims: Mapping[str, Any], secret: str) -> str:
    """The cookie of somebody who signed in; for tests, which have no provider to ask."""
    return create_signed_value(secret, USER_COOKIE_NAME, json.dumps(claims)).decode()
