"""Reads the marks of one school: what each means, and which half-term it belongs to."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import product

from etl.half_terms import HalfTerm
from etl.problems import Finding, Problem
from etl.reading import findings
from etl.reading.columns import TableColumns
from etl.reading.entries import Entry, RawMark
from etl.reading.half_term_words import SaidHalfTerm
from etl.reading.marks import (
    ALLOWED,
    NOT_REPEATED,
    MarkReading,
    Reading,
    nearest,
    read_mark,
    shown,
    tidy_mark,
)
from etl.reading.sheet_words import SheetWords
from etl.reading.spelling import comparable
from etl.reading.tables import Table
from etl.reading.tidy import Learned
from etl.vocabulary import Kind, Subject


@dataclass
class ReadTable:
    """A table with its columns, its entries and what is said around it."""

    table: Table
    columns: TableColumns
    words: SheetWords
    entries: list[Entry]
    # The half-term of the sheet's marks, where the sheets of the file are of different ones.
    half_term: SaidHalfTerm | None = None


@dataclass(frozen=True)
class _When:
    """Where a mark belongs in time. `later`: after the return. `guessed`: words that leave the half-term
    open and were taken as this one. A mark of another academic year without a half-term has neither."""

    half_term: HalfTerm | None = None
    later: bool = False
    guessed: str = ""


@dataclass(slots=True)
class _Like:
    """A mark that was placed with nothing to say of it, and how many more are read just as it was."""

    first: RawMark
    times: int = 0


@dataclass
class MarkReader:
    """Reads the marks of one school's entries into `placed`. `half_term` is the return's; where it is not
    known only problems come of it."""

    tables: list[ReadTable]
    half_term: HalfTerm | None
    learned: Learned
    names: frozenset[str]  # of pupils: no message repeats one
    problems: list[Problem] = field(default_factory=list)
    placed: list[RawMark] = field(default_factory=list)
    column_marks: dict[tuple[str, int], Counter[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    _asked: dict[tuple[str, int, str], list[tuple[RawMark, MarkReading]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _guessed: dict[tuple[str, int, str], str] = field(default_factory=dict)
    _left_out: Counter[tuple[str, str]] = field(default_factory=Counter)  # (sheet, column letter)

    def read(self) -> None:
        for table in self.tables:
            own = _kinds_with_half_terms(table)
            whens: dict[tuple[SaidHalfTerm | None, Kind], _When] = {}
            readings: dict[tuple[str, int | None], MarkReading] = {}
            like: dict[tuple[object, ...], _Like] = {}
            for entry in table.entries:
                for raw in entry.marks:
                    # A mark keeps its `when` alive, so that the number of that object tells it.
                    key = (raw.column.index, raw.text, entry.year_group, raw.subject, raw.kind, id(raw.when))
                    known = like.get(key)
                    if known is None:
                        if self._read_mark(table, raw, own, whens, readings):
                            like[key] = _Like(raw)
                    else:
                        known.times += 1
                        first = known.first
                        raw.reading, raw.half_term, raw.what = first.reading, first.half_term, first.what
                        self.placed.append(raw)
            for known in like.values():
                first = known.first
                self._count((first.entry.sheet, first.column.index), first, first.reading, known.times)
        self._ask()
        self._note()

    def _read_mark(
        self,
        table: ReadTable,
        raw: RawMark,
        own: dict[Kind, bool],
        whens: dict[tuple[SaidHalfTerm | None, Kind], _When],
        readings: dict[tuple[str, int | None], MarkReading],
    ) -> bool:
        """Places a mark, or keeps what is wrong with it; gives whether others like it are read as it is."""
        entry, column = raw.entry, raw.column
        place = (entry.sheet, column.index)
        year_group = entry.year_group
        if column.year_group is not None:
            if year_group is None:
                entry.year_groups_of_marks.add(column.year_group)
                year_group = column.year_group
            elif column.year_group != year_group:
                self._left_out[(entry.sheet, column.letter)] += 1
                return False
        if column.score and not raw.is_date:
            raw.score = _number(raw.text)
        if raw.score is not None:
            self.column_marks[place][("numbers", "scaled score")] += 1
            if not 80 <= raw.score <= 120:
                cure = "Type the scaled score, or leave the cell blank."
                self._stop(findings.IMPOSSIBLE_SCORE, raw, "A scaled score runs from 80 to 120.", cure)
                return False
        else:
            key = (raw.text, year_group)
            reading = readings.get(key)
            if reading is None:
                reading = readings[key] = read_mark(raw.text, year_group, self.learned.marks)
            self._count(place, raw, reading.reading)
            if not self._is_settled(place, raw, reading):
                return False
        if self.half_term is None:
            return False
        when = whens.get((raw.when, raw.kind))
        if when is None:
            when = whens[(raw.when, raw.kind)] = self._when(table, raw, own, self.half_term)
        placed = self._place(raw, when)
        return placed and raw.score is None and column.year_group is None

    def _is_settled(self, place: tuple[str, int], raw: RawMark, reading: MarkReading) -> bool:
        """Whether a mark has a meaning that makes a row; the person is asked about the others."""
        raw.reading = reading.reading
        if raw.reading is Reading.ASK:
            self._asked[(*place, tidy_mark(raw.text))].append((raw, reading))
            return False
        if raw.reading is Reading.UNKNOWN:
            found = "A date" if raw.is_date else self._repeatable(raw.text)
            cure = f"Type {ALLOWED}, or leave the cell blank." if raw.is_date else nearest(raw.text)
            self._stop(findings.UNKNOWN_MARK, raw, f"{found} is not a mark that is known.", cure)
            return False
        return raw.reading is not Reading.NO_MARK

    def _place(self, raw: RawMark, when: _When) -> bool:
        if when.later:
            self._stop(
                findings.LATER_HALF_TERM,
                raw,
                f"This mark is for {when.half_term}, after the return's half-term, {self.half_term}.",
                "Remove it, or load the file as the return of that half-term.",
            )
        elif when.half_term is None:
            self._left_out[(raw.entry.sheet, raw.column.letter)] += 1
        else:
            if when.guessed:
                self._guessed.setdefault((raw.entry.sheet, raw.column.index, when.guessed), raw.cell)
            raw.half_term = when.half_term
            raw.what = _number_of(when.half_term, raw.subject, raw.kind)
            self.placed.append(raw)
            return True
        return False

    def _when(self, table: ReadTable, raw: RawMark, own: dict[Kind, bool], ours: HalfTerm) -> _When:
        """The half-term of a mark: as its heading or row says, else its sheet where sheets differ, else
        the return's."""
        said = raw.when or table.half_term
        if (
            raw.kind is not Kind.CURRENT
            and said is not None
            and _is_year_end(said, own_half_terms=own[raw.kind])
        ):
            if said.starts is not None and said.starts != ours.starts:
                return _When()
            said = table.half_term
        if said is None:
            return _When(ours)
        starts = said.starts
        if starts is None and table.words.half_term is not None:
            starts = table.words.half_term.starts
        starts = ours.starts if starts is None else starts
        ordinal, guessed = said.ordinal, f"Term {said.ordinal}" if said.loose else ""
        if ordinal is None and said.term is not None:
            now = starts == ours.starts and said.term == (ours.ordinal + 1) // 2
            ordinal, guessed = (ours.ordinal, "") if now else (2 * said.term, str(said))
        if ordinal is None:
            return _When(ours) if starts == ours.starts else _When()
        half_term = HalfTerm(starts, ordinal)
        return _When(half_term, later=half_term > ours, guessed=guessed)

    def _stop(self, finding: Finding, raw: RawMark, message: str, cure: str) -> None:
        entry = raw.entry
        self.problems.append(finding(message, cure, sheet=entry.sheet, cell=raw.cell, rows=[entry.place]))

    def _repeatable(self, text: str) -> str:
        """A faulty mark as a message may repeat it: never a name, a number of a pupil or a birth date."""
        private = comparable(text) in self.names or sum(character.isdigit() for character in text) >= 5
        return f"{NOT_REPEATED} {len(text)} characters" if private else shown(text)

    def _count(self, place: tuple[str, int], raw: RawMark, reading: Reading, times: int = 1) -> None:
        if reading is Reading.UNKNOWN:
            said = self._repeatable(raw.text).strip("“”")
            self.column_marks[place][(said, "not known")] += 1
            return
        name = (
            "asked about"
            if reading is Reading.ASK
            else "no mark"
            if reading is Reading.NO_MARK
            else str(reading)
        )
        self.column_marks[place][(raw.text, name)] += times

    def _ask(self) -> None:
        for (sheet, _, _), found in self._asked.items():
            raw, reading = found[0]
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
                    rows={other.entry.place for other, _ in found},
                )
            )

    def _note(self) -> None:
        for (sheet, _, said), cell in self._guessed.items():
            read_as = (
                "the half-term of that number" if said.startswith("Term") else "the second half of that term"
            )
            self.problems.append(
                findings.TERM_READ_AS(
                    f"“{said}” does not say which half-term is meant: it was read as {read_as}.",
                    "Write the half-term in the heading, such as Autumn 2.",
                    sheet=sheet,
                    cell=cell,
                )
            )
        for (sheet, letter), count in self._left_out.items():
            marks = "1 mark in it was" if count == 1 else f"{count} marks in it were"
            message = f"Column {letter} is of another year: {marks} left out."
            self.problems.append(findings.MARKS_NOT_USED(message, sheet=sheet))


_KINDS_OF_MARK = {of: number for number, of in enumerate(product(Subject, Kind))}


def _number_of(half_term: HalfTerm, subject: Subject, kind: Kind) -> int:
    return (half_term.starts * 10 + half_term.ordinal) * len(_KINDS_OF_MARK) + _KINDS_OF_MARK[subject, kind]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _kinds_with_half_terms(table: ReadTable) -> dict[Kind, bool]:
    """For each kind, whether headings or rows of the table name half-terms before the last for it."""
    # Few are said, by very many marks: they are told apart by their numbers, which is fast.
    said = {(raw.kind, id(raw.when)): (raw.kind, raw.when) for entry in table.entries for raw in entry.marks}
    own = dict.fromkeys(Kind, False)
    for kind, when in said.values():
        if when is not None and when.says_when and not (when.ordinal == 6 or when.term == 3):
            own[kind] = True
    return own


def _is_year_end(said: SaidHalfTerm, *, own_half_terms: bool) -> bool:
    """Whether a prediction's half-term is the year-end it is for, not the one it was made in: Summer 2,
    where no other half-term has predictions of its own."""
    return (said.ordinal == 6 or said.term == 3) and not own_half_terms
