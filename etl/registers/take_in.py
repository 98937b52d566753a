"""Taking a register's file into the record: the whole of it, or nothing."""

from __future__ import annotations

from pathlib import Path

from etl.folder import DataFolder
from etl.open_data.take_in import keep_to_the_register
from etl.publish.current import bring_up_to_date
from etl.record import audit, people, schools, settings, targets, terms
from etl.record.opening import make_record, open_record
from etl.registers.people import read_people
from etl.registers.schools import read_schools
from etl.registers.targets import read_targets
from etl.registers.terms import read_terms


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
    """Add the people of a file, or bring them up to date: (new, changed)."""
    record = open_record(folder)
    with record.writing(figures=False) as connection:
        found = read_people(path, {one.urn for one in schools.all_schools(connection)})
        counted = people.put_people(connection, found)
        audit.note(connection, by, "load people", f"{counted[0]} new, {counted[1]} changed", role=role)
    return counted


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
