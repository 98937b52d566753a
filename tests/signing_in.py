"""People of the small trust who sign in, and what their provider says of them."""

from __future__ import annotations

from typing import Any

from small_trust import ASH_LANE, OAKFIELD

from dashboard.sign_in.setting import Provider, SignIn
from etl.folder import DataFolder
from etl.record import people
from etl.record.opening import open_record
from etl.record.people import Person
from etl.roles import Role

# Of each role one, called after it; the head has two schools. One has left.
PEOPLE = {
    **{
        role.value: Person(email=f"{role.value}@trust.example", name=f"A {role.label}", role=role)
        for role in Role
    },
    "head": Person(
        email="head@trust.example",
        name="A Headteacher",
        role=Role.HEAD,
        schools=frozenset({OAKFIELD, ASH_LANE}),
    ),
    "school_staff": Person(
        email="school_staff@trust.example",
        name="A Teacher",
        role=Role.SCHOOL_STAFF,
        schools=frozenset({OAKFIELD}),
    ),
    "lead_teacher": Person(
        email="lead_teacher@trust.example",
        name="A Lead teacher",
        role=Role.LEAD_TEACHER,
        subjects=("maths",),
    ),
    "leaver": Person(email="leaver@trust.example", name="A Leaver", role=Role.CEO, active=False),
}
ISSUER = "http://localhost:9400"


def put_people(folder: DataFolder) -> None:
    with open_record(folder).writing(figures=False) as connection:
        people.put_people(connection, list(PEOPLE.values()))


def setting(**changes: Any) -> SignIn:
    held: dict[str, Any] = {
        "provider": Provider.OTHER,
        "issuer": ISSUER,
        "client_id": "dashboard",
        "client_secret": "a client's secret",
        "cookie_secret": "a secret of at least thirty-two letters",
        "address": "http://localhost:8501",
    }
    return SignIn(**held | changes)


def claims(address: str = "head@trust.example", /, **changes: Any) -> dict[str, Any]:
    """What the provider says of an account; `changes` with None leave something out."""
    said = {
        "iss": ISSUER,
        "sub": address,
        "email": address,
        "email_verified": True,
        "is_logged_in": True,
    } | changes
    return {name: value for name, value in said.items() if value is not None}
