"""From a file on disk to the results it holds: of each school, assessment and academic year in it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl.containers import Sheet, a1, open_workbook
from etl.problems import Problem, Severity
from etl.reading import findings as shared_findings
from etl.reading.contradictions import different_pupils
from etl.reading.entries import Entry
from etl.reading.mark_reader import ReadTable
from etl.reading.pupil_rows import shown_text
from etl.reading.schools_of_file import file_school, split_by_school
from etl.reading.sheet_words import SheetWords, read_sheet_words
from etl.reading.spelling import comparable
from etl.reading.table_rows import read_entries
from etl.reading.tables import Table, find_tables
from etl.reading.tidy import KnownSchool, ReadingContext
from etl.results import findings
from etl.results.assessments import Assessment, why_not_held
from etl.results.columns import (
    ResultColumns,
    column_readings,
    plain_sheet,
    read_result_columns,
    telling_headings,
)
from etl.results.common_transfer_file import SHEET as CTF_SHEET
from etl.results.common_transfer_file import is_transfer_file, read_transfer_file
from etl.results.headings import assessments_named
from etl.results.rows import read_rows
from etl.results.tidy import ResultReading
from etl.results.years import SAY_YEAR, table_year, year_in

SAY_ASSESSMENT = "Say which with --assessment ks2, mtc, phonics, eyfsp or ks1, or name it in the file's name."


@dataclass(frozen=True, kw_only=True)
class ResultContext:
    """What is known before a file is opened; None: the file must say."""

    schools: tuple[KnownSchool, ...]
    school_urn: int | None = None
    assessment: Assessment | None = None
    starts: int | None = None


@dataclass
class ResultTable:
    """One table of results, with what it is of."""

    table: Table
    assessment: Assessment
    columns: ResultColumns
    starts: int | None  # None: each row says it, or nothing does


Unit = tuple[int | None, Assessment, int | None]  # school, assessment, academic year


@dataclass
class _File:
    name: str
    is_text: bool
    problems: list[Problem] = field(default_factory=list)
    tables: dict[int, ResultTable] = field(default_factory=dict)  # by the identity of their table


def read_results(path: Path, context: ResultContext) -> list[ResultReading]:
    """What a file holds of each school, assessment and year; at least one reading.

    Content is never refused by an exception; UnreadableFileError is raised where the file cannot be opened.
    """
    if is_transfer_file(path):
        held = read_transfer_file(path)
        file = _File(path.name, is_text=True)
        if held.left_out:
            number = sum(held.left_out.values())
            file.problems.append(
                findings.CTF_PARTS(
                    f"{number} results beside the multiplication tables check are not read from a CTF "
                    f"({', '.join(sorted(held.left_out))}).",
                    "Send those as the Department's pupil file or as a sheet.",
                )
            )
        told = replace(context, assessment=context.assessment or Assessment.MTC)
        return [_without_cells(one) for one in _read_sheets([held.sheet], file, told)]
    workbook = open_workbook(path)
    return _read_sheets(workbook.sheets, _File(path.name, workbook.kind == "text"), context)


def _without_cells(reading: ResultReading) -> ResultReading:
    """A CTF has no cells: its pupils are told by their number."""

    def by_number(one: Problem) -> Problem:
        row = re.search(r"\d+$", one.cell or "")
        if row is None:
            return replace(one, sheet=None, cell=None)
        message = f"Pupil {int(row[0]) - 1} of the file: {one.message}"
        return replace(one, sheet=None, cell=None, message=message)

    problems = tuple(by_number(one) if one.sheet == CTF_SHEET else one for one in reading.problems)
    return replace(reading, problems=problems)


def _read_sheets(sheets: list[Sheet], file: _File, context: ResultContext) -> list[ResultReading]:
    found = _tables(sheets, file)
    if not found:
        file.problems.append(
            shared_findings.NO_HEADER(
                "No row of headings was recognised: a sheet needs a heading UPN and headings of results.",
                "Put a row of headings above the pupils, with UPN in one of them.",
                sheet=sheets[0].name if sheets else None,
            )
        )
        return [_bare(file, context)]
    several = len({table.sheet.name for table in found}) > 1
    words = [
        read_sheet_words(table, context.schools, several_sheets=several, is_text=file.is_text)
        for table in found
    ]
    school_context = ReadingContext(schools=context.schools, school_urn=context.school_urn)
    school = file_school(file.name, words, school_context, file.problems)
    read = [
        one
        for table, said in zip(found, words, strict=True)
        if (one := _read_table(table, said, file, context)) is not None
    ]
    by_school = split_by_school(read, school, school_context, file.problems)
    names = _names(read)
    readings = []
    for urn, parts in by_school.items():
        readings += _of_school(urn, parts, file, names)
    return readings or [_bare(file, context)]


def _bare(file: _File, context: ResultContext) -> ResultReading:
    urn = context.school_urn or (context.schools[0].urn if len(context.schools) == 1 else None)
    return ResultReading(
        file_name=file.name,
        assessment=context.assessment,
        school_urn=urn,
        starts=context.starts,
        problems=tuple(file.problems),
    )


def _tables(sheets: list[Sheet], file: _File) -> list[Table]:
    found: list[Table] = []
    for sheet in sheets:
        if sheet.hidden:
            message = "The sheet is hidden, so it was left out."
            file.problems.append(shared_findings.SHEET_NOT_USED(message, sheet=sheet.name))
            continue
        tables = find_tables(plain_sheet(sheet))
        found += tables
        if not tables and sheet.rows and len(sheets) > 1:
            message = "The sheet has no table of pupils with a heading UPN, so it was left out."
            file.problems.append(shared_findings.SHEET_NOT_USED(message, sheet=sheet.name))
    return found


def _read_table(table: Table, words: SheetWords, file: _File, context: ResultContext) -> ReadTable | None:
    """A table's pupils; None, with its stop, where it is not clear what it holds."""
    assessment = _assessment_of(table, file, context)
    sheet, cell = table.sheet.name, a1(table.header_rows[-1], table.upn_column or 0)
    if assessment is None:
        file.problems.append(
            findings.WHICH_ASSESSMENT(
                "Nothing says which statutory assessment this table is of.",
                SAY_ASSESSMENT,
                sheet=sheet,
                cell=cell,
            )
        )
        return None
    columns = read_result_columns(table, assessment)
    if not columns.subjects:
        file.problems.append(
            findings.NO_RESULTS(
                f"No heading here is recognised as a result of {assessment.label.lower()}.",
                "Head each column with its subject and what it holds, such as Reading scaled score.",
                sheet=sheet,
                cell=cell,
            )
        )
        return None
    if table.upn_column is None:
        file.problems.append(
            shared_findings.NO_UPN_COLUMN(
                "The pupils here have no UPN, so it is not sure whose results these are.",
                "Add a column headed UPN.",
                sheet=sheet,
                cell=cell,
            )
        )
        return None
    starts = table_year(table, file.name, context.starts, is_text=file.is_text, problems=file.problems)
    held = read_entries(table, columns.table, words.year_group, words.class_name)
    file.problems += held.checks
    if held.left_out:
        listed = ", ".join(map(str, held.left_out[:10])) + (" and more" if len(held.left_out) > 10 else "")
        message = f"Not a pupil, left out: row {listed}."
        file.problems.append(shared_findings.ROWS_NOT_USED(message, sheet=table.sheet.name))
    file.tables[id(table)] = ResultTable(table, assessment, columns, starts)
    return ReadTable(table, columns.table, words, held.entries)


