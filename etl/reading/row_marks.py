"""The marks of one row, with what the row itself says of their subject, kind and half-term."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from datetime import date

from etl.containers import a1
from etl.problems import Problem
from etl.reading import findings
from etl.reading.answers import NOT_USED, in_our_words
from etl.reading.columns import Column, TableColumns, kind_said, subject_said
from etl.reading.entries import Entry, RawMark, TableEntries, Unclear
from etl.reading.half_term_words import SaidHalfTerm, find_half_terms
from etl.reading.heading_meaning import HeadingMeaning, heading_meaning
from etl.reading.headings import SUBJECTS
from etl.reading.marks import tidy_mark
from etl.reading.pupil_rows import field_text, shown_text
from etl.reading.spelling import comparable
from etl.vocabulary import Kind, Subject

_SUBJECT_CURE = "Type the subject in full: Reading, Writing or Maths."
_KIND_CURE = "Type Current, Predicted or Target."
_HALF_TERM_CURE = "Type the half-term as Spring 1, the academic year as 2025/26."


@dataclass(frozen=True)
class _RowSaid:
    """What a row itself says of its marks: its subject may stand with a kind and a half-term in one cell."""

    subject: Subject | None = None
    kind: Kind | None = None
    when: SaidHalfTerm | None = None


class _NotUnderstoodError(Exception):
    """A cell that says what a row's marks are of is not understood."""

    def __init__(self, column: Column, cure: str) -> None:
        self.column, self.cure = column, cure


class _OtherSubjectError(Exception):
    """The row's marks are of something that is not read."""

    def __init__(self, text: str) -> None:
        self.text = text


def read_marks(entry: Entry, columns: TableColumns, row: int, result: TableEntries) -> None:
    table = entry.table
    cells = table.sheet.rows[row]
    texts = {column.index: text for column in columns.marks if (text := shown_text(table, row, column))}
    if not texts:
        return
    filled = [column for column in columns.marks if column.index in texts]
    try:
        said = _row_says(entry, columns, filled, row)
        marks = [(column, _kind(column, said, columns)) for column in filled]
    except _OtherSubjectError as other:
        result.other_subjects[other.text] += 1
        said = _RowSaid()
        marks = [(column, column.kind or Kind.CURRENT) for column in filled if column.subject is not None]
    except _NotUnderstoodError as doubt:
        key = (doubt.column.index, field_text(table, row, doubt.column))
        result.unclear.setdefault(key, Unclear(doubt.column, doubt.cure)).entries.append(entry)
        return
    for column, kind in marks:
        subject = column.subject or said.subject
        if subject is None:
            continue
        text, is_date = texts[column.index], isinstance(cells[column.index], date)
        when = _joined(column.when, said.when)
        entry.marks.append(RawMark(entry, column, text, is_date, subject, kind, when))


def _row_says(entry: Entry, columns: TableColumns, filled: list[Column], row: int) -> _RowSaid:
    said = _RowSaid()
    fields = columns.fields
    if "subject" in fields and any(column.subject is None for column in filled):
        said = _subject_cell(entry, columns, fields["subject"], row)
    if "kind" in fields and any(column.kind is None for column in filled):
        said = _kind_cell(entry, columns, fields["kind"], row, said)
    if any(column.when is None or not column.when.says_when for column in filled):
        for name in ("half_term", "academic_year"):
            if name in fields:
                said = _half_term_cell(entry, fields[name], row, said)
    return said


def _subject_cell(entry: Entry, columns: TableColumns, column: Column, row: int) -> _RowSaid:
    text = field_text(entry.table, row, column)
    said = in_our_words(text, columns.learned)
    meaning = heading_meaning(said)
    subject = subject_said(meaning, columns.spelt_subjects)
    # A subject that nobody knows may be the one of ours that the list lacks.
    stranger = bool(meaning.unknown) and columns.lacks_a_subject
    stranger = stranger and columns.learned.get(tidy_mark(text)) != NOT_USED
    if subject == "" or (subject is None and text and not stranger and not _like_a_subject(said)):
        raise _OtherSubjectError(text)
    if not isinstance(subject, Subject) or meaning.unknown or meaning.several_half_terms:
        raise _NotUnderstoodError(column, _SUBJECT_CURE)
    return _RowSaid(subject, meaning.kind, _when_of(meaning))


def _kind_cell(entry: Entry, columns: TableColumns, column: Column, row: int, said: _RowSaid) -> _RowSaid:
    text = field_text(entry.table, row, column)
    if not text:
        return said
    meaning = heading_meaning(in_our_words(text, columns.learned))
    if meaning.not_used and not meaning.unknown:
        raise _OtherSubjectError(text)
    kind = kind_said(meaning)
    if kind is None or (said.kind is not None and said.kind is not kind and not meaning.any_kind):
        raise _NotUnderstoodError(column, _KIND_CURE)
    return _RowSaid(said.subject, said.kind or kind, _one_of(said.when, _when_of(meaning), column))


def _half_term_cell(entry: Entry, column: Column, row: int, said: _RowSaid) -> _RowSaid:
    text = field_text(entry.table, row, column)
    if not text:
        return said
    found = find_half_terms(text, short=True).single
    if found is None:
        raise _NotUnderstoodError(column, _HALF_TERM_CURE)
    return replace(said, when=_one_of(said.when, found, column))


def _when_of(meaning: HeadingMeaning) -> SaidHalfTerm | None:
    return meaning.half_term


def _one_of(before: SaidHalfTerm | None, now: SaidHalfTerm | None, column: Column) -> SaidHalfTerm | None:
    """Two cells' words joined; where they name different half-terms the row is not understood."""
    if before and now:
        whens = {(one.ordinal, one.term) for one in (before, now) if one.says_when}
        years = {one.starts for one in (before, now) if one.starts is not None}
        if len(whens) > 1 or len(years) > 1:
            raise _NotUnderstoodError(column, _HALF_TERM_CURE)
    return _joined(before, now)


def _kind(column: Column, said: _RowSaid, columns: TableColumns) -> Kind:
    """The kind of a mark, from its column or its row; they may not say different things."""
    if column.kind is not None and said.kind is not None and column.kind is not said.kind:
        raise _NotUnderstoodError(columns.fields.get("kind") or columns.fields["subject"], _KIND_CURE)
    return column.kind or said.kind or Kind.CURRENT


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


def unclear_row(unclear: Unclear) -> Problem:
    """One stop for a text that is not understood in a column, at its first cell."""
    first = unclear.entries[0]
    others = len(unclear.entries) - 1
    like = f" {others} more in this column are like it." if others > 1 else ""
    if others == 1:
        like = " One more in this column is like it."
    return findings.UNCLEAR_ROW(
        f"What this cell says about the row's mark is not understood.{like}",
        unclear.cure,
        sheet=first.sheet,
        cell=a1(first.row - 1, unclear.column.index),
        rows=[entry.place for entry in unclear.entries],
    )


def _like_a_subject(text: str) -> bool:
    """Whether a text is probably one of our subjects, mistyped."""
    known = [
        spelling for subject in SUBJECTS.values() for spelling in subject.split("|") if len(spelling) > 3
    ]
    return bool(difflib.get_close_matches(comparable(text), known, n=1, cutoff=0.75))
