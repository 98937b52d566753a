"""The sample trust's own returns, altered as people alter files: always a verdict, and no mark is misread.

What a file holds is read a second time here, from its cells alone, and held against what the check read.
"""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.problems import Severity
from etl.record import schools
from etl.record.opening import make_record
from etl.returns.load import check
from etl.returns.outcome import Outcome, Status
from tests.builders_sheets import write_csv
from tests.conftest import ROOT

EXAMPLES = ROOT / "sample_data" / "examples"
OAKFIELD = EXAMPLES / "910001-oakfield-2026-27-autumn-1.csv"
WORKBOOKS = {
    910003: EXAMPLES / "910003-ash-lane-2026-27-autumn-1.xlsx",
    910005: EXAMPLES / "910005-kestrel-way-2026-27-autumn-1.xlsx",
}
AUTUMN_1 = HalfTerm(2026, 1)
BANDS = {
    **{band.lower(): band for band in ("PKS", "WTS", "EXS", "GDS")},
    **{
        "well below": "PKS",
        "below": "WTS",
        "at": "EXS",
        "above": "GDS",
        "wt": "WTS",
        "exp": "EXS",
        "gd": "GDS",
    },
}
# What may come to stand in a cell.
ODD = (
    "", " ", "EXS", "gds", "WTS ", "Exceeding", "3w+", "2b", "A", "Absent", "Left", "-", "n/a", "#N/A",
    "#REF!", "=1+1", "6", "7", "104", "3.5", "2026-09-01", "01/02/2016", "TRUE", "Year 6", "Total", "910002",
    "Elm Grove", "Reading", "UPN", "Spring 1", "’", "é🌳", "x" * 500, "B801200005001",
)  # fmt: skip
HEADINGS = (
    "", "Reading", "Maths", "Current", "Predicted", "UPN", "Year", "Name", "Reading Target", "R", "Notes",
    "Writing Summer 2", "Reading Score", "School", "Term", "Subject", "Numeracy", "AP1 Reading",
    "Reading Autumn 2",
)  # fmt: skip


@dataclass
class Altered:
    """A grid, its rows known by their number in the file that was sent, and which of them were altered."""

    rows: list[tuple[int | None, list[str]]]
    touched: set[int | None] = field(default_factory=lambda: {None})
    headings_altered: bool = False
    done: list[str] = field(default_factory=list)

    def pick(self, chance: random.Random) -> tuple[int | None, list[str]]:
        number, cells = chance.choice(self.rows[1:])
        self.touched.add(number)
        return number, cells


def swap_two_cells(grid: Altered, chance: random.Random) -> None:
    (_, one), (_, other) = grid.pick(chance), grid.pick(chance)
    column, with_column = chance.randrange(len(one)), chance.randrange(len(other))
    one[column], other[with_column] = other[with_column], one[column]


def alter_a_cell(grid: Altered, chance: random.Random) -> None:
    _, cells = grid.pick(chance)
    cells[chance.randrange(len(cells))] = chance.choice(ODD)


def mistype_a_upn(grid: Altered, chance: random.Random) -> None:
    _, cells = grid.pick(chance)
    upn = list(cells[0])
    place = chance.randrange(len(upn))
    upn[place] = chance.choice("0123456789ABCXZ ")
    cells[0] = "".join(upn)


def blank_a_row(grid: Altered, chance: random.Random) -> None:
    _, cells = grid.pick(chance)
    cells[:] = [""] * len(cells)


def drop_a_row(grid: Altered, chance: random.Random) -> None:
    grid.rows.remove(grid.pick(chance))


def repeat_a_row(grid: Altered, chance: random.Random) -> None:
    number, cells = grid.pick(chance)
    grid.rows.insert(chance.randrange(1, len(grid.rows)), (number, [*cells]))


def move_a_row(grid: Altered, chance: random.Random) -> None:
    row = chance.choice(grid.rows[1:])
    grid.rows.remove(row)
    grid.rows.insert(chance.randrange(1, len(grid.rows)), row)


