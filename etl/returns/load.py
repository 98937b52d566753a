"""Checking, loading and undoing returns: each all or nothing, whoever else is at work."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from sqlalchemy import Connection

from etl.errors import TrustDataError, UnreadableFileError
from etl.folder import DataFolder
from etl.given_file import as_given, check_is_file, keep_original
from etl.half_terms import HalfTerm
from etl.publish.current import bring_up_to_date
from etl.publish.parquet import remove_rows, write_rows
from etl.reading import read_return
from etl.reading.tidy import ReadingContext, SchoolReading
from etl.record import audit, drops, learned, returns, schools, who_is_who
from etl.record.connection import Record
from etl.record.opening import open_record
from etl.returns import findings
from etl.returns.confirming import decide
from etl.returns.differing import NOTHING_KEPT, Keeping
from etl.returns.evaluate import Evaluation, Situation, evaluate
from etl.returns.offers import Strength
from etl.returns.outcome import Outcome, Status
from etl.returns.state import state_of


def check(
    folder: DataFolder,
    path: Path | str,
    *,
    school_urn: int | None = None,
    half_term: HalfTerm | None = None,
    accept_good_rows: bool = False,
    replace_whole: bool = False,
    keep: Keeping = NOTHING_KEPT,
) -> list[Outcome]:
    """What loading a file would do, one outcome for each school in it. Changes nothing.

    `keep` says which marks stand on where the file has others for the same half-term.
    """
    record = open_record(folder)

    def hold(reading: SchoolReading) -> Outcome:
        situation, _ = _situation(record, reading)
        return evaluate(
            folder,
            str(path),
            reading,
            situation,
            accept_good_rows=accept_good_rows,
            replace_whole=replace_whole,
            keep=keep,
        ).outcome

    return _each_school(record, path, school_urn, half_term, hold, str(path))


def load(
    folder: DataFolder,
    path: Path | str,
    *,
    school_urn: int | None = None,
    half_term: HalfTerm | None = None,
    by: str = audit.COMMAND_LINE,
    role: str | None = None,
    accept_good_rows: bool = False,
    replace_whole: bool = False,
    keep: Keeping = NOTHING_KEPT,
    confirm_matches: bool = False,
    publish: bool = True,
) -> list[Outcome]:
    """Load a file, one outcome for each school in it: each school's return is taken in whole or not at all.

    `confirm_matches`: whoever loads has confirmed every pupil who is offered on name and birth date. With
    `publish=False` the caller publishes, once, after several loads.
    """
    record = open_record(folder)

    def take_in(reading: SchoolReading) -> Outcome:
        while True:
            situation, seen = _situation(record, reading)
            held = evaluate(
                folder,
                str(path),
                reading,
                situation,
                accept_good_rows=accept_good_rows,
                replace_whole=replace_whole,
                keep=keep,
            )
            if held.outcome.status is not Status.ACCEPTED:
                return held.outcome
            keep_original(folder, given)
            token = uuid.uuid4().hex
            write_rows(folder, token, held.pupils, held.marks)
            accepted = _accept(record, held, token, given.digest, seen, by, role, replace_whole)
            # None: somebody else changed this school's returns or closed a drop meanwhile, so that what
            # was compared no longer stands. Compare again, with rows of another token.
            if accepted is not None:
                return accepted
            remove_rows(folder, token)

    try:
        with as_given(folder, Path(path)) as given:
            if confirm_matches:
                for checked in check(
                    folder,
                    given.path,
                    school_urn=school_urn,
                    half_term=half_term,
                    replace_whole=replace_whole,
                ):
                    sure = [one for one in checked.offers if one.strength is Strength.NAME_AND_BIRTH_DATE]
                    decide(folder, sure, same=True, by=by, role=role)
            outcomes = _each_school(record, given.path, school_urn, half_term, take_in, str(path))
    except UnreadableFileError as error:
        return [_unreadable(str(path), school_urn, half_term, error)]
    if publish:
        bring_up_to_date(folder, record)
    return outcomes


def undo(
    folder: DataFolder, return_id: int, *, by: str = audit.COMMAND_LINE, role: str | None = None
) -> returns.AcceptedReturn:
    """Take a return back: what stood before it stands again.

    Raises TrustDataError where there is no such return, it was undone already, or its drop is closed.
    """
    record = open_record(folder)
    with record.writing() as connection:
        held = returns.find_return(connection, return_id)
        if held is None:
            raise TrustDataError(f"There is no return {return_id}; `python -m etl history` lists them.")
        if not held.stands:
            raise TrustDataError(f"Return {return_id} was undone already.")
        drops.check_open(connection, held.half_term)
        for half_term in _altered_by_undoing(folder, connection, held):
            drops.check_open(connection, half_term)
        returns.mark_undone(connection, return_id, by)
        audit.note(
            connection, by, "undo return", f"return {return_id}, {held.half_term}", role=role, urn=held.urn
        )
    bring_up_to_date(folder, record)
    return held


def _altered_by_undoing(
    folder: DataFolder, connection: Connection, held: returns.AcceptedReturn
) -> list[HalfTerm]:
    """The earlier half-terms in which something stands from this return's earlier columns, or would
    stand again from those of the returns that it replaced."""
    known = returns.all_returns(connection, held.urn)
    counting = returns.in_force(known)
    left = returns.in_force([one for one in known if one.id != held.id])
    tokens = {one.token for one in counting} ^ {one.token for one in left}
    concerned = {half_term for one in known if one.token in tokens for half_term in one.half_terms}
    earlier = concerned - {held.half_term}
    present = who_is_who.reissued(who_is_who.all_decisions(connection))
    before = state_of(folder, held.urn, counting, earlier, present)
    after = state_of(folder, held.urn, left, earlier, present)
    return sorted(half_term for half_term in earlier if before.within(half_term) != after.within(half_term))


def _each_school(
    record: Record,
    path: Path | str,
    school_urn: int | None,
    half_term: HalfTerm | None,
    deal_with: Callable[[SchoolReading], Outcome],
    file: str,
) -> list[Outcome]:
    """Read `path`, which outcomes call `file`, and deal with each school's part of it."""
    with record.reading() as connection:
        context = ReadingContext(
            schools=schools.known_schools(connection),
            school_urn=school_urn,
            half_term=half_term,
            learned=learned.learned_by_school(connection),
            matches=who_is_who.matches(who_is_who.all_decisions(connection)),
        )
    if school_urn is not None and school_urn not in {one.urn for one in context.schools}:
        return [_refused(file, half_term, f"No school with URN {school_urn} is registered.")]
    try:
        check_is_file(Path(path))
        readings = read_return(Path(path), context)
    except UnreadableFileError as error:
        return [_unreadable(file, school_urn, half_term, error)]
    return [deal_with(reading) for reading in readings]


