"""From a file on disk to what it holds for each school in it."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from etl.containers import Sheet, Workbook, a1, open_workbook
from etl.half_terms import HalfTerm
from etl.problems import Problem, Severity
from etl.reading import findings
from etl.reading.columns import TableColumns, column_texts, read_columns
from etl.reading.entries import Entry, TableEntries, read_entries
from etl.reading.half_term_words import SaidHalfTerm, find_half_terms
from etl.reading.mark_reader import MarkReader, ReadTable
from etl.reading.marks import is_plain_mark
from etl.reading.school_names import NoSchool, school_in, school_named, school_numbered
from etl.reading.school_reading import column_readings, settle, unclear_columns
from etl.reading.sheet_words import SheetWords, Stated, read_sheet_words
from etl.reading.spelling import comparable
from etl.reading.tables import Table, find_tables
from etl.reading.tidy import Learned, ReadingContext, SchoolReading
from etl.reading.year_groups import year_groups_in

_NAME_HALF_TERM = 'Say which with --half-term "2025/26 Spring 1", or write it in the title above the table.'


def read_return(path: Path, context: ReadingContext) -> list[SchoolReading]:
    """What a file holds for each school in it, good rows and problems; at least one reading.

    Rows whose school is not known come as a reading without a URN. Content is never refused by an
    exception; UnreadableFileError is raised where the file cannot be opened at all.
    """
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
    file_school = _file_school(file_name, words, context, shared)
    learned = context.learned.get(file_school, Learned()) if file_school else Learned()
    tables = _read_tables(found, words, learned, file_name, shared)
    by_school = _split(tables, file_school, context, shared)
    names = _names(tables)
    readings = []
    for urn, school_tables in by_school.items():
        readings.append(_school_reading(urn, school_tables, names, file_name, context, shared))
    return readings or [_bare(file_name, context, shared)]


def _bare(file_name: str, context: ReadingContext, problems: list[Problem]) -> SchoolReading:
    urn = context.school_urn or (context.schools[0].urn if len(context.schools) == 1 else None)
    return SchoolReading(
        file_name=file_name, school_urn=urn, half_term=context.half_term, problems=tuple(problems)
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
        columns = read_columns(table, learned.headings, said.subject, said.kind)
        if table.upn_column is None:
            _without_upns(table, columns, shared, alone=len(found) == 1)
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


def _without_upns(table: Table, columns: TableColumns, shared: list[Problem], *, alone: bool) -> None:
    """A table of names: a stop where it holds marks, left out otherwise."""
    sheet = table.sheet
    holds_marks = any(
        is_plain_mark(text)
        for column in (*columns.marks, *columns.doubts)
        for text in column_texts(table, column.index)
    )
    if not holds_marks and not alone:
        shared.append(
            findings.SHEET_NOT_USED(
                "The sheet holds no marks beside UPNs, so it was left out.", sheet=sheet.name
            )
        )
        return
    rows = [
        (sheet.name, row + 1)
        for row in range(table.start, table.end)
        if any(v is not None for v in sheet.rows[row])
    ]
    first = next((column.index for column in columns.columns), 0)
    shared.append(
        findings.NO_UPN_COLUMN(
            "The pupils here have names but no UPNs, so their marks cannot be matched to them.",
            "Add a column headed UPN.",
            sheet=sheet.name,
            cell=a1(table.heading_row(first), first),
            rows=rows,
        )
    )


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


def _file_school(
    file_name: str, words: list[SheetWords], context: ReadingContext, shared: list[Problem]
) -> int | None:
    """The school of rows that name none: as the person said, else as a title or the file's name says, else
    the only one there is."""
    from_name = school_in(Path(file_name).stem, context.schools)
    stated = [one for said in words for one in said.schools]
    if context.school_urn is not None:
        _stop_at_others(stated, words, from_name, context, shared)
        return context.school_urn
    for one in (one for said in words for one in said.wrong_urns):
        shared.append(_wrong_school("The URN here is not one of the trust's schools.", one))
    everywhere = {one.value for one in stated}
    if len(everywhere) == 1:
        [urn] = everywhere
        return urn if isinstance(urn, int) else None
    if everywhere:
        return None  # each sheet states its own
    if isinstance(from_name, int):
        return from_name
    return context.schools[0].urn if len(context.schools) == 1 else None


def _stop_at_others(
    stated: list[Stated],
    words: list[SheetWords],
    from_name: int | NoSchool,
    context: ReadingContext,
    shared: list[Problem],
) -> None:
    for one in stated:
        if one.value != context.school_urn:
            shared.append(
                _wrong_school("This names another school than the one the file was said to be from.", one)
            )
    for one in (one for said in words for one in said.wrong_urns):
        if str(one.value) != str(context.school_urn):
            shared.append(
                _wrong_school("The URN here is not that of the school the file was said to be from.", one)
            )
    if isinstance(from_name, int) and from_name != context.school_urn and not stated:
        shared.append(
            findings.WRONG_SCHOOL(
                "The file's name names another school than the one it was said to be from.",
                "Name the right school, or rename the file.",
            )
        )


def _wrong_school(message: str, place: Stated) -> Problem:
    cure = "Send this school its own file, or name the right school."
    return findings.WRONG_SCHOOL(message, cure, sheet=place.sheet, cell=place.cell)


def _split(
    tables: list[ReadTable], file_school: int | None, context: ReadingContext, shared: list[Problem]
) -> dict[int | None, list[ReadTable]]:
    """The tables' entries by school. The key None holds rows whose school is not known."""
    by_school: dict[int | None, list[ReadTable]] = {}
    unsaid: list[Entry] = []
    unknown_names: set[str] = set()
    for table in tables:
        own = {one.value for one in table.words.schools}
        sheet_school = next(iter(own)) if len(own) == 1 and context.school_urn is None else file_school
        groups: dict[int | None, list[Entry]] = defaultdict(list)
        for entry in table.entries:
            urn = _school_of(entry, sheet_school, context, unknown_names, shared)
            if urn is None and not entry.school_text:
                unsaid.append(entry)
            groups[urn].append(entry)
        if not groups:
            groups[sheet_school if isinstance(sheet_school, int) else None] = []
        for urn, entries in groups.items():
            part = ReadTable(table.table, table.columns, table.words, entries, table.half_term)
            by_school.setdefault(urn, []).append(part)
    if unsaid:
        with_column = [entry for entry in unsaid if entry.school_cell]
        for entry in with_column:
            entry.problems.append(
                findings.UNKNOWN_SCHOOL(
                    "This row names no school.",
                    "Type the school's name here, or name the school with --school.",
                    sheet=entry.sheet,
                    cell=entry.school_cell,
                    rows=[entry.place],
                )
            )
        if len(with_column) < len(unsaid):
            shared.append(
                findings.SCHOOL_NOT_SAID(
                    "Nothing in the file says which school it is from.",
                    "Name the school with --school and its URN, or write its name above the table.",
                )
            )
    if len(by_school) > 1 and None in by_school and not any(table.entries for table in by_school[None]):
        del by_school[None]
    return by_school


