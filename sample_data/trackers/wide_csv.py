"""One row a pupil, plain headings, comma-separated with a byte-order mark: "CSV UTF-8" as Excel saves it."""

from __future__ import annotations

import csv
from pathlib import Path

from sample_data.returns import CELLS, Line, Return
from sample_data.trackers.words import CODES, yes_no

SUFFIX = ".csv"
GIVES = ("surname", "forename", "dob", "sex", "disadvantaged", "pupil_premium", "fsm", "eal", "sen")
HEADINGS = (
    *("UPN", "Surname", "Forename", "DOB", "Sex", "Year", "Class"),
    *("Disadvantaged", "PP", "FSM", "SEN", "EAL"),
    *(f"{subject.label} {kind.value.capitalize()}" for subject, kind in CELLS),
)


def class_name(line: Line) -> str:
    return f"{'R' if line.year_group == 0 else line.year_group}{line.form}"


def write(path: Path, sent: Return, _earlier: list[Return]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADINGS)
        rows.writerows(_row(line) for line in sent.lines)


def _row(line: Line) -> list[str]:
    pupil = line.pupil
    return [
        line.upn,
        pupil.surname,
        pupil.forename,
        f"{pupil.dob:%d/%m/%Y}",
        pupil.sex,
        "R" if line.year_group == 0 else str(line.year_group),
        class_name(line),
        yes_no(pupil.disadvantaged),
        yes_no(pupil.pupil_premium),
        yes_no(line.fsm),
        pupil.sen,
        yes_no(pupil.eal),
        *(CODES[line.marks[cell]] for cell in CELLS),
    ]
