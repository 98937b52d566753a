"""Whether somebody is let in now: on the list, active, signed in, and neither too long ago nor idle."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dashboard.sign_in.claims import NotVouchedForError, email_of
from dashboard.sign_in.cookies import Presented
from dashboard.sign_in.setting import SignIn
from etl.folder import DataFolder
from etl.record import people, sign_ins
from etl.record.connection import NoTrustHereError, RecordError, now
from etl.record.opening import open_record
from etl.record.people import Person
from etl.record.sign_ins import SignedIn

# How often a sign-in in use is noted as seen, as a share of how long it may be idle.
NOTED = 60


class Why(StrEnum):
    """Why somebody is not let in."""

    NOBODY = "nobody"  # who has not signed in yet
    NOT_VOUCHED_FOR = "not vouched for"
    UNKNOWN = "unknown"
    LEFT = "left"
    ENDED = "ended"
    TOO_LONG = "too long"
    IDLE = "idle"
    NO_TRUST = "no trust"


@dataclass(frozen=True, kw_only=True)
class Inside:
    """Somebody who is let in; `key` is of this sign-in."""

    person: Person
    key: str


@dataclass(frozen=True, kw_only=True)
class Outside:
    """`email` is whose account it is, where that is known; `said` what the provider's account lacks."""

    why: Why
    email: str = ""
    said: str = ""


NOBODY = Outside(why=Why.NOBODY)


def standing(folder: DataFolder, setting: SignIn, shown: Presented | None) -> Inside | Outside:
    """How whoever shows this stands now. Reads the record each time: what was decided a moment ago holds."""
    if shown is None:
        return NOBODY
    try:
        email = email_of(shown.claims, setting)
    except NotVouchedForError as lacking:
        return Outside(why=Why.NOT_VOUCHED_FOR, email=str(shown.claims.get("email") or ""), said=str(lacking))
    try:
        record = open_record(folder)
    except NoTrustHereError:
        return Outside(why=Why.NO_TRUST, email=email)
    with record.reading() as connection:
        person = people.find(connection, email)
        held = sign_ins.find(connection, shown.key)
    if person is None or not person.active:
        return Outside(why=Why.UNKNOWN if person is None else Why.LEFT, email=email)
    if held is None or held.ended_at is not None or held.email != email:
        return Outside(why=Why.ENDED, email=email)
    if why := too_old(held, setting, now()):
        return Outside(why=why, email=email)
    if now() - held.seen_at > setting.idle / NOTED:
        # A note that cannot be made now is made at a later click: nobody is kept from reading for it.
        with suppress(RecordError), record.writing(figures=False) as connection:
            sign_ins.seen(connection, shown.key)
    return Inside(person=person, key=shown.key)


def too_old(held: SignedIn, setting: SignIn, at: datetime) -> Why | None:
    if at - held.signed_in_at >= setting.longest:
        return Why.TOO_LONG
    if at - held.seen_at >= setting.idle:
        return Why.IDLE
    return None
