"""What looks odd about a return once it is held against what stood before.

Each check is one function of a Comparison that yields problems, and one entry of CHECKS. None of them
stops a return: what stops it is in the file itself, and found when it is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from etl.half_terms import HalfTerm
from etl.problems import Problem, Severity
from etl.reading.tidy import MarkRow, SchoolReading
from etl.returns.state import State
from etl.vocabulary import Kind

JUMP = 2  # bands
ALIKE_FROM = 8  # pupils of one class with the same mark
MANY_LEAVERS = 5  # pupils, and
MANY_LEAVERS_SHARE = 0.1  # of those who were on roll
UNCHANGED_FROM = 10  # pupils


@dataclass(frozen=True)
class Comparison:
    """A return that could count, with what stood before it and what would stand after."""

    reading: SchoolReading
    half_term: HalfTerm
    before: State
    after: State
    # Marks that the file has for half-terms whose drop is closed; they are not taken in.
    for_closed_drops: tuple[MarkRow, ...] = ()

    def own_marks(self) -> Iterator[MarkRow]:
        return (mark for mark in self.reading.marks if mark.half_term == self.half_term)


def check_jumps(comparison: Comparison) -> Iterator[Problem]:
    """A mark two bands or more away from what stood, now or in the half-term before."""
    for mark in comparison.own_marks():
        if mark.judgement is None:
            continue
        since = comparison.half_term
        stood = comparison.before.judgement(since, mark.upn, mark.subject, mark.kind)
        if stood is None and since.ordinal > 1:
            # Marks of another academic year are held against another year's curriculum.
            since = since.previous
            stood = comparison.before.judgement(since, mark.upn, mark.subject, mark.kind)
        if stood is not None and abs(stood.rank - mark.judgement.rank) >= JUMP:
            yield Problem(
                Severity.CHECK,
                "jump",
                f"{mark.subject.label}, {mark.kind.label.lower()}: {mark.judgement} here, {stood} in "
                f"{since.name}, a jump of {abs(stood.rank - mark.judgement.rank)} bands.",
                "Nothing to do if it is meant; otherwise correct the cell and load the file again.",
                mark.sheet,
                mark.cell,
            )


def check_earlier_marks(comparison: Comparison) -> Iterator[Problem]:
    """A mark for an earlier half-term that differs from the one returned then."""
    for mark in comparison.reading.marks:
        if mark.half_term == comparison.half_term:
            continue
        stands = comparison.after.marks_of(mark.half_term, mark.subject, mark.kind).get(mark.upn)
        if stands is not None and stands.judgement != mark.judgement:
            yield Problem(
                Severity.CHECK,
                "earlier_mark_differs",
                f"{mark.subject.label} in {mark.half_term}: {mark.judgement or 'no judgement'} here, "
                f"{stands.judgement or 'no judgement'} in the return made then. "
                "The mark returned then stands.",
                f"To change it, load a corrected return for {mark.half_term}.",
                mark.sheet,
                mark.cell,
            )


def check_closed_drops(comparison: Comparison) -> Iterator[Problem]:
    """Marks that would add to or alter a half-term whose drop is closed."""
    first: dict[HalfTerm, MarkRow] = {}
    counted: Counter[HalfTerm] = Counter()
    for mark in comparison.for_closed_drops:
        stands = comparison.before.judgement(mark.half_term, mark.upn, mark.subject, mark.kind)
        if stands != mark.judgement:
            first.setdefault(mark.half_term, mark)
            counted[mark.half_term] += 1
    for half_term, mark in first.items():
        yield Problem(
            Severity.CHECK,
            "drop_closed",
            f"The data drop for {half_term} is closed: {counted[half_term]} marks in this file that are not "
            "in it were left out.",
            "Ask for the drop to be opened if they should count.",
            mark.sheet,
            mark.cell,
        )


def check_alike(comparison: Comparison) -> Iterator[Problem]:
    """Everyone in a class with the same mark."""
    groups: dict[tuple[object, ...], list[MarkRow]] = {}
    pupils = comparison.after.on_roll(comparison.half_term)
    for mark in comparison.own_marks():
        pupil = pupils.get(mark.upn)
        if pupil is not None and mark.judgement is not None:
            key = (pupil.year_group, pupil.class_name, mark.subject, mark.kind)
            groups.setdefault(key, []).append(mark)
    for marks in groups.values():
        if len(marks) >= ALIKE_FROM and len({mark.judgement for mark in marks}) == 1:
            yield Problem(
                Severity.CHECK,
                "everyone_alike",
                f"All {len(marks)} pupils of this class have {marks[0].judgement} in "
                f"{marks[0].subject.label.lower()}, {marks[0].kind.label.lower()}.",
                "Nothing to do if it is meant; a column filled down by mistake looks like this.",
                marks[0].sheet,
                marks[0].cell,
            )


def check_nothing_changed(comparison: Comparison) -> Iterator[Problem]:
    """Not one prediction of a subject moved since the half-term before."""
    if comparison.half_term.ordinal == 1:
        return
    before = comparison.half_term.previous
    by_subject: dict[object, list[tuple[MarkRow, bool]]] = {}
    for mark in comparison.own_marks():
        if mark.kind is not Kind.PREDICTED or mark.judgement is None:
            continue
        stood = comparison.before.judgement(before, mark.upn, mark.subject, mark.kind)
        if stood is not None:
            by_subject.setdefault(mark.subject, []).append((mark, stood == mark.judgement))
    for marks in by_subject.values():
        if len(marks) >= UNCHANGED_FROM and all(same for _, same in marks):
            first = marks[0][0]
            yield Problem(
                Severity.CHECK,
                "nothing_changed",
                f"All {len(marks)} predictions in {first.subject.label.lower()} are those of {before.name}.",
                "Nothing to do if they were looked at again; a column copied forward looks like this.",
                first.sheet,
                first.cell,
            )


def check_starters_and_leavers(comparison: Comparison) -> Iterator[Problem]:
    """Who is new since the half-term before, and who is no longer listed."""
    before = comparison.half_term.previous
    was = comparison.before.on_roll(before)
    now = comparison.after.on_roll(comparison.half_term)
    if not was:
        return
    moved_up = comparison.half_term.ordinal == 1
    listed_years = {pupil.year_group for pupil in now.values()}
    expected_back = {
        upn
        for upn, pupil in was.items()
        if pupil.year_group is not None and pupil.year_group + moved_up in listed_years
    }
    leavers = expected_back - now.keys()
    # In Autumn 1 a whole Reception is new: only those who join an older year group are starters.
    youngest = min((year for year in listed_years if year is not None), default=0)
    starters = {upn for upn in now.keys() - was.keys() if not (moved_up and now[upn].year_group == youngest)}
    if starters:
        yield Problem(
            Severity.INFO,
            "starters",
            f"{len(starters)} pupils are here who were not on roll in {before}.",
        )
    if leavers:
        many = len(leavers) >= MANY_LEAVERS and len(leavers) > MANY_LEAVERS_SHARE * len(expected_back)
        yield Problem(
            Severity.CHECK if many else Severity.INFO,
            "many_leavers" if many else "leavers",
            f"{len(leavers)} pupils who were on roll in {before} are not in this return.",
            "Make sure that no class is missing from the file." if many else "",
        )


Check = Callable[[Comparison], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    check_jumps,
    check_earlier_marks,
    check_closed_drops,
    check_alike,
    check_nothing_changed,
    check_starters_and_leavers,
)


def problems_against_the_record(comparison: Comparison) -> list[Problem]:
    return [problem for check in CHECKS for problem in check(comparison)]