def _school_of(
    entry: Entry,
    otherwise: object,
    context: ReadingContext,
    unknown_names: set[str],
    shared: list[Problem],
) -> int | None:
    """The school of one row, with a stop at the cell that speaks against it."""
    fallback = otherwise if isinstance(otherwise, int) else None
    text = entry.school_text
    if not text:
        return fallback
    by_number = entry.school_field in ("urn", "laestab")
    named: int | NoSchool | None
    named = school_numbered(text, context.schools) if by_number else school_named(text, context.schools)
    expected = context.school_urn
    sheet, cell, rows = entry.sheet, entry.school_cell, [entry.place]
    if expected is not None:
        if named == expected or (by_number and re.sub(r"\D", "", text) == str(expected)):
            return expected
        if isinstance(named, int) or (entry.school_field == "urn"):
            entry.problems.append(
                findings.WRONG_SCHOOL(
                    "This row is of another school than the one the file was said to be from.",
                    "Remove the row, or load the file for the school that it names.",
                    sheet=sheet,
                    cell=cell,
                    rows=rows,
                )
            )
        elif named is NoSchool.NONE and comparable(text) not in unknown_names:
            unknown_names.add(comparable(text))
            shared.append(
                findings.OTHER_SCHOOL_NAME(
                    "The school's name here is not known; its rows were taken as the school's own.",
                    "Write the school's name as it is registered.",
                    sheet=sheet,
                    cell=cell,
                    rows=rows,
                )
            )
        return expected
    if isinstance(named, int):
        return named
    several = named is NoSchool.SEVERAL
    entry.problems.append(
        findings.UNKNOWN_SCHOOL(
            "More than one of the trust's schools could be meant here."
            if several
            else "The school here is not one of the trust's.",
            "Write the school's name as it is registered, or its URN.",
            sheet=sheet,
            cell=cell,
            rows=rows,
        )
    )
    return None


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
    )