def a_line_of_its_own(grid: Altered, chance: random.Random) -> None:
    width = len(grid.rows[0][1])
    cells = [chance.choice(ODD) if chance.random() < 0.3 else "" for _ in range(width)]
    grid.rows.insert(chance.randrange(1, len(grid.rows)), (None, cells))


def shorten_a_row(grid: Altered, chance: random.Random) -> None:
    _, cells = grid.pick(chance)
    del cells[chance.randrange(len(cells)) :]
    cells += [""] * (len(grid.rows[0][1]) - len(cells))


def shift_a_row(grid: Altered, chance: random.Random) -> None:
    _, cells = grid.pick(chance)
    cells.insert(0, cells.pop())


def swap_two_columns(grid: Altered, chance: random.Random) -> None:
    width = len(grid.rows[0][1])
    one, other = chance.randrange(width), chance.randrange(width)
    for _, cells in grid.rows:
        cells[one], cells[other] = cells[other], cells[one]


def rename_a_column(grid: Altered, chance: random.Random) -> None:
    grid.headings_altered = True
    headings = grid.rows[0][1]
    headings[chance.randrange(len(headings))] = chance.choice(HEADINGS)


def drop_a_column(grid: Altered, chance: random.Random) -> None:
    grid.headings_altered = True
    column = chance.randrange(len(grid.rows[0][1]))
    for _, cells in grid.rows:
        cells[column] = ""


OF_ROWS: tuple[Callable[[Altered, random.Random], None], ...] = (
    swap_two_cells, alter_a_cell, mistype_a_upn, blank_a_row, drop_a_row, repeat_a_row, move_a_row,
    a_line_of_its_own, shorten_a_row, shift_a_row,
)  # fmt: skip
OF_COLUMNS = (swap_two_columns, rename_a_column, drop_a_column)


def altered(seed: int) -> Altered:
    """Oakfield's return with one to six alterations; every third has its columns altered too."""
    text = OAKFIELD.read_text(encoding="utf-8-sig")
    grid = Altered(list(enumerate(csv.reader(io.StringIO(text)))))
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 6)):
        alter = chance.choice(OF_COLUMNS if seed % 3 == 0 and chance.random() < 0.4 else OF_ROWS)
        # A column that moved no longer has its UPNs first.
        if alter is mistype_a_upn and grid.rows[0][1][0] != "UPN":
            continue
        alter(grid, chance)
        grid.done.append(alter.__name__)
    return grid


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    made = DataFolder(tmp_path_factory.mktemp("trust") / "data")
    with make_record(made).writing() as connection:
        names = {910001: "Oakfield Primary School", 910002: "Elm Grove C of E Primary School"}
        names |= {910003: "Ash Lane Primary School", 910005: "Kestrel Way Primary School"}
        schools.register(connection, [schools.School(urn=urn, name=name) for urn, name in names.items()])
    return made


Mark = tuple[str, str, str]  # UPN, subject, kind


def is_like_a_upn(cell: str) -> bool:
    return len(cell) == 13 and cell[0].isalpha() and cell[1:12].isdigit()


def marks_of(grid: Altered) -> tuple[dict[Mark, str], set[str]]:
    """The marks of rows that nobody touched, read from the grid alone; and those rows' UPNs."""
    headings = grid.rows[0][1]
    upn_column = max(range(len(headings)), key=lambda at: sum(is_like_a_upn(row[at]) for _, row in grid.rows))
    times = Counter(cells[upn_column].strip() for _, cells in grid.rows[1:])
    found, upns = {}, set()
    for number, cells in grid.rows[1:]:
        upn = cells[upn_column]
        if number in grid.touched or times[upn] > 1:
            continue
        upns.add(upn)
        for heading, cell in zip(headings, cells, strict=True):
            subject, _, kind = heading.lower().partition(" ")
            about_marks = kind in ("current", "predicted") and subject in ("reading", "writing", "maths")
            if about_marks and cell.lower() in BANDS:
                found[upn, subject, kind] = BANDS[cell.lower()]
    return found, upns


