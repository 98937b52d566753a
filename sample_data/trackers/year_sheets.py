"""A sheet for each year group, which only the sheet's name says; marks are Below, At and Above."""

from __future__ import annotations

from pathlib import Path

from etl.vocabulary import RWM_SUBJECTS, Kind, year_group_label
from sample_data.returns import Line, Return
from sample_data.trackers.words import AGAINST_AGE
from sample_data.trackers.workbooks import Book

SUFFIX = ".xlsx"
# Pupil premium is ticked or left blank, and nothing is said of who is disadvantaged.
GIVES = ("surname", "forename", "dob", "sex", "pupil_premium", "sen")
PUPIL_HEADINGS = ("UPN", "First Name", "Last Name", "D.O.B.", "M/F", "PP", "SEND")
KIND_HEADINGS = ((Kind.CURRENT, "now"), (Kind.PREDICTED, "end of year prediction"))


def class_name(_line: Line) -> None:
    """One class a year group: the sheets do not name it."""
    return None


def write(path: Path, sent: Return, _earlier: list[Return]) -> None:
    with Book(path, sent.school.name) as book:
        for year in range(7):
            _write_year(book, year, sent.year(year))


def _write_year(book: Book, year: int, lines: list[Line]) -> None:
    sheet = book.add_worksheet(year_group_label(year))
    headings = [
        *PUPIL_HEADINGS,
        *(f"{subject.label} {name}" for subject in RWM_SUBJECTS for _, name in KIND_HEADINGS),
    ]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, book.heading)
    for number, line in enumerate(lines, start=1):
        pupil = line.pupil
        details = (
            *(line.upn, pupil.forename, pupil.surname, "", "girl" if pupil.sex == "F" else "boy"),
            *("✓" if pupil.pupil_premium else "", pupil.sen),
        )
        marks = (
            AGAINST_AGE[line.marks[subject, kind]] for subject in RWM_SUBJECTS for kind, _ in KIND_HEADINGS
        )
        for column, text in enumerate((*details, *marks)):
            if text:
                sheet.write_string(number, column, text)
        sheet.write_datetime(number, 3, pupil.dob, book.date)
    sheet.set_column(0, len(headings), 13)
    sheet.freeze_panes(1, 3)
