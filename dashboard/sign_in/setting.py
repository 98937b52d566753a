"""How sign-in is set up: a file in the data folder, which its owner alone may read.

What holds is decided once, when the server starts. A file that changes, appears or goes while it runs
changes nothing until it is started again, so that no server ever opens up by itself.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from etl.errors import UsageError
from etl.folder import DataFolder, settle
from etl.record import sign_ins

FILE = "sign-in.toml"
# In the file's place, for those who keep secrets elsewhere.
SECRET_NAME = "TRUST_SIGN_IN_SECRET"

HOURS = 12.0  # how long one sign-in lasts
MOST_HOURS = sign_ins.KEPT / timedelta(hours=1)  # after which the record holds it no more
IDLE_MINUTES = 60.0  # how long it lasts without a click

LOOPBACK = ("127.0.0.1", "localhost", "::1")
# What Streamlit calls the one provider; it must not have an underscore.
PROVIDER_NAME = "trust"
CALLBACK = "oauth2callback"

_MICROSOFT = "https://login.microsoftonline.com/{}/v2.0"
_TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Provider(StrEnum):
    """Whose accounts people sign in with."""

    MICROSOFT = "microsoft"
    GOOGLE = "google"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {Provider.MICROSOFT: "Microsoft", Provider.GOOGLE: "Google"}.get(self, "your trust's account")


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """Sign-in as it is set up. `address` is where people find the dashboard, without a path."""

    provider: Provider
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    cookie_secret: str = field(repr=False)
    address: str
    hours: float = HOURS
    idle_minutes: float = IDLE_MINUTES

    @property
    def host(self) -> str:
        """The host's name alone, as addresses have it."""
        return urlsplit(self.address).hostname or ""

    @property
    def is_https(self) -> bool:
        return self.address.startswith("https:")

    @property
    def longest(self) -> timedelta:
        return timedelta(hours=self.hours)

    @property
    def idle(self) -> timedelta:
        return timedelta(minutes=self.idle_minutes)

    def as_secrets(self) -> dict[str, Any]:
        """The same as Streamlit wants it."""
        return {
            "auth": {
                "redirect_uri": f"{self.address}/{CALLBACK}",
                "cookie_secret": self.cookie_secret,
                "expose_tokens": [],
                PROVIDER_NAME: {
                    "client_id": self.client_id,
                    "client_secret": self.client_secret,
                    "server_metadata_url": f"{self.issuer.rstrip('/')}/.well-known/openid-configuration",
                    "client_kwargs": {"scope": "openid email profile", "prompt": "select_account"},
                },
            }
        }


def issuer_of(provider: Provider, *, tenant: str = "", issuer: str = "") -> str:
    """Who vouches for people. Raises UsageError where that is not one organisation's own account."""
    if provider is Provider.GOOGLE:
        return "https://accounts.google.com"
    if provider is Provider.MICROSOFT:
        if not _TENANT.fullmatch(tenant.lower()):
            raise UsageError(
                "Microsoft needs your own directory: --tenant with the “Directory (tenant) ID” that Entra "
                "shows, such as 11111111-2222-3333-4444-555555555555. Names such as “common” would let any "
                "organisation in."
            )
        return _MICROSOFT.format(tenant.lower())
    if not _may_be_reached(issuer):
        raise UsageError("Another provider needs --issuer with its address, which begins with https://.")
    return issuer


def public_address(text: str) -> str:
    """Where people find the dashboard. Raises UsageError where it is not https, or has a path."""
    parts = urlsplit(text.strip().rstrip("/"))
    if not _may_be_reached(text) or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise UsageError(
            f"“{text}” is not where people can find the dashboard. Give it as in "
            "https://dashboard.trust.example: https, the host's name, no path. Plain http is for this "
            "machine alone (http://localhost:8501)."
        )
    return f"{parts.scheme}://{parts.netloc}".lower()


def _may_be_reached(text: str) -> bool:
    """Whether what is sent to an address is unreadable on the way, or never leaves this machine."""
    try:
        parts = urlsplit(text.strip())
        _ = parts.port  # which raises where it is no number
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


def write(folder: DataFolder, made: SignIn) -> None:
    folder.create()
    lines = [
        "# How people sign in to the dashboard. Keep this file to yourself: it holds two secrets.",
        *(f"{name} = {json.dumps(getattr(made, name))}" for name in SignIn.__dataclass_fields__),
    ]
    written = folder.scratch_file(".toml")  # which nobody but its owner may read
    written.write_text("\n".join(lines) + "\n", encoding="utf-8")
    settle(written, folder.root / FILE)


def read(folder: DataFolder) -> SignIn | None:
    """How sign-in is set up for a folder; None where it is not. Raises UsageError for a faulty file."""
    path = folder.root / FILE
    if not path.is_file():
        return None
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        made = SignIn(
            provider=Provider(held["provider"]),
            issuer=str(held["issuer"]),
            client_id=str(held["client_id"]),
            client_secret=os.environ.get(SECRET_NAME) or str(held["client_secret"]),
            cookie_secret=str(held["cookie_secret"]),
            address=public_address(str(held["address"])),
            hours=float(held.get("hours", HOURS)),
            idle_minutes=float(held.get("idle_minutes", IDLE_MINUTES)),
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            f"{path} cannot be read. Write it anew: python -m dashboard sign-in --help"
        ) from None
    if made.hours > MOST_HOURS:
        raise UsageError(
            f"{path}: a sign-in lasts {MOST_HOURS:g} hours at most. Write it anew: "
            "python -m dashboard sign-in --help"
        )
    if len(made.cookie_secret) < 32 or not made.client_secret or made.hours <= 0 or made.idle_minutes <= 0:
        raise UsageError(
            f"{path} lacks a secret or a limit. Write it anew: python -m dashboard sign-in --help"
        )
    return made


def readable_by_others(folder: DataFolder) -> bool:
    """Whether other users of this machine may read the secrets, where the system can tell."""
    return os.name != "nt" and bool((folder.root / FILE).stat().st_mode & 0o077)


_in_force: list[SignIn] = []


def put_in_force(made: SignIn | None) -> None:
    """What this server works with from now on; called once, before it serves anybody."""
    _in_force[:] = [] if made is None else [made]


def in_force() -> SignIn | None:
    """How people sign in to this server; None where whoever sits at this machine looks as they like."""
    return _in_force[0] if _in_force else None
