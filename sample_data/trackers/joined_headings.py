"""One heading for assessment, half-term and subject, joined by $; the year group stands before each mark.

As a school's information system exports it: Windows' own encoding, commas, one row a pupil.
"""

from __future__ import annotations

import csv
from pathlib import Path

from etl.vocabulary import RWM_SUBJECTS, Kind
from sample_data.returns import Line, Return
from sample_data.trackers.words import with_year, yes_no

SUFFIX = ".csv"
GIVES = ("surname", "forename", "dob", "sex", "disadvantaged", "pupil_premium", "fsm6", "eal", "sen")
PUPIL_HEADINGS = (
    *("Pupil Name", "UPN", "Birth Date", "Sex", "Year Group", "Tutor Group"),
    *("Pupil Premium", "Disadvantaged", "Ever 6", "SEN Code", "EAL", "Attendance %"),
)
KIND_HEADINGS = {Kind.CURRENT: "Summative Assessment", Kind.PREDICTED: "Predicted End of Year"}
PATHS = {"A": "Samphire", "B": "Curlew", "C": "Avocet"}


def class_name(line: Line) -> str:
    return f"{PATHS[line.form]} {'R' if line.year_group == 0 else line.year_group}"


def write(path: Path, sent: Return, _earlier: list[Return]) -> None:
    headings = [
        f"{name}${sent.half_term.name}${subject.label}"
        for subject in RWM_SUBJECTS
        for name in KIND_HEADINGS.values()
    ]
    with path.open("w", encoding="cp1252", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([*PUPIL_HEADINGS, *headings])
        for line in sent.lines:
            marks = (
                with_year(line.marks[subject, kind], line.year_group)
                for subject in RWM_SUBJECTS
                for kind in KIND_HEADINGS
            )
            rows.writerow([*_details(line), *marks])


def _details(line: Line) -> list[str]:
    pupil = line.pupil
    return [
        f"{pupil.surname}, {pupil.forename}",
        line.upn,
        f"{pupil.dob:%d-%m-%Y}",
        pupil.sex,
        "Reception" if line.year_group == 0 else f"Year {line.year_group}",
        class_name(line),
        yes_no(pupil.pupil_premium),
        yes_no(pupil.disadvantaged),
        yes_no(pupil.fsm6),
        pupil.sen,
        yes_no(pupil.eal),
        f"{100 - pupil.number % 13}",
    ]
