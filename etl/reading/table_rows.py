"""The rows of a table as entries: who each pupil is and what is said of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from etl.containers import Cell, FaultKind, a1
from etl.reading import findings
from etl.reading.columns import Column, TableColumns
from etl.reading.entries import Entry, TableEntries
from etl.reading.pupil_details import (
    FLAG_READERS,
    TICKED,
    Unread,
    is_month_first,
    read_birth_date,
    single_mark_is_yes,
    split_name,
)
from etl.reading.pupil_rows import carry_outline, fault_at, field_text, field_value, is_pupil, subheading_year
from etl.reading.row_marks import read_marks, unclear_row
from etl.reading.tables import Table
from etl.reading.year_groups import read_year_group
from etl.upn import normalise_upn, upn_fault

# What may tell who a row means where there is no column of UPNs.
NAMES = ("name", "surname", "forename")


def read_entries(
    table: Table, columns: TableColumns, sheet_year: int | None, sheet_class: str | None
) -> TableEntries:
    """Every pupil of a table; without a column of UPNs each of them lacks one."""
    result = TableEntries()
    pupils: list[tuple[int, int | None]] = []
    running_year = sheet_year
    carry_outline(table, columns)
    for row in range(table.start, min(table.end, len(table.sheet.rows))):
        verdict = is_pupil(table, columns, row)
        if verdict:
            pupils.append((row, running_year))
        elif verdict is False:
            year = subheading_year(table, row)
            if year is not None:
                running_year = year
            else:
                result.left_out.append(row + 1)
    readers = _detail_readers(table, columns, [row for row, _ in pupils], result)
    for row, year in pupils:
        result.entries.append(_entry(table, columns, row, year, sheet_class, readers, result))
    for unclear in result.unclear.values():
        unclear.entries[0].problems.append(unclear_row(unclear))
    return result


@dataclass
class _Readers:
    """How the detail columns of a table are read: which blanks mean no, which dates are month first."""

    blank_is_no: dict[str, bool]
    month_first: bool


def _detail_readers(table: Table, columns: TableColumns, rows: list[int], result: TableEntries) -> _Readers:
    blank_is_no = {}
    for name in TICKED:
        column = columns.fields.get(name)
        if column is None:
            continue
        texts = [field_text(table, row, column) for row in rows]
        blank_is_no[name] = single_mark_is_yes(texts)
        if blank_is_no[name] and not all(texts):
            column.notes.append("a blank is read as no, as the column holds one mark alone")
            result.blank_is_no.append(column)
        elif not all(texts) and any(texts):
            column.notes.append("a blank is read as not known")
    born = columns.fields.get("dob")
    values = [table.sheet.cell(row, born.index) for row in rows] if born else []
    month_first = is_month_first(values)
    if born and month_first:
        born.notes.append("dates are written month first")
    return _Readers(blank_is_no, month_first)


def _entry(
    table: Table,
    columns: TableColumns,
    row: int,
    year: int | None,
    sheet_class: str | None,
    readers: _Readers,
    result: TableEntries,
) -> Entry:
    sheet, number = table.sheet, row + 1
    upn_column = columns.fields.get("upn")
    who = upn_column or next(column for name in NAMES if (column := columns.fields.get(name)))
    entry = Entry(table, sheet.name, number, None, a1(row, who.index))
    _read_faults(entry, columns, row)
    if upn_column and not fault_at(table, row, upn_column):
        _read_upn(entry, field_text(table, row, upn_column))
    _read_year_group(entry, columns.fields.get("year_group"), row, year)
    _read_details(entry, columns, row, sheet_class, readers, result)
    for name in ("urn", "laestab", "school"):
        column = columns.fields.get(name)
        text = field_text(table, row, column)
        if column and text:
            entry.school_text, entry.school_field = text, name
            entry.school_cell = a1(row, column.index)
            break
        if column and entry.school_cell is None:
            entry.school_cell = a1(row, column.index)
    read_marks(entry, columns, row, result)
    return entry


def _read_faults(entry: Entry, columns: TableColumns, row: int) -> None:
    faults = entry.table.sheet.faults
    if not faults:
        return
    for column in (*columns.fields.values(), *columns.marks):
        fault = faults.get((row, column.index))
        if fault is None:
            continue
        at = {"sheet": entry.sheet, "cell": a1(row, column.index)}
        if fault.kind is FaultKind.ERROR:
            entry.problems.append(
                findings.ERROR_VALUE(
                    f"The cell shows the error {fault.text or '#ERROR'}, so its value is not known.",
                    "Type the value itself in place of the formula, or leave the cell blank.",
                    rows=[entry.place],
                    **at,
                )
            )
        else:
            entry.problems.append(
                findings.NO_VALUE(
                    "The cell holds a formula that was saved without its result.",
                    "Open the file in Excel, let it calculate, save it and send it again; or type "
                    "the value itself.",
                    rows=[entry.place],
                    **at,
                )
            )


def _read_upn(entry: Entry, text: str) -> None:
    upn = normalise_upn(text)
    if not upn:
        entry.problems.append(
            findings.MISSING_UPN(
                "This pupil has no UPN.",
                "Type the pupil's UPN in this cell.",
                sheet=entry.sheet,
                cell=entry.upn_cell,
                rows=[entry.place],
            )
        )
        return
    fault = upn_fault(upn)
    if fault:
        entry.problems.append(
            findings.MALFORMED_UPN(
                f"This UPN cannot be right: {fault}.",
                "Copy the UPN from your management information system.",
                sheet=entry.sheet,
                cell=entry.upn_cell,
                rows=[entry.place],
            )
        )
        return
    entry.upn = upn


def _read_year_group(entry: Entry, column: Column | None, row: int, otherwise: int | None) -> None:
    text = field_text(entry.table, row, column)
    entry.year_group = read_year_group(text) if text else otherwise
    if text and column and entry.year_group is None:
        entry.problems.append(
            findings.IMPOSSIBLE_YEAR(
                f"{_short(text)} is not a year group of a primary school.",
                "Type R for Reception or a number from 1 to 6.",
                sheet=entry.sheet,
                cell=a1(row, column.index),
                rows=[entry.place],
            )
        )


def _short(text: str) -> str:
    """A faulty year group as a message may repeat it: a number, never a word that may be a name."""
    return f"“{text}”" if re.fullmatch(r"(?i)(?:y|yr|year)?[\s.]*\d{1,2}", text) else "This"


def _read_details(
    entry: Entry,
    columns: TableColumns,
    row: int,
    sheet_class: str | None,
    readers: _Readers,
    result: TableEntries,
) -> None:
    table, fields = entry.table, columns.fields
    for name in ("surname", "forename"):
        entry.details[name] = field_text(table, row, fields.get(name)) or None
    if "name" in fields and not (entry.details["surname"] and entry.details["forename"]):
        surname, forename = split_name(field_text(table, row, fields["name"]))
        entry.details["surname"] = entry.details["surname"] or surname
        entry.details["forename"] = entry.details["forename"] or forename
    entry.details["class_name"] = field_text(table, row, fields.get("class")) or sheet_class
    if "dob" in fields:
        value: Cell = field_value(table, row, fields["dob"])
        born = read_birth_date(value, month_first=readers.month_first)
        if born is not None and not date(1990, 1, 1) <= born <= date(2100, 1, 1):
            born = None
        entry.details["dob"] = born
        if value is not None and born is None:
            _not_read(entry, fields["dob"], row, "a birth date such as 25/12/2015", result)
    for name, read in FLAG_READERS.items():
        if name not in fields:
            continue
        blank_is_no = readers.blank_is_no.get(name, False)
        answer = read(field_text(table, row, fields[name]), blank_is_no=blank_is_no)
        if isinstance(answer, Unread):
            _not_read(entry, fields[name], row, answer.allowed, result)
            answer = None
        entry.details["eal" if name == "language" else name] = answer


def _not_read(entry: Entry, column: Column, row: int, allowed: str, result: TableEntries) -> None:
    result.checks.append(
        findings.DETAIL_NOT_READ(
            "This cell is not understood, so it is taken as not known.",
            f"Type {allowed}.",
            sheet=entry.sheet,
            cell=a1(row, column.index),
            rows=[entry.place],
        )
    )
