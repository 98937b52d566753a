"""Whose e-mail address the provider vouches for. An address that nobody vouched for lets nobody in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.sign_in.setting import Provider, SignIn
from etl.errors import TrustDataError

Claims = Mapping[str, Any]

# Google names itself in either way.
_GOOGLE = ("https://accounts.google.com", "accounts.google.com")
_NOT_OURS = "This account is not one of your trust's own."


class NotVouchedForError(TrustDataError):
    """The account signs in, but its e-mail address proves nothing; the message says why."""


def email_of(claims: Claims, setting: SignIn) -> str:
    """The e-mail address of an account, in lower case. Raises NotVouchedForError."""
    email = str(claims.get("email") or "").strip().lower()
    match setting.provider:
        case Provider.MICROSOFT:
            email = _of_microsoft(claims, setting, email)
        case Provider.GOOGLE:
            _check_google(claims, email)
        case Provider.OTHER:
            if claims.get("iss") != setting.issuer:
                raise NotVouchedForError(_NOT_OURS)
            _check_verified(claims)
    if "@" not in email:
        raise NotVouchedForError("This account has no e-mail address.")
    return email


def _of_microsoft(claims: Claims, setting: SignIn, email: str) -> str:
    """Microsoft does not say that it verified an address: the trust's own directory vouches for its members.

    A guest's address was given by another organisation, whose administrator may write into it what they like.
    """
    issuer = claims.get("iss")
    if issuer != setting.issuer or str(claims.get("tid", "")).lower() not in setting.issuer.split("/"):
        raise NotVouchedForError(_NOT_OURS)
    if claims.get("idp", issuer) != issuer or str(claims.get("acct", "0")) != "0":
        raise NotVouchedForError(
            "This account is a guest in your trust's directory. Sign in with an account of your trust's own."
        )
    if str(claims.get("xms_edov", "1")).lower() in {"0", "false"}:
        raise NotVouchedForError("The e-mail address of this account is not of a domain of your trust.")
    return email or str(claims.get("preferred_username") or "").strip().lower()


def _check_google(claims: Claims, email: str) -> None:
    """Google vouches for Gmail and for organisations' own accounts; others may have changed hands."""
    if claims.get("iss") not in _GOOGLE:
        raise NotVouchedForError(_NOT_OURS)
    _check_verified(claims)
    if not claims.get("hd") and not email.endswith("@gmail.com"):
        raise NotVouchedForError(
            "This is a personal Google account with another organisation's e-mail address. Sign in with the "
            "account that your trust gave you."
        )


def _check_verified(claims: Claims) -> None:
    if str(claims.get("email_verified", "")).lower() != "true":
        raise NotVouchedForError(
            "The e-mail address of this account was never confirmed. Confirm it with the provider, then sign "
            "in again."
        )
