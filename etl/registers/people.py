"""People from a list: email, name, role, schools, subjects, active."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from etl.errors import UsageError
from etl.record.people import Person
from etl.registers.table import Entry, read_table
from etl.roles import SCHOOL_ROLES, Role
from etl.vocabulary import Subject

SPELLINGS: dict[str, tuple[str, ...]] = {
    "email": ("e-mail", "email address", "mail"),
    "name": ("full name", "person"),
    "role": ("part",),
    "schools": ("school", "urn", "urns", "school urns"),
    "subjects": ("subject",),
    "active": (),
}

# How people write roles, beside the ids and labels of the roles themselves.
ROLE_SPELLINGS = {
    "headteacher": Role.HEAD,
    "principal": Role.HEAD,
    "chief executive": Role.CEO,
    "director of teaching and learning": Role.DTL,
    "chair": Role.BOARD,
    "trustee": Role.BOARD,
    "teacher": Role.SCHOOL_STAFF,
}


AN_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def email_address(text: str) -> str:
    """An e-mail address as the record keeps it. Raises UsageError for what is none."""
    if not AN_ADDRESS.fullmatch(text.strip()):
        raise UsageError(f"“{text}” is not an e-mail address.")
    return text.strip().lower()


def read_people(path: Path, known_urns: Collection[int]) -> list[Person]:
    """The people of a file. Raises RegisterError with every fault."""
    table = read_table(path, SPELLINGS, ("email", "name", "role"))
    people = [_person(entry, known_urns) for entry in table]
    seen: set[str] = set()
    for entry, person in zip(table, people, strict=True):
        if person.email and person.email in seen:
            entry.fault("email", "this e-mail address stands in an earlier row too.")
        seen.add(person.email)
    table.raise_faults()
    return people


def _person(entry: Entry, known_urns: Collection[int]) -> Person:
    email = entry.needed("email").lower()
    if email and not AN_ADDRESS.fullmatch(email):
        entry.fault("email", "this is not an e-mail address.")
    role = _role(entry)
    schools = frozenset(_schools(entry, known_urns))
    if role in SCHOOL_ROLES and not schools and not entry.faults:
        entry.fault("schools", f"a {role.label.lower()} needs a school: give its URN.")
    subjects = tuple(
        part.strip().lower() for part in re.split(r"[,;]", entry.text("subjects")) if part.strip()
    )
    for subject in subjects:
        if subject not in set(Subject):
            entry.fault("subjects", f"“{subject}” is not one of {', '.join(Subject)}.")
    return Person(
        email=email,
        name=entry.needed("name"),
        role=role,
        schools=schools,
        subjects=subjects,
        active=entry.text("active").lower() not in {"no", "n", "false", "0"},
    )


def _role(entry: Entry) -> Role:
    text = entry.needed("role").lower()
    for role in Role:
        if text in {role.value, role.label.lower(), role.value.replace("_", " ")}:
            return role
    if text in ROLE_SPELLINGS:
        return ROLE_SPELLINGS[text]
    if text:
        entry.fault("role", f"“{text}” is not one of {', '.join(role.value for role in Role)}.")
    return Role.SCHOOL_STAFF


def _schools(entry: Entry, known_urns: Collection[int]) -> list[int]:
    found = []
    for part in re.split(r"[,;\s]+", entry.text("schools")):
        if not part:
            continue
        if not re.fullmatch(r"[0-9]{6}", part) or int(part) not in known_urns:
            entry.fault("schools", f"no school with URN {part} is registered.")
        else:
            found.append(int(part))
    return found
