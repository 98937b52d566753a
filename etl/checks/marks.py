"""What looks odd about the marks of a return beside what stood before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from etl.checks import findings
from etl.checks.comparison import Comparison
from etl.checks.thresholds import ALIKE_FROM, JUMP, UNCHANGED_FROM
from etl.half_terms import HalfTerm
from etl.problems import Problem
from etl.reading.tidy import MarkRow
from etl.vocabulary import Kind


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
            yield findings.JUMP(
                f"{mark.subject.label}, {mark.kind.label.lower()}: {mark.judgement} here, {stood} in "
                f"{since.name}, a jump of {abs(stood.rank - mark.judgement.rank)} bands.",
                "Nothing to do if it is meant; otherwise correct the cell and load the file again.",
                sheet=mark.sheet,
                cell=mark.cell,
            )


def check_earlier_marks(comparison: Comparison) -> Iterator[Problem]:
    """A mark for an earlier half-term that differs from the one returned then."""
    for mark in comparison.reading.marks:
        if mark.half_term == comparison.half_term:
            continue
        stands = comparison.after.marks_of(mark.half_term, mark.subject, mark.kind).get(mark.upn)
        if stands is not None and stands.judgement != mark.judgement:
            yield findings.EARLIER_MARK_DIFFERS(
                f"{mark.subject.label} in {mark.half_term}: {mark.judgement or 'no judgement'} here, "
                f"{stands.judgement or 'no judgement'} in the return made then. "
                "The mark returned then stands.",
                f"To change it, load a corrected return for {mark.half_term}.",
                sheet=mark.sheet,
                cell=mark.cell,
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
        yield findings.MARKS_FOR_CLOSED_DROP(
            f"The data drop for {half_term} is closed: {counted[half_term]} marks in this file that are not "
            "in it were left out.",
            "Ask for the drop to be opened if they should count.",
            sheet=mark.sheet,
            cell=mark.cell,
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
            yield findings.EVERYONE_ALIKE(
                f"All {len(marks)} pupils of this class have {marks[0].judgement} in "
                f"{marks[0].subject.label.lower()}, {marks[0].kind.label.lower()}.",
                "Nothing to do if it is meant; a column filled down by mistake looks like this.",
                sheet=marks[0].sheet,
                cell=marks[0].cell,
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
            yield findings.NOTHING_CHANGED(
                f"All {len(marks)} predictions in {first.subject.label.lower()} are those of {before.name}.",
                "Nothing to do if they were looked at again; a column copied forward looks like this.",
                sheet=first.sheet,
                cell=first.cell,
            )
