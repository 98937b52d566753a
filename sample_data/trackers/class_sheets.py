"""A sheet for each class, marks spelled out and chosen from a list on a hidden sheet, totals at the foot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from etl.containers import a1
from etl.vocabulary import Judgement, Kind
from sample_data.returns import CELLS, Line, Return
from sample_data.trackers.words import WORDS, yes_no
from sample_data.trackers.workbooks import Book

SUFFIX = ".xlsx"
GIVES = ("surname", "forename", "dob", "sex", "disadvantaged", "pupil_premium", "eal", "sen")
PUPIL_HEADINGS = (
    *("Surname", "Forename", "UPN", "Date of Birth", "Gender", "Yr"),
    *("Pupil Premium", "Disadv", "SEN", "EAL"),
)
KIND_HEADINGS = {Kind.CURRENT: "Attainment", Kind.PREDICTED: "Predicted end of year"}
HEADINGS = (
    *PUPIL_HEADINGS,
    *(f"{subject.label} – {KIND_HEADINGS[kind]}" for subject, kind in CELLS),
)
HEADER_ROW = 2  # counted from 0
READ_ME = (
    "Teachers: please fill in your own class's sheet by the end of the half-term.",
    "Choose each mark from the list. Leave it blank where a child is too new to judge.",
)


def class_name(line: Line) -> str:
    return f"{'R' if line.year_group == 0 else line.year_group}{line.form}"


def write(
    path: Path,
    sent: Return,
    _earlier: list[Return],
    slips: Mapping[tuple[str, str], str] | None = None,
) -> None:
    """`slips`: what was typed in place of the right text, by the pupil's UPN and the heading."""
    with Book(path, sent.school.name) as book:
        notes = book.add_worksheet("Read me")
        notes.write_string(0, 0, f"{sent.school.name}, {sent.half_term}", book.title)
        for number, text in enumerate(READ_ME, start=2):
            notes.write_string(number, 0, text)
        for name, lines in classes(sent).items():
            _write_class(book, name, lines, slips or {})
        lookups = book.add_worksheet("Lookups")
        for number, mark in enumerate(Judgement):
            lookups.write_string(number, 0, WORDS[mark])
        lookups.hide()


def classes(sent: Return) -> dict[str, list[Line]]:
    """The pupils by class, in the order of the sheets."""
    found: dict[str, list[Line]] = {}
    for line in sent.lines:
        found.setdefault(class_name(line), []).append(line)
    return found


def address(sent: Return, upn: str, heading: str) -> tuple[str, str]:
    """Sheet and cell at which the tracker holds what it says of a pupil under a heading."""
    for name, lines in classes(sent).items():
        for number, line in enumerate(lines, start=HEADER_ROW + 1):
            if line.upn == upn:
                return name, a1(number, HEADINGS.index(heading))
    raise KeyError(heading)


def _write_class(book: Book, name: str, lines: list[Line], slips: Mapping[tuple[str, str], str]) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, f"Class {name}", book.title)
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(HEADER_ROW, column, heading, book.heading)
    first = HEADER_ROW + 1
    for number, line in enumerate(lines, start=first):
        for column, (heading, right) in enumerate(zip(HEADINGS, _row(line), strict=True)):
            text = slips.get((line.upn, heading), right)
            if text:
                sheet.write_string(number, column, text)
        sheet.write_datetime(number, 3, line.pupil.dob, book.date)
    foot = first + len(lines) + 1
    sheet.write_string(foot, 0, "Total pupils", book.total)
    sheet.write_formula(foot, 2, f"=COUNTA(C{first + 1}:C{foot - 1})", book.total, len(lines))
    sheet.write_string(foot + 1, 0, "Expected or above", book.total)
    for place, cell in enumerate(CELLS):
        met = sum(line.marks[cell] in (Judgement.EXS, Judgement.GDS) for line in lines)
        sheet.write_number(foot + 1, len(PUPIL_HEADINGS) + place, met, book.total)
    sheet.write_string(foot + 3, 0, "Absent: away in the week of assessment.", book.small)
    marks = len(PUPIL_HEADINGS)
    sheet.data_validation(
        *(first, marks, foot - 2, marks + len(CELLS) - 1),
        {"validate": "list", "source": "=Lookups!$A$1:$A$4", "error_type": "information"},
    )
    sheet.set_column(0, 2, 16)
    sheet.set_column(3, len(HEADINGS), 13)
    sheet.freeze_panes(first, 2)


def _row(line: Line) -> list[str]:
    """The texts of a pupil's row; the birth date, written as a date, is left blank."""
    pupil = line.pupil
    return [
        pupil.surname,
        pupil.forename,
        line.upn,
        "",
        pupil.sex,
        "R" if line.year_group == 0 else str(line.year_group),
        yes_no(pupil.pupil_premium),
        yes_no(pupil.disadvantaged),
        pupil.sen,
        yes_no(pupil.eal),
        *(WORDS[line.marks[cell]] for cell in CELLS),
    ]