def _of_school(shared: list[Problem], tables: list[ReadTable]) -> list[Problem]:
    """The problems of the whole file, and those of this school's rows."""
    rows = {entry.place for table in tables for entry in table.entries}
    others = {problem for problem in shared if problem.code == findings.NO_UPN_COLUMN.code}
    return [problem for problem in shared if not problem.rows or problem.rows & rows or problem in others]


def return_half_term(
    tables: list[ReadTable], file_name: str, said_by_person: HalfTerm | None, problems: list[Problem]
) -> HalfTerm | None:
    """The half-term of a return: as the person said, held against titles, sheet names and the file's name;
    else as those say; else the only one that headings name. None, with a stop, where it is not known."""
    from_name = find_half_terms(Path(file_name).stem).single
    stated = [(said, place) for table in tables for said, place in table.words.half_terms]
    by_table = [table.words.half_term for table in tables if table.words.half_term]
    if said_by_person is not None:
        agree = not by_table or any(said.may_be(said_by_person) for said in by_table)
        if not agree:
            said, place = next((s, p) for s, p in stated if not s.may_be(said_by_person))
            problems.append(_at_odds(said, said_by_person, place))
        elif from_name and not from_name.may_be(said_by_person) and not by_table:
            problems.append(_at_odds(from_name, said_by_person, None))
        return said_by_person
    candidates = [said for said in (from_name, *by_table) if said]
    exact = {said.ordinal for said in candidates if said.ordinal is not None}
    years = {said.starts for said in candidates if said.starts is not None}
    columns = {raw.when for table in tables for entry in table.entries for raw in entry.marks if raw.when}
    if not exact and not any(said.says_when for said in candidates):
        named = {said for said in columns if said.says_when}
        exact = {said.ordinal for said in named if said.ordinal is not None} if len(named) == 1 else set()
    if not years:
        years = {said.starts for said in columns if said.starts is not None}
    if len(exact) == 1 and len(years) == 1:
        [ordinal], [starts] = exact, years
        assert ordinal is not None
        assert starts is not None
        return HalfTerm(starts, ordinal)
    if exact and len(exact) == 1:
        said_term = SaidHalfTerm(ordinal=next(iter(exact)))
        message = f"The file says {said_term}, and nothing says of which academic year."
    elif len(exact) > 1 or len(years) > 1 or len({said for said in columns if said.says_when}) > 1:
        message = "The file names more than one half-term, and nothing says which one the return is for."
    else:
        message = "Nothing in the file says which half-term it is for."
    problems.append(findings.HALF_TERM_NOT_SAID(message, _NAME_HALF_TERM))
    return None


def _at_odds(said: SaidHalfTerm, expected: HalfTerm, place: Stated | None) -> Problem:
    where = (
        "The file's name says" if place is None else "This says" if place.cell else "The sheet's name says"
    )
    return findings.HALF_TERM_AT_ODDS(
        f"{where} {said}, and the file was said to be of {expected}.",
        "Name the half-term that the file is of, or correct what it says.",
        sheet=place.sheet if place else None,
        cell=place.cell if place else None,
    )
