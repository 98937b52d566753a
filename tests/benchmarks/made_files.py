"""Schools' returns as workbooks, made of pupils who do not exist: for benchmarks, not for tests."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.record import schools
from etl.record.connection import Record
from etl.record.opening import make_record
from tests.builders_returns import upn

WHEN = HalfTerm(2025, 6)
FIRST_URN = 910001
DETAILS = ("UPN", "Surname", "Forename", "Date of birth", "Gender", "Class", "PP", "FSM", "SEN", "EAL")
BANDS = ("PKS", "WTS", "EXS", "GDS")


def register_schools(folder: DataFolder, count: int) -> Record:
    record = make_record(folder)
    with record.writing() as connection:
        schools.register(
            connection,
            [schools.School(urn=urn, name=f"School {urn}") for urn in range(FIRST_URN, FIRST_URN + count)],
        )
    return record


def write_return(path: Path, *, first: int, pupils: int) -> None:
    """One school's return: a sheet for each of Years 1 to 6, current and predicted in three subjects."""
    chance = random.Random(first)
    headings = [
        f"{subject} {kind}"
        for subject in ("Reading", "Writing", "Maths")
        for kind in ("Current", "Predicted")
    ]
    each = pupils // 6
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        for year in range(1, 7):
            sheet = book.add_worksheet(f"Year {year}")
            sheet.write_row(0, 0, [*DETAILS, *headings])
            for row, number in enumerate(range(first + (year - 1) * each, first + year * each), start=1):
                sheet.write_row(row, 0, [*_details(number, year, chance), *_marks(len(headings), chance)])


def write_large_sheet(path: Path, *, rows: int) -> int:
    """One sheet of `rows` pupils with half-terms side by side in five subjects; gives its columns."""
    chance = random.Random(rows)
    columns = ("Aut 1", "Aut 2", "Spr 1", "Spr 2", "Sum 1", "Predicted")
    headings = [
        f"{subject} {column}"
        for subject in ("Reading", "Writing", "Maths", "GPS", "Science")
        for column in columns
    ]
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Whole school")
        sheet.write_row(0, 0, [*DETAILS[:1], "Year", *DETAILS[1:], *headings])
        for number in range(rows):
            year = number % 6 + 1
            identity, *details = _details(number, year, chance)
            sheet.write_row(number + 1, 0, [identity, year, *details, *_marks(len(headings), chance)])
    return 1 + len(DETAILS) + len(headings)


def _details(number: int, year: int, chance: random.Random) -> Iterator[object]:
    yield from (upn(number), f"Surname{number}", f"Forename{number % 900}")
    yield date(2025 - 6 - year, 9, 1) + timedelta(days=chance.randrange(365))
    yield from (chance.choice("FM"), f"{year}{'ABC'[number % 3]}")
    yield from (chance.choices(("Y", "N"), (share, 1 - share))[0] for share in (0.26, 0.24))
    yield from (chance.choices(("K", "E", "N"), (0.14, 0.05, 0.81))[0], chance.choice(("Y", "N")))


def _marks(count: int, chance: random.Random) -> list[str]:
    return chance.choices(BANDS, (0.05, 0.22, 0.5, 0.23), k=count)
