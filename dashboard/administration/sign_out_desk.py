"""Who is signed in now, and signing somebody out wherever they are."""

from __future__ import annotations

import streamlit as st

from dashboard import deeds, exports, formats, this_trust
from dashboard.access import AccessDenied, Action
from dashboard.administration.registers import PEOPLE
from dashboard.deeds import Deed
from dashboard.furniture import behind, notes
from dashboard.sign_in import setting
from dashboard.sign_in.setting import SignIn
from dashboard.sign_in.standing import too_old
from dashboard.signed_in import Viewer
from etl.record import audit, people, sign_ins
from etl.record.connection import now
from etl.record.people import Person
from etl.record.sign_ins import SignedIn


def show(who: Viewer) -> None:
    """Nothing where nobody signs in to this server."""
    made = setting.in_force()
    if made is None:
        return
    going_on = _going_on(who, made)
    notes.section(
        "Signed in now",
        "Somebody who left needs no signing out: “no” under active in the list above ends their access at "
        "their next click.",
    )
    if not going_on:
        notes.note("Nobody whom you may sign out.")
        return
    names = {person.email: person.name for person, _ in going_on}
    rows = tuple(
        (person.name, person.email, formats.here(held.signed_in_at), formats.here(held.seen_at))
        for person, held in going_on
    )
    behind.table(
        exports.Table(title="Signed in now", columns=("Name", "E-mail", "Since", "Last seen"), rows=rows)
    )
    email = st.selectbox(
        "Sign somebody out everywhere", list(names), format_func=names.__getitem__, key="sign_out_whom"
    )
    deeds.confirmed(
        "Sign out everywhere",
        f"{names[email]} is signed out on every machine at the next click there, and can sign in again.",
        "Sign out now",
        key="sign_out_somebody",
        action=Action.MANAGE_PEOPLE,
        deed=_sign_out(email),
    )


def _going_on(who: Viewer, made: SignIn) -> list[tuple[Person, SignedIn]]:
    """Sign-ins that still let somebody in, of the people whom this person may change."""
    with this_trust.record().reading() as connection:
        known = {one.email: one for one in people.all_people(connection)}
        held = sign_ins.going_on(connection, now() - made.longest)
    return [
        (known[one.email], one)
        for one in held
        if known[one.email].active
        and too_old(one, made, now()) is None
        and PEOPLE.refusal(who.scope, known[one.email], known[one.email]) is None
    ]


def _sign_out(email: str) -> Deed:
    def deed(who: Viewer) -> str:
        with this_trust.record().writing(figures=False) as connection:
            person = people.find(connection, email)
            if person is None:
                return "Nobody of that address is on the list."
            if refused := PEOPLE.refusal(who.scope, person, person):
                raise AccessDenied(refused)
            sign_ins.end_all(connection, email)
            audit.note(connection, who.name, "sign out everywhere", email, role=who.role.value)
        return f"{person.name} is signed out everywhere."

    return deed
