"""The columns of a table of results: who the pupil is, and which result each other column speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from etl.containers import Sheet, column_letter
from etl.reading.columns import FIELD_LABELS, Column, Role, TableColumns
from etl.reading.heading_meaning import field_named
from etl.reading.spelling import cell_text, comparable, words
from etl.reading.tables import Table
from etl.reading.tidy import ColumnReading
from etl.results.assessments import Assessment
from etl.results.headings import Heading, Part, heading_of
from etl.results.years import year_in

# How the Department's files begin the headings of a pupil's details: FSP_UPN, KS2_SURNAME.
_PREFIX = re.compile(r"^\s*(?:FSP|EYFSP|PHONICS|KS1|KS2|MTC)[_ ]", re.IGNORECASE)
_HEADER_ROWS = 30
# The Department's group of first languages: English, another, not known.
_LANGUAGE_GROUP = words("EALGRP")
_LANGUAGE_GROUPS = {"1": "No", "2": "Yes", "3": None}


def plain_sheet(sheet: Sheet) -> Sheet:
    """A sheet whose headings of pupils' details are without the Department's prefixes.

    Its language groups (1, 2, 3) become what other files say of EAL: as a flag, a 1 would be a yes.
    """
    rows = [list(row) for row in sheet.rows[:_HEADER_ROWS]] + sheet.rows[_HEADER_ROWS:]
    groups: dict[int, int] = {}
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        for place, value in enumerate(row):
            if not isinstance(value, str):
                continue
            if words(value) == _LANGUAGE_GROUP:
                row[place] = "EAL"
                groups[place] = number
            elif _PREFIX.match(value) and field_named(_PREFIX.sub("", value)):
                row[place] = _PREFIX.sub("", value)
    for place, number in groups.items():
        for at in range(number + 1, len(rows)):
            if place < len(rows[at]) and cell_text(rows[at][place]) in _LANGUAGE_GROUPS:
                rows[at] = [*rows[at]]
                rows[at][place] = _LANGUAGE_GROUPS[cell_text(rows[at][place])]
    return Sheet(sheet.name, rows, sheet.hidden, sheet.merges, sheet.faults, sheet.trimmed)


@dataclass(frozen=True)
class ResultColumn:
    index: int
    heading: str
    meaning: Heading
    ones_are_yes: bool = False


@dataclass
class ResultColumns:
    """`table` is what the shared reading of rows needs; `results` are the columns of results."""

    table: TableColumns
    results: list[ResultColumn] = field(default_factory=list)

    def of(self, subject: str, part: Part) -> list[ResultColumn]:
        return [one for one in self.results if (one.meaning.subject, one.meaning.part) == (subject, part)]

    @property
    def subjects(self) -> list[str]:
        """The subjects that have a column of results, in their order."""
        return list(
            dict.fromkeys(one.meaning.subject for one in self.results if one.meaning.part is Part.RESULT)
        )


def meaning_in(table: Table, index: int, assessment: Assessment) -> Heading | None:
    """What a column's heading means, all its rows together or the lowest alone."""
    whole, leaf = table.heading(index), table.leaf(index)
    if index == table.upn_column or (field_named(leaf) and not heading_of(whole, assessment)):
        return None
    return heading_of(whole, assessment) or heading_of(leaf, assessment)


def telling_headings(table: Table) -> dict[Assessment, int]:
    """How many of a table's headings say by themselves which assessment they are of."""
    found = {
        assessment: sum(
            meaning is not None and meaning.telling and meaning.part is not Part.STATUS
            for meaning in (meaning_in(table, index, assessment) for index in table.headings)
        )
        for assessment in Assessment
    }
    return {assessment: number for assessment, number in found.items() if number}


def read_result_columns(table: Table, assessment: Assessment) -> ResultColumns:
    """Every column that has a heading, read as one of an assessment's table."""
    columns: list[Column] = []
    results: list[ResultColumn] = []
    for index in range(table.left, table.right):
        heading = table.heading(index)
        meaning = meaning_in(table, index, assessment) if heading else None
        if index == table.upn_column:
            columns.append(Column(index, heading, Role.FIELD, field="upn"))
        elif meaning is not None:
            # In doubt to the reader of rows: such cells tell a pupil's row from a note.
            columns.append(Column(index, heading, Role.DOUBT))
            results.append(
                ResultColumn(index, heading, meaning, _ones_are_yes(_texts(table, index), meaning))
            )
        elif named := field_named(table.leaf(index)) or field_named(heading):
            columns.append(Column(index, heading, Role.FIELD, field=named))
        elif heading:
            columns.append(
                Column(index, heading, Role.NOT_USED, why="its heading is not one that is read here")
            )
    return ResultColumns(TableColumns(columns, _fields(table, columns)), results)


def _texts(table: Table, index: int) -> set[str]:
    return {
        cell_text(row[index])
        for row in table.sheet.rows[table.start : table.end]
        if index < len(row) and row[index] is not None
    }


def _ones_are_yes(texts: Iterable[str], meaning: Heading) -> bool:
    """Whether a column of GLD holds 1 and 0, which are yes and no; 1 beside 2 would be something else."""
    said = {comparable(text) for text in texts}
    return meaning.subject == "gld" and "0" in said and "2" not in said


def _fields(table: Table, columns: list[Column]) -> dict[str, Column]:
    """One column for each detail of a pupil: the first."""
    fields: dict[str, Column] = {}
    for column in columns:
        if column.role is not Role.FIELD or column.field is None:
            continue
        if column.field == "year_group":
            texts = _texts(table, column.index)
            if texts and all(year_in(text) for text in texts):
                column.field = "academic_year"
        if column.field == "upn" and column.index != table.upn_column or column.field in fields:
            column.role, column.why = Role.NOT_USED, "another column gives the same"
            continue
        fields[column.field] = column
    if "eal" in fields and "language" in fields:
        fields.pop("language")
    if "name" in fields and "surname" in fields and "forename" in fields:
        fields.pop("name")
    return fields


_PARTS = {
    Part.RESULT: "",
    Part.ELIGIBLE: ", whether the result counts",
    Part.EXPECTED: ", whether the expected standard is met",
    Part.HIGHER: ", whether the higher standard is met",
    Part.STATUS: ", whether the pupil took it",
}


def subject_label(assessment: Assessment, subject: str) -> str:
    """A subject of an assessment as people read it."""
    if subject in (Assessment.MTC.value, Assessment.PHONICS.value):
        return assessment.label
    plain = subject.removesuffix("_ta")
    named = plain.upper() if plain in ("gps", "gld") else plain.capitalize()
    return f"{named}, teacher assessment" if subject.endswith("_ta") else named


def column_readings(table: Table, columns: ResultColumns, assessment: Assessment) -> list[ColumnReading]:
    """How every column was understood, for "how we read your sheet"."""
    meanings = {one.index: one.meaning for one in columns.results}
    found = []
    for column in columns.table.columns:
        meaning = meanings.get(column.index)
        if meaning is not None:
            said = f"{subject_label(assessment, meaning.subject)}{_PARTS[meaning.part]}"
        elif column.role is Role.FIELD and column.field:
            said = FIELD_LABELS.get(column.field, column.field)
        else:
            said = f"Not used: {column.why}"
        used = meaning is not None or column.role is Role.FIELD
        found.append(
            ColumnReading(
                sheet=table.sheet.name,
                column=column_letter(column.index),
                heading=column.heading,
                meaning=said,
                used=used,
                confidence="certain" if used else "unused",
                field=column.field if column.role is Role.FIELD else None,
            )
        )
    return found
