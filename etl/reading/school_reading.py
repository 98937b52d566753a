"""A school's entries as good rows and problems, and how its sheets were understood."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from etl.containers import a1
from etl.problems import Problem, Severity
from etl.reading import findings
from etl.reading.columns import Column, Role
from etl.reading.contradictions import MarkKey, contradictions, different_pupils, mark_key, upns_to_compare
from etl.reading.entries import Entry, RawMark
from etl.reading.mark_reader import MarkReader, ReadTable
from etl.reading.marks import Reading
from etl.reading.tidy import ColumnReading, MarkRow, PupilRow


@dataclass
class Content:
    """Good rows, and what stands in their way."""

    pupils: list[PupilRow]
    marks: list[MarkRow]
    problems: list[Problem]
    held: set[tuple[str, int]]


def settle(reader: MarkReader, problems: list[Problem]) -> Content:
    """Good pupils and marks from what a reader read; every row of a pupil whom a stop concerns is held."""
    entries = [entry for table in reader.tables for entry in table.entries]
    problems = [*problems, *(p for entry in entries for p in entry.problems), *reader.problems]
    for entry in entries:
        if entry.year_group is None and len(entry.year_groups_of_marks) == 1:
            [entry.year_group] = entry.year_groups_of_marks
    compared = upns_to_compare(reader.placed)
    problems += contradictions(reader.placed, compared)
    problems += different_pupils(entries)
    held = _held(entries, problems)
    whole_file = any(p.severity is Severity.STOP and not p.rows for p in problems)
    if whole_file:
        held |= {entry.place for entry in entries}
    good = [entry for entry in entries if entry.place not in held and entry.upn is not None]
    pupils, differing = _pupils(good, reader, _of_earlier_sheets(reader))
    problems += differing
    placed = [raw for raw in reader.placed if raw.entry.place not in held] if held else reader.placed
    marks = _mark_rows(placed, compared)
    return Content(pupils, marks, problems, held)


def _held(entries: list[Entry], problems: list[Problem]) -> set[tuple[str, int]]:
    concerned = {place for p in problems if p.severity is Severity.STOP for place in p.rows}
    upns = {entry.upn for entry in entries if entry.place in concerned and entry.upn is not None}
    return concerned | {entry.place for entry in entries if entry.upn in upns}


def _of_earlier_sheets(reader: MarkReader) -> set[tuple[str, int]]:
    """The rows of sheets that are of an earlier half-term than the return, where others are of its own:
    a pupil who stands there alone has left since."""
    ours = reader.half_term
    if ours is None:
        return set()
    earlier = [table for table in reader.tables if table.half_term and not table.half_term.may_be(ours)]
    if len(earlier) == len(reader.tables):
        return set()
    return {entry.place for table in earlier for entry in table.entries}


def _pupils(
    entries: list[Entry], reader: MarkReader, earlier: set[tuple[str, int]]
) -> tuple[list[PupilRow], list[Problem]]:
    """One row a pupil: each detail from the first row that gives it, those of earlier sheets last. A pupil
    has left where every mark of the return's half-term says so."""
    leavers = _leavers(reader)
    by_upn: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        assert entry.upn is not None
        by_upn[entry.upn].append(entry)
    pupils, problems = [], []
    for upn, group in by_upn.items():
        merged: dict[str, object] = {}
        group.sort(key=lambda entry: entry.place in earlier)
        for entry in group:
            for name, value in entry.details.items():
                if value is not None and name not in merged:
                    merged[name] = value
        own = [entry for entry in group if entry.place not in earlier]
        in_years = [entry for entry in own or group if entry.year_group is not None]
        year = in_years[0].year_group if in_years else None
        second = next((entry for entry in in_years if entry.year_group != year), None)
        if second is not None:
            problems.append(
                findings.YEAR_GROUPS_DIFFER(
                    "This pupil stands in two year groups; the first was taken.",
                    "Correct the year group that is wrong.",
                    sheet=second.sheet,
                    cell=second.upn_cell,
                    rows=[entry.place for entry in group],
                )
            )
        pupils.append(_pupil(upn, group[0], year, merged, upn in leavers or not own))
    return pupils, problems


def _leavers(reader: MarkReader) -> set[str | None]:
    """The UPNs of which every mark of the return's half-term says that the pupil left."""
    own, placed = reader.half_term, reader.placed
    left = {one.entry.upn for one in placed if one.reading is Reading.LEFT and one.half_term == own}
    if not left:
        return left
    return left - {
        one.entry.upn
        for one in placed
        if one.entry.upn in left and one.reading is not Reading.LEFT and one.half_term == own
    }


