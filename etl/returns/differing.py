"""Marks in a file that are not the ones that stand for the same half-term: which of the two to keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from etl.half_terms import HalfTerm
from etl.reading.persons import full_name
from etl.reading.tidy import MarkRow, SchoolReading
from etl.returns.state import StandingMark, State
from etl.vocabulary import Kind, Subject


@dataclass(frozen=True)
class Differing:
    """One mark of a file beside what stands. `name` is the pupil's, for the school's own eyes alone."""

    sheet: str
    cell: str
    name: str
    subject: Subject
    kind: Kind
    stands: str
    given: str


@dataclass(frozen=True)
class Keeping:
    """Which of the marks that stand are kept where a file has others: none, all, or those of some cells."""

    everything: bool = False
    cells: frozenset[tuple[str, str]] = frozenset()  # (sheet, cell) of the file's mark that is left out

    def keeps(self, sheet: str, cell: str) -> bool:
        return self.everything or (sheet, cell) in self.cells


NOTHING_KEPT = Keeping()


def differing(reading: SchoolReading, before: State, half_term: HalfTerm) -> Iterator[Differing]:
    """The marks of a return's own half-term for which another one stands, in the order of the file."""
    names = {pupil.upn: full_name(pupil.forename, pupil.surname) for pupil in reading.pupils}
    for mark in reading.marks:
        if mark.half_term != half_term:
            continue
        stands, given = before.marks_of(half_term, mark.subject, mark.kind).get(mark.upn), standing(mark)
        if stands is not None and stands != given:
            yield Differing(
                mark.sheet,
                mark.cell,
                names.get(mark.upn, ""),
                mark.subject,
                mark.kind,
                words_of(stands),
                words_of(given),
            )


def standing(mark: MarkRow) -> StandingMark:
    """A file's mark as it would stand."""
    without = None if mark.judgement or mark.score is not None else mark.raw
    return StandingMark(mark.judgement, mark.score, without)


def words_of(mark: StandingMark) -> str:
    """What stands, as people write it: EXS, EXS (104), 104, absent."""
    if mark.judgement is None:
        return f"{mark.score:g}" if mark.score is not None else (mark.without or "no judgement")
    return f"{mark.judgement} ({mark.score:g})" if mark.score is not None else str(mark.judgement)
