"""The people who use the dashboard, with their role and schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from etl.record import sign_ins
from etl.record.tables import person, person_school
from etl.roles import Role

# Who can add people, whoever they are: of these one must always be left.
ADMINISTRATORS = frozenset({Role.CEO, Role.DATA_MANAGER})


@dataclass(frozen=True, kw_only=True)
class Person:
    email: str  # lower case
    name: str
    role: Role
    schools: frozenset[int] = frozenset()
    subjects: tuple[str, ...] = ()  # a lead teacher's
    active: bool = True


def all_people(connection: Connection) -> list[Person]:
    """Everyone, also those who left, by name."""
    schools: dict[int, set[int]] = {}
    for row in connection.execute(select(person_school)):
        schools.setdefault(row.person_id, set()).add(row.urn)
    rows = connection.execute(select(person).order_by(person.c.name, person.c.email))
    return [
        Person(
            email=row.email,
            name=row.name,
            role=Role(row.role),
            schools=frozenset(schools.get(row.id, ())),
            subjects=tuple(row.subjects),
            active=row.active,
        )
        for row in rows
    ]


def find(connection: Connection, email: str) -> Person | None:
    """The person with an e-mail address, written as it may be; also one who left."""
    return next((one for one in all_people(connection) if one.email == email.lower()), None)


def administrators(connection: Connection) -> list[Person]:
    return [one for one in all_people(connection) if one.active and one.role in ADMINISTRATORS]


def put_people(connection: Connection, people: Sequence[Person]) -> tuple[int, int]:
    """Add people, or bring those with the same e-mail address up to date: (new, changed).

    Nobody is removed: someone who left is put with `active=False`, so that the log still names them, and
    is signed out everywhere.
    """
    held = {one.email: one for one in all_people(connection)}
    new = changed = 0
    for one in people:
        if held.get(one.email) == one:
            continue
        values = {
            "name": one.name,
            "role": one.role.value,
            "subjects": list(one.subjects),
            "active": one.active,
        }
        if one.email in held:
            connection.execute(update(person).where(person.c.email == one.email).values(**values))
            changed += 1
        else:
            connection.execute(insert(person).values(email=one.email, **values))
            new += 1
        who = connection.execute(select(person.c.id).where(person.c.email == one.email)).scalar_one()
        connection.execute(delete(person_school).where(person_school.c.person_id == who))
        for urn in sorted(one.schools):
            connection.execute(insert(person_school).values(person_id=who, urn=urn))
        if not one.active:
            sign_ins.end_all(connection, one.email)
    return new, changed
