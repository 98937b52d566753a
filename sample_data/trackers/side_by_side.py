"""A year's half-terms side by side under each subject, `Aut 1` to `Sum 2`, and one prediction written over.

Half-terms to come are blank. A judgement that was returned earlier stands in its column still.
"""

from __future__ import annotations

from pathlib import Path

from etl.half_terms import HalfTerm
from etl.vocabulary import RWM_SUBJECTS, Judgement, Kind, Subject
from sample_data.judgements import Mark, Unjudged
from sample_data.returns import Line, Return
from sample_data.trackers.words import CODES, yes_no
from sample_data.trackers.workbooks import Book

SUFFIX = ".xlsx"
GIVES = ("surname", "forename", "sex", "disadvantaged", "pupil_premium", "eal", "sen")
PUPIL_HEADINGS = (
    *("Pupil Unique Number", "Surname", "Forename", "Gender", "Year", "Class"),
    *("Disadvantaged", "PP", "SEN", "EAL"),
)
HALF_TERM_HEADINGS = ("Aut 1", "Aut 2", "Spr 1", "Spr 2", "Sum 1", "Sum 2")
BIRDS = {"A": "Merlins", "B": "Hobbies"}
HEADER_ROW = 2  # counted from 0


def class_name(line: Line) -> str:
    return f"{'R' if line.year_group == 0 else line.year_group} {BIRDS[line.form]}"


def write(path: Path, sent: Return, earlier: list[Return]) -> None:
    returned = {
        (line.upn, subject, one.half_term): line.mark(subject, Kind.CURRENT)
        for one in earlier
        for line in one.lines
        for subject in RWM_SUBJECTS
    }
    with Book(path, sent.school.name) as book:
        sheet = book.add_worksheet("Assessment")
        sheet.write_string(0, 0, f"{sent.school.name} assessment {sent.half_term.academic_year}", book.title)
        columns = [*HALF_TERM_HEADINGS, "EOY Pred"]
        for column, heading in enumerate(PUPIL_HEADINGS):
            sheet.write_string(HEADER_ROW + 1, column, heading, book.heading)
        first = len(PUPIL_HEADINGS)
        for subject in RWM_SUBJECTS:
            last = first + len(columns) - 1
            sheet.merge_range(HEADER_ROW, first, HEADER_ROW, last, subject.label, book.group)
            for place, heading in enumerate(columns):
                sheet.write_string(HEADER_ROW + 1, first + place, heading, book.heading)
            first += len(columns)
        for number, line in enumerate(sent.lines, start=HEADER_ROW + 2):
            for column, text in enumerate(_details(line)):
                sheet.write_string(number, column, text)
            first = len(PUPIL_HEADINGS)
            for subject in RWM_SUBJECTS:
                for ordinal in range(1, sent.half_term.ordinal + 1):
                    half_term = HalfTerm(sent.half_term.starts, ordinal)
                    mark = _judged(sent, line, subject, half_term, returned)
                    if mark is not Unjudged.BLANK:
                        sheet.write_string(number, first + ordinal - 1, _spelled(mark, number))
                predicted = line.mark(subject, Kind.PREDICTED)
                if predicted is not Unjudged.BLANK:
                    sheet.write_string(number, first + len(columns) - 1, CODES[predicted])
                first += len(columns)
        sheet.set_column(0, 2, 15)
        sheet.set_column(3, first, 8)
        sheet.freeze_panes(HEADER_ROW + 2, 3)


def _judged(
    sent: Return,
    line: Line,
    subject: Subject,
    half_term: HalfTerm,
    returned: dict[tuple[str, Subject, HalfTerm], Mark],
) -> Mark:
    if half_term == sent.half_term:
        return line.mark(subject, Kind.CURRENT)
    key = (line.upn, subject, half_term)
    return sent.restated.get(key) or returned.get(key, Unjudged.BLANK)


def _spelled(mark: Mark, number: int) -> str:
    """As it was typed: here and there in lower case, or with a space behind it."""
    text = CODES[mark]
    if isinstance(mark, Judgement) and number % 11 == 0:
        return text.lower()
    return f"{text} " if number % 17 == 0 else text


def _details(line: Line) -> list[str]:
    pupil = line.pupil
    return [
        line.upn,
        pupil.surname,
        pupil.forename,
        pupil.sex,
        f"Y{'R' if line.year_group == 0 else line.year_group}",
        class_name(line),
        yes_no(pupil.disadvantaged),
        yes_no(pupil.pupil_premium),
        pupil.sen,
        yes_no(pupil.eal),
    ]
