"""Which school each row of a file is from."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from etl.problems import Problem
from etl.reading import findings
from etl.reading.entries import Entry
from etl.reading.mark_reader import ReadTable
from etl.reading.school_names import NoSchool, school_in, school_named, school_numbered
from etl.reading.sheet_words import SheetWords, Stated
from etl.reading.spelling import comparable
from etl.reading.tidy import ReadingContext


def file_school(
    file_name: str, words: list[SheetWords], context: ReadingContext, shared: list[Problem]
) -> int | None:
    """The school of rows that name none: as the person said, else as a title or the file's name says, else
    the only one there is."""
    from_name = _school_of_file(file_name, context)
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


def _school_of_file(file_name: str, context: ReadingContext) -> int | NoSchool:
    """The school that a file's name names, by its URN or in words."""
    numbers = re.findall(r"(?<!\d)\d{6}(?!\d)", file_name)
    urns = {urn for number in numbers if (urn := school_numbered(number, context.schools))}
    return next(iter(urns)) if len(urns) == 1 else school_in(Path(file_name).stem, context.schools)


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


def split_by_school(
    tables: list[ReadTable], otherwise: int | None, context: ReadingContext, shared: list[Problem]
) -> dict[int | None, list[ReadTable]]:
    """The tables' entries by school. The key None holds rows whose school is not known."""
    by_school: dict[int | None, list[ReadTable]] = {}
    unsaid: list[Entry] = []
    unknown_names: set[str] = set()
    for table in tables:
        own = {one.value for one in table.words.schools}
        sheet_school = next(iter(own)) if len(own) == 1 and context.school_urn is None else otherwise
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
