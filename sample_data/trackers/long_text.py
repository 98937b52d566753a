"""A row for each pupil and subject: "Unicode text" as Excel saves it, UTF-16 with tabs."""

from __future__ import annotations

import csv
from pathlib import Path

from etl.vocabulary import RWM_SUBJECTS, Kind
from sample_data.returns import Line, Return
from sample_data.trackers.words import CODES, yes_no

SUFFIX = ".txt"
GIVES = (
    *("surname", "forename", "dob", "sex"),
    *("disadvantaged", "pupil_premium", "fsm", "fsm6", "looked_after", "eal", "sen"),
)
HEADINGS = (
    *("UPN", "Legal Surname", "Legal Forename", "Date of Birth", "Gender", "NC Year", "Reg Group"),
    *("Pupil Premium Indicator", "Disadvantaged", "FSM Eligible", "Ever6 FSM", "In Care"),
    *("SEN Provision", "English as Additional Language"),
    *("Academic Year", "Half Term", "Subject", "Current", "Predicted"),
)
TEACHERS = {"A": "M", "B": "R", "C": "T"}


def class_name(line: Line) -> str:
    return f"{'R' if line.year_group == 0 else line.year_group}{TEACHERS[line.form]}"


def write(path: Path, sent: Return, _earlier: list[Return]) -> None:
    # Without newline="" the writer's own line ends would be doubled on Windows.
    with path.open("w", encoding="utf-16", newline="") as file:
        rows = csv.writer(file, delimiter="\t")
        rows.writerow(HEADINGS)
        for line in sent.lines:
            for subject in RWM_SUBJECTS:
                rows.writerow(
                    [
                        *_details(line),
                        sent.half_term.academic_year,
                        sent.half_term.name,
                        subject.label,
                        CODES[line.marks[subject, Kind.CURRENT]],
                        CODES[line.marks[subject, Kind.PREDICTED]],
                    ]
                )


def _details(line: Line) -> list[str]:
    pupil = line.pupil
    return [
        line.upn,
        pupil.surname,
        pupil.forename,
        f"{pupil.dob:%Y-%m-%d}",
        pupil.sex,
        "R" if line.year_group == 0 else str(line.year_group),
        class_name(line),
        yes_no(pupil.pupil_premium, "True", "False"),
        yes_no(pupil.disadvantaged, "True", "False"),
        yes_no(line.fsm, "True", "False"),
        yes_no(pupil.fsm6, "True", "False"),
        yes_no(pupil.looked_after, "True", "False"),
        pupil.sen,
        yes_no(pupil.eal, "True", "False"),
    ]