def _assessment_of(table: Table, file: _File, context: ResultContext) -> Assessment | None:
    """As the person said; else as the headings say; of several, the one that a title or a name says."""
    if context.assessment is not None:
        return context.assessment
    told = telling_headings(table)
    if len(told) == 1:
        return next(iter(told))
    texts = [[text for *_, text in table.titles], [table.sheet.name], [Path(file.name).stem]]
    for said in texts:
        named = {one for text in said for one in assessments_named(text)}
        if len(named) == 1 and (named <= told.keys() or not told):
            return next(iter(named))
    return None


def _names(tables: list[ReadTable]) -> frozenset[str]:
    names: set[str] = set()
    for table in tables:
        for entry in table.entries:
            for part in ("surname", "forename"):
                value = entry.details.get(part)
                if isinstance(value, str):
                    names.update((comparable(value), *comparable(value).split()))
    return frozenset(names)


def _of_school(
    urn: int | None, parts: list[ReadTable], file: _File, names: frozenset[str]
) -> list[ResultReading]:
    """A reading for each assessment and year of a school's rows."""
    units: dict[Unit, list[tuple[ResultTable, list[Entry]]]] = {}
    problems: list[Problem] = []
    for part in parts:
        held = file.tables[id(part.table)]
        by_year: dict[int | None, list[Entry]] = defaultdict(list)
        for entry in part.entries:
            by_year[_year_of(entry, held, problems)].append(entry)
        for starts, entries in by_year.items():
            units.setdefault((urn, held.assessment, starts), []).append((held, entries))
    readings = []
    for (_, assessment, starts), held_entries in units.items():
        entries = [entry for _, some in held_entries for entry in some]
        own = {entry.place for entry in entries}
        found = [one for one in (*file.problems, *problems) if not one.rows or one.rows & own]
        if starts is None:
            found.append(
                findings.YEAR_NOT_SAID("Nothing says which academic year these results are of.", SAY_YEAR)
            )
        elif why := why_not_held(assessment, starts):
            found.append(findings.NOT_HELD(why, "Check the year that the file names."))
        readings.append(_reading(urn, assessment, starts, held_entries, found, file, names))
    return readings


