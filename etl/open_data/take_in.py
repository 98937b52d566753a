"""Taking published files into the record, taking them back, and keeping them to the schools there are."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.given_file import as_given, keep_original
from etl.half_terms import academic_year_label, parse_academic_year
from etl.open_data.places import Places
from etl.open_data.reading import read_again, read_open_file
from etl.open_data.rows import Reading, Release
from etl.open_data.rows_file import read_inspections, read_statistics, write_rows
from etl.open_data.standing import bundled, standing, standing_inspections
from etl.open_data.told import Told
from etl.publish.current import bring_up_to_date
from etl.record import audit, open_files, schools
from etl.record.connection import Record
from etl.record.open_files import OpenFile
from etl.record.opening import open_record


class Taken(StrEnum):
    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"  # it would alter nothing, whatever its bytes


@dataclass(frozen=True)
class TakenIn:
    """What became of a file that could be read. `file_id` is that of the file that holds it."""

    status: Taken
    reading: Reading
    file_id: int | None


def take_in(
    folder: DataFolder,
    path: Path,
    *,
    academic_year: str | None = None,
    release: Release | None = None,
    by: str = audit.COMMAND_LINE,
    role: str | None = None,
    publish: bool = True,
) -> TakenIn:
    """Take one published file in, and publish what the trust then has, unless that is left for later.

    Raises UnreadableFileError and OpenFileError where it cannot be; then nothing is changed.
    """
    record = open_record(folder)
    starts = None if academic_year is None else parse_academic_year(academic_year)
    keep_to_the_register(folder, record)
    with record.reading() as connection:
        places = Places.of(schools.all_schools(connection))
        held = open_files.standing_files(connection)
    with as_given(folder, path) as given:
        reading = read_open_file(given.path, places, Told.by(path, starts, release))
        if not _alters(folder, held, reading):
            return TakenIn(Taken.UNCHANGED, reading, None)
        keep_original(folder, given)
    token = uuid.uuid4().hex
    write_rows(folder, token, reading)
    with record.writing() as connection:
        file_id = open_files.add(
            connection,
            token=token,
            kind=reading.kind,
            title=reading.title,
            file_name=path.name,
            original_hash=given.digest,
            told_year=None if starts is None else academic_year_label(starts),
            told_release=release,
            academic_years=reading.academic_years,
            release=reading.release,
            rows=reading.rows,
            places=places.fingerprint,
            loaded_by=by,
        )
        audit.note(connection, by, "load open data", f"{reading.title}: {reading.rows} rows", role=role)
    if publish:
        bring_up_to_date(folder, record)
    return TakenIn(Taken.ACCEPTED, reading, file_id)


def take_back(
    folder: DataFolder, file_id: int, *, by: str = audit.COMMAND_LINE, role: str | None = None
) -> OpenFile:
    """Take a file back: what stood without it stands again. Raises TrustDataError where there is none."""
    record = open_record(folder)
    with record.writing() as connection:
        found = next((one for one in open_files.all_files(connection) if one.id == file_id), None)
        if found is None:
            raise TrustDataError(f"There is no published file {file_id}. See: python -m etl published")
        if not found.stands:
            raise TrustDataError(f"Published file {file_id} was taken back already.")
        open_files.mark_undone(connection, file_id, by)
        audit.note(connection, by, "undo open data", f"{file_id}: {found.title}", role=role)
    bring_up_to_date(folder, record)
    return found


def keep_to_the_register(folder: DataFolder, record: Record) -> int:
    """Read files again whose rows were kept for other schools than are registered now: how many.

    Where this was stopped half-way, the next time finds what is left.
    """
    with record.reading() as connection:
        places = Places.of(schools.all_schools(connection))
        behind = [one for one in open_files.standing_files(connection) if one.places != places.fingerprint]
    done = 0
    for one in behind:
        try:
            reading = _read_again(folder, one, places)
        except TrustDataError:
            continue  # its original is gone or damaged: the rows that were kept of it stand as they are
        token = uuid.uuid4().hex
        write_rows(folder, token, reading)
        with record.writing() as connection:
            open_files.read_again(
                connection,
                one.id,
                token=token,
                academic_years=reading.academic_years,
                release=reading.release,
                rows=reading.rows,
                places=places.fingerprint,
            )
        done += 1
    return done


def _read_again(folder: DataFolder, one: OpenFile, places: Places) -> Reading:
    starts = None if one.told_year is None else parse_academic_year(one.told_year)
    release = None if one.told_release is None else Release(one.told_release)
    # The original is kept under its hash; what its name said counts all the same.
    told = Told.by(Path(one.file_name), starts, release)
    return read_again(folder.original_path(one.original_hash), places, told, one.file_name)


def _alters(folder: DataFolder, held: Iterable[OpenFile], reading: Reading) -> bool:
    """Whether a file would alter what stands."""
    tokens = [one.token for one in held]
    inspections = [row for token in tokens for row in read_inspections(folder, token)]
    now = {one.key: one for one in standing_inspections(inspections)}
    then = {one.key: one for one in standing_inspections([*inspections, *reading.inspections])}
    if now != then:
        return True
    statistics = bundled() + [row for token in tokens for row in read_statistics(folder, token)]
    before = {(one.series, one.academic_year): one for one in standing(statistics)}
    after = {(one.series, one.academic_year): one for one in standing([*statistics, *reading.statistics])}
    return before != after
