"""The marks of one row, with what the row itself says of their subject, kind and half-term."""

from __future__ import annotations

import difflib
from datetime import date

from etl.containers import a1
from etl.reading import findings
from etl.reading.columns import Column, TableColumns, read_kind, read_subject
from etl.reading.entries import Entry, RawMark, TableEntries
from etl.reading.half_term_words import SaidHalfTerm, find_half_terms
from etl.reading.headings import SUBJECTS
from etl.reading.pupil_rows import shown_text
from etl.reading.spelling import cell_text, comparable
from etl.vocabulary import Kind, Subject


def read_marks(entry: Entry, columns: TableColumns, row: int, result: TableEntries) -> None:
    table, fields = entry.table, columns.fields
    cells = table.sheet.rows[row]
    filled = [c for c in columns.marks if shown_text(table, row, c)]
    if not filled:
        return
    row_subject: Subject | str | None = None
    if "subject" in fields and any(column.subject is None for column in filled):
        text = shown_text(table, row, fields["subject"])
        row_subject = read_subject(text) if text else None
        if row_subject == "" or (row_subject is None and text and not _like_a_subject(text)):
            result.other_subjects[text] += 1
            filled = [column for column in filled if column.subject is not None]
        elif row_subject is None:
            _unclear(entry, fields["subject"], row, "Type the subject in full: Reading, Writing or Maths.")
            return
    row_kind: Kind | None = None
    if "kind" in fields and any(column.kind is None for column in filled):
        text = shown_text(table, row, fields["kind"])
        row_kind = read_kind(text) if text else Kind.CURRENT
        if row_kind is None:
            _unclear(entry, fields["kind"], row, "Type Current, Predicted or Target.")
            return
    when: SaidHalfTerm | None = None
    if filled and any(column.when is None for column in filled):
        when = _row_half_term(entry, columns, row)
        if when is None and any(problem.code == findings.UNCLEAR_ROW.code for problem in entry.problems):
            return
    for column in filled:
        value = cells[column.index]
        subject = column.subject or row_subject
        if not isinstance(subject, Subject):
            continue
        entry.marks.append(
            RawMark(
                entry,
                column,
                cell_text(value),
                isinstance(value, date),
                subject,
                column.kind or row_kind or Kind.CURRENT,
                _joined(column.when, when),
            )
        )


def _joined(column: SaidHalfTerm | None, row: SaidHalfTerm | None) -> SaidHalfTerm | None:
    """What the heading says, and what it leaves open from the row."""
    if column is None or row is None:
        return column or row
    return SaidHalfTerm(
        column.starts if column.starts is not None else row.starts,
        column.ordinal if column.says_when else row.ordinal,
        column.term if column.says_when else row.term,
        column.loose if column.says_when else row.loose,
    )


def _row_half_term(entry: Entry, columns: TableColumns, row: int) -> SaidHalfTerm | None:
    said: SaidHalfTerm | None = None
    for name in ("half_term", "academic_year"):
        column = columns.fields.get(name)
        text = shown_text(entry.table, row, column)
        if not column or not text:
            continue
        found = find_half_terms(text, short=True).single
        if found is None:
            _unclear(entry, column, row, "Type the half-term as Spring 1, the academic year as 2025/26.")
            return None
        said = _joined(said, found)
    return said


def _unclear(entry: Entry, column: Column, row: int, cure: str) -> None:
    entry.problems.append(
        findings.UNCLEAR_ROW(
            "What this cell says about the row's mark is not understood.",
            cure,
            sheet=entry.sheet,
            cell=a1(row, column.index),
            rows=[entry.place],
        )
    )


def _like_a_subject(text: str) -> bool:
    """Whether a text is probably one of our subjects, mistyped."""
    known = [
        spelling for subject in SUBJECTS.values() for spelling in subject.split("|") if len(spelling) > 3
    ]
    return bool(difflib.get_close_matches(comparable(text), known, n=1, cutoff=0.75))
