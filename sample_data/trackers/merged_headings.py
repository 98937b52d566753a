"""One sheet with titles above it and headings over two rows: a merged subject over Current and Predicted."""

from __future__ import annotations

from pathlib import Path

from etl.vocabulary import RWM_SUBJECTS, Kind, year_group_label
from sample_data.returns import Line, Return
from sample_data.trackers.words import SHORTENED, yes_no
from sample_data.trackers.workbooks import Book

SUFFIX = ".xlsx"
GIVES = (
    *("surname", "forename", "dob", "sex"),
    *("disadvantaged", "fsm6", "looked_after", "eal", "sen"),
)
PUPIL_HEADINGS = (
    *("Name", "UPN", "Date of Birth", "Gender", "Year Group", "Reg Group"),
    *("Disadvantaged", "Ever 6", "Looked After", "SEN Status", "EAL"),
)
UNDER_SUBJECT = ((Kind.CURRENT, "Current"), (Kind.PREDICTED, "Predicted EOY"))
TREES = {"A": "Alder", "B": "Birch"}
HEADER_ROW = 3  # counted from 0; the second header row is the next


def class_name(line: Line) -> str:
    return f"{TREES[line.form]} {'R' if line.year_group == 0 else line.year_group}"


def write(path: Path, sent: Return, _earlier: list[Return]) -> None:
    with Book(path, sent.school.name) as book:
        sheet = book.add_worksheet("Tracker")
        sheet.write_string(0, 0, f"{sent.school.name}: pupil tracker", book.title)
        sheet.write_string(1, 0, f"{sent.half_term.name} {sent.half_term.academic_year}", book.small)
        for column, heading in enumerate(PUPIL_HEADINGS):
            sheet.merge_range(HEADER_ROW, column, HEADER_ROW + 1, column, heading, book.heading)
        column = len(PUPIL_HEADINGS)
        for subject in RWM_SUBJECTS:
            sheet.merge_range(HEADER_ROW, column, HEADER_ROW, column + 1, subject.label, book.group)
            for place, (_, heading) in enumerate(UNDER_SUBJECT):
                sheet.write_string(HEADER_ROW + 1, column + place, heading, book.heading)
            column += len(UNDER_SUBJECT)
        sheet.merge_range(HEADER_ROW, column, HEADER_ROW + 1, column, "Comments", book.heading)
        for number, line in enumerate(sent.lines, start=HEADER_ROW + 2):
            for place, text in enumerate(_details(line)):
                sheet.write_string(number, place, text)
            sheet.write_datetime(number, 2, line.pupil.dob, book.date)
            column = len(PUPIL_HEADINGS)
            for subject in RWM_SUBJECTS:
                for kind, _ in UNDER_SUBJECT:
                    sheet.write_string(number, column, SHORTENED[line.marks[subject, kind]])
                    column += 1
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 2, 15)
        sheet.set_column(3, column, 11)
        sheet.freeze_panes(HEADER_ROW + 2, 1)


def _details(line: Line) -> list[str]:
    pupil = line.pupil
    return [
        f"{pupil.surname.upper()}, {pupil.forename}",
        line.upn,
        "",  # the birth date, written as a date
        "Female" if pupil.sex == "F" else "Male",
        year_group_label(line.year_group),
        class_name(line),
        yes_no(pupil.disadvantaged, "Yes", "No"),
        yes_no(pupil.fsm6, "Yes", "No"),
        yes_no(pupil.looked_after, "Yes", "No"),
        pupil.sen,
        yes_no(pupil.eal, "Yes", "No"),
    ]
