"""Taking a register's file into the record: the whole of it, or nothing."""

from __future__ import annotations

from pathlib import Path

from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.open_data.take_in import keep_to_the_register
from etl.publish.current import bring_up_to_date
from etl.record import audit, people, schools, settings, targets, terms
from etl.record.opening import make_record, open_record
from etl.record.people import Person
from etl.registers.people import email_address, read_people
from etl.registers.schools import read_schools
from etl.registers.targets import read_targets
from etl.registers.terms import read_terms
from etl.roles import Role


def register_schools(
    folder: DataFolder,
    path: Path,
    *,
    urns: tuple[int, ...] = (),
    trust: str | None = None,
    by: str = audit.COMMAND_LINE,
    role: str | None = None,
) -> tuple[int, int]:
    """Register the schools of a file; makes the data folder where there is none: (new, changed)."""
    found = read_schools(path, urns=urns, trust=trust)
    record = make_record(folder)
    with record.writing() as connection:
        counted = schools.register(connection, found)
        if trust is not None:
            settings.put(connection, "trust_name", trust)
        audit.note(connection, by, "register schools", f"{counted[0]} new, {counted[1]} changed", role=role)
    keep_to_the_register(folder, record)
    bring_up_to_date(folder, record)
    return counted


def load_people(
    folder: DataFolder, path: Path, *, by: str = audit.COMMAND_LINE, role: str | None = None
) -> tuple[int, int]:
    """Add the people of a file, or bring them up to date: (new, changed).

    Raises TrustDataError where nobody would be left who can add people.
    """
    record = open_record(folder)
    with record.writing(figures=False) as connection:
        found = read_people(path, {one.urn for one in schools.all_schools(connection)})
        before = people.administrators(connection)
        counted = people.put_people(connection, found)
        if before and not people.administrators(connection):
            raise TrustDataError(
                "Nothing was taken in. Nobody would be left who can add people: keep one CEO or data manager "
                "active."
            )
        audit.note(connection, by, "load people", f"{counted[0]} new, {counted[1]} changed", role=role)
    return counted


def put_first_administrator(folder: DataFolder, email: str, name: str = "") -> Person:
    """Put on the list whoever adds everybody else: a data manager, where there is no CEO or data manager yet.

    Raises TrustDataError where there is one, or for what is no e-mail address.
    """
    record = open_record(folder)
    first = Person(email=email_address(email), name=name.strip() or email, role=Role.DATA_MANAGER)
    with record.writing(figures=False) as connection:
        if there := people.administrators(connection):
            raise TrustDataError(
                f"{there[0].name} ({there[0].email}) can add people already, on the page Administration. "
                "Whoever holds the folder can too: python -m etl people FILE"
            )
        people.put_people(connection, [first])
        audit.note(connection, audit.COMMAND_LINE, "first administrator", first.email)
    return first


def load_terms(
    folder: DataFolder, path: Path, *, by: str = audit.COMMAND_LINE, role: str | None = None
) -> int:
    """Set the dates of half-terms from a file: how many."""
    record = open_record(folder)
    found = read_terms(path)
    with record.writing(figures=False) as connection:
        number = terms.put_terms(connection, found)
        audit.note(connection, by, "load terms", f"{number} half-terms", role=role)
    return number


def load_targets(
    folder: DataFolder, path: Path, *, by: str = audit.COMMAND_LINE, role: str | None = None
) -> int:
    """Set targets from a file: how many."""
    record = open_record(folder)
    with record.writing() as connection:
        found = read_targets(path, {one.urn for one in schools.all_schools(connection)})
        changed = targets.put_targets(connection, found)
        audit.note(
            connection, by, "load targets", f"{len(found)} targets, {len(changed)} new or changed", role=role
        )
        # What a target was before is found again in the log, and who changed it when.
        for one in changed:
            if one.before is not None:
                audit.note(connection, by, "change target", one.in_words, role=role, urn=one.after.urn)
    bring_up_to_date(folder, record)
    return len(found)
