"""From a file on disk to what it holds for each school in it."""

from __future__ import annotations

from pathlib import Path

from etl.collector import collector_paused
from etl.containers import Sheet, Workbook, a1, open_workbook
from etl.problems import Problem, Severity
from etl.reading import findings
from etl.reading.column_choice import read_columns
from etl.reading.column_doubts import ask_about_numbered
from etl.reading.columns import TableColumns, column_texts
from etl.reading.entries import TableEntries
from etl.reading.half_term_of_return import return_half_term
from etl.reading.mark_reader import MarkReader, ReadTable
from etl.reading.marks import is_plain_mark
from etl.reading.school_reading import column_readings, settle, unclear_columns
from etl.reading.schools_of_file import file_school, split_by_school
from etl.reading.sheet_words import SheetWords, read_sheet_words
from etl.reading.spelling import comparable
from etl.reading.table_rows import NAMES, read_entries
from etl.reading.tables import Table, find_tables
from etl.reading.tidy import Learned, ReadingContext, SchoolReading
from etl.reading.unknown_rows import match_rows, no_upn_column, unknown_rows, without_upns
from etl.reading.year_groups import year_groups_in


def read_return(path: Path, context: ReadingContext) -> list[SchoolReading]:
    """What a file holds for each school in it, good rows and problems; at least one reading.

    Rows whose school is not known come as a reading without a URN. Content is never refused by an
    exception; UnreadableFileError is raised where the file cannot be opened at all.
    """
    with collector_paused():
        return read_workbook(open_workbook(path), path.name, context)


def read_workbook(workbook: Workbook, file_name: str, context: ReadingContext) -> list[SchoolReading]:
    """`read_return` for a workbook that is already open."""
    shared: list[Problem] = []  # problems of the file as a whole
    found = _tables(workbook, shared)
    if not found:
        first = workbook.sheets[0].name if workbook.sheets else None
        stop = findings.NO_HEADER(
            "No row of headings was recognised: a sheet needs a heading UPN and headings such as "
            "Reading Current.",
            "Put a row of headings above the pupils, with UPN in one of them.",
            sheet=first,
        )
        return [_bare(file_name, context, [stop, *shared])]
    several = len({table.sheet.name for table in found}) > 1
    is_text = workbook.kind == "text"
    words = [
        read_sheet_words(table, context.schools, several_sheets=several, is_text=is_text) for table in found
    ]
    school = file_school(file_name, words, context, shared)
    learned = context.learned.get(school, Learned()) if school else Learned()
    tables = _read_tables(found, words, learned, file_name, shared)
    by_school = split_by_school(tables, school, context, shared)
    names = _names(tables)
    readings = []
    for urn, school_tables in by_school.items():
        readings.append(_school_reading(urn, school_tables, names, file_name, context, shared))
    return readings or [_bare(file_name, context, shared)]


def _bare(file_name: str, context: ReadingContext, problems: list[Problem]) -> SchoolReading:
    urn = context.school_urn or (context.schools[0].urn if len(context.schools) == 1 else None)
    stops = [problem for problem in problems if problem.severity is Severity.STOP]
    return SchoolReading(
        file_name=file_name,
        school_urn=urn,
        half_term=context.half_term,
        problems=tuple(problems),
        held=frozenset(place for problem in stops for place in problem.rows),
    )


def _tables(workbook: Workbook, shared: list[Problem]) -> list[Table]:
    """The tables of pupils on the sheets that are not hidden; the other sheets are named as left out."""
    found: list[Table] = []
    unused: list[Sheet] = []
    for sheet in workbook.sheets:
        if sheet.trimmed:
            shared.append(
                findings.CELLS_TRIMMED("Cells far away from the table were left out.", sheet=sheet.name)
            )
        if sheet.hidden:
            shared.append(
                findings.SHEET_NOT_USED("The sheet is hidden, so it was left out.", sheet=sheet.name)
            )
            continue
        tables = find_tables(sheet)
        found += tables
        if not tables and sheet.rows:
            unused.append(sheet)
    for sheet in unused:
        message = "The sheet has no table of pupils with a heading UPN, so it was left out."
        shared.append(findings.SHEET_NOT_USED(message, sheet=sheet.name))
    return found


def _read_tables(
    found: list[Table], words: list[SheetWords], learned: Learned, file_name: str, shared: list[Problem]
) -> list[ReadTable]:
    tables: list[ReadTable] = []
    file_years = year_groups_in(Path(file_name).stem)
    file_year = next(iter(file_years)) if len(file_years) == 1 else None
    for table, said in zip(found, words, strict=True):
        columns = read_columns(
            table, learned.headings, said.subject, said.kind, kind_in_doubt=said.kind_in_doubt
        )
        ask_about_numbered(columns.columns, _term_alone(said))
        if table.upn_column is None and not _names_with_marks(table, columns):
            _without_pupils(table, columns, shared, alone=len(found) == 1)
            continue
        year = said.year_group if said.year_group is not None else file_year
        result = read_entries(table, columns, year, said.class_name)
        _note_rows(table, result, shared)
        tables.append(ReadTable(table, columns, said, result.entries))
    _sheet_half_terms(tables)
    for read in tables:
        has_marks = bool(read.columns.marks or read.columns.doubts)
        if (
            read.columns.is_long
            and not has_marks
            or not any(t.columns.marks or t.columns.doubts for t in tables)
        ):
            header = read.table.header_rows[-1]
            shared.append(
                findings.NO_MARKS(
                    "No heading here is recognised as marks.",
                    "Head each column of marks with its subject, such as Reading Current or Maths Predicted.",
                    sheet=read.table.sheet.name,
                    cell=a1(header, read.table.upn_column or 0),
                )
            )
            break
    return tables