def _year_of(entry: Entry, held: ResultTable, problems: list[Problem]) -> int | None:
    """The academic year of a row: its own column's where there is one, else the table's."""
    column = held.columns.table.fields.get("academic_year")
    text = shown_text(held.table, entry.row - 1, column)
    said = year_in(text) if text else None
    if said is None:
        return held.starts
    starts, lone = said
    if held.starts is not None and starts != held.starts:
        if lone and starts + 1 == held.starts:
            return held.starts
        assert column is not None
        problems.append(
            findings.YEAR_AT_ODDS(
                "This row is of another academic year than the file was said to be of.",
                "Remove the row, or name the year that it is of.",
                sheet=entry.sheet,
                cell=a1(entry.row - 1, column.index),
                rows=[entry.place],
            )
        )
        return held.starts
    return starts


def _reading(
    urn: int | None,
    assessment: Assessment,
    starts: int | None,
    held_entries: list[tuple[ResultTable, list[Entry]]],
    problems: list[Problem],
    file: _File,
    names: frozenset[str],
) -> ResultReading:
    entries = [entry for _, some in held_entries for entry in some]
    problems = [*problems, *different_pupils(entries)]
    rows = read_rows(assessment, starts, [(one.columns, some) for one, some in held_entries], names)
    problems = list(dict.fromkeys([*problems, *rows.problems]))
    stopped = {place for one in problems if one.severity is Severity.STOP for place in one.rows}
    whole = any(one.severity is Severity.STOP and not one.rows for one in problems)
    upns = {entry.upn for entry in entries if entry.place in stopped and entry.upn}
    held = (
        {entry.place for entry in entries}
        if whole
        else stopped | {entry.place for entry in entries if entry.upn in upns}
    )
    good = {entry.upn for entry in entries if entry.place not in held}
    order = list(Severity)
    return ResultReading(
        file_name=file.name,
        assessment=assessment,
        school_urn=urn,
        starts=starts,
        pupils=tuple(one for one in rows.pupils if one.upn in good),
        results=tuple(one for one in rows.results if one.upn in good),
        problems=tuple(sorted(problems, key=lambda one: order.index(one.severity))),
        columns=tuple(
            reading
            for table in dict.fromkeys(id(one.table) for one, _ in held_entries)
            for reading in column_readings(file.tables[table].table, file.tables[table].columns, assessment)
        ),
        held=frozenset(held),
    )
