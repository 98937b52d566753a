"""Holding a reading against the record: would it be accepted, what would it change?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from etl.checks.against_the_record import problems_against_the_record
from etl.checks.comparison import Comparison
from etl.checks.findings import NEW_UPN
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.problems import Problem, in_order, stops
from etl.reading.findings import MISSING_UPN
from etl.reading.tidy import MarkRow, PupilRow, SchoolReading
from etl.record.returns import AcceptedReturn, ReturnRef, in_force
from etl.record.who_is_who import About
from etl.returns import findings
from etl.returns.cohorts import cohort_counts, effect
from etl.returns.differing import NOTHING_KEPT, Keeping, differing
from etl.returns.listings import listings
from etl.returns.offers import Offer, find_offers
from etl.returns.outcome import Outcome, Status
from etl.returns.state import State, state_of


@dataclass(frozen=True)
class Situation:
    """What the record said about a school when a reading was held against it."""

    returns: Sequence[AcceptedReturn]  # all of the school's
    closed: frozenset[HalfTerm]  # half-terms whose drop is closed
    # The other schools' that count for the return's half-term and the one before it.
    elsewhere: Sequence[ReturnRef] = ()
    present: Mapping[str, str] = field(default_factory=dict)  # the present UPN of every former one
    refused: frozenset[tuple[str, str]] = frozenset()  # pairs that a person said are two pupils
    school_names: Mapping[int, str] = field(default_factory=dict)


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
    keep: Keeping = NOTHING_KEPT,
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
        problems=in_order(reading.problems, _sheets(reading)),
        reading=reading,
    )
    half_term = reading.half_term
    if reading.school_urn is None or half_term is None or not (reading.pupils or reading.unknown):
        return Evaluation(_with_reason(refused))
    if half_term in situation.closed:
        return Evaluation(_with_problem(refused, _drop_is_closed(half_term)))

    counting = in_force(list(situation.returns))
    kept = [one for one in counting if not (replace_whole and one.half_term == half_term)]
    given_up = {former for one in counting if one not in kept for former in one.half_terms}
    last = max((one.half_term for one in counting if one.half_term < half_term), default=None)
    wanted = {half_term, half_term.previous, *(mark.half_term for mark in reading.marks), *given_up}
    shown = {*wanted, last} if last else wanted
    before = state_of(folder, reading.school_urn, counting, shown, situation.present)
    comparable = _with_present_upns(reading, situation.present)
    others = () if replace_whole else tuple(differing(comparable, before, half_term))
    kept_out = {(one.sheet, one.cell) for one in others if keep.keeps(one.sheet, one.cell)}
    taken = tuple(
        mark
        for mark in reading.marks
        if mark.half_term not in situation.closed and (mark.sheet, mark.cell) not in kept_out
    )
    after = state_of(
        folder, reading.school_urn, kept, shown, situation.present, (half_term, reading.pupils, taken)
    )
    compared = _compare(folder, comparable, half_term, situation, counting, before, after, last)
    offers = find_offers(compared, situation.refused)
    problems = in_order(
        [
            *_with_offers(reading.problems, offers),
            *problems_against_the_record(compared),
            *_new_upns(offers),
        ],
        _sheets(reading),
    )
    found = replace(
        refused,
        problems=problems,
        offers=offers,
        differing=others,
        effect=tuple(effect(before, after, half_term)),
        counts=tuple(cohort_counts(after, half_term)),
        alters=before != after,
    )
    if not reading.pupils or (stops(list(reading.problems)) and not accept_good_rows):
        return Evaluation(found)
    for closed in sorted(wanted & situation.closed):
        # Replacing a whole return also gives up the earlier marks that the former one carried along.
        if before.within(closed) != after.within(closed):
            return Evaluation(_with_problem(found, _drop_is_closed(closed)))
    if before == after:
        return Evaluation(replace(found, status=Status.UNCHANGED, effect=()))
    return Evaluation(replace(found, status=Status.ACCEPTED), reading.pupils, taken)


def _sheets(reading: SchoolReading | None) -> list[str]:
    return [column.sheet for column in reading.columns] if reading else []


def _compare(
    folder: DataFolder,
    reading: SchoolReading,
    half_term: HalfTerm,
    situation: Situation,
    counting: list[AcceptedReturn],
    before: State,
    after: State,
    last: HalfTerm | None,
) -> Comparison:
    present = situation.present
    compared = Comparison(
        reading=reading,
        half_term=half_term,
        before=before,
        after=after,
        for_closed_drops=tuple(mark for mark in reading.marks if mark.half_term in situation.closed),
        last=last,
        school_names=situation.school_names,
    )
    starters = compared.starters()
    earlier = [one.ref for one in counting if last is not None and one.half_term < last]
    births = {one.dob for one in reading.unknown} | {one.dob for one in reading.pupils if one.upn in starters}
    upns = {one.upn for one in reading.pupils} | compared.leavers()
    return replace(
        compared,
        elsewhere=listings(
            folder, situation.elsewhere, upns, {born for born in births if born is not None}, present
        ),
        earlier=listings(folder, earlier, starters, (), present) if starters else (),
    )


def _with_present_upns(reading: SchoolReading, present: Mapping[str, str]) -> SchoolReading:
    """A reading under present UPNs, to be compared; what is kept is the file's own."""
    if not any(one.upn in present for one in reading.pupils):
        return reading
    return replace(
        reading,
        pupils=tuple(replace(one, upn=present.get(one.upn, one.upn)) for one in reading.pupils),
        marks=tuple(one._replace(upn=present.get(one.upn, one.upn)) for one in reading.marks),
    )


CONFIRM = "confirm on the page Returns who is meant"


def _with_offers(problems: Sequence[Problem], offers: Sequence[Offer]) -> list[Problem]:
    """A missing UPN for which one of the school's own pupils is offered says so in its cure.

    That another school of ours may know the pupil is told to those alone who see both.
    """
    offered = {(one.sheet, one.cell) for one in offers if one.about is About.MATCH and one.own}
    return [
        replace(one, suggestion=f"{one.suggestion.rstrip('.')}; or {CONFIRM}.")
        if one.code == MISSING_UPN.code and (one.sheet, one.cell) in offered
        else one
        for one in problems
    ]


def _new_upns(offers: Sequence[Offer]) -> list[Problem]:
    return [
        NEW_UPN(
            f"This UPN is new, and a pupil who is no longer listed is alike: {one.strength}.",
            f"If the pupil was issued a new UPN, {CONFIRM}; if not, there is nothing to do.",
            sheet=one.sheet,
            cell=one.cell,
        )
        for one in offers
        if one.about is About.REISSUED and one.own
    ]


def _with_reason(refused: Outcome) -> Outcome:
    """A refusal always says why, also where a reading came back empty without a word."""
    if stops(list(refused.problems)):
        return refused
    return _with_problem(
        refused,
        findings.NO_PUPILS(
            "No row with a pupil was found.",
            "Make sure that the sheet has a row of headings with UPN among them, and pupils below it.",
        ),
    )


def _with_problem(refused: Outcome, problem: Problem) -> Outcome:
    return replace(refused, problems=in_order([problem, *refused.problems], _sheets(refused.reading)))


def _drop_is_closed(half_term: HalfTerm) -> Problem:
    return findings.DROP_CLOSED(
        f"The data drop for {half_term} is closed, so nothing in it can change.",
        "Ask for the drop to be opened, or choose another half-term.",
    )