def _pupil(upn: str, first: Entry, year: int | None, merged: dict[str, object], left: bool) -> PupilRow:
    def text(name: str) -> str | None:
        value = merged.get(name)
        return value if isinstance(value, str) else None

    def flag(name: str) -> bool | None:
        value = merged.get(name)
        return value if isinstance(value, bool) else None

    born = merged.get("dob")
    return PupilRow(
        upn=upn,
        surname=text("surname"),
        forename=text("forename"),
        dob=born if isinstance(born, date) else None,
        sex=text("sex"),
        year_group=year,
        class_name=text("class_name"),
        disadvantaged=flag("disadvantaged"),
        pupil_premium=flag("pupil_premium"),
        fsm=flag("fsm"),
        fsm6=flag("fsm6"),
        looked_after=flag("looked_after"),
        eal=flag("eal"),
        sen=text("sen"),
        left=left,
        sheet=first.sheet,
        row=first.row,
    )


def _mark_rows(placed: list[RawMark], compared: set[str]) -> list[MarkRow]:
    """One row for each thing judged; a score joins the judgement of the same subject and half-term, which
    only pupils to be compared may have."""
    rows: list[MarkRow] = []
    places: dict[MarkKey, int] = {}  # in `rows`
    scored: set[MarkKey] = set()  # known by a score alone so far
    for one in placed:
        entry = one.entry
        if entry.upn is None or one.half_term is None:
            continue
        if entry.upn in compared:
            key = mark_key(one)
            place = places.setdefault(key, len(rows))
            if place < len(rows):
                rows[place] = _joined(rows[place], one, key, scored)
                continue
            if one.score is not None:
                scored.add(key)
        rows.append(
            MarkRow(
                upn=entry.upn,
                half_term=one.half_term,
                subject=one.subject,
                kind=one.kind,
                judgement=one.reading.judgement if one.score is None else None,
                score=one.score,
                raw=one.text,
                sheet=entry.sheet,
                cell=one.cell,
            )
        )
    return rows


def _joined(known: MarkRow, one: RawMark, key: MarkKey, scored: set[MarkKey]) -> MarkRow:
    """A row with what another mark of the same thing adds to it."""
    if one.score is not None and known.score is None:
        return known._replace(score=one.score)
    if one.score is None and known.score is not None and key in scored:
        scored.discard(key)
        return known._replace(
            judgement=one.reading.judgement, raw=one.text, sheet=one.entry.sheet, cell=one.cell
        )
    return known


def column_readings(reader: MarkReader) -> list[ColumnReading]:
    """How every column was understood, with the marks of this school's pupils in it."""
    readings: dict[tuple[str, int, str], ColumnReading] = {}
    for table in reader.tables:
        for column in table.columns.columns:
            sheet = table.table.sheet.name
            counts = (
                reader.column_marks.get((sheet, column.index), Counter())
                if column.role is Role.MARK
                else Counter()
            )
            readings[(sheet, column.index, column.meaning())] = ColumnReading(
                sheet=sheet,
                column=column.letter,
                heading=column.heading,
                meaning=column.meaning(),
                used=column.role in (Role.FIELD, Role.MARK),
                confidence=column.confidence,
                field=column.field if column.role is Role.FIELD else None,
                marks=tuple((text, read_as, count) for (text, read_as), count in counts.most_common()),
                asked=column.asked if column.role is Role.DOUBT else "",
            )
    return list(readings.values())


def unclear_columns(tables: list[ReadTable]) -> list[Problem]:
    """Stops for columns whose marks cannot be placed, and notes of the columns that were left out."""
    problems = []
    for table in tables:
        sheet = table.table.sheet.name
        for column in table.columns.columns:
            if column.role is Role.DOUBT:
                problems.append(_doubt(table, column))
            elif column.role is Role.NOT_USED and column.heading:
                heading = re.sub(r"\s+", " ", column.heading)[:40]
                problems.append(
                    findings.COLUMN_NOT_USED(
                        f"Column {column.letter} (“{heading}”) was not used: {column.why}.", sheet=sheet
                    )
                )
            elif column.role is Role.NOT_USED:
                problems.append(
                    findings.COLUMN_NOT_USED(
                        f"Column {column.letter} has no heading and was not used.", sheet=sheet
                    )
                )
    return problems


def _doubt(table: ReadTable, column: Column) -> Problem:
    source = table.table
    rows = {
        entry.place for entry in table.entries if source.sheet.cell(entry.row - 1, column.index) is not None
    }
    return findings.UNCLEAR_COLUMN(
        f"Column {column.letter} holds marks, and it is not clear {column.why}.",
        "Write in the heading the subject, Current, Predicted or Target, and the half-term; or say once what "
        "the column is.",
        sheet=source.sheet.name,
        cell=a1(source.heading_row(column.index), column.index),
        rows=rows,
    )