def hold_to_a_verdict(outcome: Outcome) -> None:
    stops = [one for one in outcome.problems if one.severity is Severity.STOP]
    assert outcome.status in (Status.ACCEPTED, Status.REJECTED)
    assert outcome.status is not Status.REJECTED or stops
    assert all(one.message and (one.suggestion or one.severity is Severity.INFO) for one in outcome.problems)
    assert outcome.status is not Status.ACCEPTED or outcome.pupils > 0


@pytest.mark.parametrize("seed", range(45))
def test_a_csv_that_somebody_altered(seed: int, folder: DataFolder, tmp_path: Path) -> None:
    grid = altered(seed)
    path = write_csv(tmp_path / "return.csv", [cells for _, cells in grid.rows])
    outcomes = check(folder, path, school_urn=910001, half_term=AUTUMN_1, accept_good_rows=bool(seed % 2))
    for outcome in outcomes:
        hold_to_a_verdict(outcome)
        assert outcome.school_urn in (910001, None), grid.done
        if outcome.status is not Status.ACCEPTED or outcome.reading is None:
            continue
        expected, upns = marks_of(grid)
        read = {
            (mark.upn, mark.subject.value, mark.kind.value): mark.judgement
            for mark in outcome.reading.marks
            if mark.upn in upns and mark.half_term == AUTUMN_1
        }
        if not grid.headings_altered:
            assert {place: band for place, band in read.items() if band} == expected, grid.done
            assert upns <= {pupil.upn for pupil in outcome.reading.pupils}, grid.done
        else:
            # A heading that now says something else may add marks or take them; those it left stay right.
            both = read.keys() & expected.keys()
            assert {place: read[place] for place in both} == {place: expected[place] for place in both}


def test_most_altered_files_are_still_read() -> None:
    """Else the test above would hold nothing."""
    assert sum(not altered(seed).headings_altered for seed in range(45)) > 25
    whole = Altered(list(enumerate(csv.reader(io.StringIO(OAKFIELD.read_text(encoding="utf-8-sig"))))))
    assert len(marks_of(whole)[0]) > 1_500


@pytest.mark.parametrize("urn", WORKBOOKS)
@pytest.mark.parametrize("seed", range(6))
def test_a_workbook_that_somebody_altered(urn: int, seed: int, folder: DataFolder, tmp_path: Path) -> None:
    """Each mark that was read stands in the cell that it is said to be from, in the row of its UPN."""
    chance = random.Random(seed)
    book = openpyxl.load_workbook(WORKBOOKS[urn])
    for _ in range(chance.randint(1, 8)):
        sheet = chance.choice(book.worksheets)
        row, column = chance.randint(1, sheet.max_row), chance.randint(1, sheet.max_column)
        how = chance.randrange(5)
        if how == 0:
            sheet.insert_rows(row)
        elif how == 1:
            sheet.delete_rows(row)
        elif how == 2 and not sheet.merged_cells.ranges:
            sheet.insert_cols(column)
        elif not isinstance(sheet.cell(row, column), openpyxl.cell.cell.MergedCell):
            value = chance.choice([*ODD, 6, 3.5, True, datetime(2016, 2, 1), None])
            sheet.cell(row, column).value = value
    book.save(tmp_path / "return.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "return.xlsx")
    for outcome in check(
        folder, tmp_path / "return.xlsx", school_urn=urn, half_term=AUTUMN_1, accept_good_rows=True
    ):
        hold_to_a_verdict(outcome)
        for mark in outcome.reading.marks if outcome.reading else ():
            cell = saved[mark.sheet][mark.cell]
            in_row = {str(one.value).strip() for one in saved[mark.sheet][cell.row]}
            assert mark.upn in in_row
            if mark.judgement is not None:
                assert BANDS[str(cell.value).strip().lower()] == mark.judgement