def _refused(path: str, half_term: HalfTerm | None, finding: str) -> Outcome:
    problem = findings.NOT_REGISTERED(finding, "Give the URN of a registered school.")
    return Outcome(file=path, status=Status.REJECTED, half_term=half_term, problems=(problem,))


def _unreadable(
    path: str, school_urn: int | None, half_term: HalfTerm | None, error: UnreadableFileError
) -> Outcome:
    return Outcome(
        file=path,
        status=Status.REJECTED,
        school_urn=school_urn,
        half_term=half_term,
        problems=(findings.UNREADABLE(*error.finding_and_cure),),
        unreadable=True,
    )


# What must not have changed between comparing and accepting: the school's standing returns, closed drops.
Seen = tuple[tuple[str, ...], frozenset[HalfTerm]]


def _situation(record: Record, reading: SchoolReading) -> tuple[Situation, Seen]:
    urn, half_term = reading.school_urn, reading.half_term
    with record.reading() as connection:
        if urn is None or half_term is None:
            return Situation((), _closed(connection)), ((), frozenset())
        seen = _seen(connection, urn)
        decided = who_is_who.all_decisions(connection)
        situation = Situation(
            returns.all_returns(connection, urn),
            seen[1],
            returns.in_force_elsewhere(connection, urn, [half_term, half_term.previous]),
            who_is_who.reissued(decided),
            who_is_who.refused(decided),
            {one.urn: one.name for one in schools.all_schools(connection)},
        )
        return situation, seen


def _seen(connection: Connection, urn: int) -> Seen:
    return returns.standing_tokens(connection, urn), _closed(connection)


def _closed(connection: Connection) -> frozenset[HalfTerm]:
    return frozenset(one.half_term for one in drops.all_drops(connection) if one.closed)


def _accept(
    record: Record,
    held: Evaluation,
    token: str,
    digest: str,
    seen: Seen,
    by: str,
    role: str | None,
    replace_whole: bool,
) -> Outcome | None:
    outcome = held.outcome
    assert outcome.school_urn is not None
    assert outcome.half_term is not None
    assert outcome.reading is not None
    half_terms = sorted({outcome.half_term, *(mark.half_term for mark in held.marks)})
    with record.writing() as connection:
        if _seen(connection, outcome.school_urn) != seen:
            return None
        return_id = returns.add(
            connection,
            token=token,
            urn=outcome.school_urn,
            academic_year=outcome.half_term.academic_year,
            ordinal=outcome.half_term.ordinal,
            whole_return=replace_whole,
            file_name=outcome.reading.file_name,
            original_hash=digest,
            half_terms=[half_term.slug for half_term in half_terms],
            pupils=outcome.pupils,
            judgements=outcome.judgements,
            held_rows=outcome.held_rows,
            columns=[asdict(column) for column in outcome.reading.columns],
            problems=[problem.as_json() for problem in outcome.problems],
            effect=list(outcome.effect),
            loaded_by=by,
        )
        audit.note(
            connection,
            by,
            "load return",
            f"return {return_id}, {outcome.half_term}",
            role=role,
            urn=outcome.school_urn,
        )
    return replace(outcome, return_id=return_id)
