"""Holding a reading against the record: would it be accepted, what would it change?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from etl.checks.against_the_record import Comparison, problems_against_the_record
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.problems import Problem, Severity, stops
from etl.reading.tidy import MarkRow, PupilRow, SchoolReading
from etl.record.returns import AcceptedReturn, in_force
from etl.returns.cohorts import cohort_counts, effect
from etl.returns.outcome import Outcome, Status, in_order
from etl.returns.state import state_of


@dataclass(frozen=True)
class Situation:
    """What the record said about a school when a reading was held against it."""

    returns: Sequence[AcceptedReturn]  # all of the school's
    closed: frozenset[HalfTerm]  # half-terms whose drop is closed


@dataclass(frozen=True)
class Evaluation:
    """The outcome, and the rows to keep if it is accepted."""

    outcome: Outcome
    pupils: tuple[PupilRow, ...] = ()
    marks: tuple[MarkRow, ...] = ()


def evaluate(
    folder: DataFolder,
    file: str,
    reading: SchoolReading,
    situation: Situation,
    *,
    accept_good_rows: bool,
    replace_whole: bool,
) -> Evaluation:
    """What loading a reading would do, given what the record holds for its school."""
    judgements = sum(mark.judgement is not None for mark in reading.marks)
    refused = Outcome(
        file=file,
        status=Status.REJECTED,
        school_urn=reading.school_urn,
        half_term=reading.half_term,
        pupils=len({pupil.upn for pupil in reading.pupils}),
        judgements=judgements,
        held_rows=len(reading.held),
        problems=in_order(list(reading.problems)),
        reading=reading,
    )
    half_term = reading.half_term
    if reading.school_urn is None or half_term is None or not reading.pupils:
        return Evaluation(_with_reason(refused))
    if half_term in situation.closed:
        return Evaluation(_with_problem(refused, _drop_is_closed(half_term)))

    taken = tuple(mark for mark in reading.marks if mark.half_term not in situation.closed)
    left_out = tuple(mark for mark in reading.marks if mark.half_term in situation.closed)
    counting = in_force(list(situation.returns))
    kept = [one for one in counting if not (replace_whole and one.half_term == half_term)]
    given_up = {former for one in counting if one not in kept for former in one.half_terms}
    wanted = {half_term, half_term.previous, *(mark.half_term for mark in reading.marks), *given_up}
    before = state_of(folder, reading.school_urn, counting, wanted)
    after = state_of(folder, reading.school_urn, kept, wanted, (half_term, reading.pupils, taken))

    compared = Comparison(reading, half_term, before, after, left_out)
    problems = in_order([*reading.problems, *problems_against_the_record(compared)])
    found = replace(
        refused,
        problems=problems,
        effect=tuple(effect(before, after, half_term)),
        counts=tuple(cohort_counts(after, half_term)),
    )
    if stops(list(reading.problems)) and not accept_good_rows:
        return Evaluation(found)
    for closed in sorted(wanted & situation.closed):
        # Replacing a whole return also gives up the earlier marks that the former one carried along.
        if before.within(closed) != after.within(closed):
            return Evaluation(_with_problem(found, _drop_is_closed(closed)))
    if before == after:
        return Evaluation(replace(found, status=Status.UNCHANGED, effect=()))
    return Evaluation(replace(found, status=Status.ACCEPTED), reading.pupils, taken)


def _with_reason(refused: Outcome) -> Outcome:
    """A refusal always says why, also where a reading came back empty without a word."""
    if stops(list(refused.problems)):
        return refused
    return _with_problem(
        refused,
        Problem(
            Severity.STOP,
            "no_pupils",
            "No row with a pupil was found.",
            "Make sure that the sheet has a row of headings with UPN among them, and pupils below it.",
        ),
    )


def _with_problem(refused: Outcome, problem: Problem) -> Outcome:
    return replace(refused, problems=in_order([problem, *refused.problems]))


def _drop_is_closed(half_term: HalfTerm) -> Problem:
    return Problem(
        Severity.STOP,
        "drop_closed",
        f"The data drop for {half_term} is closed, so nothing in it can change.",
        "Ask for the drop to be opened, or choose another half-term.",
    )