def _term_alone(said: SheetWords) -> int | None:
    """The term that a sheet is of, where its name or title says no half of it."""
    half_term = said.half_term
    return half_term.term if half_term is not None and half_term.ordinal is None else None


def _names_with_marks(table: Table, columns: TableColumns) -> bool:
    """Whether a table without UPNs holds marks beside names, so that a person can say who is meant."""
    return any(name in columns.fields for name in NAMES) and any(
        is_plain_mark(text)
        for column in (*columns.marks, *columns.doubts)
        for text in column_texts(table, column.index)
    )


def _without_pupils(table: Table, columns: TableColumns, shared: list[Problem], *, alone: bool) -> None:
    """A table of names without marks: left out, and a stop where the file has no other."""
    if not alone:
        shared.append(
            findings.SHEET_NOT_USED(
                "The sheet holds no marks beside UPNs, so it was left out.", sheet=table.sheet.name
            )
        )
        return
    rows = [
        (table.sheet.name, row + 1)
        for row in range(table.start, table.end)
        if any(value is not None for value in table.sheet.rows[row])
    ]
    shared.append(no_upn_column(table, columns, rows))


def _note_rows(table: Table, result: TableEntries, shared: list[Problem]) -> None:
    sheet = table.sheet.name
    shared += result.checks
    if result.left_out:
        listed = ", ".join(map(str, result.left_out[:10])) + (
            " and more" if len(result.left_out) > 10 else ""
        )
        word = "Row" if len(result.left_out) == 1 else "Rows"
        shared.append(findings.ROWS_NOT_USED(f"{word} {listed}: not a pupil, left out.", sheet=sheet))
    if result.other_subjects:
        count = sum(result.other_subjects.values())
        shared.append(
            findings.MARKS_NOT_USED(f"{count} rows are of subjects that are not read.", sheet=sheet)
        )
    for column in result.blank_is_no:
        shared.append(
            findings.BLANK_MEANS_NO(
                f"Column {column.letter} holds one mark alone, so its blanks were read as no.", sheet=sheet
            )
        )


def _sheet_half_terms(tables: list[ReadTable]) -> None:
    """Where the sheets of a file state different half-terms, each sheet's marks are of its own."""
    said = {
        table.words.half_term for table in tables if table.words.half_term and table.words.half_term.says_when
    }
    years = {
        table.words.half_term.starts
        for table in tables
        if table.words.half_term and table.words.half_term.starts
    }
    if len(said) > 1 or len(years) > 1:
        for table in tables:
            table.half_term = table.words.half_term


def _names(tables: list[ReadTable]) -> frozenset[str]:
    """Every name and part of a name in the file, so that no message repeats one."""
    names: set[str] = set()
    for table in tables:
        for entry in table.entries:
            for field in ("surname", "forename"):
                value = entry.details.get(field)
                if isinstance(value, str):
                    names.add(comparable(value))
                    names.update(comparable(value).split())
    return frozenset(names)


def _school_reading(
    urn: int | None,
    tables: list[ReadTable],
    names: frozenset[str],
    file_name: str,
    context: ReadingContext,
    shared: list[Problem],
) -> SchoolReading:
    problems = [*_of_school(shared, tables), *unclear_columns(tables)]
    half_term = return_half_term(tables, file_name, context.half_term, problems)
    learned = context.learned.get(urn, Learned()) if urn is not None else Learned()
    matched = match_rows(tables, context.matches.get(urn, {}) if urn is not None else {})
    problems += without_upns(tables)
    reader = MarkReader(tables, half_term, learned, names)
    reader.read()
    if half_term is not None and reader.placed and not any(p.half_term == half_term for p in reader.placed):
        problems.append(
            findings.HALF_TERM_AT_ODDS(
                f"No mark in the file is of {half_term}: its headings are all of earlier half-terms.",
                "Name the half-term that the file is of.",
            )
        )
    content = settle(reader, problems)
    if content.pupils and all(pupil.year_group is None for pupil in content.pupils):
        content.problems.append(
            findings.NO_YEAR_GROUP(
                "Nothing says which year group these pupils are in, so they count in none.",
                "Add a column headed Year, or name the sheet for its year group.",
            )
        )
    order = list(Severity)
    content.problems.sort(key=lambda problem: order.index(problem.severity))
    return SchoolReading(
        file_name=file_name,
        school_urn=urn,
        half_term=half_term,
        pupils=tuple(content.pupils),
        marks=tuple(content.marks),
        problems=tuple(dict.fromkeys(content.problems)),
        columns=tuple(column_readings(reader)),
        held=frozenset(content.held),
        unknown=tuple(unknown_rows(tables)),
        matched=matched,
    )


def _of_school(shared: list[Problem], tables: list[ReadTable]) -> list[Problem]:
    """The problems of the whole file, and those of this school's rows."""
    rows = {entry.place for table in tables for entry in table.entries}
    others = {problem for problem in shared if problem.code == findings.NO_UPN_COLUMN.code}
    return [problem for problem in shared if not problem.rows or problem.rows & rows or problem in others]
