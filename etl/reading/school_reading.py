"""A school's entries as a SchoolReading: marks read, half-terms settled, contradictions found."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from etl.containers import a1
from etl.half_terms import HalfTerm
from etl.problems import Problem, Severity
from etl.reading import findings
from etl.reading.columns import Column, Role, TableColumns
from etl.reading.entries import Entry, RawMark
from etl.reading.half_term_words import SaidHalfTerm
from etl.reading.marks import ALLOWED, MarkReading, Reading, nearest, read_mark, shown, tidy_mark
from etl.reading.sheet_words import SheetWords
from etl.reading.spelling import comparable
from etl.reading.tables import Table
from etl.reading.tidy import ColumnReading, Learned, MarkRow, PupilRow
from etl.vocabulary import Kind

MarkKey = tuple[str, HalfTerm, str, str]


@dataclass
class ReadTable:
    """A table with its columns, its entries and what is said around it."""

    table: Table
    columns: TableColumns
    words: SheetWords
    entries: list[Entry]
    # The half-term of the sheet's marks, where the sheets of the file are of different ones.
    half_term: SaidHalfTerm | None = None


@dataclass
class _Placed:
    """A mark with its half-term and its reading."""

    entry: Entry
    raw: RawMark
    half_term: HalfTerm
    reading: Reading
    score: float | None


@dataclass
class MarkReader:
    """Reads the marks of one school's entries. `half_term` is the return's; None where it is not known,
    and then no marks come of it, only their problems."""

    tables: list[ReadTable]
    half_term: HalfTerm | None
    learned: Learned
    names: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    placed: list[_Placed] = field(default_factory=list)
    column_marks: dict[tuple[str, int], Counter[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    _asked: dict[tuple[str, int, str], list[tuple[Entry, RawMark, MarkReading]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _terms: dict[tuple[str, int, str], str] = field(default_factory=dict)
    _earlier_year: Counter[tuple[str, int]] = field(default_factory=Counter)

    def read(self) -> None:
        for table in self.tables:
            by_half_term = _kinds_with_half_terms(table)
            for entry in table.entries:
                for raw in entry.marks:
                    self._read_mark(table, entry, raw, by_half_term)
        self._ask()
        self._note()

    def _read_mark(
        self, table: ReadTable, entry: Entry, raw: RawMark, by_half_term: dict[Kind, set[int | None]]
    ) -> None:
        column = raw.column
        place = (entry.sheet, column.index)
        if column.year_group is not None and entry.year_group is None:
            entry.year_groups_of_marks.add(column.year_group)
        elif column.year_group is not None and column.year_group != entry.year_group:
            self._earlier_year[place] += 1
            return
        score: float | None = None
        if column.score and not raw.is_date and (number := _number(raw.text)) is not None:
            reading, score = MarkReading(Reading.UNKNOWN), number
            if not 80 <= number <= 120:
                self._stop(
                    findings.IMPOSSIBLE_SCORE,
                    entry,
                    raw.cell,
                    "A scaled score runs from 80 to 120.",
                    "Type the scaled score, or leave the cell blank.",
                )
                return
        else:
            year_group = entry.year_group if entry.year_group is not None else column.year_group
            reading = read_mark(raw.text, year_group, self.learned.marks)
        self._count(place, raw, reading, score)
        if score is None and reading.reading is Reading.NO_MARK:
            return
        half_term = self._half_term_of(table, entry, raw, by_half_term)
        if score is None and reading.reading is Reading.ASK:
            self._asked[(*place, tidy_mark(raw.text))].append((entry, raw, reading))
            return
        if score is None and reading.reading is Reading.UNKNOWN:
            found = "A date" if raw.is_date else self._repeatable(raw.text)
            self._stop(
                findings.UNKNOWN_MARK,
                entry,
                raw.cell,
                f"{found} is not a mark that is known.",
                nearest(raw.text) if not raw.is_date else f"Type {ALLOWED}, or leave the cell blank.",
            )
            return
        if half_term is not None:
            self.placed.append(_Placed(entry, raw, half_term, reading.reading, score))

    def _stop(self, finding: findings.Finding, entry: Entry, cell: str, message: str, cure: str) -> None:
        self.problems.append(finding(message, cure, sheet=entry.sheet, cell=cell, rows=[entry.place]))

    def _repeatable(self, text: str) -> str:
        """A faulty mark as a message may repeat it: never a name, a number of a pupil or a birth date."""
        private = comparable(text) in self.names or sum(character.isdigit() for character in text) >= 5
        return f"A text of {len(text)} characters" if private else shown(text)

    def _count(self, place: tuple[str, int], raw: RawMark, reading: MarkReading, score: float | None) -> None:
        if score is not None:
            self.column_marks[place][("numbers", "scaled score")] += 1
            return
        if reading.reading is Reading.UNKNOWN:
            said = self._repeatable(raw.text).strip("“”")
            self.column_marks[place][(said, "not known")] += 1
            return
        name = {Reading.ASK: "asked about", Reading.NO_MARK: "no mark"}.get(reading.reading)
        self.column_marks[place][(raw.text, name or reading.reading.value)] += 1

    def _half_term_of(
        self, table: ReadTable, entry: Entry, raw: RawMark, by_half_term: dict[Kind, set[int | None]]
    ) -> HalfTerm | None:
        """The half-term a mark belongs to; None, with a problem, where it cannot be told."""
        ours = self.half_term
        said = raw.when
        if said is None and raw.kind is Kind.CURRENT or (said is None and table.half_term is not None):
            said = table.half_term
        if (
            raw.kind is not Kind.CURRENT
            and said is not None
            and _is_year_end(said, by_half_term.get(raw.kind, set()))
        ):
            said = table.half_term
        if ours is None:
            return None
        if said is None:
            return ours
        starts = said.starts
        if starts is None:
            starts = table.words.half_term.starts if table.words.half_term else None
        starts = ours.starts if starts is None else starts
        ordinal = said.ordinal
        if ordinal is None and said.term is not None:
            same = starts == ours.starts and said.term == (ours.ordinal + 1) // 2
            ordinal = ours.ordinal if same else 2 * said.term
            if not same:
                self._terms.setdefault((entry.sheet, raw.column.index, str(said)), raw.cell)
        elif said.loose:
            self._terms.setdefault((entry.sheet, raw.column.index, f"Term {ordinal}"), raw.cell)
        if ordinal is None:
            if starts == ours.starts:
                return ours
            self._earlier_year[(entry.sheet, raw.column.index)] += 1
            return None
        half_term = HalfTerm(starts, ordinal)
        if half_term > ours:
            self._stop(
                findings.LATER_HALF_TERM,
                entry,
                raw.cell,
                f"This mark is for {half_term}, which comes after the return's half-term, {ours}.",
                "Remove it, or load the file as the return of that half-term.",
            )
            return None
        return half_term

    def _ask(self) -> None:
        for (sheet, _, _), found in self._asked.items():
            entry, raw, reading = found[0]
            others = len(found) - 1
            like = f" {others} more in this column are like it." if others else ""
            if others == 1:
                like = " One more in this column is like it."
            self.problems.append(
                findings.AMBIGUOUS_MARK(
                    f"{self._repeatable(raw.text)} may mean {reading.why}.{like}",
                    f"Type {ALLOWED} in its place, or say once what your school means by it.",
                    sheet=sheet,
                    cell=raw.cell,
                    rows={other.place for other, _, _ in found},
                )
            )

    def _note(self) -> None:
        for (sheet, _, said), cell in self._terms.items():
            self.problems.append(
                findings.TERM_READ_AS(
                    f"“{said}” does not say which half-term is meant: it was read as "
                    + (
                        "the half-term of that number."
                        if said.startswith("Term")
                        else "the second half of that term."
                    ),
                    "Write the half-term in the heading, such as Autumn 2.",
                    sheet=sheet,
                    cell=cell,
                )
            )
        for (sheet, index), count in self._earlier_year.items():
            column = next(
                c
                for t in self.tables
                if t.table.sheet.name == sheet
                for c in t.columns.columns
                if c.index == index
            )
            self.problems.append(
                findings.MARKS_NOT_USED(
                    f"Column {column.letter} is of another year: {count} marks in it were left out.",
                    sheet=sheet,
                )
            )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _kinds_with_half_terms(table: ReadTable) -> dict[Kind, set[int | None]]:
    """For each kind, the half-terms before the last that headings or rows of the table name."""
    found: dict[Kind, set[int | None]] = defaultdict(set)
    for entry in table.entries:
        for raw in entry.marks:
            if (
                raw.when is not None
                and raw.when.says_when
                and not (raw.when.ordinal == 6 or raw.when.term == 3)
            ):
                found[raw.kind].add(raw.when.ordinal)
    return found


def _is_year_end(said: SaidHalfTerm, others: set[int | None]) -> bool:
    """Whether a prediction's half-term is the year-end it is for, not the one it was made in: Summer 2,
    where no other half-term has predictions of its own."""
    return (said.ordinal == 6 or said.term == 3) and not others


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
    problems += _conflicts(reader.placed)
    problems += _different_pupils(entries)
    held = _held(entries, problems)
    whole_file = any(p.severity is Severity.STOP and not p.rows for p in problems)
    if whole_file:
        held = {entry.place for entry in entries}
    good = [entry for entry in entries if entry.place not in held and entry.upn is not None]
    pupils, differing = _pupils(good, reader.placed, _of_earlier_sheets(reader))
    problems += differing
    marks = _mark_rows([placed for placed in reader.placed if placed.entry.place not in held])
    return Content(pupils, marks, problems, held)


def _key(placed: _Placed) -> MarkKey:
    assert placed.entry.upn is not None
    return placed.entry.upn, placed.half_term, placed.raw.subject.value, placed.raw.kind.value


def _conflicts(placed: list[_Placed]) -> list[Problem]:
    """Stops for one UPN with different marks for the same thing: at each of its rows, or at each of the
    cells where one row contradicts itself."""
    groups: dict[tuple[MarkKey, bool], list[_Placed]] = defaultdict(list)
    for one in placed:
        if one.entry.upn is not None:
            groups[(_key(one), one.score is not None)].append(one)
    by_rows: dict[str, dict[tuple[str, int], Entry]] = defaultdict(dict)
    problems = []
    for (key, is_score), group in groups.items():
        values = {one.score if is_score else one.reading for one in group}
        if len(values) < 2:
            continue
        rows = {one.entry.place: one.entry for one in group}
        if len(rows) > 1:
            by_rows[key[0]].update(rows)
            continue
        for one in group:
            problems.append(
                findings.TWO_MARKS(
                    "Two cells of this row give different marks for the same subject, kind and half-term.",
                    "Make them agree, or say in the headings how they differ.",
                    sheet=one.entry.sheet,
                    cell=one.raw.cell,
                    rows=[one.entry.place],
                )
            )
    for entries in by_rows.values():
        for entry in entries.values():
            problems.append(
                findings.DUPLICATE_PUPIL(
                    f"The same UPN stands on {len(entries)} rows with different marks.",
                    "Keep the row that is right, or correct the UPN that is wrong.",
                    sheet=entry.sheet,
                    cell=entry.upn_cell,
                    rows=list(entries),
                )
            )
    return problems


def _different_pupils(entries: list[Entry]) -> list[Problem]:
    """Stops for one UPN on rows that describe two pupils."""
    by_upn: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.upn is not None:
            by_upn[entry.upn].append(entry)
    problems = []
    for group in by_upn.values():
        first = group[0]
        if len(group) == 1 or not any(_describe_two(first, other) for other in group[1:]):
            continue
        for entry in group:
            problems.append(
                findings.TWO_PUPILS(
                    "The same UPN stands beside different pupils.",
                    "Correct the UPN that is wrong.",
                    sheet=entry.sheet,
                    cell=entry.upn_cell,
                    rows=[other.place for other in group],
                )
            )
    return problems


def _describe_two(one: Entry, other: Entry) -> bool:
    def differ(name: str) -> bool:
        mine, theirs = one.details.get(name), other.details.get(name)
        if mine is None or theirs is None:
            return False
        if isinstance(mine, str) and isinstance(theirs, str):
            return comparable(mine) != comparable(theirs)
        return mine != theirs

    return differ("dob") or (differ("surname") and differ("forename"))


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
    entries: list[Entry], placed: list[_Placed], earlier: set[tuple[str, int]]
) -> tuple[list[PupilRow], list[Problem]]:
    """One row a pupil: each detail from the first row that gives it, those of earlier sheets last."""
    readings: dict[str, set[Reading]] = defaultdict(set)
    for one in placed:
        if one.entry.upn is not None:
            readings[one.entry.upn].add(one.reading if one.score is None else Reading.UNKNOWN)
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
        years = [e.year_group for e in group if e.year_group is not None and e.place not in earlier]
        years = years or [entry.year_group for entry in group if entry.year_group is not None]
        if len(set(years)) > 1:
            second = next(e for e in group if e.year_group not in (None, years[0]) and e.place not in earlier)
            problems.append(
                findings.YEAR_GROUPS_DIFFER(
                    "This pupil stands in two year groups; the first was taken.",
                    "Correct the year group that is wrong.",
                    sheet=second.sheet,
                    cell=second.upn_cell,
                    rows=[entry.place for entry in group],
                )
            )
        pupils.append(
            _pupil(upn, group[0], years[0] if years else None, merged, readings[upn] == {Reading.LEFT})
        )
    return pupils, problems


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


def _mark_rows(placed: list[_Placed]) -> list[MarkRow]:
    """One row for each thing judged; a score joins the judgement of the same subject and half-term."""
    rows: dict[MarkKey, MarkRow] = {}
    for one in placed:
        if one.entry.upn is None:
            continue
        key = _key(one)
        known = rows.get(key)
        if known is None:
            rows[key] = MarkRow(
                upn=one.entry.upn,
                half_term=one.half_term,
                subject=one.raw.subject,
                kind=one.raw.kind,
                judgement=one.reading.judgement if one.score is None else None,
                score=one.score,
                raw=one.raw.text,
                sheet=one.entry.sheet,
                cell=one.raw.cell,
            )
        elif one.score is not None and known.score is None:
            rows[key] = replace(known, score=one.score)
        elif (
            one.score is None
            and known.score is not None
            and known.judgement is None
            and _number(known.raw) is not None
        ):
            rows[key] = replace(
                known,
                judgement=one.reading.judgement,
                raw=one.raw.text,
                sheet=one.entry.sheet,
                cell=one.raw.cell,
            )
    return list(rows.values())


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
                marks=tuple((text, read_as, count) for (text, read_as), count in counts.most_common()),
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
